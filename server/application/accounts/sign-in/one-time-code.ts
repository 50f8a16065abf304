import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** What authenticator apps take without being told: SHA-1, six digits, thirty seconds. */
const form = { issuer: 'Tuanda', algorithm: 'SHA1', digits: 6, period: 30 } as const;
const secretBytes = 20;
/** A phone's clock may be off by one step. */
const driftSteps = 1;

export const codeDigits = form.digits;

/** A new secret in Base32, as it is typed. */
export function newCodeSecret(): string {
  return new Secret({ size: secretBytes }).base32;
}

/** The address that authenticator apps read from a QR code. */
export function codeAddressOf(secret: string, login: string): string {
  return new TOTP({ ...form, label: login, secret: Secret.fromBase32(secret) }).toString();
}

/** The step of time that a code is of, in periods since 1970; undefined where it is none of now. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const timestamp = now.getTime();
  const totp = new TOTP({ ...form, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp, window: driftSteps });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / form.period) + delta;
}

/** Without letters and digits that are read for each other. */
const recoveryLetters = 'abcdefghjkmnpqrstuvwxyz23456789';
const recoveryLength = 10;
const recoveryCodes = 10;

/** New recovery codes such as `k7mpq-2xw9d`; each has some 49 bits, too many to be guessed. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodes }, () => {
    const letters = Array.from({ length: recoveryLength }, () => recoveryLetters[randomInt(recoveryLetters.length)]);
    return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
  });
}

/** A typed code as it is compared: without blanks and hyphens, in lower case, digits of any width. */
export function plainCode(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toLowerCase();
}
