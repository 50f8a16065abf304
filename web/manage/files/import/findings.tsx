import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Finding } from '../../../api/types.js';
import { formatCount } from '../../../format.js';
import { language, t } from '../../../i18n/language.js';
import { type DraftPreview, type DraftTable, filesApi, type ImportDraft } from '../files-api.js';
import { attempt, columnsOf } from './import-state.js';

interface Chosen {
  readonly level?: 'refused' | 'warned';
  readonly code?: string;
}

/** What was found, by kind of finding; the cell of a refused row can be mended where it is shown. */
export function Findings({ draft, shown }: { readonly draft: ImportDraft; readonly shown: DraftPreview }) {
  const chosen = useSignal<Chosen>({});
  const rows = useSignal<readonly Finding[]>([]);
  const next = useSignal<string | null>(null);
  const load = async (more: boolean) => {
    const cursor = more && next.value !== null ? next.value : undefined;
    await attempt(async () => {
      const page = await filesApi.findings(draft.draftId, { ...chosen.value, cursor });
      rows.value = more ? [...rows.value, ...page.data] : page.data;
      next.value = page.nextCursor;
      return undefined;
    });
  };
  // What was found is of the preview; its sentences are of the page's language.
  useEffect(() => {
    void load(false);
  }, [draft.draftId, shown.findingCount, shown.isCurrent, chosen.value, language.value]);
  if (shown.findingCount === 0) return <p class="banner banner--good">{t('manage.import.noFindings')}</p>;
  const choose = (picked: Chosen) => (chosen.value = picked);
  return (
    <section class="wizard__stack">
      <fieldset class="wizard__filters" aria-label={t('manage.import.filter')}>
        <Filter isOn={chosen.value.code === undefined} onPick={() => choose({})} count={shown.findingCount}>
          {t('manage.import.all')}
        </Filter>
        {shown.codes.map(({ level, code, count, example }) => (
          <Filter
            key={`${level} ${code}`}
            isOn={chosen.value.code === code && chosen.value.level === level}
            onPick={() => choose({ level, code })}
            count={count}
          >
            {level === 'refused' ? '✕ ' : '! '}
            <span class="wizard__example" title={example}>
              {example}
            </span>
          </Filter>
        ))}
      </fieldset>
      <ul class="wizard__findings">
        {rows.value.map((finding, at) => (
          <FindingRow key={`${finding.file} ${finding.line} ${finding.code} ${at}`} draft={draft} finding={finding} />
        ))}
      </ul>
      {next.value !== null && (
        <button type="button" class="button" onClick={() => void load(true)}>
          {t('manage.import.moreFindings')}
        </button>
      )}
    </section>
  );
}

function Filter(props: {
  readonly isOn: boolean;
  readonly count: number;
  readonly onPick: () => void;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <button type="button" class="wizard__filter" aria-pressed={props.isOn} onClick={props.onPick}>
      {props.children} <span class="soft">{formatCount(props.count)}</span>
    </button>
  );
}

function FindingRow({ draft, finding }: { readonly draft: ImportDraft; readonly finding: Finding }) {
  const table = draft.tables.find(({ name }) => name === finding.file);
  const { level, file, line, column, value, reason } = finding;
  const mended = table?.fixes.find((fix) => fix.line === line && fix.column === column);
  const canMend =
    table !== undefined && line > 1 && column !== '' && columnsOf(table.kind).some((each) => each.column === column);
  return (
    <li class={level === 'refused' ? 'is-refused' : 'is-warned'}>
      <div class="wizard__grow">
        <div class="small soft">
          {level === 'refused' ? `✕ ${t('import.refused')}` : `! ${t('import.warned')}`} · {file}
          {line > 0 && ` · ${t('manage.import.lineNo', { n: line })}`}
          {table !== undefined && column !== '' && ` · ${nameOf(table, column)}`}
        </div>
        <div>{reason}</div>
      </div>
      {canMend ? (
        <input
          aria-label={t('manage.import.mend', { n: line, column: nameOf(table, column) })}
          class={mended === undefined ? undefined : 'is-mended'}
          value={mended?.value ?? value}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            const cell = { tableNo: table.tableNo, line, column, value: typed === value ? null : typed };
            void attempt(() => filesApi.mendCell(draft.draftId, cell));
          }}
        />
      ) : (
        <span class="mono wizard__value">{value}</span>
      )}
    </li>
  );
}

/** What the file calls a column, else what we do. */
function nameOf(table: DraftTable, column: string): string {
  const header = table.columns.find((each) => each.column === column)?.header;
  return header ?? columnsOf(table.kind).find((each) => each.column === column)?.label[language.value] ?? column;
}
