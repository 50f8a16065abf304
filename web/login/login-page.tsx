import '../styles/login.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import { ApiError, sentenceOf } from '../api/api-error.js';
import type { Role } from '../api/types.js';
import { LanguageSwitch, Mark } from '../components/brand.js';
import { t } from '../i18n/language.js';
import { mount } from '../mount.js';

const homes: Readonly<Record<Role, string>> = {
  admin: '/',
  dispatcher: '/',
  picker: '/floor',
  courier: '/courier',
  station: '/station',
  integration: '/',
};

function LoginPage() {
  const busy = useSignal(false);
  const refusal = useSignal('');
  const query = new URLSearchParams(window.location.search);
  const token = query.get('token');

  const enter = async (credentials: Parameters<typeof api.logIn>[0]) => {
    busy.value = true;
    refusal.value = '';
    try {
      const { role } = await api.logIn(credentials);
      const next = query.get('next');
      window.location.replace(next !== null && isOwn(next) ? next : homes[role]);
    } catch (error) {
      const refused = error instanceof ApiError && error.code === 'login-refused';
      refusal.value = refused ? t('token' in credentials ? 'login.linkRefused' : 'login.refused') : sentenceOf(error);
      busy.value = false;
    }
  };

  useEffect(() => {
    if (token !== null) void enter({ token });
  }, []);

  return (
    <main class="login">
      <form
        class="login__card card"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void enter({ login: String(form.get('login')), password: String(form.get('password')) });
        }}
      >
        <div class="login__head">
          <Mark />
          <div>
            <h1>{t('login.title')}</h1>
            <p class="soft">{t('login.lead')}</p>
          </div>
        </div>
        {busy.value && token !== null && <p class="soft">{t('login.byLink')}</p>}
        {refusal.value !== '' && (
          <p class="banner banner--bad" role="alert">
            {refusal.value}
          </p>
        )}
        <label class="field">
          <span>{t('login.login')}</span>
          <input name="login" autocomplete="username" required autocapitalize="none" />
        </label>
        <label class="field">
          <span>{t('login.password')}</span>
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit" class="button button--primary button--big" disabled={busy.value}>
          {t('login.enter')}
        </button>
        <p class="small soft">{t('login.hint')}</p>
        <LanguageSwitch />
      </form>
    </main>
  );
}

mount('login.title', LoginPage);

/** Only a place of our own: an address of somebody else's would be a trap. Browsers read "/\t/other" as "//other". */
function isOwn(next: string): boolean {
  return (
    URL.canParse(next, window.location.origin) &&
    new URL(next, window.location.origin).origin === window.location.origin
  );
}
