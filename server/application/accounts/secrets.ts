import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Parameters of scrypt (RFC 7914). Written into each hash, so that they may grow. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MB and some 100 ms per guess. */
export const usualPasswordCost: PasswordCost = { N: 32_768, r: 8, p: 1 };
const keyBytes = 32;

/** Hashes a password for keeping: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(16);
  return written(cost, salt, await derive(password, salt, cost));
}

/** A hash of this cost that no password fits: nobody has derived its key. */
export function unusableHash(cost: PasswordCost): string {
  return written(cost, randomBytes(16), randomBytes(keyBytes));
}

function written({ N, r, p }: PasswordCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Whether a password fits a kept hash. Takes as long for a wrong one as for the right one. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [kind, N, r, p, salt, key] = kept.split('$');
  if (kind !== 'scrypt') return false;
  const expected = Buffer.from(key, 'base64');
  const derived = await derive(password, Buffer.from(salt, 'base64'), { N: Number(N), r: Number(r), p: Number(p) });
  return derived.length === expected.length && timingSafeEqual(derived, expected);
}

/** A secret that nobody can guess: for sessions, keys and one-time links. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** How such a secret is kept. It is random enough that a plain hash cannot be turned back. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * A hash of a hash under a key, for secrets that are short enough to be tried one after the other: without the key a copy of
 * the record tells nothing of them.
 */
export function keyedHash(hash: string, key: string): string {
  return `${keyedForm}${createHmac('sha256', key).update(hash).digest('hex')}`;
}

const keyedForm = 'hmac-sha256$';

export const isKeyedHash = (kept: string): boolean => kept.startsWith(keyedForm);

function derive(password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
