import '../../styles/manage/lists.css';
import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { ApiKey } from '../../api/types.js';
import { doUnlessUndone, tell, tellFailure } from '../../components/notices.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { formatDay, formatMoment } from '../parts/format-moment.js';
import { ListFoot } from '../parts/list-foot.js';
import { ShownSecret } from '../parts/shown-secret.js';
import { usePaged } from '../parts/use-paged.js';
import { roleName } from '../people/role-names.js';
import { KeyForm } from './key-form.js';
import { systemApi } from './system-api.js';

/** Keys by which other systems come in: who has one, a new one, and taking one away. */
export function KeysSection() {
  const paged = usePaged<ApiKey>('/api-keys');
  const me = useLoaded(api.me, '');
  const [isAdding, setAdding] = useState(false);
  const [added, setAdded] = useState<{ readonly name: string; readonly key: string }>();
  const revoke = (key: ApiKey) =>
    doUnlessUndone(t('keys.revoking', { name: key.name }), async () => {
      await systemApi.revokeKey(key.keyId);
      tell(t('keys.revoked', { name: key.name }));
      await paged.reload();
    });
  const takeOver = async (key: ApiKey) => {
    try {
      await systemApi.takeOverKey(key.keyId);
      tell(t('keys.takenOver', { name: key.name }));
      await paged.reload();
    } catch (error) {
      tellFailure(error);
    }
  };
  /** One that stopped, or that somebody else's account carries. */
  const mayTakeOver = ({ stopped, ownerLogin }: ApiKey) =>
    stopped !== null || (ownerLogin !== null && me.value !== undefined && me.value.name !== `user ${ownerLogin}`);
  return (
    <div class="section">
      <div class="section__head">
        <h2>{t('keys.title')}</h2>
        <button type="button" class="button button--primary" onClick={() => setAdding(!isAdding)}>
          {t('keys.add')}
        </button>
      </div>
      {added !== undefined && (
        <ShownSecret label={t('keys.added', { name: added.name })} secret={added.key} hint={t('keys.hint')} />
      )}
      {isAdding && (
        <KeyForm
          onAdded={({ name, key }) => {
            setAdding(false);
            setAdded({ name, key: key ?? '' });
            void paged.reload();
          }}
        />
      )}
      {paged.error !== undefined && <Failure error={paged.error} onRetry={() => void paged.reload()} />}
      {paged.rows === undefined && paged.error === undefined && <Loading />}
      {paged.rows?.length === 0 && <Empty title={t('keys.none')} text={t('keys.noneText')} />}
      {paged.rows !== undefined && paged.rows.length > 0 && (
        <>
          <table class="rows">
            <thead>
              <tr>
                <th>{t('keys.name')}</th>
                <th>{t('people.role')}</th>
                <th>{t('people.depot')}</th>
                <th>{t('people.state')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {paged.rows.map((key) => (
                <tr key={key.keyId}>
                  <td>
                    <strong>{key.name}</strong>
                    <small class="soft">{t('keys.by', { by: key.createdBy, at: formatMoment(key.createdAt) })}</small>
                    {key.ownerLogin !== null && (
                      <small class="soft">{t('keys.owner', { login: key.ownerLogin })}</small>
                    )}
                  </td>
                  <td>
                    {roleName(key.role)}
                    {key.scopes !== null && <small class="soft">{key.scopes.join(', ')}</small>}
                  </td>
                  <td>{key.depotIds?.join('、') ?? t('people.allDepots')}</td>
                  <td>
                    <KeyState apiKey={key} />
                  </td>
                  <td>
                    {!key.revoked && (
                      <div class="actions">
                        {mayTakeOver(key) && (
                          <button type="button" class="button" onClick={() => void takeOver(key)}>
                            {t('keys.takeOver')}
                          </button>
                        )}
                        <button type="button" class="button" onClick={() => revoke(key)}>
                          {t('keys.revoke')}
                        </button>
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <ListFoot paged={paged} />
        </>
      )}
    </div>
  );
}

function KeyState({ apiKey: { revoked, expiresAt, stopped } }: { readonly apiKey: ApiKey }) {
  if (revoked) return <span class="pill pill--bad">{t('keys.state.revoked')}</span>;
  if (stopped !== null) {
    return (
      <>
        <span class="pill pill--bad">{t('keys.state.stopped')}</span>
        <small class="soft">{t(`keys.stopped.${stopped}`)}</small>
      </>
    );
  }
  if (expiresAt === null) return <span class="pill pill--good">{t('keys.state.active')}</span>;
  const isOver = new Date(expiresAt) < new Date();
  return (
    <span class={`pill pill--${isOver ? 'warn' : 'good'}`}>
      {t(isOver ? 'keys.state.over' : 'keys.state.until', { day: formatDay(expiresAt) })}
    </span>
  );
}
