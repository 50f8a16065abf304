import { expect, it } from 'vitest';
import {
  hashPassword,
  isPassword,
  unusableHash,
  usualPasswordCost,
} from '../../../server/application/accounts/secrets.js';

it('keeps a password by scrypt with 32 MB, and the cost with it', async () => {
  // 128 bytes × N × r.
  expect(128 * usualPasswordCost.N * usualPasswordCost.r).toBe(32 * 1024 * 1024);
  const kept = await hashPassword('three odd whales', usualPasswordCost);
  expect(kept).toMatch(/^scrypt\$32768\$8\$1\$/);
  expect(await isPassword('three odd whales', kept)).toBe(true);
  expect(await isPassword('three odd whale', kept)).toBe(false);
  expect(unusableHash(usualPasswordCost)).toMatch(/^scrypt\$32768\$8\$1\$/);
});

it('knows a password that was kept at another cost', async () => {
  const kept = await hashPassword('three odd whales', { N: 32, r: 8, p: 1 });
  expect(await isPassword('three odd whales', kept)).toBe(true);
  expect(await isPassword('three odd whale', kept)).toBe(false);
});
