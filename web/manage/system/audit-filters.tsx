import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { auditMessages } from '../../i18n/messages/manage/audit.js';
import { Choice } from '../parts/choice.js';
import { SearchField } from '../parts/search-field.js';

/** What the audit is narrowed to; empty for all. Days by the clock of this device. */
export interface AuditFilter {
  readonly q: string;
  readonly actor: string;
  readonly action: string;
  readonly kind: string;
  readonly subject: string;
  readonly depot: string;
  readonly from: string;
  readonly to: string;
}

export const noAuditFilter: AuditFilter = {
  q: '',
  actor: '',
  action: '',
  kind: '',
  subject: '',
  depot: '',
  from: '',
  to: '',
};

/** As a query of the API. The last day counts whole. */
export function queryOf({ from, to, ...rest }: AuditFilter): string {
  const given = Object.entries(rest).filter(([, value]) => value.trim() !== '');
  if (from !== '') given.push(['from', new Date(`${from}T00:00:00`).toISOString()]);
  if (to !== '') {
    const next = new Date(`${to}T00:00:00`);
    next.setDate(next.getDate() + 1);
    given.push(['to', next.toISOString()]);
  }
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** What the catalogue has names for. */
const namesOf = (prefix: string) =>
  (Object.keys(auditMessages) as (keyof typeof auditMessages)[])
    .filter((key) => key.startsWith(prefix))
    .map((key) => [key.slice(prefix.length), t(key)] as const);

export function AuditFilters({
  filter,
  onChange,
}: {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}) {
  const depots = useLoaded(api.depots, '');
  const [typed, setTyped] = useState(0);
  const set = (field: keyof AuditFilter) => (value: string) => onChange({ ...filter, [field]: value });
  return (
    <search class="filters">
      <SearchField key={`q ${typed}`} label={t('general.search')} value={filter.q} onSearch={set('q')} />
      <label class="field">
        <span>{t('audit.actor')}</span>
        <input type="text" value={filter.actor} onChange={(event) => set('actor')(event.currentTarget.value.trim())} />
      </label>
      <Choice
        label={t('audit.action')}
        value={filter.action}
        options={namesOf('audit.action.')}
        onChoose={set('action')}
      />
      <Choice label={t('audit.kind')} value={filter.kind} options={namesOf('audit.kind.')} onChoose={set('kind')} />
      <label class="field">
        <span>{t('audit.subjectId')}</span>
        <input
          type="text"
          value={filter.subject}
          onChange={(event) => set('subject')(event.currentTarget.value.trim())}
        />
      </label>
      {(depots.value?.length ?? 0) > 1 && (
        <Choice
          label={t('people.depot')}
          value={filter.depot}
          options={depots.value!.map(({ depotId, name }) => [depotId, name] as const)}
          onChoose={set('depot')}
        />
      )}
      <label class="field">
        <span>{t('audit.from')}</span>
        <input type="date" value={filter.from} onChange={(event) => set('from')(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{t('audit.to')}</span>
        <input type="date" value={filter.to} onChange={(event) => set('to')(event.currentTarget.value)} />
      </label>
      <button
        type="button"
        class="button"
        onClick={() => {
          setTyped(typed + 1);
          onChange(noAuditFilter);
        }}
      >
        {t('audit.clear')}
      </button>
    </search>
  );
}
