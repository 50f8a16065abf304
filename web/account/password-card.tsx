import { useSignal } from '@preact/signals';
import { NewPassword } from '../components/new-password.js';
import { tell } from '../components/notices.js';
import { PasswordField } from '../components/password-field.js';
import { t } from '../i18n/language.js';
import { accountApi, type OwnAccount } from './account-api.js';
import { change } from './account-state.js';
import { Refusal } from './refusal.js';

/** The own password, changed where one signs in by it. */
export function PasswordCard({ own }: { readonly own: OwnAccount }) {
  const isOpen = useSignal(false);
  const refusal = useSignal('');
  if (own.signInBy === 'link') {
    return (
      <section class="card account__card no-print">
        <h2>{t('account.password')}</h2>
        <p class="soft">{t('account.passwordLink')}</p>
      </section>
    );
  }
  const set = async (form: FormData) => {
    const current = form.get('currentPassword');
    refusal.value = await change(() =>
      accountApi.setPassword(String(form.get('newPassword')), current === null ? undefined : String(current)),
    );
    if (refusal.value !== '') return;
    isOpen.value = false;
    tell(t('account.passwordSet'));
  };
  const hint = own.openedBy === 'provider' ? 'account.passwordProvider' : 'account.passwordNone';
  return (
    <section class="card account__card no-print">
      <h2>{t('account.password')}</h2>
      {!own.hasPassword && <p class="soft">{t(hint)}</p>}
      {!isOpen.value ? (
        <button type="button" class="button" onClick={() => (isOpen.value = true)}>
          {t(own.hasPassword ? 'account.change' : 'link.choose')}
        </button>
      ) : (
        <form
          class="account__form"
          onSubmit={(event) => {
            event.preventDefault();
            void set(new FormData(event.currentTarget));
          }}
        >
          <input class="visually-hidden" autocomplete="username" value={own.login} readOnly tabIndex={-1} />
          {own.asksPassword && <PasswordField name="currentPassword" label={t('account.currentPassword')} />}
          <NewPassword label={t('account.newPassword')} own={[own.login, own.name]} />
          <Refusal text={refusal.value} />
          <div class="account__buttons">
            <button type="submit" class="button button--primary">
              {t('account.setPassword')}
            </button>
            <button type="button" class="button" onClick={() => (isOpen.value = false)}>
              {t('general.cancel')}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
