import type { NewProviderUsers } from '../../application/accounts/sign-in/identity-provider.js';

/** A provider of OpenID Connect, as the settings name it. */
export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a public client. */
  readonly clientSecret: string | undefined;
  /** On the button of the page. */
  readonly name: string;
  /** What says which account is meant. */
  readonly claim: 'preferred_username' | 'email';
  readonly newUsers: NewProviderUsers | undefined;
  /** Where browsers come back to. */
  readonly redirectUrl: string;
}

/** Whether an address may be asked over plain http: nobody stands in between. */
export function isOfThisMachine(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
