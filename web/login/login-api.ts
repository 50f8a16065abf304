import type {
  LinkGreeting,
  PasswordVerdict,
  SignInWays,
} from '../../server/adapters/http/accounts/sign-in-contract.js';
import { ask } from '../api/ask.js';
import type { Role } from '../api/types.js';

export type { LinkGreeting, PasswordVerdict };

/** What lets somebody in. */
export type Credentials =
  | { readonly login: string; readonly password: string; readonly code?: string }
  | { readonly token: string; readonly password?: string; readonly code?: string }
  | { readonly answer: string };

export const loginApi = {
  enter: (credentials: Credentials) => ask<{ role: Role }>('POST', '/session', credentials),
  /** Who a link is for; it is not used up by this. */
  look: (token: string) => ask<LinkGreeting>('POST', '/session/link', { token }),
  ways: () => ask<SignInWays>('GET', '/sign-in-ways'),
  beginProvider: () => ask<{ address: string }>('POST', '/session/provider'),
};

/** What the server's rule says of a password. */
export const checkPassword = (password: string, own: readonly string[], signal: AbortSignal) =>
  ask<PasswordVerdict>('POST', '/password-check', { password, own }, {}, signal);
