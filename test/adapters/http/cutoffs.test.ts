import { beforeEach, expect, it } from 'vitest';
import { makeScheduleSlots } from '../../../server/adapters/db/waves/schedule-slots.js';
import { makeWaveStore } from '../../../server/adapters/db/waves/wave-store.js';
import { makeCloseDueWaves } from '../../../server/application/waves/close-due-waves.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { readPdf } from '../../support/pdf-text.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const date = '2024-06-14';
const [one, two] = ['D1-20240614-1', 'D1-20240614-2'];
/** 22:00 of the day before, and 10:30 of the day. */
const early = { depotId: 'D1', name: '早班', sequence: 1, cutoffSecond: 79_200 };
const late = { depotId: 'D1', name: '晚班', sequence: 2, cutoffSecond: 37_800, daysBefore: 0 };
/** The small day without its orders. */
const { 'orders.csv': _orders, 'order_lines.csv': _lines, ...network } = smallDay;

eachDatabase('cutoffs by name', (open) => {
  let api: Api;
  let database: Awaited<ReturnType<typeof open>>;
  let key: string;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    key = await api.keyOf('admin');
    await api.record.importFrom(writeFiles(network));
    return () => api.close();
  });

  const put = (id: string, json: object, by = key) => api.ask('PUT', `/cutoffs/${id}`, { key: by, json });
  const rule = (id: string, json: object) =>
    api.ask('PUT', `/wave-rules/${id}`, { key, json: { depotId: 'D1', rank: 1, ...json } });
  const both = async () => {
    expect((await put('AM', early)).status).toBe(200);
    expect((await put('PM', late)).status).toBe(200);
  };
  const order = (orderId: string, placedAt: string, more: object = {}) => ({
    orderId,
    customerId: 'K',
    stationId: 'S1',
    placedAt: `${placedAt}+08:00`,
    deliveryDate: date,
    lines: [{ skuId: 'MILK', quantity: 1 }],
    ...more,
  });
  const send = async (...given: Parameters<typeof order>) => {
    const { body } = await api.ask('POST', '/orders', { key, json: order(...given) });
    return body.data[0];
  };
  const waves = async () => {
    const { data } = (await api.ask('GET', `/waves?date=${date}`, { key })).body;
    return Object.fromEntries(
      data.map((row: Record<string, unknown>) => [row.waveId, `${row.name} ${row.orders} ${row.status}`]),
    );
  };
  const waveOf = async (orderId: string) => (await api.ask('GET', `/orders/${orderId}`, { key })).body.waveId;

  it('are added, listed in their order, changed with a trail, and taken away', async () => {
    await both();
    const { data } = (await api.ask('GET', '/cutoffs?depot=D1', { key })).body;
    expect(data).toEqual([
      { ...early, cutoffId: 'AM', daysBefore: 1, weekdays: [1, 2, 3, 4, 5, 6, 7], isDefault: false },
      { ...late, cutoffId: 'PM', weekdays: [1, 2, 3, 4, 5, 6, 7], isDefault: false },
    ]);
    const change = { items: [{ id: 'PM', change: { cutoffSecond: 39_600, weekdays: [5, 1, 1] } }] };
    const [answer] = (await api.ask('PATCH', '/cutoffs', { key, json: change })).body.data;
    expect([answer.effect, answer.before, answer.after.weekdays]).toEqual([
      'changed',
      { cutoffSecond: 37_800, weekdays: [1, 2, 3, 4, 5, 6, 7] },
      [1, 5],
    ]);
    const [audit] = (await api.ask('GET', '/audit?action=cutoff.changed', { key })).body.data;
    expect(audit.detail.cutoffSecond).toEqual({ from: 37_800, to: 39_600 });
    await rule('R1', { zoneId: 'frozen', cutoffId: '晚班' });
    expect((await api.ask('DELETE', '/cutoffs/PM', { key })).body.code).toBe('in-use');
    expect((await api.ask('GET', '/cutoffs/PM/impact', { key })).body).toEqual({
      affected: [{ what: 'rules', count: 1, examples: ['R1'] }],
      mayDelete: false,
    });
    expect((await api.ask('DELETE', '/wave-rules/R1', { key })).status).toBe(204);
    expect((await api.ask('DELETE', '/cutoffs/PM', { key })).status).toBe(204);
  });

  it('are refused where they cannot be told apart, or come after the delivery', async () => {
    await both();
    const codesOf = async (id: string, json: object) => {
      const { status, body } = await put(id, json);
      return [
        status,
        (body.errors ?? []).map(({ field, code }: Record<string, string>) => `${field} ${code ?? ''}`.trim()),
      ];
    };
    const third = { ...late, sequence: 3, name: '夜班' };
    expect(await codesOf('X', { ...third, name: ' 早班 ' })).toEqual([400, ['name cutoff-twice']]);
    // One's name may not be the code of another.
    expect(await codesOf('X', { ...third, name: 'am' })).toEqual([400, ['name cutoff-twice']]);
    expect(await codesOf('X', { ...third, sequence: 2 })).toEqual([400, ['sequence cutoff-twice']]);
    // The depot closes at 20:00.
    expect(await codesOf('X', { ...third, cutoffSecond: 72_060 })).toEqual([
      400,
      ['cutoffSecond cutoff-after-delivery'],
    ]);
    expect((await put('X', { ...third, cutoffSecond: 72_000 })).status).toBe(200);
    for (const wrong of [
      { cutoffSecond: 90_000 },
      { daysBefore: -1 },
      { weekdays: [] },
      { weekdays: [8] },
      { name: '' },
    ]) {
      expect([wrong, (await put('Y', { ...third, sequence: 4, name: 'y', ...wrong })).status]).toEqual([wrong, 400]);
    }
    await put('AM', { ...early, isDefault: true });
    expect(await codesOf('PM', { ...late, isDefault: true })).toEqual([400, ['isDefault cutoff-twice']]);
  });

  it('are those of their own depot only', async () => {
    await both();
    const depot = { ...(await api.ask('GET', '/depots/D1', { key })).body, depotId: 'D2' };
    expect((await api.ask('PUT', '/depots/D2', { key, json: depot })).status).toBe(200);
    const other = await api.keyOf('admin', 'D2');
    expect((await api.ask('GET', '/cutoffs', { key: other })).body.data).toEqual([]);
    expect((await api.ask('GET', '/cutoffs/AM', { key: other })).status).toBe(404);
    expect((await api.ask('DELETE', '/cutoffs/AM', { key: other })).status).toBe(404);
    expect((await put('AM', { ...early, depotId: 'D2' }, other)).body.code).toBe('id-taken');
    expect((await put('D2AM', early, other)).status).toBe(400);
    // The same names and numbers stand in another depot as well.
    expect((await put('D2AM', { ...early, depotId: 'D2' }, other)).status).toBe(200);
    const json = { depotId: 'D2', rank: 1, area: 'east', cutoffId: 'AM' };
    expect((await api.ask('PUT', '/wave-rules/R9', { key: other, json })).status).toBe(400);
    expect(
      (await api.ask('POST', '/depots/D2/waves', { key: other, json: { deliveryDate: date, cutoffId: 'AM' } })).status,
    ).toBe(404);
    expect((await put('AM', { ...early }, await api.keyOf('picker', 'D1'))).status).toBe(403);
  });

  it('come from a file with Chinese headers, whole', async () => {
    const read = await api.record.importFrom(
      writeFiles({
        '波次.csv':
          '波次代码,名称,第几波,截单时间,提前几天,星期,默认\nAM,早班,1,22:00,1,1-5,是\nPM,晚班,2,10点半,0,周六、周日,\nX,早班,3,9:00,0,,\n',
        '分波规则.csv': '规则,顺序,温区,片区,归波次\nR1,1,冷冻,,晚班\nR2,2,,east,AM\nR3,3,,,AM\nR4,4,冷冻,,夜班\n',
      }),
    );
    expect(read.summary.files.map(({ kind, taken, refused }) => [kind, taken, refused]).sort()).toEqual([
      ['cutoffs', 2, 1],
      ['wave_rules', 2, 2],
    ]);
    expect(read.findings.map(({ line, code }) => [line, code])).toEqual([
      [4, 'cutoff-twice'],
      [4, 'rule-for-all'],
      [5, 'unknown-wave'],
    ]);
    const { data } = (await api.ask('GET', '/cutoffs', { key })).body;
    expect(
      data.map((each: Record<string, unknown>) => [each.name, each.cutoffSecond, each.weekdays, each.isDefault]),
    ).toEqual([
      ['早班', 79_200, [1, 2, 3, 4, 5], true],
      ['晚班', 37_800, [6, 7], false],
    ]);
  });

  it('give the waves of a date their names, and orders the next that is open', async () => {
    await both();
    expect((await send('N1', '2024-06-13T22:00:00')).findings).toEqual([]);
    expect((await send('N2', '2024-06-13T22:00:01')).findings).toEqual([]);
    expect((await send('N3', '2024-06-14T10:30:00')).findings).toEqual([]);
    expect(await waves()).toEqual({ [one]: '早班 1 collecting', [two]: '晚班 2 collecting' });
    const [finding] = (await send('N4', '2024-06-14T10:30:01')).findings;
    expect([finding.level, finding.code]).toEqual(['warned', 'after-cutoff']);
    expect(finding.reason).toContain('早班');
    expect(await waveOf('N4')).toBe('D1-20240615-1');
    const { data } = (await api.ask('GET', `/waves?date=${date}`, { key })).body;
    expect(data.map(({ cutoffAt }: Record<string, string>) => Date.parse(cutoffAt)).sort()).toEqual([
      Date.parse('2024-06-13T22:00:00+08:00'),
      Date.parse('2024-06-14T10:30:00+08:00'),
    ]);
  });

  it('leave waves of the time before as they are, and give them their names', async () => {
    await send('N1', '2024-06-13T20:00:00');
    await api.ask('POST', '/depots/D1/waves', {
      key,
      json: { deliveryDate: date, cutoffAt: '2024-06-14T09:00:00+08:00' },
    });
    expect(await waves()).toEqual({ [one]: ' 1 collecting', [two]: ' 0 collecting' });
    await both();
    expect(await waves()).toEqual({ [one]: '早班 1 collecting', [two]: '晚班 0 collecting' });
    // The second was made by hand, for 09:00.
    await send('N2', '2024-06-14T09:00:01');
    expect(await waveOf('N2')).toBe('D1-20240615-1');
    await api.ask('POST', `/waves/${one}/close`, { key, json: {} });
    await put('AM', { ...early, name: '上午' });
    await put('PM', { ...late, name: '下午' });
    // What is closed keeps what it was called.
    expect(await waves()).toEqual({ [one]: '早班 1 closed', [two]: '下午 0 collecting' });
  });

  it('keep their numbers from waves that are added by hand, and open theirs on demand', async () => {
    await both();
    const add = (json: object) => api.ask('POST', '/depots/D1/waves', { key, json: { deliveryDate: date, ...json } });
    expect((await add({ cutoffAt: '2024-06-14T15:00:00+08:00' })).body.sequence).toBe(3);
    await send('N1', '2024-06-13T20:00:00');
    const opened = await add({ cutoffId: 'PM' });
    expect([opened.body.waveId, opened.body.name]).toEqual([two, '晚班']);
    expect((await add({ cutoffId: 'PM' })).body.waveId).toBe(two);
    expect((await add({ cutoffId: 'PM', cutoffAt: '2024-06-14T15:00:00+08:00' })).status).toBe(400);
    expect((await add({})).status).toBe(400);
    expect((await api.ask('POST', `/waves/${two}/orders`, { key, json: { orderIds: ['N1'] } })).body).toEqual({
      moved: 1,
    });
  });

  it('close a wave that was opened by hand and that orders came to by their cutoff alone', async () => {
    await both();
    // Opened long before.
    const deliveryDate = '2099-06-14';
    await api.ask('POST', '/depots/D1/waves', { key, json: { deliveryDate, cutoffId: 'PM' } });
    await send('N1', '2099-06-14T08:00:00', { deliveryDate });
    const due = (at: string) =>
      makeCloseDueWaves(makeWaveStore(database), makeScheduleSlots(database), { now: () => new Date(at) }, 'test')();
    expect(await due('2099-06-14T02:29:59Z')).toEqual([]);
    expect(await due('2099-06-14T02:30:00Z')).toEqual(['D1-20990614-2']);
  });

  it('are named by orders, by name or code', async () => {
    await both();
    expect((await send('N1', '2024-06-13T20:00:00', { wave: '晚班' })).findings).toEqual([]);
    expect((await send('N2', '2024-06-13T20:00:00', { wave: ' pm' })).findings).toEqual([]);
    expect(await waves()).toEqual({ [two]: '晚班 2 collecting' });
    const refused = await send('N3', '2024-06-13T20:00:00', { wave: '夜班' });
    expect([refused.status, refused.findings[0].code]).toEqual(['refused', 'unknown-wave']);
    expect(refused.findings[0].reason).toMatch(/夜班.*早班, 晚班/);
    const moved = await send('N4', '2024-06-13T22:00:01', { wave: '早班' });
    expect([moved.status, moved.findings.map(({ code }: { code: string }) => code)]).toEqual([
      'taken',
      ['after-cutoff'],
    ]);
    expect(await waveOf('N4')).toBe(two);
    // Sent again it is the same order, whichever wave it is in by now.
    expect((await send('N1', '2024-06-13T20:00:00', { wave: '早班' })).status).toBe('taken');
    expect(await waveOf('N1')).toBe(two);
    await api.ask('POST', `/waves/${two}/close`, { key, json: {} });
    const closed = await send('N5', '2024-06-13T20:00:00', { wave: '晚班' });
    expect(closed.findings.map(({ code }: { code: string }) => code)).toEqual(['wave-closed']);
    expect(await waveOf('N5')).toBe(one);
  });

  it('are passed over, with a warning, where the depot has none', async () => {
    const { status, findings } = await send('N1', '2024-06-13T20:00:00', { wave: '晚班' });
    expect([status, findings.map(({ code }: { code: string }) => code)]).toEqual(['taken', ['unknown-wave']]);
    expect(await waves()).toEqual({ [one]: ' 1 collecting' });
  });

  it('are in order files, under the headers of partners', async () => {
    await both();
    const read = await api.record.importFrom(
      writeFiles({
        '订单.csv': `订单号,客户,自提点,商品,数量,下单时间,配送日期,班次
N1,K,S1,MILK,1,2024-06-13 20:00,2024-06-14,晚班
N1,K,S1,RICE,1,2024-06-13 20:00,2024-06-14,晚班
N2,K,S1,MILK,1,2024-06-13 20:00,2024-06-14,
N3,K,S1,MILK,1,2024-06-13 20:00,2024-06-14,夜班
`,
      }),
    );
    expect(read.findings.map(({ line, level, code }) => [line, level, code])).toEqual([[5, 'refused', 'unknown-wave']]);
    expect(await waves()).toEqual({ [one]: '早班 1 collecting', [two]: '晚班 1 collecting' });
  });

  it('are chosen by rules, whose first that fits holds; what an order says goes before', async () => {
    await both();
    await rule('R2', { rank: 2, area: 'east', cutoffId: 'AM' });
    await rule('R1', { zoneId: 'frozen', cutoffId: 'PM' });
    const frozen = {
      lines: [
        { skuId: 'MILK', quantity: 1 },
        { skuId: 'ICE', quantity: 1 },
      ],
    };
    await send('N1', '2024-06-13T20:00:00', frozen);
    await send('N2', '2024-06-13T20:00:00');
    await send('N3', '2024-06-13T20:00:00', { ...frozen, wave: '早班' });
    expect(await Promise.all(['N1', 'N2', 'N3'].map(waveOf))).toEqual([two, one, one]);
    // Late for the wave of its rule, it takes the next one, and says so.
    const late = await send('N4', '2024-06-13T22:00:01');
    expect(late.findings.map(({ code }: { code: string }) => code)).toEqual(['after-cutoff']);
    expect(await waveOf('N4')).toBe(two);
    expect((await rule('R3', { cutoffId: 'PM' })).status).toBe(400);
    expect((await rule('R3', { cutoffId: '夜班', area: 'x' })).body.errors[0].reason).toMatch(/早班, 晚班/);
    expect((await rule('R3', { cutoffId: 'PM', stationId: 'S9' })).body.errors[0].field).toBe('stationId');
    expect((await rule('R3', { cutoffId: 'PM', skuId: 'NONE' })).body.errors[0].field).toBe('skuId');
    // A product or station that a rule names is not deleted under it.
    await rule('R3', { cutoffId: 'PM', skuId: 'old', stationId: 's3' });
    expect((await api.ask('GET', '/wave-rules/R3', { key })).body).toMatchObject({ skuId: 'OLD', stationId: 'S3' });
    expect((await api.ask('DELETE', '/skus/OLD', { key })).body.code).toBe('in-use');
    expect((await api.ask('DELETE', '/stations/S3', { key })).body.code).toBe('in-use');
  });

  it('tell in the preview of an import which rule puts how many orders where', async () => {
    await both();
    await rule('R1', { zoneId: 'frozen', cutoffId: 'PM' });
    const files = new FormData();
    const rows = `订单号,客户,自提点,商品,数量,下单时间,配送日期,波次
N1,K,S1,ICE,1,2024-06-13 20:00,2024-06-14,
N2,K,S1,ICE,1,2024-06-13 20:00,2024-06-14,
N3,K,S1,MILK,1,2024-06-13 20:00,2024-06-14,
N4,K,S1,MILK,1,2024-06-13 20:00,2024-06-14,PM
`;
    files.append('files', new Blob([rows]), '订单.csv');
    const draft = (await api.ask('POST', '/import-drafts', { key, body: files })).body;
    const looked = await api.ask('POST', `/import-drafts/${draft.draftId}/preview`, { key });
    expect((await api.untilDone(looked.body.jobId, key)).status).toBe('done');
    const { preview } = (await api.ask('GET', `/import-drafts/${draft.draftId}`, { key })).body;
    const told = preview.waves.map((each: Record<string, unknown>) => [
      each.waveId,
      each.name,
      each.by,
      each.ruleId,
      each.orders,
    ]);
    expect(told).toEqual([
      [two, '晚班', 'rule', 'R1', 2],
      [one, '早班', 'cutoff', undefined, 1],
      [two, '晚班', 'order', undefined, 1],
    ]);
    // It was only looked at.
    expect(await waves()).toEqual({});
  });

  it('open no wave on a day that they do not run', async () => {
    // The date is a Friday.
    await put('AM', { ...early, weekdays: [1] });
    const opened = await api.ask('POST', '/depots/D1/waves', { key, json: { deliveryDate: date, cutoffId: 'AM' } });
    expect(opened.body).toMatchObject({
      code: 'invalid-input',
      detail: expect.stringContaining('does not run on that day'),
    });
    expect(await waves()).toEqual({});
    await put('AM', { ...early, weekdays: [5] });
    expect(
      (await api.ask('POST', '/depots/D1/waves', { key, json: { deliveryDate: date, cutoffId: 'AM' } })).status,
    ).toBe(201);
  });

  it('reach the waves that collect when their time is changed, unless these would never close then', async () => {
    await both();
    await send('N1', '2024-06-13T21:00:00', { wave: 'AM' });
    await database.knex.raw("update waves set first_order_at = '2024-06-13T21:00:00+08:00'");
    const cutoffAt = async () => (await api.ask('GET', `/waves/${one}`, { key })).body.cutoffAt;
    await put('AM', { ...early, cutoffSecond: 84_600 });
    expect(await cutoffAt()).toBe('2024-06-13T15:30:00.000Z');
    await send('N2', '2024-06-13T22:40:00', { wave: 'AM' });
    expect(await waveOf('N2')).toBe(one);
    await put('AM', { ...early, cutoffSecond: 77_400 });
    expect(await cutoffAt()).toBe('2024-06-13T13:30:00.000Z');
    await put('AM', { ...early, cutoffSecond: 72_000 });
    expect(await cutoffAt()).toBe('2024-06-13T13:30:00.000Z');
    await api.ask('POST', `/waves/${one}/close`, { key, json: {} });
    await put('AM', early);
    expect(await cutoffAt()).toBe('2024-06-13T13:30:00.000Z');
  });

  it('may be changed while orders come in and waves are closed, and nobody waits for nobody', async () => {
    await both();
    const done = await Promise.all([
      ...Array.from({ length: 8 }, async (_, at) => {
        const wave = at % 2 === 0 ? 'AM' : 'PM';
        return (await send(`N${at}`, '2024-06-13T22:00:00', { wave })).status;
      }),
      ...Array.from({ length: 4 }, async (_, at) => (await put('PM', { ...late, name: `晚班${at}` })).status),
    ]);
    expect(done).toEqual([...Array(8).fill('taken'), ...Array(4).fill(200)]);
    const [closed] = await Promise.all([
      api.ask('POST', `/waves/${one}/close`, { key, json: {} }),
      put('AM', { ...early, name: '上午' }),
      // The very second of its cutoff: in its wave, or with a warning in the next.
      send('LAST', '2024-06-13T22:00:00', { wave: 'AM' }),
    ]);
    expect(closed.status).toBe(200);
    const grouped = await waveOf('LAST');
    expect([one, two]).toContain(grouped);
    if (grouped === one) expect(closed.body.orders).toBe(5);
  });

  it('stand over runs, deliveries and printed lists', async () => {
    await both();
    await send('N1', '2024-06-13T20:00:00', { wave: '晚班' });
    const plan = await api.record.plan(two);
    await api.record.plans.release(plan.planId, new Date(), 'test');
    const [{ runId }] = (await api.ask('GET', `/runs?wave=${two}`, { key })).body.data;
    const run = (await api.ask('GET', `/runs/${runId}`, { key })).body;
    expect([run.deliveryDate, run.waveName]).toEqual([date, '晚班']);
    const cookie = await api.cookieOf('station', { depotIds: ['D1'], stationId: 'S1' });
    const [delivery] = (await api.ask('GET', '/stations/S1/deliveries', { headers: { cookie } })).body.data;
    expect([delivery.deliveryDate, delivery.waveName]).toEqual([date, '晚班']);
    for (const what of ['plan', 'runs', 'pick-lists']) {
      const path = `/waves/${two}/exports/${what}?format=pdf&language=zh`;
      const response = await fetch(`${api.address}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
      const [page] = await readPdf(new Uint8Array(await response.arrayBuffer()));
      expect(page.map(({ text }) => text).join(' '), what).toContain('2024-06-14 · 晚班');
    }
  });
});
