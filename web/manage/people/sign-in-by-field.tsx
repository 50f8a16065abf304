import type { Role, User } from '../../api/types.js';
import { t } from '../../i18n/language.js';

type SignInBy = User['signInBy'];

/** Who see so little that a link may stay on a phone that several people use. */
export const linkRoles: ReadonlySet<Role> = new Set<Role>(['picker', 'courier', 'station']);

interface SignInByFieldProps {
  readonly signInBy: SignInBy;
  readonly onChange?: (signInBy: SignInBy) => void;
}

/** Whether somebody chooses a password, or stays with the link on a shared phone. */
export function SignInByField({ signInBy, onChange }: SignInByFieldProps) {
  return (
    <label class="field">
      <span>{t('people.signInBy')}</span>
      <select
        name="signInBy"
        defaultValue={signInBy}
        onChange={(event) => onChange?.(event.currentTarget.value as SignInBy)}
      >
        <option value="password">{t('people.signInBy.password')}</option>
        <option value="link">{t('people.signInBy.link')}</option>
      </select>
    </label>
  );
}
