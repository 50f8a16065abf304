import { CodeField } from '../components/code-field.js';
import { t } from '../i18n/language.js';
import { LoginCard } from './login-card.js';
import { asksCodeFor, busy, enter, refusal } from './login-state.js';

/** Asks for the code of the second factor; what came before is sent again with it. */
export function CodeForm() {
  return (
    <LoginCard
      title={t('login.code')}
      lead={t('login.codeLead')}
      onSubmit={(form) => {
        const before = asksCodeFor.value;
        if (before !== undefined) void enter({ ...before, code: String(form.get('code')) });
      }}
    >
      <CodeField label={t('login.code')} />
      <button type="submit" class="button button--primary button--big" disabled={busy.value}>
        {t('login.enter')}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          asksCodeFor.value = undefined;
          refusal.value = '';
        }}
      >
        {t('login.back')}
      </button>
    </LoginCard>
  );
}
