import { doUnlessUndone } from '../components/notices.js';
import { formatMoment } from '../format.js';
import { t } from '../i18n/language.js';
import { accountApi, type OwnAccount, type OwnSession } from './account-api.js';
import { load, sessions } from './account-state.js';

const deviceOf = ({ device }: OwnSession) => (device === '' ? t('account.unknownDevice') : device);

/** Where one is signed in; each can be ended, and all at once. */
export function SessionsCard({ own }: { readonly own: OwnAccount }) {
  const all = sessions.value ?? [];
  const end = (session: OwnSession) =>
    doUnlessUndone(t('account.sessionEnding', { device: deviceOf(session) }), async () => {
      await accountApi.endSession(session.sessionId);
      await load();
    });
  const endMany = (keepsThis: boolean) =>
    doUnlessUndone(t(keepsThis ? 'account.endingOthers' : 'account.endingAll'), async () => {
      await accountApi.endSessions(keepsThis);
      if (keepsThis) await load();
      else window.location.assign('/login');
    });
  return (
    <section class="card account__card no-print">
      <h2>{t('account.sessions')}</h2>
      <ul class="sessions">
        {all.map((session) => (
          <li key={session.sessionId}>
            <div>
              <strong>{deviceOf(session)}</strong>
              {session.isThis && <span class="pill pill--good">{t('account.thisDevice')}</span>}
              <p class="small soft">
                {t('account.sessionSeen', { when: formatMoment(session.lastUsedAt), address: session.address })}
              </p>
              <p class="small soft">
                {t('account.sessionOpened', {
                  when: formatMoment(session.openedAt),
                  how: t(`account.openedBy.${session.openedBy}`),
                })}
              </p>
            </div>
            {!session.isThis && (
              <button
                type="button"
                class="button"
                aria-label={t('account.endSessionOf', { device: deviceOf(session) })}
                onClick={() => end(session)}
              >
                {t('account.endSession')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div class="account__buttons">
        {all.length > 1 && (
          <button type="button" class="button" onClick={() => endMany(true)}>
            {t('account.endOthers')}
          </button>
        )}
        <button type="button" class="button button--bad" onClick={() => endMany(false)}>
          {t('account.endAll')}
        </button>
      </div>
      {own.signInBy === 'link' && <p class="small soft">{t('account.endAllLink')}</p>}
    </section>
  );
}
