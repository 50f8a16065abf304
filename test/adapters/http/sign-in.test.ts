import { beforeEach, expect, it } from 'vitest';
import { makeAccountStore } from '../../../server/adapters/db/accounts/account-store.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { makeAccounts } from '../../../server/application/accounts/accounts.js';
import { makeAttempts } from '../../../server/application/accounts/attempts.js';
import { usualPasswordCost } from '../../../server/application/accounts/secrets.js';
import type { TooManyAttemptsError } from '../../../server/domain/dispatch-error.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, quickPasswords, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';
import { testBox } from '../../support/test-box.js';

const password = 'three odd whales';
const proxy = ['127.0.0.1'];

eachDatabase('signing in', (open) => {
  let database: Database;
  let api: Api;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database, { trustedProxies: proxy });
    return () => api.close();
  });
  const addUser = (login: string) => api.accounts.addUser({ login, name: login, role: 'picker', password }, 'test');
  const logIn = (login: string, given: string, from = '203.0.113.7', to = api) =>
    to.ask('POST', '/session', { json: { login, password: given }, headers: { 'x-forwarded-for': from } });

  it('lets ten of fifty guesses that are made at once be looked at, on two servers together', async () => {
    // Guesses that take as long as the product's are looked at while the others come in.
    const settings = { trustedProxies: proxy, passwordCost: usualPasswordCost };
    const [first, second] = [await serveApi(database, settings), await serveApi(database, settings)];
    try {
      await first.accounts.addUser({ login: 'wang', name: 'wang', role: 'picker', password }, 'test');
      const guesses = Array.from({ length: 50 }, (_, n) =>
        logIn('wang', `guess ${n}`, undefined, n % 2 === 0 ? first : second),
      );
      const codes = (await Promise.all(guesses)).map(({ body }) => body.code);
      expect(codes.filter((code) => code === 'login-refused')).toHaveLength(10);
      expect(codes.filter((code) => code === 'too-many-requests')).toHaveLength(40);
    } finally {
      await first.close();
      await second.close();
    }
    // A server that was started again knows of them.
    const restarted = await serveApi(database, { trustedProxies: proxy });
    const answer = await logIn('wang', password, undefined, restarted);
    expect(answer.body.code).toBe('too-many-requests');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    // Somebody else's guesses are no hindrance to who signs in from elsewhere.
    expect((await logIn('wang', password, '203.0.113.8', restarted)).status).toBe(200);
    await restarted.close();
  });

  it('treats a login that does not exist as it does one that exists', async () => {
    await addUser('wang');
    const statusesOf = async (login: string, from: string) => {
      const answers = [];
      for (let guess = 0; guess < 12; guess++) answers.push(await logIn(login, `guess ${guess}`, from));
      return answers.map(({ status, body }) => [status, body.code, body.detail.replace(/\d+/, 'n')]);
    };
    const there = await statusesOf('wang', '203.0.113.7');
    expect(there).toEqual(await statusesOf('nobody.here', '203.0.113.9'));
    expect(there.map(([status]) => status)).toEqual([...Array(10).fill(401), 429, 429]);
  });

  it('makes an address wait that tries many logins', async () => {
    const codes: string[] = [];
    for (let n = 0; n < 51; n++) codes.push((await logIn(`login${n}`, 'guess', '198.51.100.1')).body.code);
    expect(codes.slice(0, 50).every((code) => code === 'login-refused')).toBe(true);
    expect(codes[50]).toBe('too-many-requests');
  });

  it('counts guesses at one-time links by address', async () => {
    const user = await api.accounts.addUser({ login: 'li', name: 'Li', role: 'picker' }, 'test');
    const token = await api.accounts.makeLoginLink(user.userId);
    const enter = (given: string, from: string) =>
      api.ask('POST', '/session', { json: { token: given }, headers: { 'x-forwarded-for': from } });
    for (let n = 0; n < 50; n++) expect((await enter(`guess ${n}`, '198.51.100.2')).body.code).toBe('login-refused');
    expect((await enter(token, '198.51.100.2')).body.code).toBe('too-many-requests');
    expect((await enter(token, '198.51.100.3')).status).toBe(200);
  });

  it('lets waits grow, and forgets them with a sign-in', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const store = makeAccountStore(database);
    let id = 0;
    const newId = (prefix: string) => `${prefix}-${++id}`;
    const clock = { now: () => now };
    const accounts = makeAccounts({ store, clock, newId, secretBox: testBox, passwordCost: quickPasswords });
    await accounts.addUser({ login: 'sun', name: 'Sun', role: 'picker', password }, 'test');
    const wait = async () => {
      const refused = await accounts.logIn('sun', 'guess', '192.0.2.1').catch((error) => error);
      return (refused as { retryAfterSeconds?: number }).retryAfterSeconds;
    };
    for (let n = 0; n < 10; n++) expect(await wait()).toBeUndefined();
    const waits: number[] = [];
    for (let n = 0; n < 8; n++) {
      const seconds = (await wait())!;
      waits.push(seconds);
      now = new Date(now.getTime() + seconds * 1000);
      expect(await wait()).toBeUndefined();
    }
    // Minutes: doubled up to an hour.
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * 60));
    now = new Date(now.getTime() + 3_600_000);
    expect((await accounts.logIn('sun', password, '192.0.2.1')).user.login).toBe('sun');
    for (let n = 0; n < 10; n++) expect(await wait()).toBeUndefined();
    expect(await wait()).toBe(60);
  });

  it('lets nobody guess more by signing in to an account of their own', async () => {
    let now = new Date('2030-01-01T00:00:00Z');
    const attempts = makeAttempts(makeAccountStore(database), { now: () => now });
    const admitted = (login: string) =>
      attempts.beginPassword(login, '192.0.2.2').catch((error: TooManyAttemptsError) => error.retryAfterSeconds);
    /** How many guesses at ever new logins one address has within so many minutes. */
    const guessesWithin = async (minutes: number, signIn: () => Promise<unknown>) => {
      await database.knex.raw('delete from sign_in_attempts');
      const end = now.getTime() + minutes * 60_000;
      let guesses = 0;
      while (now.getTime() < end) {
        await signIn();
        const answer = await admitted(`victim ${guesses}`);
        if (typeof answer !== 'number') guesses++;
        else now = new Date(now.getTime() + answer * 1000);
      }
      return guesses;
    };
    const alone = await guessesWithin(120, async () => undefined);
    const signIn = async () => {
      const own = await admitted('own');
      if (typeof own !== 'number') await own.succeeded();
    };
    expect(await guessesWithin(120, signIn)).toBeLessThanOrEqual(alone);
    // Sign-ins that were under way when a new count began take back nothing of it.
    await database.knex.raw('delete from sign_in_attempts');
    const underWay = await Promise.all(Array.from({ length: 40 }, (_, n) => admitted(`own ${n}`)));
    now = new Date(now.getTime() + 15 * 60_000);
    let guesses = 0;
    for (; guesses < 45; guesses++) expect(await admitted(`victim ${guesses}`)).not.toBeTypeOf('number');
    for (const own of underWay) if (typeof own !== 'number') await own.succeeded();
    while (typeof (await admitted(`victim ${guesses}`)) !== 'number') guesses++;
    expect(guesses).toBe(50);
  });

  it('forgets with a sign-in what was guessed at this login from there, and nothing else', async () => {
    await addUser('wang');
    await addUser('li');
    for (let n = 0; n < 9; n++) {
      expect((await logIn('wang', 'guess')).status).toBe(401);
      expect((await logIn('li', 'guess')).status).toBe(401);
    }
    expect((await logIn('wang', password)).status).toBe(200);
    const { rows } = await database.knex.raw(
      "select split_part(attempt_key, ' ', 1) as kind, attempts from sign_in_attempts order by 1, 2",
    );
    expect(rows).toEqual([
      { kind: 'address', attempts: 18 },
      { kind: 'login', attempts: 9 },
      { kind: 'login', attempts: 9 },
      { kind: 'pair', attempts: 9 },
    ]);
    expect((await logIn('li', 'guess')).status).toBe(401);
    expect((await logIn('li', password)).status).toBe(429);
  });

  it('lets in by the newest link of a user only', async () => {
    const key = await api.keyOf('admin');
    const json = { login: 'li', name: 'Li', role: 'picker' };
    const { userId, link } = (await api.ask('POST', '/users', { key, json })).body;
    const other = await api.accounts.addUser({ ...json, login: 'other', role: 'picker' }, 'test');
    const others = await api.accounts.makeLoginLink(other.userId);
    const made = await Promise.all(Array.from({ length: 5 }, () => api.ask('POST', `/users/${userId}/link`, { key })));
    const newest = (await api.ask('POST', `/users/${userId}/link`, { key })).body.link;
    const enter = async (path: string) =>
      (await api.ask('POST', '/session', { json: { token: path.split('token=')[1] } })).status;
    for (const old of [link, ...made.map(({ body }) => body.link)]) expect(await enter(old)).toBe(401);
    expect(await enter(newest)).toBe(200);
    expect(await enter(newest)).toBe(401);
    expect(await enter(`token=${others}`)).toBe(200);
  });

  it('leaves one link where several are made at once', async () => {
    const user = await api.accounts.addUser({ login: 'li', name: 'Li', role: 'picker' }, 'test');
    const tokens = await Promise.all(Array.from({ length: 8 }, () => api.accounts.makeLoginLink(user.userId)));
    const entered = [];
    for (const token of tokens) {
      const { status } = await api.ask('POST', '/session', { json: { token } });
      if (status === 200) entered.push(token);
    }
    expect(entered).toHaveLength(1);
  });

  it('takes no account of a depot, courier or station that there is not', async () => {
    await api.record.importFrom(writeFiles(smallDay));
    const key = await api.keyOf('admin');
    await api.ask('PUT', '/depots/D2', {
      key,
      json: { ...(await api.ask('GET', '/depots/D1', { key })).body, depotId: 'D2', name: '北仓' },
    });
    const add = (json: object) =>
      api.ask('POST', '/users', { key, json: { login: 'li', name: 'Li', role: 'courier', ...json } });
    for (const [json, field, sentence] of [
      [{ role: 'picker', depotId: 'D9' }, 'depotIds', 'There is no depot D9. Add it first, or correct the id.'],
      [
        { depotId: 'D1', courierId: 'C9' },
        'courierId',
        'Depot D1 has no courier C9. Add them first, or correct the id.',
      ],
      [
        { depotId: 'D2', courierId: 'C1' },
        'courierId',
        'Depot D2 has no courier C1. Add them first, or correct the id.',
      ],
      [
        { role: 'station', depotId: 'D2', stationId: 'S1' },
        'stationId',
        'Depot D2 has no station S1. Add it first, or correct the id.',
      ],
      [{ role: 'admin', stationId: 'S9' }, 'stationId', 'There is no station S9. Add it first, or correct the id.'],
    ] as const) {
      const { status, body } = await add(json);
      expect([status, body.detail, body.errors?.[0]?.field]).toEqual([400, sentence, field]);
    }
    const taken = await add({ role: 'station', depotId: ' Ｄ１', stationId: 's1' });
    expect(taken.body).toMatchObject({ depotIds: ['D1'], stationId: 'S1' });
    const ofKey = (depotId: string) =>
      api.ask('POST', '/api-keys', { key, json: { name: 'k', role: 'dispatcher', depotId } });
    expect([(await ofKey('D9')).status, (await ofKey('D2')).status]).toEqual([404, 201]);
  });

  it('believes X-Forwarded-For of the proxies that are named, and of nobody else', async () => {
    const plain = await serveApi(database, { publicUrl: 'https://tuanda.example' });
    try {
      const codes: string[] = [];
      // A new address each time, as one who guesses would say.
      for (let n = 0; n < 11; n++) {
        codes.push((await logIn('wang', `guess ${n}`, `203.0.113.${n}`, plain)).body.code);
      }
      expect(codes[10]).toBe('too-many-requests');
    } finally {
      await plain.close();
    }
  });

  it('adds a login once, however many add it at the same time, and whatever case it is in', async () => {
    const key = await api.keyOf('admin');
    const add = (login: string) => api.ask('POST', '/users', { key, json: { login, name: 'W', role: 'picker' } });
    const spellings = ['wang.li', 'WANG.LI', 'Wang.Li', 'ｗang.li'];
    const answers = await Promise.all(Array.from({ length: 49 }, (_, n) => add(spellings[n % spellings.length])));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'login-taken')).toHaveLength(48);
    const { rows } = await database.knex.raw("select count(*) as users from users where login_key = 'wang.li'");
    expect(rows[0].users).toBe(1);
    // Letters beyond ASCII, whatever the database's locale makes of them.
    expect((await add('ÄRZTE')).status).toBe(201);
    expect((await add('ärzte')).body.code).toBe('login-taken');
  });

  it('takes a login in any case', async () => {
    await addUser('Wang.Li');
    expect((await logIn('wang.LI', password)).body).toMatchObject({ login: 'Wang.Li' });
  });

  it.each([
    ['short one', 'at least 10 characters'],
    ['password1234', 'easy to guess'],
    ['1234567890', 'easy to guess'],
    ['qwertyuiop', 'easy to guess'],
    ['aaaaaaaaaaaaaaaaaaaa', 'easy to guess'],
    ['zhao.yun2024', 'easy to guess'],
    ['tuanda2024', 'easy to guess'],
  ])('refuses the password %s with a sentence', async (weak, why) => {
    const key = await api.keyOf('admin');
    const json = { login: 'zhao.yun', name: 'Zhao', role: 'picker', password: weak };
    const { status, body } = await api.ask('POST', '/users', { key, json });
    expect([status, body.code]).toEqual([400, 'invalid-input']);
    expect(body.detail).toContain(why);
  });

  it('asks for the old password, ends the other sessions, and counts guesses at it', async () => {
    await addUser('wang');
    const cookieOf = async () => (await logIn('wang', password)).headers.get('set-cookie')!.split(';')[0];
    const [mine, other] = [await cookieOf(), await cookieOf()];
    const change = (json: object) =>
      api.ask('PUT', '/me/password', { headers: { cookie: mine, origin: api.address }, json });
    const next = 'four even badgers';
    expect((await change({ password: next })).body.code).toBe('password-wrong');
    for (let n = 0; n < 9; n++) {
      expect((await change({ password: next, currentPassword: `guess ${n}` })).body.code).toBe('password-wrong');
    }
    expect((await change({ password: next, currentPassword: password })).status).toBe(204);
    const statusOf = async (cookie: string) => (await api.ask('GET', '/me', { headers: { cookie } })).status;
    expect([await statusOf(mine), await statusOf(other)]).toEqual([200, 401]);
    for (let n = 0; n < 10; n++) await change({ password, currentPassword: `guess ${n}` });
    expect((await change({ password, currentPassword: next })).status).toBe(429);
  });

  it('asks no old password of who came by a one-time link, once', async () => {
    const user = await addUser('wang');
    const { secret } = await api.accounts.logInByLink(await api.accounts.makeLoginLink(user.userId));
    const headers = { cookie: `tuanda_session=${secret}`, origin: api.address };
    const change = (json: object) => api.ask('PUT', '/me/password', { headers, json });
    expect((await change({ password: 'four even badgers' })).status).toBe(204);
    expect((await change({ password: 'five blue herons' })).body.code).toBe('password-wrong');
  });

  it('lets no session outlive a password that is changed while somebody signs in with the old one', async () => {
    const store = makeAccountStore(database);
    const user = await addUser('wang');
    const seen = (await store.findByLogin('wang'))!;
    await store.setPassword(user.userId, 'another', 'any', undefined, 'test', new Date());
    const session = {
      sessionId: 's',
      sessionHash: 'h',
      at: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
      address: undefined,
    };
    expect(await store.openSession(seen, session)).toBe(false);
    expect(await store.setPassword(user.userId, 'third', seen.passwordHash, undefined, 'test', new Date())).toBe(false);
  });

  it('refuses a key that ran out, with a sentence of its own, and lists when keys run out', async () => {
    const admin = await api.keyOf('admin');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const json = { name: 'oms', role: 'integration', expiresAt, scopes: ['orders:write', 'orders:read'] };
    const added = (await api.ask('POST', '/api-keys', { key: admin, json })).body;
    expect(added).toMatchObject({ expiresAt, scopes: ['orders:read', 'orders:write'] });
    expect((await api.ask('GET', `/api-keys/${added.keyId}`, { key: admin })).body).toMatchObject({ expiresAt });
    expect((await api.ask('GET', '/orders', { key: added.key })).status).toBe(200);
    await database.knex.raw("update api_keys set expires_at = now() - interval '1 minute' where key_id = ?", [
      added.keyId,
    ]);
    const refused = await api.ask('GET', '/orders', { key: added.key });
    expect([refused.status, refused.body.code]).toEqual([401, 'key-expired']);
    expect(refused.body.detail).toMatch(/^The key oms ran out at \d{4}-/);
    const past = { ...json, expiresAt: '2020-01-01T00:00:00Z' };
    expect((await api.ask('POST', '/api-keys', { key: admin, json: past })).status).toBe(400);
  });

  it('holds a key to its scopes, and those that it makes', async () => {
    const admin = await api.keyOf('admin');
    const add = (key: string, json: object) => api.ask('POST', '/api-keys', { key, json: { name: 'k', ...json } });
    const some = (await add(admin, { role: 'admin', scopes: ['keys:manage', 'users:manage', 'orders:read'] })).body.key;
    expect((await api.ask('GET', '/orders', { key: some })).status).toBe(200);
    const refused = await api.ask('GET', '/stations', { key: some });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
    expect(refused.body.detail).toContain('network:read');
    // Not by a detour either: another key, a user, or a link of one.
    expect((await add(some, { role: 'admin' })).body.code).toBe('not-allowed');
    expect((await add(some, { role: 'admin', scopes: ['orders:read', 'network:read'] })).body.code).toBe('not-allowed');
    expect((await add(some, { role: 'admin', scopes: ['orders:read'] })).status).toBe(201);
    const user = { login: 'more', name: 'More', role: 'dispatcher' };
    expect((await api.ask('POST', '/users', { key: some, json: user })).body.code).toBe('not-allowed');
    const { userId } = (await api.ask('POST', '/users', { key: admin, json: user })).body;
    expect((await api.ask('POST', `/users/${userId}/link`, { key: some })).body.code).toBe('not-allowed');
    expect((await add(admin, { role: 'picker', scopes: ['users:manage'] })).status).toBe(400);
  });

  it('lets no key outlive the one that made it', async () => {
    const soon = new Date(Date.now() + 60_000);
    const { key } = await api.accounts.addKey('short', 'admin', undefined, 'test', { expiresAt: soon });
    const made = (await api.ask('POST', '/api-keys', { key, json: { name: 'long', role: 'admin' } })).body;
    expect(made.expiresAt).toBe(soon.toISOString());
  });

  it('ends all sessions, links and keys at once', async () => {
    const key = await api.keyOf('admin');
    const cookie = await api.cookieOf('admin');
    const user = await addUser('wang');
    const token = await api.accounts.makeLoginLink(user.userId);
    expect(await api.accounts.revokeAll('test')).toEqual({ sessions: 1, links: 1, keys: 1 });
    expect((await api.ask('GET', '/me', { key })).status).toBe(401);
    expect((await api.ask('GET', '/me', { headers: { cookie } })).status).toBe(401);
    expect((await api.ask('POST', '/session', { json: { token } })).status).toBe(401);
  });

  it('tells only admins what it is made of', async () => {
    const world = await fetch(`${api.address}/readyz`);
    expect(await world.json()).toEqual({ ready: true, demo: 'none' });
    const ask = async (key: string) => api.ask('GET', '/installation', { key });
    expect((await ask(await api.keyOf('dispatcher'))).status).toBe(403);
    expect((await ask(await api.keyOf('admin'))).body).toMatchObject({ version: '0', storage: 'tests' });
  });
});

it('takes the name of a hop that is no address for untrusted', async () => {
  const { makeTrust, isAddressOrNet } = await import('../../../server/adapters/http/connections/proxy-trust.js');
  const trusts = makeTrust(['10.0.0.2', '172.16.0.0/12', 'fd00::/8']);
  expect(['10.0.0.2', '::ffff:10.0.0.2', '172.31.9.9', 'fd12::1'].map(trusts)).toEqual([true, true, true, true]);
  expect(['10.0.0.3', '172.32.0.1', 'fe80::1', 'unknown', ''].map(trusts)).toEqual(Array(5).fill(false));
  expect(['10.0.0.2', '10.0.0.0/8', '::1'].map(isAddressOrNet)).toEqual([true, true, true]);
  expect(['loopback', '10.0.0.0/33', '10', 'tuanda.example'].map(isAddressOrNet)).toEqual([false, false, false, false]);
});
