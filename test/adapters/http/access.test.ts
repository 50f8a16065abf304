import { afterAll, beforeAll, expect, it } from 'vitest';
import { mayDo, permissions, type Role, roles } from '../../../server/domain/accounts/role.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

/** Who could a cookie be of: couriers and stations need something to be of. */
const belongings = { depotIds: ['D1'], courierId: 'C1', stationId: 'S1' };

eachDatabase('access', (open) => {
  let api: Api;
  const cookies = new Map<Role, string>();
  beforeAll(async () => {
    api = await serveApi(await open());
    await api.record.importFrom(writeFiles(smallDay));
    for (const role of roles) {
      // Some things only an admin of all depots may do, whatever the role grants.
      cookies.set(role, await api.cookieOf(role, role === 'admin' ? {} : belongings));
    }
  });
  afterAll(() => api.close());

  const ask = (method: string, path: string, cookie?: string) =>
    api.ask(method.toUpperCase(), path.replaceAll(/:\w+/g, 'none'), {
      headers: { origin: api.address, ...(cookie === undefined ? {} : { cookie }) },
    });

  it('lets nobody in who is not signed in, but to what is public', async () => {
    const open: string[] = [];
    for (const { method, path, permission } of api.endpoints) {
      const { status, body } = await ask(method, path);
      if (permission === 'public') {
        open.push(`${method} ${path}`);
        expect(status, path).not.toBe(403);
      } else expect({ path, status, code: body.code }).toEqual({ path, status: 401, code: 'not-signed-in' });
    }
    expect(open).toEqual([
      'post /session',
      'get /sign-in-ways',
      'post /session/provider',
      'post /session/link',
      'delete /session',
      'post /password-check',
    ]);
  });

  it('has a path for every permission of the role table', () => {
    const used = new Set<string>(api.endpoints.map(({ permission }) => permission));
    expect(permissions.filter((permission) => !used.has(permission))).toEqual([]);
  });

  for (const role of roles) {
    it(`gives ${role} what the role table grants, and nothing else`, async () => {
      let granted = 0;
      // Signing out would end the session that the next requests need.
      for (const { method, path, permission } of api.endpoints.filter(({ permission }) => permission !== 'public')) {
        if (permission === 'public') continue;
        const { status } = await ask(method, path, cookies.get(role));
        if (mayDo(role, permission)) {
          granted++;
          expect({ method, path, refused: status === 401 || status === 403 }).toMatchObject({
            method,
            path,
            refused: false,
          });
          expect({ method, path, status }).not.toMatchObject({ status: 500 });
        } else expect({ method, path, status }).toEqual({ method, path, status: 403 });
      }
      expect(granted).toBeGreaterThan(0);
    });
  }
});
