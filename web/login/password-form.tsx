import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sentenceOf } from '../api/api-error.js';
import { PasswordField } from '../components/password-field.js';
import { t } from '../i18n/language.js';
import { rememberNext } from './after-login.js';
import { loginApi } from './login-api.js';
import { LoginCard } from './login-card.js';
import { busy, enter, refusal } from './login-state.js';

/** Login and password, the provider's button where there is one, and what helps who has forgotten. */
export function PasswordForm() {
  const provider = useSignal<string | undefined>(undefined);
  useEffect(() => {
    // Without an answer there is no button; login and password say what is wrong.
    loginApi
      .ways()
      .then((ways) => (provider.value = ways.provider?.name))
      .catch(() => undefined);
  }, []);
  const goToProvider = async () => {
    busy.value = true;
    refusal.value = '';
    try {
      rememberNext();
      const { address } = await loginApi.beginProvider();
      window.location.assign(address);
    } catch (error) {
      refusal.value = sentenceOf(error);
      busy.value = false;
    }
  };
  return (
    <LoginCard
      title={t('login.title')}
      lead={t('login.lead')}
      onSubmit={(form) => void enter({ login: String(form.get('login')), password: String(form.get('password')) })}
    >
      <label class="field">
        <span>{t('login.login')}</span>
        <input
          name="login"
          autocomplete="username"
          required
          maxLength={64}
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
        />
      </label>
      <PasswordField name="password" label={t('login.password')} />
      <button type="submit" class="button button--primary button--big" disabled={busy.value}>
        {t('login.enter')}
      </button>
      {provider.value !== undefined && (
        <>
          <p class="login__or small soft">{t('login.or')}</p>
          <button type="button" class="button button--big" disabled={busy.value} onClick={() => void goToProvider()}>
            {t('login.byProvider', { name: provider.value })}
          </button>
        </>
      )}
      <details class="login__help small">
        <summary>{t('login.forgot')}</summary>
        <p class="soft">{t('login.forgotText')}</p>
        <p class="soft">{t('login.firstStart')}</p>
      </details>
    </LoginCard>
  );
}
