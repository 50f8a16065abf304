import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/language.js';
import { checkPassword, type PasswordVerdict } from '../login/login-api.js';
import { PasswordField } from './password-field.js';

const restMilliseconds = 350;
const steps: readonly PasswordVerdict['verdict'][] = ['short', 'easy', 'good', 'strong'];

/**
 * A new password, with what the server's rule says of it as it is typed.
 *
 * @param own what who guesses knows: login and name.
 */
export function NewPassword({ label, own }: { readonly label: string; readonly own: readonly string[] }) {
  const typed = useSignal('');
  const verdict = useSignal<PasswordVerdict['verdict'] | 'checking' | undefined>(undefined);
  useEffect(() => {
    const password = typed.value;
    if (password === '') {
      verdict.value = undefined;
      return;
    }
    verdict.value = 'checking';
    const stop = new AbortController();
    const timer = window.setTimeout(async () => {
      try {
        const checked = await checkPassword(password, own, stop.signal);
        if (!stop.signal.aborted) verdict.value = checked.verdict;
      } catch {
        // Whether it is taken is told when it is sent.
        if (!stop.signal.aborted) verdict.value = undefined;
      }
    }, restMilliseconds);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [typed.value]);
  const said = verdict.value;
  const level = said === undefined || said === 'checking' ? 0 : steps.indexOf(said) + 1;
  return (
    <>
      <PasswordField
        name="newPassword"
        label={label}
        isNew
        describedBy="password-said"
        onInput={(text) => (typed.value = text)}
      />
      <div id="password-said" class="strength" data-level={level} role="status">
        <span class="strength__bar" aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </span>
        {said !== undefined && (
          <strong>{t(said === 'checking' ? 'password.checking' : `password.verdict.${said}`)}</strong>
        )}
      </div>
      <p class="small soft">{t('password.rule')}</p>
    </>
  );
}
