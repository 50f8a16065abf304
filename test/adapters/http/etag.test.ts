import { validateHeaderValue } from 'node:http';
import { expect, it } from 'vitest';
import { etagOf } from '../../../server/adapters/http/requests/etag.js';

it.each(['plan-1', '仓库-20240614-1', 'a"b', 'a\r\nSet-Cookie: x'])('makes a header of the id %j', (id) => {
  const etag = etagOf(id, 2);
  expect(() => validateHeaderValue('ETag', etag)).not.toThrow();
  expect(etag).toMatch(/^"[^"]+\.2"$/);
});
