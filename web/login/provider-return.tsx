import { useEffect } from 'preact/hooks';
import { t } from '../i18n/language.js';
import { LoginCard } from './login-card.js';
import { enter, refusal } from './login-state.js';

/** Where the browser comes back to from the provider: what it brings is sent to the server, and gone from the address. */
export function ProviderReturn() {
  useEffect(() => {
    const answer = window.location.search;
    window.history.replaceState(null, '', '/login/provider');
    void enter({ answer });
  }, []);
  const isOver = refusal.value !== '';
  return (
    <LoginCard title={t('login.title')} onSubmit={() => window.location.replace('/login')}>
      {isOver ? (
        <button type="submit" class="button button--primary button--big">
          {t('login.again')}
        </button>
      ) : (
        <p class="soft" role="status">
          {t('login.fromProvider')}
        </p>
      )}
    </LoginCard>
  );
}
