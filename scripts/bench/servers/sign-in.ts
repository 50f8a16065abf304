import { setTimeout as wait } from 'node:timers/promises';
import { tokenOfLink } from '../../../server/domain/accounts/sign-in-link.js';
import { mustAsk } from './ask.js';
import { adminKey } from './tuanda-server.js';

/** Adds a user and signs in as one. @returns the cookie of the session. */
export async function signIn(address: string, user: object): Promise<string> {
  const { link } = await mustAsk(address, { method: 'POST', path: '/users', key: adminKey, json: user });
  return signInByLink(address, link);
}

/** Signs in by a link, without a password of one's own. @returns the cookie of the session. */
export async function signInByLink(address: string, link: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${address}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify({ token: tokenOfLink(link) }),
    });
    if (response.ok) return response.headers.get('set-cookie')!.split(';')[0];
    // So many may sign in from one address in a minute.
    if (response.status !== 429) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
    await wait(1000 * Number(response.headers.get('retry-after') ?? 5));
  }
}
