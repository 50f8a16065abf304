import type { Actor } from '../../../application/accounts/account-store.js';
import type { Permission } from '../../../domain/accounts/role.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';

/** @throws DispatchError not-allowed when a key of few scopes would make an account that may do more. */
export function assertWithin({ scopes }: Actor, wanted: readonly Permission[]): void {
  const more = scopes === undefined ? undefined : wanted.find((permission) => !scopes.includes(permission));
  if (more === undefined) return;
  throw new DispatchError(
    'not-allowed',
    told`This key lacks the scope ${more}, so it can neither make nor change accounts, links and keys that have it.`,
  );
}

/** What a key that runs out makes must not outlive it. @throws DispatchError `not-allowed` */
export function assertLasting({ expiresAt }: Actor): void {
  if (expiresAt === undefined) return;
  throw new DispatchError(
    'not-allowed',
    'A key that runs out makes no users and no links, and takes no key over: they would outlive it.',
  );
}

/** A session that somebody else holds must not get past the own password and second factor. @throws DispatchError `not-allowed` */
export function assertOther({ userId }: Actor, of: string): void {
  if (userId !== of) return;
  throw new DispatchError('not-allowed', 'For yourself this is done on your account page, with your password.');
}
