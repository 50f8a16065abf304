import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeOpenIdProvider } from '../../../server/adapters/oidc/open-id-provider.js';
import type { OpenIdSettings } from '../../../server/adapters/oidc/open-id-settings.js';
import { readConfig } from '../../../server/config.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { openIdentityProvider } from '../../support/identity-provider.js';

const redirectUrl = 'https://tuanda.example/login/provider';

eachDatabase('signing in by a provider', (open) => {
  let provider: Awaited<ReturnType<typeof openIdentityProvider>>;
  let database: Database;
  let api: Api;
  const settings = (more: Partial<OpenIdSettings> = {}): OpenIdSettings => ({
    issuer: provider.issuer,
    clientId: 'tuanda',
    clientSecret: 'a secret of tests',
    name: '公司账号',
    claim: 'preferred_username',
    newUsers: undefined,
    redirectUrl,
    ...more,
  });
  const serve = (more: Partial<OpenIdSettings> = {}) =>
    serveApi(database, { publicUrl: 'https://tuanda.example', provider: makeOpenIdProvider(settings(more)) });
  beforeAll(async () => {
    provider = await openIdentityProvider(redirectUrl);
  });
  afterAll(() => provider.close());
  beforeEach(async () => {
    database = await open();
    api = await serve();
    return () => api.close();
  });
  const addUser = (login: string) => api.accounts.addUser({ login, name: login, role: 'dispatcher' }, 'test');
  const begin = async (to = api) => {
    const answer = await to.ask('POST', '/session/provider');
    const [cookie] = answer.headers.get('set-cookie')!.split(';');
    return { address: answer.body.address as string, cookie, all: answer.headers.get('set-cookie')! };
  };
  const finish = (query: string, cookie: string, to = api) =>
    to.ask('POST', '/session', { json: { answer: query }, headers: cookie === '' ? {} : { cookie } });
  const signIn = async (person: string, to = api) => {
    const { address, cookie } = await begin(to);
    return finish((await provider.walk(address, person)).search, cookie, to);
  };
  const cookieOf = (answer: { headers: Headers }) =>
    answer.headers
      .getSetCookie()
      .find((each) => each.startsWith('tuanda_session='))!
      .split(';')[0];

  it('lets in whose account the provider names, and nobody it has none for', async () => {
    const { userId } = await addUser('Wang.Li');
    provider.people.set('p1', { preferred_username: 'wang.li', name: '王丽' });
    provider.people.set('p2', { preferred_username: 'nobody.here' });
    expect((await api.ask('GET', '/sign-in-ways')).body).toEqual({ provider: { name: '公司账号' } });
    const answer = await signIn('p1');
    expect(answer.body).toEqual({ login: 'Wang.Li', name: 'Wang.Li', role: 'dispatcher' });
    const me = await api.ask('GET', '/me/account', { headers: { cookie: cookieOf(answer) } });
    expect(me.body).toMatchObject({ openedBy: 'provider', hasPassword: false, asksPassword: false });
    const refused = await signIn('p2');
    expect([refused.status, refused.body.code]).toEqual([401, 'no-account']);
    expect(refused.body.detail).toBe(
      'There is no account nobody.here here. Ask your admin to add one with this login.',
    );
    const key = await api.keyOf('admin');
    const [opened] = (await api.ask('GET', `/audit?subject=${userId}&action=session.opened`, { key })).body.data;
    expect(opened.detail).toMatchObject({ openedBy: 'provider', attachedTo: `${provider.issuer} p1` });
    const { data } = (await api.ask('GET', '/audit?action=sign-in.refused', { key })).body;
    expect(data.map(({ reason }: { reason: string }) => reason)).toEqual(['no-account']);
    await api.ask('POST', '/users/suspend', { key, json: { userIds: [userId] } });
    expect((await signIn('p1')).body.code).toBe('account-suspended');
  });

  it('gives nobody an account that has a password of its own for bearing its name', async () => {
    await api.accounts.addUser({ login: 'boss', name: 'Boss', role: 'admin', password: 'three odd whales' }, 'test');
    provider.people.set('p9', { preferred_username: 'BOSS' });
    const refused = await signIn('p9');
    expect([refused.status, refused.body.code]).toEqual([401, 'account-of-another']);
  });

  it('asks for a code, by PKCE, with state and nonce', async () => {
    const { address, all } = await begin();
    const query = new URL(address).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: 'code',
      client_id: 'tuanda',
      redirect_uri: redirectUrl,
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)!.length, name).toBeGreaterThan(20);
    expect(all).toMatch(/HttpOnly; Secure; SameSite=Strict/);
    // What has to fit is not readable in the browser.
    expect(all).not.toContain(query.get('state'));
  });

  it('takes an answer once, in the browser that asked, and none that was changed', async () => {
    await addUser('wang');
    provider.people.set('p1', { preferred_username: 'wang' });
    const one = await begin();
    const came = await provider.walk(one.address, 'p1');
    const other = await begin();
    expect((await finish(came.search, other.cookie)).body.code).toBe('provider-refused');
    expect((await finish(came.search, '')).body.code).toBe('provider-refused');
    expect((await finish(came.search, 'tuanda_provider=v1.0000000000000000.AAAA')).body.code).toBe('provider-refused');
    const changed = new URLSearchParams(came.search);
    changed.set('code', `${changed.get('code')}x`);
    expect((await finish(`?${changed}`, one.cookie)).body.code).toBe('provider-refused');
    expect((await finish('?error=access_denied&state=x', one.cookie)).body.code).toBe('provider-refused');
    const good = await begin();
    const query = (await provider.walk(good.address, 'p1')).search;
    expect((await finish(query, good.cookie)).status).toBe(200);
    expect((await finish(query, good.cookie)).body.code).toBe('provider-refused');
  });

  it('keeps an account for who used it first, until an admin detaches it', async () => {
    const { userId } = await addUser('wang');
    provider.people.set('old', { preferred_username: 'wang' });
    const first = await signIn('old');
    expect(first.status).toBe(200);
    // The name was given to somebody else, and the first one is called otherwise now.
    provider.people.set('old', { preferred_username: 'wang.old' });
    provider.people.set('new', { preferred_username: 'wang' });
    expect((await signIn('new')).body.code).toBe('account-of-another');
    expect((await signIn('old')).body.login).toBe('wang');
    const key = await api.keyOf('admin');
    expect((await api.ask('DELETE', `/users/${userId}/provider`, { key: await api.keyOf('admin', 'D9') })).status).toBe(
      404,
    );
    expect((await api.ask('DELETE', `/users/${userId}/provider`, { key })).status).toBe(204);
    expect((await api.ask('GET', '/me', { headers: { cookie: cookieOf(first) } })).status).toBe(401);
    expect((await signIn('new')).body.login).toBe('wang');
    expect((await signIn('old')).body.code).toBe('no-account');
  });

  it('goes by an e-mail address only where the provider has checked it', async () => {
    const byMail = await serve({ claim: 'email' });
    try {
      await addUser('wang@tuanda.example');
      provider.people.set('p1', { email: 'wang@tuanda.example', email_verified: false });
      expect((await signIn('p1', byMail)).body.detail).toBe(
        '公司账号 has not checked that wang@tuanda.example is yours. Confirm it there first.',
      );
      provider.people.set('p1', { email: 'Wang@Tuanda.example', email_verified: true });
      expect((await signIn('p1', byMail)).body.login).toBe('wang@tuanda.example');
    } finally {
      await byMail.close();
    }
  });

  it('adds accounts only where the settings say so, of one depot', async () => {
    const adding = await serve({ newUsers: { role: 'picker', depotId: 'D1' } });
    try {
      provider.people.set('p3', { preferred_username: 'li.si', name: '李四' });
      expect((await signIn('p3', adding)).body.detail).toBe('There is no depot D1. Add it first, or correct the id.');
      await database.knex.raw(
        `insert into depots (depot_id, name, position, time_zone, opens_second, closes_second, docks,
           loading_fixed_milliminutes, loading_milliminutes_per_100kg)
         values ('D1', 'D', st_setsrid(st_makepoint(120, 30), 4326), 'Asia/Shanghai', 0, 86400, 1, 0, 0)`,
      );
      expect((await signIn('p3', adding)).body).toEqual({ login: 'li.si', name: '李四', role: 'picker' });
      const key = await api.keyOf('admin');
      const [added] = (await api.ask('GET', '/users', { key })).body.data;
      expect(added).toMatchObject({ login: 'li.si', depotIds: ['D1'], hasPassword: false });
    } finally {
      await adding.close();
    }
  });

  it('brings nobody back whom an admin removed or suspended', async () => {
    await database.knex.raw(
      `insert into depots (depot_id, name, position, time_zone, opens_second, closes_second, docks,
         loading_fixed_milliminutes, loading_milliminutes_per_100kg)
       values ('D1', 'D', st_setsrid(st_makepoint(120, 30), 4326), 'Asia/Shanghai', 0, 86400, 1, 0, 0)`,
    );
    const adding = await serve({ newUsers: { role: 'picker', depotId: 'D1' } });
    try {
      const key = await api.keyOf('admin');
      const idOf = async (login: string) => (await api.ask('GET', `/users?q=${login}`, { key })).body.data[0].userId;
      const remove = async (login: string) => api.ask('DELETE', `/users/${await idOf(login)}`, { key });
      provider.people.set('p3', { preferred_username: 'li.si' });
      expect((await signIn('p3', adding)).status).toBe(200);
      await api.ask('POST', '/users/suspend', { key, json: { userIds: [await idOf('li.si')] } });
      expect((await signIn('p3', adding)).body.code).toBe('account-suspended');
      expect((await remove('li.si')).status).toBe(204);
      const refused = await signIn('p3', adding);
      expect([refused.status, refused.body.code]).toEqual([401, 'account-removed']);
      expect(refused.body.detail).toBe('The account li.si was removed here. Ask your admin to add it again.');
      // Whatever they are called by now.
      provider.people.set('p3', { preferred_username: 'li.new' });
      expect((await signIn('p3', adding)).body.code).toBe('account-removed');
      // Nor who never came by the provider before.
      await addUser('Zhao');
      await remove('zhao');
      provider.people.set('p4', { preferred_username: 'zhao' });
      expect((await signIn('p4', adding)).body.code).toBe('account-removed');
      await addUser('zhao');
      expect((await signIn('p4', adding)).status).toBe(200);
    } finally {
      await adding.close();
    }
  });

  it('counts as attempts what somebody made up, and not what the provider or the settings fail in', async () => {
    const attempts = async () =>
      Number((await database.knex.raw('select coalesce(sum(attempts), 0) as n from sign_in_attempts')).rows[0].n);
    const unknown = await serve({ clientSecret: 'another secret' });
    const failing = await serve();
    const none = await serve({ claim: 'email' });
    try {
      provider.people.set('p1', { preferred_username: 'wang' });
      const misconfigured = await signIn('p1', unknown);
      expect([misconfigured.status, misconfigured.body.code]).toEqual([503, 'provider-misconfigured']);
      expect(misconfigured.body.detail).toBe(
        '公司账号 does not take this server for one that it knows: invalid_client. Tell your admin, or sign in with a password.',
      );
      expect((await signIn('p1', none)).body.code).toBe('provider-misconfigured');
      for (const fails of [500, 503]) {
        const { address, cookie } = await begin(failing);
        const { search } = await provider.walk(address, 'p1');
        provider.fails = fails;
        expect((await finish(search, cookie, failing)).body.code).toBe('provider-unreachable');
        provider.fails = undefined;
      }
      const { cookie } = await begin();
      const state = new URLSearchParams({ error: 'temporarily_unavailable', state: 'x' });
      expect(await attempts()).toBe(0);
      expect((await finish(`?${state}`, cookie)).status).toBe(401);
      expect(await attempts()).toBe(1);
    } finally {
      await unknown.close();
      await failing.close();
      await none.close();
    }
  });

  it('says so when the provider is away, and where none is set up', async () => {
    const away = await serve({ issuer: 'http://127.0.0.1:9' });
    const none = await serveApi(database);
    try {
      const refused = await away.ask('POST', '/session/provider');
      expect([refused.status, refused.body.code]).toEqual([503, 'provider-unreachable']);
      expect((await none.ask('GET', '/sign-in-ways')).body).toEqual({ provider: null });
      expect((await none.ask('POST', '/session/provider')).body.code).toBe('wrong-state');
    } finally {
      await away.close();
      await none.close();
    }
  });
});

it('reads the settings of a provider, and says what is missing', () => {
  const given = {
    OIDC_ISSUER: 'https://id.tuanda.example',
    OIDC_CLIENT_ID: 'tuanda',
    PUBLIC_URL: 'https://t.example/',
  };
  expect(readConfig(given).provider).toEqual({
    issuer: 'https://id.tuanda.example',
    clientId: 'tuanda',
    clientSecret: undefined,
    name: 'id.tuanda.example',
    claim: 'preferred_username',
    newUsers: undefined,
    redirectUrl: 'https://t.example/login/provider',
  });
  expect(readConfig({}).provider).toBeUndefined();
  expect(() => readConfig({ ...given, PUBLIC_URL: '' })).toThrow('PUBLIC_URL: must be set where OIDC_ISSUER is.');
  expect(() => readConfig({ ...given, OIDC_CLIENT_ID: '' })).toThrow('OIDC_CLIENT_ID');
  expect(() => readConfig({ ...given, OIDC_ISSUER: 'http://id.tuanda.example' })).toThrow('must begin with https://');
  expect(readConfig({ ...given, OIDC_ISSUER: 'http://localhost:4000' }).provider?.issuer).toBe('http://localhost:4000');
  expect(readConfig({ ...given, OIDC_NEW_USERS: 'picker D1' }).provider?.newUsers).toEqual({
    role: 'picker',
    depotId: 'D1',
  });
  expect(() => readConfig({ ...given, OIDC_NEW_USERS: 'admin D1' })).toThrow('OIDC_NEW_USERS');
});
