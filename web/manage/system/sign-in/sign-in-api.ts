import type { SignInRules } from '../../../../server/adapters/http/accounts/sign-in-contract.js';
import { ask } from '../../../api/ask.js';

export type { SignInRules };

/** What the installation asks of who signs in, on the server. */
export const signInApi = {
  rules: () => ask<SignInRules>('GET', '/sign-in-rules'),
  setRules: (rules: SignInRules) => ask<SignInRules>('PUT', '/sign-in-rules', rules),
};
