import { DispatchError } from '../../domain/dispatch-error.js';
import { onlyDepot } from '../../domain/own-depots.js';
import type { Clock, NewId } from '../clock.js';
import type { SecretBox } from '../secret-box.js';
import type { AccountStore, User } from './account-store.js';
import type { makeAttempts } from './attempts.js';
import type { RefusalJournal } from './refusal-journal.js';
import type { PasswordCost } from './secrets.js';

/** What the use cases of accounts are made of. */
export interface AccountParts {
  readonly store: AccountStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly attempts: ReturnType<typeof makeAttempts>;
  readonly journal: RefusalJournal;
  readonly passwordCost: PasswordCost;
  /** Seals the secrets of second factors. */
  readonly secretBox: SecretBox;
}

const refusals: ReadonlySet<string> = new Set([
  'login-refused',
  'link-used',
  'link-expired',
  'password-wrong',
  'code-wrong',
  'provider-refused',
  'no-account',
  'account-suspended',
  'account-of-another',
  'too-many-requests',
]);

/** Who tried, as far as that is known; `key` tells attempts apart of which the audit has one row a minute. */
export interface Trying {
  readonly key: string;
  readonly user: User | undefined;
  readonly address: string | undefined;
}

/**
 * Lets somebody try to come in. What was refused is put into the audit, and thrown on.
 *
 * @param trying a function where it is only found out on the way who that is.
 */
export async function noting<T>(
  journal: RefusalJournal,
  trying: Trying | (() => Trying),
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DispatchError && refusals.has(error.code)) {
      const { key, user, address } = typeof trying === 'function' ? trying() : trying;
      const noted = journal.note(`sign-in ${key}`, {
        by: user === undefined ? 'nobody' : `user ${user.login}`,
        action: 'sign-in.refused',
        kind: 'user',
        id: user?.userId ?? '*',
        depotId: onlyDepot(user?.depotIds),
        reason: error.code,
        detail: { address },
      });
      await noted.catch(() => undefined);
    }
    throw error;
  }
}
