import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';

eachDatabase('what somebody holds of an account', (open) => {
  let api: Api;
  let admin: string;
  beforeEach(async () => {
    api = await serveApi(await open());
    admin = await api.keyOf('admin');
    return () => api.close();
  });
  const add = async (json: object = {}) => {
    const answer = await api.ask('POST', '/users', {
      key: admin,
      json: { login: 'li', name: '李', role: 'picker', ...json },
    });
    expect(answer.status).toBe(201);
    return { userId: answer.body.userId as string, token: String(answer.body.link).split('token=')[1] };
  };
  const newLink = async (userId: string) =>
    String((await api.ask('POST', `/users/${userId}/link`, { key: admin })).body.link).split('token=')[1];
  const enter = (token: string) => api.ask('POST', '/session', { json: { token } });
  const cookieOf = (answer: { headers: Headers }) => answer.headers.get('set-cookie')!.split(';')[0];
  const me = async (cookie: string) => (await api.ask('GET', '/me', { headers: { cookie } })).status;

  it('does not get what a new role may do: sessions and cards of before end with the change', async () => {
    const { userId, token } = await add();
    const phone = cookieOf(await enter(token));
    const card = await newLink(userId);
    expect(await me(phone)).toBe(200);
    const change = await api.ask('PATCH', `/users/${userId}`, { key: admin, json: { role: 'admin' } });
    expect(change.body).toMatchObject({ role: 'admin' });
    expect(await me(phone)).toBe(401);
    expect((await enter(card)).status).toBe(401);
    // Another name is no other account.
    const again = cookieOf(await enter(await newLink(userId)));
    await api.ask('PATCH', `/users/${userId}`, { key: admin, json: { name: '李雷' } });
    expect(await me(again)).toBe(200);
  });

  it('does not come to life again when a suspended account is taken up', async () => {
    const shared = await add({ signInBy: 'link' });
    const phone = cookieOf(await enter(shared.token));
    await api.ask('POST', '/users/suspend', { key: admin, json: { userIds: [shared.userId] } });
    await api.ask('POST', '/users/resume', { key: admin, json: { userIds: [shared.userId] } });
    expect(await me(phone)).toBe(401);
    expect((await enter(shared.token)).status).toBe(401);
    expect((await enter(await newLink(shared.userId))).status).toBe(200);
  });

  it('is not renewed for oneself past the own password and second factor', async () => {
    const { userId, token } = await add({ role: 'admin' });
    const own = { cookie: cookieOf(await enter(token)), origin: api.address };
    for (const [method, path] of [
      ['POST', 'link'],
      ['DELETE', 'second-factor'],
      ['DELETE', 'provider'],
    ] as const) {
      const answer = await api.ask(method, `/users/${userId}/${path}`, { headers: own });
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'not-allowed']);
    }
  });

  it('is given by invitations as the admin decides: a link that stays, or a password', async () => {
    const people = [
      { name: '丽', role: 'picker' },
      { name: '雷', role: 'dispatcher' },
    ];
    const made = await api.ask('POST', '/users/invitations', { key: admin, json: { people, signInBy: 'link' } });
    expect(made.status).toBe(201);
    const ways = [];
    for (const { userId } of made.body.data) {
      ways.push((await api.ask('GET', `/users/${userId}`, { key: admin })).body.signInBy);
    }
    // Who may do much chooses a password, whatever was asked.
    expect(ways).toEqual(['link', 'password']);
  });
});
