import { beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { tokenOfLink } from '../../../server/domain/accounts/sign-in-link.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { readPdf } from '../../support/pdf-text.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const origin = 'https://tuanda.example';

eachDatabase('people', (open) => {
  let database: Database;
  let api: Api;
  let admin: string;
  /** Of the second depot, which has the stations N1 and N2. */
  let chief: string;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database, { publicUrl: origin });
    await api.record.importFrom(
      writeFiles({
        ...smallDay,
        'depots.csv': `${smallDay['depots.csv']}D2,北仓,120.20,30.30,03:00,20:00,1,10,1\n`,
        'stations.csv': twoDepots(smallDay['stations.csv']!),
      }),
    );
    admin = await api.keyOf('admin');
    chief = await api.keyOf('admin', 'D2');
    return () => api.close();
  });

  const invite = (key: string, json: object, headers?: Record<string, string>) =>
    api.ask('POST', '/users/invitations', { key, json, headers });
  const enter = async (link: string) =>
    (await api.ask('POST', '/session', { json: { token: tokenOfLink(link) } })).status;
  const auditOf = async (subject: string) =>
    (await api.ask('GET', `/audit?subject=${subject}`, { key: admin })).body.data as {
      action: string;
      detail: object;
    }[];
  const userOf = async (userId: string) => (await api.ask('GET', `/users/${userId}`, { key: admin })).body;

  it('invites every station without an account, once, each by a link of its own', async () => {
    await api.ask('POST', '/users', {
      key: admin,
      json: { login: 'lead', name: 'L', role: 'station', depotId: 'D1', stationId: 'S2' },
    });
    const looked = (await invite(admin, { every: 'stations', dryRun: true })).body;
    expect(looked.data.map(({ status, login }: Answered) => `${status} ${login}`)).toEqual([
      'ready s1',
      'ready s3',
      'ready n1',
      'ready n2',
    ]);
    expect((await api.ask('GET', '/users', { key: admin })).body.data).toHaveLength(1);
    const { status, body } = await invite(admin, { every: 'stations', days: 30 });
    expect(status).toBe(201);
    expect(
      body.data.map(({ login, stationId, depotIds, name }: Answered) => [login, stationId, depotIds[0], name]),
    ).toEqual([
      ['s1', 'S1', 'D1', '一号站'],
      ['s3', 'S3', 'D1', '三号站'],
      ['n1', 'N1', 'D2', '北一站'],
      ['n2', 'N2', 'D2', '北二站'],
    ]);
    expect(body.links).toHaveLength(4);
    expect(body.links[0].link).toMatch(/^https:\/\/tuanda\.example\/login#token=[\w-]{32}$/);
    const days = (Date.parse(body.expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    const { userId, link } = body.links[0];
    expect(await userOf(userId)).toMatchObject({ state: 'invited', lastSeenAt: null, linkExpiresAt: body.expiresAt });
    expect(await enter(link)).toBe(200);
    expect(await userOf(userId)).toMatchObject({ state: 'active', linkExpiresAt: null });
    expect((await auditOf(userId)).map(({ action }) => action)).toEqual(['session.opened', 'user.added']);
    expect((await invite(admin, { every: 'stations' })).body).toMatchObject({ data: [], links: [], more: 0 });
  });

  it('says of each of a list what became of them, and makes logins that nobody has', async () => {
    const people = [
      { role: 'station', stationId: 's1' },
      { role: 'station', stationId: 'S9' },
      { role: 'picker', name: '王 丽', depotId: 'D1' },
      { role: 'picker', name: '王 丽', depotId: 'D1' },
      { role: 'courier', courierId: 'C1', depotId: 'D2' },
      { role: 'station', name: 'nobody' },
      { role: 'picker', name: 'x', login: 's1' },
      { role: 'dispatcher', name: 'Chief of all' },
    ];
    const { data, links } = (await invite(admin, { people })).body;
    expect(data.map(({ status, login, error }: Answered) => [status, login, error?.code ?? null])).toEqual([
      ['invited', 's1', null],
      ['refused', null, 'not-found'],
      ['invited', '王-丽', null],
      ['invited', '王-丽-2', null],
      ['refused', null, 'not-found'],
      ['refused', null, 'invalid-input'],
      ['refused', 's1', 'login-taken'],
      ['invited', 'chief-of-all', null],
    ]);
    expect(links).toHaveLength(4);
    const inChinese = await invite(admin, { people: [people[1]], dryRun: true }, { 'accept-language': 'zh-CN' });
    expect(inChinese.body.data[0].error.detail).toBe('没有自提点 S9。请先添加，或更正编号。');
    const again = (await invite(admin, { people: people.slice(0, 3) })).body.data;
    expect(again.map(({ status, login, error }: Answered) => [status, login, error?.code ?? null])).toEqual([
      ['refused', null, 'has-account'],
      ['refused', null, 'not-found'],
      ['invited', '王-丽-3', null],
    ]);
  });

  it('prints links of before as they are made now: nothing that a server sees holds the token', async () => {
    const { body } = await invite(admin, { people: [{ role: 'picker', name: 'Li Si' }] });
    const [{ link }] = body.links;
    const before = link.replace('/login#token=', '/login?token=');
    expect(before).not.toBe(link);
    const cards = await api.ask('POST', '/users/cards', { key: admin, json: { links: [before], language: 'en' } });
    expect(cards.status).toBe(200);
    expect(new URL(link).search).toBe('');
  });

  it('does a repeated request once, and keeps its links for nobody who reads the database', async () => {
    const headers = { 'idempotency-key': 'a key that nobody guesses' };
    const first = await invite(admin, { every: 'stations' }, headers);
    expect(first.body.links).toHaveLength(5);
    expect((await invite(admin, { every: 'stations' }, headers)).body).toEqual(first.body);
    const { rows } = await database.knex.raw(
      "select coalesce(answer, '') || encode(sealed, 'escape') as kept from idempotency_records",
    );
    const token = first.body.links[0].link.split('token=')[1];
    expect(rows).toHaveLength(1);
    expect(rows[0].kept).not.toContain(token);
    const links = await database.knex.raw('select token_hash from login_links');
    expect(JSON.stringify(links.rows)).not.toContain(token);
    const audit = await database.knex.raw('select detail from audit');
    expect(JSON.stringify(audit.rows)).not.toContain(token);
    const short = { 'idempotency-key': 'k1' };
    const people = [{ role: 'picker', name: 'Li Si' }];
    expect((await invite(admin, { people }, short)).body.links).toHaveLength(1);
    const repeated = (await invite(admin, { people }, short)).body;
    expect(repeated).toMatchObject({ data: [{ login: 'li-si' }] });
    expect(repeated.links).toBeUndefined();
  });

  it('lets an admin of one depot see, invite and change that depot only', async () => {
    const all = (await invite(admin, { every: 'stations' })).body;
    const idOf = (login: string) => all.data.find((each: Answered) => each.login === login).userId;
    const shown = (await api.ask('GET', '/users', { key: chief })).body.data;
    expect(shown.map(({ login }: Answered) => login)).toEqual(['n1', 'n2']);
    const people = [
      { role: 'station', stationId: 'S1', login: 'other' },
      { role: 'picker', name: 'P', depotId: 'D1' },
      { role: 'picker', name: 'P' },
      { role: 'courier', courierId: 'C1', login: 'c' },
    ];
    const answered = (await invite(chief, { people })).body.data;
    expect(
      answered.map(({ status, depotIds, error }: Answered) => [status, depotIds?.[0] ?? null, error?.code ?? null]),
    ).toEqual([
      ['refused', null, 'not-found'],
      ['refused', 'D1', 'not-found'],
      ['invited', 'D2', null],
      ['refused', null, 'not-found'],
    ]);
    expect((await invite(chief, { every: 'stations', depotIds: ['D1'] })).status).toBe(404);
    expect((await invite(admin, { every: 'stations', depotIds: ['D9'] })).status).toBe(404);
    const s1 = idOf('s1');
    for (const path of ['/users/suspend', '/users/resume', '/users/links']) {
      const { data, links } = (await api.ask('POST', path, { key: chief, json: { userIds: [s1] } })).body;
      expect(data).toMatchObject([{ userId: s1, status: 'refused', error: { code: 'not-found' } }]);
      expect(links ?? []).toEqual([]);
    }
    expect((await api.ask('PATCH', `/users/${s1}`, { key: chief, json: { name: 'X' } })).status).toBe(404);
    expect((await api.ask('DELETE', `/users/${s1}`, { key: chief })).status).toBe(404);
    const move = (json: object) => api.ask('PATCH', `/users/${idOf('n1')}`, { key: chief, json });
    expect((await move({ depotId: 'D1' })).status).toBe(404);
    expect((await move({ stationId: 'S1' })).status).toBe(400);
    expect(await userOf(s1)).toMatchObject({ name: '一号站', state: 'invited' });
    // A link of another depot's user is no card of theirs.
    const link = all.links.find(({ userId }: Answered) => userId === s1).link;
    const card = await api.ask('POST', '/users/cards', { key: chief, json: { links: [link] } });
    expect(card.body.code).toBe('invalid-input');
  });

  it('gives nobody more than who invites has', async () => {
    const some = (
      await api.accounts.addKey('some', 'admin', undefined, 'test', { scopes: ['users:manage', 'self:read'] })
    ).key;
    expect((await invite(some, { every: 'stations' })).body.code).toBe('not-allowed');
    expect((await invite(some, { people: [{ role: 'admin', name: 'Boss' }] })).body.code).toBe('not-allowed');
    const soon = new Date(Date.now() + 60_000);
    const short = (await api.accounts.addKey('short', 'admin', undefined, 'test', { expiresAt: soon })).key;
    expect((await invite(short, { every: 'stations' })).body.code).toBe('not-allowed');
    const { userId } = await api.accounts.addUser({ login: 'boss', name: 'Boss', role: 'admin' }, 'test');
    const renewed = await api.ask('POST', '/users/links', { key: some, json: { userIds: [userId] } });
    expect(renewed.body).toMatchObject({ data: [{ status: 'refused', error: { code: 'not-allowed' } }], links: [] });
    const raised = await api.ask('PATCH', `/users/${userId}`, { key: some, json: { role: 'picker' } });
    expect(raised.body.code).toBe('not-allowed');
  });

  it('suspends and takes up again, ending sessions, and keeps who asks from locking themselves out', async () => {
    const { data, links } = (
      await invite(admin, {
        people: [
          { role: 'admin', name: 'Boss' },
          { role: 'picker', name: 'Pick' },
        ],
      })
    ).body;
    const [boss, pick] = data.map(({ userId }: Answered) => userId);
    const token = links[0].link.split('token=')[1];
    const { secret } = await api.accounts.logInByLink(token);
    const cookie = `tuanda_session=${secret}`;
    const asBoss = (method: string, path: string, json?: object) =>
      api.ask(method, path, { json, headers: { cookie, origin } });
    const suspended = await asBoss('POST', '/users/suspend', { userIds: [boss, pick, 'none'] });
    expect(suspended.body.data.map(({ status, error }: Answered) => [status, error?.code ?? null])).toEqual([
      ['refused', 'not-allowed'],
      ['done', null],
      ['refused', 'not-found'],
    ]);
    expect((await asBoss('DELETE', `/users/${boss}`)).body.code).toBe('not-allowed');
    expect((await asBoss('PATCH', `/users/${boss}`, { role: 'picker' })).body.code).toBe('not-allowed');
    expect((await asBoss('PATCH', `/users/${boss}`, { name: 'The boss' })).body.name).toBe('The boss');
    expect((await userOf(pick)).state).toBe('suspended');
    expect(await enter(links[1].link)).toBe(401);
    expect((await api.ask('POST', `/users/${pick}/link`, { key: admin })).body.code).toBe('wrong-state');
    const again = (await asBoss('POST', '/users/suspend', { userIds: [pick] })).body.data;
    expect(again).toMatchObject([{ status: 'unchanged' }]);
    await asBoss('POST', '/users/resume', { userIds: [pick] });
    // What was handed out before stays spent: it may be why the account was suspended.
    expect(await enter(links[1].link)).toBe(401);
    const anew = (await asBoss('POST', '/users/links', { userIds: [pick], days: 1 })).body;
    expect(await enter(anew.links[0].link)).toBe(200);
    await api.ask('POST', '/users/suspend', { key: admin, json: { userIds: [boss] } });
    expect((await asBoss('GET', '/me')).status).toBe(401);
    expect((await auditOf(pick)).map(({ action }) => action)).toEqual([
      'session.opened',
      'user.link-made',
      'user.resumed',
      'user.suspended',
      'user.added',
    ]);
  });

  it('writes down what was changed, before and after, and leaves all as it was where it refuses', async () => {
    const { userId } = (await invite(admin, { people: [{ role: 'picker', name: 'Old', depotId: 'D1' }] })).body.data[0];
    const change = (json: object) => api.ask('PATCH', `/users/${userId}`, { key: admin, json });
    expect((await change({ role: 'station' })).body).toMatchObject({ code: 'invalid-input' });
    expect((await change({ login: '?' })).status).toBe(400);
    await api.accounts.addUser({ login: 'taken', name: 'T', role: 'picker' }, 'test');
    expect((await change({ login: 'TAKEN', name: 'Lost' })).body.code).toBe('login-taken');
    expect((await userOf(userId)).name).toBe('Old');
    const changed = await change({ role: 'station', stationId: 's1', name: 'New' });
    expect(changed.body).toMatchObject({ role: 'station', stationId: 'S1', name: 'New' });
    expect((await auditOf(userId))[0]).toMatchObject({
      action: 'user.changed',
      detail: {
        before: { name: 'Old', role: 'picker', stationId: null },
        after: { name: 'New', role: 'station', stationId: 'S1' },
      },
    });
    await change({ name: 'New' });
    expect(await auditOf(userId)).toHaveLength(2);
    expect((await api.ask('DELETE', `/users/${userId}`, { key: admin })).status).toBe(204);
    expect((await api.ask('GET', `/users/${userId}`, { key: admin })).status).toBe(404);
    expect((await auditOf(userId))[0]).toMatchObject({ action: 'user.removed', detail: { login: 'old', name: 'New' } });
  });

  it('finds users by words, state, role and depot', async () => {
    const { data } = (await invite(admin, { every: 'stations' })).body;
    await api.ask('POST', '/users/suspend', { key: admin, json: { userIds: [data[0].userId] } });
    const find = async (query: string) =>
      (await api.ask('GET', `/users?${query}`, { key: admin })).body.data.map(({ login }: Answered) => login);
    expect(await find(`q=${encodeURIComponent('北 N1')}`)).toEqual(['n1']);
    expect(await find('q=%25')).toEqual([]);
    expect(await find('q=_')).toEqual([]);
    expect(await find('state=suspended')).toEqual(['s1']);
    expect(await find('state=invited&depot=D2')).toEqual(['n1', 'n2']);
    expect(await find('role=picker')).toEqual([]);
    expect((await api.ask('GET', '/users?state=odd', { key: admin })).status).toBe(400);
  });

  it('voids old links by new ones, and prints cards of links that are good', async () => {
    const made = (await invite(admin, { every: 'stations' })).body;
    const userIds = made.data.slice(0, 2).map(({ userId }: Answered) => userId);
    const renewed = (await api.ask('POST', '/users/links', { key: admin, json: { userIds, days: 90 } })).body;
    expect(renewed.links.map(({ userId }: Answered) => userId).sort()).toEqual([...userIds].sort());
    expect(await enter(made.links[0].link)).toBe(401);
    const links = [...renewed.links, ...made.links].map(({ link }: Answered) => link);
    const response = await fetch(`${api.address}/api/v1/users/cards`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      body: JSON.stringify({ links, language: 'zh' }),
    });
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = (await readPdf(new Uint8Array(await response.arrayBuffer())))
      .flat()
      .map(({ text }) => text)
      .join('\n');
    // Two of the five were made anew, so that five cards are good.
    expect(text.match(/登录名：/g)).toHaveLength(5);
    for (const part of ['一号站', '北仓', '自提点', '登录名：n2']) expect(text).toContain(part);
    const old = await api.ask('POST', '/users/cards', { key: admin, json: { links: [made.links[0].link] } });
    expect(old.body.code).toBe('invalid-input');
  });

  it('reads a list of people from a file, row by row', async () => {
    const body = new FormData();
    const csv = '姓名,角色,站点编号,仓库\n王丽,拣货员,,D1\n,,S1,\n李四,飞行员,,\n,,,\n';
    body.append('files', new Blob([csv]), 'people.csv');
    const read = (await api.ask('POST', '/users/invitations/list', { key: admin, body })).body;
    expect(read.people).toEqual([
      { name: '王丽', role: 'picker', depotIds: ['D1'] },
      { role: 'station', stationId: 'S1' },
    ]);
    expect(read.faults).toMatchObject([{ file: 'people.csv', line: 4, column: '角色' }]);
    const { data } = (await invite(admin, { people: read.people })).body;
    expect(data.map(({ status }: Answered) => status)).toEqual(['invited', 'invited']);
  });

  it('invites 600 stations within ten seconds, and prints their cards', async () => {
    const columns = `kind, position, street, area, tier, receiving_windows, service_fixed_milliminutes,
      service_milliminutes_per_100kg, has_freezer, status`;
    await database.knex.raw(
      `insert into stations (depot_id, station_id, name, ${columns})
       select depot_id, 'T' || lpad(n::text, 4, '0'), '第' || n || '站', ${columns}
       from stations, generate_series(1, 595) as n where station_id = 'S1'`,
    );
    const begun = performance.now();
    const { data, links } = (await invite(admin, { every: 'stations' })).body;
    const invited = performance.now();
    const card = await api.ask('POST', '/users/cards', {
      key: admin,
      json: { links: links.map(({ link }: Answered) => link) },
    });
    const printed = performance.now();
    console.info(
      `600 stations invited in ${Math.round(invited - begun)} ms, their cards printed in ${Math.round(printed - invited)} ms.`,
    );
    expect(data).toHaveLength(600);
    expect(links).toHaveLength(600);
    expect(card.status).toBe(200);
    expect(invited - begun).toBeLessThan(10_000);
    expect((await invite(admin, { every: 'stations' })).body.data).toEqual([]);
  }, 60_000);
});

// biome-ignore lint/suspicious/noExplicitAny: rows of answers, whatever they hold
type Answered = any;

/** The small day's stations with two more, of the second depot. */
function twoDepots(csv: string): string {
  const [header, ...rows] = csv.trim().split('\n');
  const width = header.split(',').length;
  const at = (column: string) => header.split(',').indexOf(column);
  const added = ['N1,北一站', 'N2,北二站'].map((given) => {
    const cells = rows[0].split(',');
    [cells[at('station_id')], cells[at('name')]] = given.split(',');
    return cells.slice(0, width).join(',');
  });
  return `${[`${header},depot_id`, ...rows.map((row) => `${row},D1`), ...added.map((row) => `${row},D2`)].join('\n')}\n`;
}
