import type { Request } from 'express';
import type { Actor } from '../../../application/accounts/account-store.js';
import type { Accounts } from '../../../application/accounts/accounts.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { addressOf } from './address-of.js';
import { deviceOf } from './device-of.js';
import { sessionCookie } from './session-cookie.js';

/** The one behind a key, or behind a session; a session's changes must come from our own pages. */
export async function findActor(
  request: Request,
  accounts: Accounts,
  publicUrl: string | undefined,
): Promise<Actor | undefined> {
  if (request.get('authorization') !== undefined) {
    const key = readKey(request);
    return key === undefined ? undefined : accounts.findByKey(key);
  }
  const secret = readCookie(request, sessionCookie);
  if (secret === undefined) return undefined;
  assertOwnPage(request, publicUrl);
  return accounts.findBySession(secret);
}

/** The same for a request that is answered: a session is used by it, and lasts from here. */
export async function useActor(
  request: Request,
  accounts: Accounts,
  publicUrl: string | undefined,
): Promise<{ actor: Actor | undefined; renewed: { secret: string; expiresAt: Date } | undefined }> {
  const secret = readCookie(request, sessionCookie);
  if (request.get('authorization') !== undefined || secret === undefined) {
    return { actor: await findActor(request, accounts, publicUrl), renewed: undefined };
  }
  assertOwnPage(request, publicUrl);
  const used = await accounts.useSession(secret, { address: addressOf(request), device: deviceOf(request) });
  const renewed = used?.expiresAt === undefined ? undefined : { secret, expiresAt: used.expiresAt };
  return { actor: used?.actor, renewed };
}

/** The key that was sent; undefined when none was, or in another form. */
export function readKey(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
}

/** What changes something with a session comes from our own pages. @throws DispatchError `other-origin` */
function assertOwnPage(request: Request, publicUrl: string | undefined): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') assertSameOrigin(request, publicUrl);
}

/** @throws DispatchError `other-origin` also for `null`, which sandboxed frames and opened files send. */
function assertSameOrigin(request: Request, publicUrl: string | undefined): void {
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') refuseOrigin();
  if (origin === undefined) {
    // Every browser of today says one of the two; who says neither must at least not be on the open net.
    if (site === undefined && publicUrl?.startsWith('https:')) refuseOrigin();
    return;
  }
  if (!URL.canParse(origin)) refuseOrigin();
  const { host } = new URL(origin);
  const isPublic = publicUrl !== undefined && host === new URL(publicUrl).host;
  if (!isPublic && host !== request.get('host')) refuseOrigin();
}

function refuseOrigin(): never {
  throw new DispatchError('other-origin', 'This request did not come from our own pages.');
}

/** The value of a cookie, as it was sent. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const part of (request.get('cookie') ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value !== undefined) return value;
  }
  return undefined;
}
