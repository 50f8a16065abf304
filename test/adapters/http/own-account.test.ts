import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';

const password = 'three odd whales';
const phone =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36';
const desk = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0';

eachDatabase('the own account', (open) => {
  let database: Database;
  let api: Api;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    return () => api.close();
  });
  const addUser = (login: string, role: 'picker' | 'admin' = 'picker') =>
    api.accounts.addUser({ login, name: login, role, password }, 'test');
  const enter = async (login: string, agent = desk) => {
    const answer = await api.ask('POST', '/session', { json: { login, password }, headers: { 'user-agent': agent } });
    return answer.headers.get('set-cookie')!.split(';')[0];
  };
  const as = (cookie: string) => ({ cookie, origin: api.address });
  const sessionsOf = async (cookie: string) =>
    (await api.ask('GET', '/me/sessions', { headers: as(cookie) })).body.data;
  const me = (cookie: string) => api.ask('GET', '/me', { headers: { cookie, 'user-agent': desk } });
  const daysUntil = (instant: string) => Math.round((Date.parse(instant) - Date.now()) / 86_400_000);

  it('tells how one signs in', async () => {
    await addUser('wang');
    const { body } = await api.ask('GET', '/me/account', { headers: as(await enter('wang')) });
    expect(body).toEqual({
      login: 'wang',
      name: 'wang',
      role: 'picker',
      signInBy: 'password',
      hasPassword: true,
      asksPassword: true,
      openedBy: 'password',
      secondFactor: { isOn: false, isRequired: false, confirmedAt: null, recoveryCodesLeft: 0 },
    });
    const key = await api.keyOf('admin');
    for (const path of ['/me/account', '/me/sessions']) {
      expect((await api.ask('GET', path, { key })).body.code).toBe('not-allowed');
    }
  });

  it('lists where one is signed in, and ends one of them, but nobody else’s', async () => {
    await addUser('wang');
    await addUser('li');
    const [atDesk, onPhone, others] = [await enter('wang'), await enter('wang', phone), await enter('li')];
    const list = await sessionsOf(atDesk);
    expect(list.map(({ device, isThis }: { device: string; isThis: boolean }) => [device, isThis]).sort()).toEqual([
      ['Chrome, Android', false],
      ['Firefox, Windows', true],
    ]);
    expect(list[0]).toMatchObject({ address: '127.0.0.1', openedBy: 'password' });
    const end = (sessionId: string, cookie = atDesk) =>
      api.ask('DELETE', `/me/sessions/${sessionId}`, { headers: as(cookie) });
    const [{ sessionId: ofLi }] = await sessionsOf(others);
    expect((await end(ofLi)).status).toBe(404);
    const ofPhone = list.find(({ isThis }: { isThis: boolean }) => !isThis).sessionId;
    expect((await end(ofPhone)).status).toBe(204);
    expect((await end(ofPhone)).status).toBe(404);
    expect([(await me(atDesk)).status, (await me(onPhone)).status, (await me(others)).status]).toEqual([200, 401, 200]);
    expect(JSON.stringify(await sessionsOf(atDesk))).not.toMatch(/hash|secret/i);
  });

  it('signs out everywhere else, and everywhere', async () => {
    await addUser('wang');
    await addUser('li');
    const [mine, second, others] = [await enter('wang'), await enter('wang'), await enter('li')];
    const end = (json: object) => api.ask('POST', '/me/sessions/end', { headers: as(mine), json });
    expect((await end({ keepsThis: true })).body).toEqual({ sessions: 1, links: 0 });
    expect([(await me(mine)).status, (await me(second)).status]).toEqual([200, 401]);
    expect((await end({})).body).toEqual({ sessions: 1, links: 0 });
    expect([(await me(mine)).status, (await me(others)).status]).toEqual([401, 200]);
    const key = await api.keyOf('admin');
    const { data } = (await api.ask('GET', '/audit?action=user.sessions-ended', { key })).body;
    expect(data.map(({ actor, detail }: { actor: string; detail: object }) => [actor, detail])).toEqual([
      ['user wang', { sessions: 1, links: 0 }],
      ['user wang', { sessions: 1, links: 0 }],
    ]);
  });

  it('withdraws the link of a shared phone with the session that came by it', async () => {
    const user = await api.accounts.addUser({ login: 'phone', name: 'P', role: 'picker', signInBy: 'link' }, 'test');
    const token = await api.accounts.makeLoginLink(user.userId);
    const open = async () => {
      const answer = await api.ask('POST', '/session', { json: { token } });
      return { status: answer.status, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
    };
    const [mine, lost] = [await open(), await open()];
    // Going home is no loss: the link opens again.
    await api.ask('DELETE', '/session', { headers: as(mine.cookie) });
    const again = await open();
    expect(again.status).toBe(200);
    const list = await sessionsOf(again.cookie);
    const { sessionId } = list.find(({ isThis }: { isThis: boolean }) => !isThis);
    await api.ask('DELETE', `/me/sessions/${sessionId}`, { headers: as(again.cookie) });
    expect((await open()).status).toBe(401);
    expect([(await me(lost.cookie)).status, (await me(again.cookie)).status]).toEqual([401, 200]);
  });

  it('lets an admin sign somebody out everywhere', async () => {
    const { userId } = await addUser('wang');
    const cookie = await enter('wang');
    const token = await api.accounts.makeLoginLink(userId);
    expect((await api.ask('DELETE', `/users/${userId}/sessions`, { key: await api.keyOf('admin') })).status).toBe(204);
    expect((await me(cookie)).status).toBe(401);
    expect((await api.ask('POST', '/session', { json: { token } })).status).toBe(401);
  });

  it('lets sessions last while they are used, notes that once an hour, and ends those that rest', async () => {
    await addUser('wang');
    const cookie = await enter('wang', phone);
    const age = (hours: number) =>
      database.knex.raw(
        `update sessions set last_used_at = now() - ? * interval '1 hour', expires_at = expires_at - ? * interval '1 hour'`,
        [hours, hours],
      );
    const fresh = await me(cookie);
    expect(fresh.headers.get('set-cookie')).toBeNull();
    await age(29 * 24);
    expect(daysUntil((await sessionRow()).expires_at)).toBe(1);
    // Of several requests at once one notes it and tells the browser.
    const answers = await Promise.all(Array.from({ length: 5 }, () => me(cookie)));
    const renewed = answers.flatMap(({ headers }) => headers.get('set-cookie') ?? []);
    expect(renewed).toHaveLength(1);
    expect(renewed[0].split(';')[0]).toBe(cookie);
    expect(daysUntil(/Expires=([^;]+)/.exec(renewed[0])![1])).toBe(30);
    expect(daysUntil((await sessionRow()).expires_at)).toBe(30);
    expect((await sessionRow()).device).toBe('Firefox, Windows');
    expect((await me(cookie)).headers.get('set-cookie')).toBeNull();
    const key = await api.keyOf('admin');
    const [listed] = (await api.ask('GET', '/users', { key })).body.data;
    expect(Date.now() - Date.parse(listed.lastSeenAt)).toBeLessThan(60_000);
    await age(30 * 24 + 1);
    expect((await me(cookie)).status).toBe(401);
  });

  const sessionRow = async () => (await database.knex.raw('select * from sessions')).rows[0];

  it('ends an admin’s session after 30 days, however much it is used', async () => {
    await addUser('boss', 'admin');
    const cookie = await enter('boss');
    expect(daysUntil((await sessionRow()).expires_at)).toBe(7);
    expect(daysUntil((await sessionRow()).ends_at)).toBe(30);
    await database.knex.raw(
      `update sessions set ends_at = now() + interval '2 days', last_used_at = now() - interval '2 hours'`,
    );
    expect((await me(cookie)).status).toBe(200);
    expect(daysUntil((await sessionRow()).expires_at)).toBe(2);
  });

  it('says of a password what its rule says, as it is typed', async () => {
    const check = async (typed: string, own: string[] = []) =>
      (await api.ask('POST', '/password-check', { json: { password: typed, own } })).body;
    expect(await check('short')).toMatchObject({ verdict: 'short', isTaken: false });
    expect(await check('password1234')).toMatchObject({ verdict: 'easy', isTaken: false });
    expect(await check('wang.xiaoming', ['wang.xiaoming'])).toMatchObject({ verdict: 'easy', isTaken: false });
    expect(await check('three odd whales')).toMatchObject({ isTaken: true });
    expect(await check('quartz lamp 9 umbrella river')).toMatchObject({ verdict: 'strong', isTaken: true });
  });
});
