import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';

const password = 'three odd whales';

eachDatabase('signing in by a link', (open) => {
  let database: Database;
  let api: Api;
  let admin: string;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    admin = await api.keyOf('admin');
    return () => api.close();
  });
  const add = async (json: object = {}) => {
    const { status, body } = await api.ask('POST', '/users', {
      key: admin,
      json: { login: 'li', name: '李', role: 'picker', ...json },
    });
    expect(status).toBe(201);
    return { userId: body.userId as string, token: String(body.link).split('token=')[1] };
  };
  const look = (token: string) => api.ask('POST', '/session/link', { json: { token } });
  const enter = (json: object) => api.ask('POST', '/session', { json });
  const cookieOf = (answer: { headers: Headers }) => answer.headers.get('set-cookie')!.split(';')[0];
  const me = async (cookie: string) => (await api.ask('GET', '/me', { headers: { cookie } })).status;

  it('says who it is for, as often as it is looked at, and is not used up by that', async () => {
    const { token } = await add();
    const greeting = {
      login: 'li',
      name: '李',
      role: 'picker',
      signInBy: 'password',
      hasPassword: false,
      asksCode: false,
    };
    for (let n = 0; n < 3; n++) expect((await look(token)).body).toEqual(greeting);
    // What messengers do to show a preview.
    await fetch(`${api.address}/login?token=${token}`);
    expect((await enter({ token })).status).toBe(200);
    const again = await look(token);
    expect([again.status, again.body.code]).toEqual([401, 'link-used']);
    expect(again.body.detail).toBe('This link was used already. Sign in with your password, or ask for a new one.');
  });

  it('lets a password be chosen with it: weak ones leave it open, and all other sessions end', async () => {
    const { userId, token } = await add();
    const before = cookieOf(await enter({ token }));
    const key = admin;
    const { link } = (await api.ask('POST', `/users/${userId}/link`, { key })).body;
    const newer = link.split('token=')[1];
    const weak = await enter({ token: newer, password: 'password1234' });
    expect([weak.status, weak.body.code]).toEqual([400, 'invalid-input']);
    expect(await me(before)).toBe(200);
    const after = cookieOf(await enter({ token: newer, password }));
    expect([await me(before), await me(after)]).toEqual([401, 200]);
    expect((await enter({ login: 'li', password })).status).toBe(200);
    // Whoever chose a password by the link knows it.
    const change = await api.ask('PUT', '/me/password', {
      headers: { cookie: after, origin: api.address },
      json: { password: 'four even badgers' },
    });
    expect(change.body.code).toBe('password-wrong');
  });

  it('lets one of several who open it at once in', async () => {
    const { token } = await add();
    const statuses = (await Promise.all(Array.from({ length: 6 }, () => enter({ token })))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 401, 401, 401, 401, 401]);
  });

  it('opens again on a shared phone, until a newer one is opened', async () => {
    const { userId, token } = await add({ signInBy: 'link' });
    const [one, other] = [cookieOf(await enter({ token })), cookieOf(await enter({ token }))];
    expect([await me(one), await me(other)]).toEqual([200, 200]);
    expect((await look(token)).body).toMatchObject({ signInBy: 'link' });
    const { link } = (await api.ask('POST', `/users/${userId}/link`, { key: admin })).body;
    expect((await enter({ token })).body.code).toBe('login-refused');
    // Until the new one is opened the phone works on.
    expect(await me(one)).toBe(200);
    const newer = cookieOf(await enter({ token: link.split('token=')[1] }));
    expect([await me(one), await me(other), await me(newer)]).toEqual([401, 401, 200]);
  });

  it('opens a shared phone for 30 days after it was last opened, and 180 at most', async () => {
    const { token } = await add({ signInBy: 'link' });
    const age = (made: number, expires: number) =>
      database.knex.raw(
        `update login_links set made_at = now() + ? * interval '1 day', expires_at = now() + ? * interval '1 day'`,
        [made, expires],
      );
    const daysLeft = async () => {
      const { rows } = await database.knex.raw(
        'select round(extract(epoch from expires_at - now()) / 86400)::integer as days from login_links',
      );
      return rows[0].days;
    };
    await enter({ token });
    expect(await daysLeft()).toBe(30);
    await age(-170, 1);
    await enter({ token });
    expect(await daysLeft()).toBe(10);
    await age(-170, -1);
    expect((await enter({ token })).body.code).toBe('link-expired');
    expect((await look(token)).body.detail).toBe('This link has run out. Ask for a new one.');
  });

  it('is only for roles that see little, and goes without a password', async () => {
    const json = { login: 'li', name: 'Li', role: 'dispatcher', signInBy: 'link' };
    expect((await api.ask('POST', '/users', { key: admin, json })).body.detail).toBe(
      'The role dispatcher signs in by a password: it may do too much for a link that is kept on a phone.',
    );
    const { userId } = await add({ role: 'dispatcher' });
    const change = (signInBy: string, id = userId) =>
      api.ask('PATCH', `/users/${id}`, { key: admin, json: { signInBy } });
    expect((await change('link')).body.code).toBe('invalid-input');
    const picker = await add({ login: 'wang', password });
    expect((await enter({ login: 'wang', password })).status).toBe(200);
    expect((await change('link', picker.userId)).body).toMatchObject({ signInBy: 'link', hasPassword: false });
    expect((await enter({ login: 'wang', password })).body.code).toBe('login-refused');
    const { link } = (await api.ask('POST', `/users/${picker.userId}/link`, { key: admin })).body;
    const token = link.split('token=')[1];
    expect((await enter({ token, password: 'four even badgers' })).body.code).toBe('invalid-input');
    const cookie = cookieOf(await enter({ token }));
    const own = { headers: { cookie, origin: api.address }, json: { password: 'four even badgers' } };
    expect((await api.ask('PUT', '/me/password', own)).body.code).toBe('wrong-state');
    // Back to a password: what was opened by the link opens no more.
    await change('password', picker.userId);
    expect((await enter({ token })).body.code).toBe('login-refused');
    const { data } = (await api.ask('GET', `/audit?subject=${picker.userId}&action=user.changed`, { key: admin })).body;
    expect(data.map(({ detail }: { detail: object }) => detail)).toEqual([
      { before: { signInBy: 'link' }, after: { signInBy: 'password' } },
      { before: { signInBy: 'password' }, after: { signInBy: 'link' } },
    ]);
  });

  it('lets an admin of one depot change nobody of another, and keys of few scopes nobody who may do more', async () => {
    const { userId } = await add();
    const north = await api.keyOf('admin', 'D2');
    for (const [method, path, json] of [
      ['PATCH', '', { signInBy: 'link' }],
      ['DELETE', '/sessions', undefined],
      ['DELETE', '/second-factor', undefined],
    ] as const) {
      const refused = await api.ask(method, `/users/${userId}${path}`, { key: north, json });
      expect([path, refused.status]).toEqual([path, 404]);
    }
    const some = { name: 'k', role: 'admin', scopes: ['users:manage'] };
    const { key } = (await api.ask('POST', '/api-keys', { key: admin, json: some })).body;
    const refused = await api.ask('PATCH', `/users/${userId}`, { key, json: { signInBy: 'link' } });
    expect([refused.body.code, refused.body.detail]).toEqual([
      'not-allowed',
      'This key lacks the scope waves:read, so it can neither make nor change accounts, links and keys that have it.',
    ]);
  });
});
