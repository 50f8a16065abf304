import { endOfSession, expiryOf } from '../../../domain/accounts/session-rule.js';
import type { AccountParts } from '../account-parts.js';
import type { User } from '../account-store.js';
import { hashSecret, newSecret } from '../secrets.js';
import type { CameFrom, NewSession } from './session-store.js';

/** A session of a user that begins now, and its secret, which only the browser gets. */
export function newSession(
  { clock, newId }: Pick<AccountParts, 'clock' | 'newId'>,
  { role }: Pick<User, 'role'>,
  from: CameFrom,
): { readonly secret: string; readonly session: NewSession } {
  const secret = newSecret();
  const at = clock.now();
  const endsAt = endOfSession(role, at);
  const session = {
    sessionId: newId('session'),
    sessionHash: hashSecret(secret),
    at,
    expiresAt: expiryOf(role, at, endsAt),
    endsAt,
    ...from,
  };
  return { secret, session };
}
