import { expect, it } from 'vitest';
import { assertSendable, isPublicAddress, publicLookup } from '../../../server/adapters/webhooks/public-address.js';

it.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://0.0.0.0/',
  'http://10.0.0.8/',
  'http://172.16.3.4/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://100.64.0.1/',
  'http://224.0.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://localhost/',
  'http://localhost./',
  'http://printer.localhost/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'https://user:word@example.com/',
  'no url',
])('sends nothing to %s', (url) => {
  expect(() => assertSendable(url, [])).toThrow(/\.$/);
});

it('sends to the public net, and to hosts of the own net that are listed', () => {
  expect(assertSendable('https://example.com/hook?a=1', []).href).toBe('https://example.com/hook?a=1');
  expect(assertSendable('http://8.8.8.8:8080/', []).port).toBe('8080');
  expect(assertSendable('http://10.0.0.8/', ['10.0.0.8']).hostname).toBe('10.0.0.8');
  expect(assertSendable('http://[fd00::1]/', ['[fd00::1]']).hostname).toBe('[fd00::1]');
  expect(() => assertSendable('http://10.0.0.9/', ['10.0.0.8'])).toThrow();
  expect(isPublicAddress('2606:4700:4700::1111')).toBe(true);
});

it('refuses a name at the moment that it leads inside', async () => {
  const lookUp = publicLookup(new URL('http://rebound.example/'), [])!;
  const found = await new Promise((resolve) => {
    lookUp('localhost', { all: true }, (error, address) => resolve(error?.message ?? address));
  });
  expect(found).toContain('not on the public net');
});
