import { expect, it } from 'vitest';
import { linkTokenOf, withTokenInFragment } from '../../web/login/link-token.js';

const place = (address: string) => new URL(address, 'https://tuanda.example');

it('finds the token of a link behind # and, as on cards printed earlier, behind ?', () => {
  expect(linkTokenOf(place('/login#token=abc-_1'))).toBe('abc-_1');
  expect(linkTokenOf(place('/login?token=abc'))).toBe('abc');
  expect(linkTokenOf(place('/login?next=/floor'))).toBeNull();
});

it('moves a token out of what the browser tells servers, and leaves the rest of the address', () => {
  expect(withTokenInFragment(place('/login?token=abc'))).toBe('/login#token=abc');
  expect(withTokenInFragment(place('/login?token=abc&next=%2Ffloor'))).toBe('/login?next=%2Ffloor#token=abc');
  expect(withTokenInFragment(place('/login?token=old#token=new'))).toBe('/login#token=new');
  expect(withTokenInFragment(place('/login#token=abc'))).toBeUndefined();
  expect(withTokenInFragment(place('/login?next=/floor'))).toBeUndefined();
});
