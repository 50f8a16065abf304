import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

eachDatabase('an API key stands on the account of who made it', (open) => {
  let api: Api;
  let root: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    await api.record.importFrom(writeFiles(smallDay));
    root = await api.keyOf('admin');
    return () => api.close();
  });

  const admin = async (login: string, depotIds?: readonly string[]) => {
    const user = await api.accounts.addUser({ login, name: login, role: 'admin', depotIds }, 'test');
    const { secret } = await api.accounts.logInByLink(await api.accounts.makeLoginLink(user.userId));
    const headers = { cookie: `tuanda_session=${secret}`, origin: api.address };
    return {
      userId: user.userId,
      ask: (method: string, path: string, json?: object) => api.ask(method, path, { headers, json }),
      key: async (json: object = {}) => {
        const added = await api.ask('POST', '/api-keys', {
          headers,
          json: { name: 'oms', role: 'integration', ...json },
        });
        expect(added.status).toBe(201);
        return added.body as { keyId: string; key: string; ownerLogin: string | null; stopped: string | null };
      },
    };
  };
  const use = async (key: string) => {
    const { status, body } = await api.ask('GET', '/stations', { key });
    return status === 200 ? 'works' : body.code;
  };
  const keyOf = async (keyId: string) => (await api.ask('GET', `/api-keys/${keyId}`, { key: root })).body;

  it('stops at once when that account is suspended, and works again when it is taken up', async () => {
    const wang = await admin('wang');
    const { keyId, key, ownerLogin, stopped } = await wang.key();
    expect([ownerLogin, stopped, await use(key)]).toEqual(['wang', null, 'works']);
    await api.ask('POST', '/users/suspend', { key: root, json: { userIds: [wang.userId] } });
    const refused = await api.ask('GET', '/stations', { key });
    expect([refused.status, refused.body.code]).toEqual([401, 'key-stopped']);
    expect(refused.body.detail).toBe(
      'The key oms stopped because the account that it stands on is suspended. An admin can take it over on the page of the keys.',
    );
    expect(await keyOf(keyId)).toMatchObject({ ownerLogin: 'wang', stopped: 'owner-suspended', revoked: false });
    await api.ask('POST', '/users/resume', { key: root, json: { userIds: [wang.userId] } });
    expect([await use(key), (await keyOf(keyId)).stopped]).toEqual(['works', null]);
  });

  it('stops when that account is removed, with the keys that it made in turn, until another admin takes it over', async () => {
    const wang = await admin('wang');
    const li = await admin('li');
    const parent = await wang.key({ role: 'admin' });
    const child = (await api.ask('POST', '/api-keys', { key: parent.key, json: { name: 'wms', role: 'picker' } })).body;
    expect(child.ownerLogin).toBe('wang');
    await api.ask('DELETE', `/users/${wang.userId}`, { key: root });
    for (const { keyId, key } of [parent, child]) {
      expect(await use(key)).toBe('key-stopped');
      expect(await keyOf(keyId)).toMatchObject({ ownerLogin: null, stopped: 'owner-removed' });
    }
    const taken = await li.ask('POST', `/api-keys/${parent.keyId}/take-over`);
    expect(taken.body).toMatchObject({ ownerLogin: 'li', stopped: null });
    expect([await use(parent.key), await use(child.key)]).toEqual(['works', 'key-stopped']);
    const [row] = (await api.ask('GET', '/audit?action=key.taken-over', { key: root })).body.data;
    expect(row).toMatchObject({
      actor: 'user li',
      subjectId: parent.keyId,
      detail: { before: { owner: null }, after: { owner: 'li' } },
    });
  });

  it('stops when that account may not make such a key any more: another role, or other depots', async () => {
    const wang = await admin('wang');
    const all = await wang.key();
    const one = await wang.key({ depotIds: ['D1'] });
    const change = (json: object) => api.ask('PATCH', `/users/${wang.userId}`, { key: root, json });
    await change({ depotIds: ['D1'] });
    expect([await use(all.key), await use(one.key)]).toEqual(['key-stopped', 'works']);
    expect((await keyOf(all.keyId)).stopped).toBe('owner-may-less');
    await change({ role: 'dispatcher' });
    expect(await use(one.key)).toBe('key-stopped');
  });

  it('lets nobody take over a key of other depots, a revoked one, or more than the own key may', async () => {
    const wang = await admin('wang');
    const { keyId } = await wang.key();
    const ofOne = await admin('li', ['D1']);
    expect((await ofOne.ask('POST', `/api-keys/${keyId}/take-over`)).status).toBe(404);
    const some = { name: 'k', role: 'admin', scopes: ['keys:manage'] };
    const { key: few } = (await api.ask('POST', '/api-keys', { key: root, json: some })).body;
    expect((await api.ask('POST', `/api-keys/${keyId}/take-over`, { key: few })).body.code).toBe('not-allowed');
    await api.ask('DELETE', `/api-keys/${keyId}`, { key: root });
    expect((await wang.ask('POST', `/api-keys/${keyId}/take-over`)).status).toBe(404);
  });

  it('is taken over by nobody who stands on no account, for it would go on for ever then', async () => {
    const wang = await admin('wang');
    const li = await admin('li');
    const { keyId, key } = await wang.key();
    await api.ask('DELETE', `/users/${wang.userId}`, { key: root });
    const refused = await api.ask('POST', `/api-keys/${keyId}/take-over`, { key: root });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
    expect([await use(key), (await keyOf(keyId)).stopped]).toEqual(['key-stopped', 'owner-removed']);
    // A key of an account takes it over for that account, and it stops with it.
    const { key: ofLi } = await li.key({ role: 'admin' });
    expect((await api.ask('POST', `/api-keys/${keyId}/take-over`, { key: ofLi })).body.ownerLogin).toBe('li');
    expect(await use(key)).toBe('works');
    await api.ask('POST', '/users/suspend', { key: root, json: { userIds: [li.userId] } });
    expect(await use(key)).toBe('key-stopped');
  });

  it('stands by itself where it came by the command line or by such a key', async () => {
    const { keyId, key } = (await api.ask('POST', '/api-keys', { key: root, json: { name: 'k', role: 'picker' } }))
      .body;
    expect(await keyOf(keyId)).toMatchObject({ ownerLogin: null, stopped: null });
    expect(await use(key)).toBe('not-allowed');
    expect((await api.ask('GET', '/me', { key })).status).toBe(200);
  });
});
