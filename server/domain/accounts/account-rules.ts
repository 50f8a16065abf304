import { InvalidInputError } from '../dispatch-error.js';
import type { OwnDepots } from '../own-depots.js';
import { inEnglish, plainly, type Told, told } from '../told.js';
import { normaliseLogin } from './login.js';
import { type Role, roles } from './role.js';
import { maySignInByLink, type SignInBy } from './sign-in-by.js';

/** What of an account tells whether it can be. */
export interface AccountForm {
  readonly login: string;
  readonly role: Role;
  readonly depotIds?: OwnDepots;
  readonly courierId?: string | null;
  readonly stationId?: string | null;
  /** By a password where nothing is said. */
  readonly signInBy?: SignInBy;
}

/** The login as it is kept. @throws InvalidInputError for one that cannot be, or a role without what it is for. */
export function assertAccount(account: AccountForm): string {
  const { role, courierId, stationId, depotIds } = account;
  const login = normaliseLogin(account.login);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u.test(login)) {
    refuse('login', plainly('A login has 2 to 64 letters, digits and . _ @ -'));
  }
  if (!roles.includes(role)) refuse('role', told`There is no role ${role}.`);
  if (role === 'courier' && !given(courierId)) refuse('courierId', plainly('Say which courier this is: courierId.'));
  if (role === 'station' && !given(stationId))
    refuse('stationId', plainly('Say which station this is for: stationId.'));
  if ((role === 'courier' || role === 'station') && depotIds?.length !== 1) {
    refuse('depotIds', plainly('Say which one depot they belong to: depotIds, with one id.'));
  }
  if (account.signInBy === 'link' && !maySignInByLink(role)) {
    refuse(
      'signInBy',
      told`The role ${plainly(role)} signs in by a password: it may do too much for a link that is kept on a phone.`,
    );
  }
  return login;
}

const given = (id: string | null | undefined) => id !== undefined && id !== null;

function refuse(field: string, sentence: Told): never {
  throw new InvalidInputError(sentence, [{ field, reason: inEnglish(sentence), told: sentence }]);
}
