import type { Depot } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { Choice } from '../parts/choice.js';
import { SearchField } from '../parts/search-field.js';
import { roleOptions } from './role-names.js';

/** What the list of users is narrowed to; empty for all. */
export interface UserFilter {
  readonly q: string;
  readonly role: string;
  readonly depot: string;
  readonly state: string;
}

export const noFilter: UserFilter = { q: '', role: '', depot: '', state: '' };

const states = ['invited', 'active', 'suspended'] as const;

export function UserFilters({
  filter,
  depots,
  onChange,
}: {
  readonly filter: UserFilter;
  readonly depots: readonly Depot[];
  readonly onChange: (filter: UserFilter) => void;
}) {
  const set = (field: keyof UserFilter) => (value: string) => onChange({ ...filter, [field]: value });
  return (
    <search class="filters">
      <SearchField label={t('people.search')} value={filter.q} onSearch={set('q')} />
      <Choice label={t('people.role')} value={filter.role} options={roleOptions()} onChoose={set('role')} />
      {depots.length > 1 && (
        <Choice
          label={t('people.depot')}
          value={filter.depot}
          options={depots.map(({ depotId, name }) => [depotId, name] as const)}
          onChoose={set('depot')}
        />
      )}
      <Choice
        label={t('people.state')}
        value={filter.state}
        options={states.map((state) => [state, t(`people.state.${state}`)] as const)}
        onChoose={set('state')}
      />
    </search>
  );
}
