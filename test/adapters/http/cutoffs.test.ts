import { beforeEach, expect, it } from 'vitest';
import { makeIntakeStore } from '../../../server/adapters/db/exchange/import-store.js';
import { makeOrderBatches } from '../../../server/adapters/db/orders/order-batches.js';
import { makeScheduleSlots } from '../../../server/adapters/db/waves/schedule-slots.js';
import { makeWaveStore } from '../../../server/adapters/db/waves/wave-store.js';
import { openTables } from '../../../server/adapters/files/open-tables.js';
import { makeImportFiles } from '../../../server/application/exchange/imports/import-files.js';
import { makeOrderDesk } from '../../../server/application/orders/order-desk.js';
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

eachDatabase('cutoffs by name', (open, backend) => {
  let api: Api;
  let database: Awaited<ReturnType<typeof open>>;
  let key: string;
  let now: Date;
  beforeEach(async () => {
    database = await open();
    // Before all cutoffs of these tests.
    api = await serveApi(database, { clock: { now: () => now } });
    now = new Date('2024-06-13T12:00:00Z');
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
  const due = (at: string) =>
    makeCloseDueWaves(makeWaveStore(database), makeScheduleSlots(database), { now: () => new Date(at) }, 'test')();
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
    // Nor may the depot close before one of them: then it could not be put back as it is.
    const closing = await api.ask('PATCH', '/depots', {
      key,
      json: { items: [{ id: 'D1', change: { closesSecond: 36_000 } }] },
    });
    expect(closing.body.data[0].errors).toMatchObject([{ field: 'closesSecond', code: 'cutoff-after-delivery' }]);
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
    // And is not answered as if it had been opened.
    const again = await api.ask('POST', '/depots/D1/waves', { key, json: { deliveryDate: date, cutoffId: 'AM' } });
    expect([again.status, again.body.code]).toEqual([409, 'wave-closed']);
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
    // Before its first order: it closes itself all the same.
    await put('AM', { ...early, cutoffSecond: 72_000 });
    expect(await cutoffAt()).toBe('2024-06-13T12:00:00.000Z');
    expect(await due('2024-06-13T11:59:59Z')).toEqual([]);
    expect(await due('2024-06-13T12:00:00Z')).toEqual([one]);
    await put('AM', early);
    expect(await cutoffAt()).toBe('2024-06-13T12:00:00.000Z');
  });

  it('reach waves that were first filled after their cutoff, which still wait for a person until it lies ahead', async () => {
    await both();
    await send('N1', '2024-06-13T21:00:00', { wave: 'AM' });
    await database.knex.raw("update waves set first_order_at = '2024-06-13T23:00:00+08:00'");
    await put('AM', { ...early, cutoffSecond: 75_600 });
    expect(await due('2024-06-14T00:00:00Z')).toEqual([]);
    await put('AM', { ...early, cutoffSecond: 84_600 });
    expect(await due('2024-06-14T00:00:00Z')).toEqual([one]);
  });

  it('of a depot without names reach its waves that collect as well', async () => {
    await send('N1', '2024-06-13T20:00:00');
    const depot = (await api.ask('GET', '/depots/D1', { key })).body;
    // From 23:00 to 23:30.
    await api.ask('PUT', '/depots/D1', { key, json: { ...depot, cutoffSecond: 84_600 } });
    expect((await api.ask('GET', `/waves/${one}`, { key })).body.cutoffAt).toBe('2024-06-13T15:30:00.000Z');
    await send('N2', '2024-06-13T23:10:00');
    expect(await waveOf('N2')).toBe(one);
  });

  it('keep a number that waves which collect have, and do not give it to another', async () => {
    await both();
    await send('N1', '2024-06-13T20:00:00', { wave: 'PM' });
    const codeOf = ({ body }: Awaited<ReturnType<typeof put>>) => [body.errors?.[0].field, body.errors?.[0].code];
    expect(codeOf(await put('PM', { ...late, sequence: 3 }))).toEqual(['sequence', 'number-collects']);
    expect((await api.ask('DELETE', '/cutoffs/PM', { key })).status).toBe(204);
    const night = { ...late, name: '夜班' };
    const refused = await put('NIGHT', night);
    expect(codeOf(refused)).toEqual(['sequence', 'number-collects']);
    expect(refused.body.errors[0].reason).toMatch(/晚班 of 2024-06-14 .* close that wave first/);
    const file = () => writeFiles({ '波次.csv': '波次代码,名称,第几波,截单时间,提前几天\nNIGHT,夜班,2,10:30,0\n' });
    const { findings } = await api.record.importFrom(file());
    expect(findings.map(({ line, code }) => [line, code])).toEqual([[2, 'number-collects']]);
    expect((await api.ask('POST', '/cutoffs/PM/restore', { key, json: {} })).status).toBe(200);
    expect((await api.ask('DELETE', '/cutoffs/PM', { key })).status).toBe(204);
    await api.ask('POST', `/waves/${two}/close`, { key, json: {} });
    expect((await api.record.importFrom(file())).findings).toEqual([]);
    expect(await waves()).toEqual({ [two]: '晚班 1 closed' });
  });

  it('may change places, in one change of several and in a file', async () => {
    await both();
    await put('AM', { ...early, isDefault: true });
    const all = async () => {
      const { data } = (await api.ask('GET', '/cutoffs?depot=D1', { key })).body;
      return Object.fromEntries(
        data.map((each: Record<string, unknown>) => [each.cutoffId, [each.name, each.sequence, each.isDefault]]),
      );
    };
    const change = async (...items: [string, object][]) => {
      const json = { items: items.map(([id, fields]) => ({ id, change: fields })) };
      return (await api.ask('PATCH', '/cutoffs', { key, json })).body.data.map(
        ({ effect }: { effect: string }) => effect,
      );
    };
    expect(await change(['PM', { sequence: 1, isDefault: true }], ['AM', { sequence: 2, isDefault: false }])).toEqual([
      'changed',
      'changed',
    ]);
    expect(await all()).toEqual({ PM: ['晚班', 1, true], AM: ['早班', 2, false] });
    // The second of two that ask for the same is refused, and so is who counted on another that is refused.
    expect(await change(['PM', { sequence: 3 }], ['AM', { sequence: 3 }])).toEqual(['changed', 'refused']);
    expect(await change(['PM', { sequence: 2 }], ['AM', { sequence: 3, cutoffSecond: -1 }])).toEqual([
      'refused',
      'refused',
    ]);
    expect(await all()).toEqual({ PM: ['晚班', 3, true], AM: ['早班', 2, false] });
    const rows = (pm: string) =>
      writeFiles({
        '波次.csv': `波次代码,名称,第几波,截单时间,提前几天,默认\nAM,晚班,3,22:00,1,是\nPM,早班,2,${pm},0,\n`,
      });
    expect((await api.record.importFrom(rows('25点'))).summary.files[0]).toMatchObject({ taken: 0, refused: 2 });
    expect(await all()).toEqual({ PM: ['晚班', 3, true], AM: ['早班', 2, false] });
    const read = await api.record.importFrom(rows('10:30'));
    expect([read.findings, read.summary.files[0].taken]).toEqual([[], 2]);
    expect(await all()).toEqual({ AM: ['晚班', 3, true], PM: ['早班', 2, false] });
  });

  it('open no wave whose cutoff is over, which nothing would ever close', async () => {
    await both();
    const add = (json: object) => api.ask('POST', '/depots/D1/waves', { key, json: { deliveryDate: date, ...json } });
    await add({ cutoffId: 'AM' });
    now = new Date('2024-06-14T02:30:00Z');
    for (const json of [{ cutoffId: 'PM' }, { cutoffAt: '2024-06-14T10:30:00+08:00' }]) {
      const { status, body } = await add(json);
      expect([status, body.code]).toEqual([400, 'invalid-input']);
      expect(body.detail).toMatch(/is over/);
    }
    expect((await add({ cutoffAt: '2024-06-14T10:30:01+08:00' })).status).toBe(201);
    // One that is there is answered.
    expect((await add({ cutoffId: 'AM' })).body.waveId).toBe(one);
    expect(await waves()).toEqual({ [one]: '早班 0 collecting', 'D1-20240614-3': ' 0 collecting' });
  });

  it('let orders be sent again that a wave of a later date has taken, and warn of no move that is not made', async () => {
    // The date is a Friday.
    await put('AM', { ...early, weekdays: [1] });
    const first = await send('N1', '2024-06-13T20:00:00', { wave: '早班' });
    expect(first.findings.map(({ code }: { code: string }) => code)).toEqual(['no-wave']);
    expect(await waveOf('N1')).toBe('D1-20240617-1');
    await both();
    await rule('R1', { area: 'east', cutoffId: 'PM' });
    for (const wave of ['早班', '晚班', undefined]) {
      for (const deliveryDate of [date, '2024-06-15']) {
        const again = await send('N1', '2024-06-13T20:00:00', { wave, deliveryDate });
        expect([again.status, again.findings], `${wave} ${deliveryDate}`).toEqual(['taken', []]);
      }
    }
    await api.ask('POST', `/waves/${two}/close`, { key, json: {} });
    await api.ask('POST', '/orders', { key, json: order('N2', '2024-06-13T20:00:00', { wave: '晚班' }) });
    expect((await send('N2', '2024-06-13T20:00:00', { wave: '晚班' })).findings).toEqual([]);
    // Another date than it asked for is another order.
    for (const deliveryDate of ['2024-06-13', '2024-06-22'])
      expect((await send('N1', '2024-06-13T20:00:00', { deliveryDate })).findings[0].code).toBe('order-id-taken');
  });

  it('that are changed while orders are read open no wave under what they were before', async () => {
    await both();
    // A look at the network is kept from here on.
    await send('N1', '2024-06-13T20:00:00', { wave: 'AM' });
    const sent = { 'orders.csv': smallDay['orders.csv'], 'order_lines.csv': smallDay['order_lines.csv'] };
    let changes = 0;
    let ids = 0;
    const change = async () => {
      if (changes++ > 0) return;
      await api.ask('POST', `/waves/${one}/close`, { key, json: {} });
      const json = { items: [{ id: 'PM', change: { sequence: 4, name: '夜班' } }] };
      expect((await api.ask('PATCH', '/cutoffs', { key, json })).body.data[0].effect).toBe('changed');
    };
    const store = makeIntakeStore(database);
    const importFiles = makeImportFiles(
      { ...store, publish: async (...given) => change().then(() => store.publish(...given)) },
      { now: () => now },
      (prefix) => `${prefix}-race-${++ids}`,
    );
    const { tables } = await openTables([writeFiles(sent)]);
    await importFiles({ tables, unreadable: [], timeZone: 'Asia/Shanghai', begunBy: 'test' });
    expect(await waves()).toMatchObject({ 'D1-20240614-4': '夜班 3 collecting' });
  });

  // The embedded database has one transaction at a time.
  it.runIf(backend === 'postgres')('that are changed while orders are taken in open no wave of before', async () => {
    await both();
    await send('N1', '2024-06-13T20:00:00', { wave: 'AM' });
    const batches = makeOrderBatches(database);
    let tries = 0;
    const desk = makeOrderDesk(
      {
        laneOf: batches.laneOf,
        inBatch: (asked, work) =>
          batches.inBatch(asked, async (batch) => {
            if (++tries === 1) expect((await put('PM', { ...late, sequence: 4, name: '夜班' })).status).toBe(200);
            return work(batch);
          }),
      },
      { now: () => now },
      (prefix) => `${prefix}-desk-${tries}`,
    );
    const cells = { order_id: 'N2', customer_id: 'K', station_id: 'S1', sku_id: 'MILK', qty: '1' };
    const when = { placed_at: '2024-06-13 20:00', delivery_date: date, wave: 'PM' };
    const table = {
      file: 'orders',
      columns: Object.keys({ ...cells, ...when }),
      async *rows() {
        yield { line: 1, cells: { ...cells, ...when } };
      },
    };
    const sent = { table, orderIds: ['N2'], stationIds: ['S1'], from: date, lines: 1, begunBy: 'test' };
    const answerOf = ({ findings }: { readonly findings: readonly unknown[] }) => findings;
    expect(await desk.take({ ...sent, depotIds: undefined, repeatable: undefined, answerOf })).toEqual([]);
    expect(tries).toBe(2);
    expect(await waveOf('N2')).toBe('D1-20240614-4');
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
    // Four went to the first wave before; the last is grouped with them, or is in the next.
    expect(closed.body.orders).toBe(grouped === one ? 5 : 4);
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
