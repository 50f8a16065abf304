import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { User } from '../../api/types.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { ListFoot } from '../parts/list-foot.js';
import { SectionLink } from '../parts/section-link.js';
import { type Paged, usePaged } from '../parts/use-paged.js';
import { type MadeLinks, MadeLinksCard } from './made-links.js';
import { roleName } from './role-names.js';
import { SelectedUsers } from './selected-users.js';
import { noFilter, type UserFilter, UserFilters } from './user-filters.js';
import { UserState } from './user-state.js';

function pathOf(filter: UserFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return `/users${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`;
}

/** All users, to be looked through, opened, and acted on several at once. */
export function UserList() {
  const [filter, setFilter] = useState(noFilter);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [made, setMade] = useState<MadeLinks>();
  const depots = useLoaded(api.depots, '');
  const paged = usePaged<User>(pathOf(filter));
  const chosen = (paged.rows ?? []).filter(({ userId }) => selected.has(userId));
  return (
    <div class="section">
      <div class="section__head">
        <h2>{t('people.users')}</h2>
        <SectionLink class="button button--primary" to={['invite']}>
          {t('people.invite')}
        </SectionLink>
      </div>
      {made !== undefined && <MadeLinksCard made={made} onClose={() => setMade(undefined)} />}
      <UserFilters
        filter={filter}
        depots={depots.value ?? []}
        onChange={(next) => {
          setFilter(next);
          setSelected(new Set());
        }}
      />
      {chosen.length > 0 && (
        <SelectedUsers
          users={chosen}
          onDone={() => {
            setSelected(new Set());
            void paged.reload();
          }}
          onMade={setMade}
        />
      )}
      <Rows paged={paged} isFiltered={filter !== noFilter} selected={selected} onSelect={setSelected} />
    </div>
  );
}

interface RowsProps {
  readonly paged: Paged<User>;
  readonly isFiltered: boolean;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

function Rows({ paged, isFiltered, selected, onSelect }: RowsProps) {
  if (paged.error !== undefined) return <Failure error={paged.error} onRetry={() => void paged.reload()} />;
  if (paged.rows === undefined) return <Loading />;
  if (paged.rows.length === 0) {
    return <Empty title={t('people.none')} text={t(isFiltered ? 'people.noneFound' : 'people.noneYet')} />;
  }
  const { rows } = paged;
  const areAll = rows.every(({ userId }) => selected.has(userId));
  const toggle = (userId: string) => {
    const next = new Set(selected);
    if (!next.delete(userId)) next.add(userId);
    onSelect(next);
  };
  return (
    <>
      <table class="rows">
        <thead>
          <tr>
            <th class="rows__tick">
              <label>
                <input
                  type="checkbox"
                  checked={areAll}
                  aria-label={t('people.selectAll')}
                  onChange={() => onSelect(new Set(areAll ? [] : rows.map(({ userId }) => userId)))}
                />
                <span class="rows__all">{t('people.selectAll')}</span>
              </label>
            </th>
            <th>{t('people.name')}</th>
            <th>{t('people.role')}</th>
            <th>{t('people.place')}</th>
            <th>{t('people.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((user) => (
            <tr key={user.userId} class={selected.has(user.userId) ? 'rows__chosen' : undefined}>
              <td class="rows__tick">
                <input
                  type="checkbox"
                  checked={selected.has(user.userId)}
                  aria-label={t('people.select', { name: user.name })}
                  onChange={() => toggle(user.userId)}
                />
              </td>
              <td>
                <SectionLink to={['users', user.userId]}>{user.name}</SectionLink>
                <small class="soft mono">{user.login}</small>
              </td>
              <td>{roleName(user.role)}</td>
              <td>
                {[user.depotIds?.join('、') ?? t('people.allDepots'), user.stationId, user.courierId]
                  .filter(Boolean)
                  .join(' · ')}
              </td>
              <td>
                <UserState user={user} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ListFoot paged={paged} />
    </>
  );
}
