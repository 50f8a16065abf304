import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sentenceOf } from '../api/api-error.js';
import { NewPassword } from '../components/new-password.js';
import { t } from '../i18n/language.js';
import { type LinkGreeting, loginApi } from './login-api.js';
import { LoginCard } from './login-card.js';
import { busy, enter, refusal } from './login-state.js';

/**
 * What a link opens: a greeting, and a password to be chosen, or the button of a shared phone. Looking at it uses nothing up:
 * messengers open links by themselves.
 */
export function LinkForm({ token }: { readonly token: string }) {
  const greeting = useSignal<LinkGreeting | undefined>(undefined);
  const isOver = useSignal(false);
  useEffect(() => {
    loginApi.look(token).then(
      (found) => (greeting.value = found),
      (error) => {
        refusal.value = sentenceOf(error);
        isOver.value = true;
      },
    );
  }, []);
  if (isOver.value) {
    return (
      <LoginCard title={t('link.over')} lead={t('link.overText')} onSubmit={() => window.location.replace('/login')}>
        <button type="submit" class="button button--primary button--big">
          {t('link.toLogin')}
        </button>
      </LoginCard>
    );
  }
  const found = greeting.value;
  if (found === undefined) {
    return (
      <LoginCard title={t('login.title')} onSubmit={() => undefined}>
        <p class="soft" role="status">
          {t('link.reading')}
        </p>
      </LoginCard>
    );
  }
  const lead = t('link.as', { login: found.login, role: t(`role.${found.role}`) });
  return (
    <LoginCard
      title={t('link.hello', { name: found.name })}
      lead={lead}
      onSubmit={(form) => {
        const password = form.get('newPassword');
        void enter(password === null ? { token } : { token, password: String(password) });
      }}
    >
      {found.signInBy === 'link' ? <SharedPhone /> : <Choice found={found} onLater={() => void enter({ token })} />}
      <p class="small soft">{t('link.notYou')}</p>
    </LoginCard>
  );
}

function SharedPhone() {
  return (
    <>
      <section class="stack">
        <h2>{t('link.shared')}</h2>
        <p class="soft">{t('link.sharedText')}</p>
      </section>
      <button type="submit" class="button button--primary button--big" disabled={busy.value}>
        {t('link.enter')}
      </button>
    </>
  );
}

function Choice({ found, onLater }: { readonly found: LinkGreeting; readonly onLater: () => void }) {
  const { login, name, hasPassword } = found;
  return (
    <>
      <section class="stack">
        <h2>{t(hasPassword ? 'link.chooseAgain' : 'link.choose')}</h2>
        <p class="soft">{t('link.chooseText', { login })}</p>
      </section>
      {/* For the keeper of passwords, which saves what belongs together. */}
      <input class="visually-hidden" name="login" autocomplete="username" value={login} readOnly tabIndex={-1} />
      <NewPassword label={t('login.password')} own={[login, name]} />
      <button type="submit" class="button button--primary button--big" disabled={busy.value}>
        {t('link.setAndEnter')}
      </button>
      <button type="button" class="button" disabled={busy.value} onClick={onLater}>
        {t(hasPassword ? 'link.keep' : 'link.later')}
      </button>
      {!hasPassword && <p class="small soft">{t('link.laterText')}</p>}
    </>
  );
}
