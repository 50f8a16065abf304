import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeClaimChanges } from '../../../server/adapters/db/cases/claim-changes.js';
import { makeFieldStore } from '../../../server/adapters/db/delivery/field-store.js';
import { makeRunReader } from '../../../server/adapters/db/delivery/run-reader.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { readOrderChain } from '../../../server/adapters/db/orders/order-chain.js';
import { makePickListStore } from '../../../server/adapters/db/warehouse/pick-list-store.js';
import type { Claim } from '../../../server/application/delivery/field-store.js';
import type { RunStop } from '../../../server/application/delivery/run-reader.js';
import type { RunReport } from '../../../server/domain/delivery/report.js';
import { eachDatabase } from '../../support/databases.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const ambient = `${wave}.S1.ambient`;
const chilled = `${wave}.S1.chilled`;
const now = new Date('2024-06-14T10:00:00Z');
const courier = { name: 'user zhang', depotIds: ['D1'], courierId: 'C1' };

/** The small day, planned and released: one run of V1 with S1 (ambient and chilled) and S2 (frozen). */
async function releasedDay(database: Database, files = smallDay) {
  const record = recordOver(database);
  await record.importFrom(writeFiles(files));
  const { planId } = await record.plan(wave);
  await record.plans.release(planId, now, 'test');
  const runs = makeRunReader(database.knex);
  const [{ runId }] = await runs.listOfCourier('C1', ['D1']);
  const run = async () => (await runs.find(runId, {}))!;
  const stopAt = async (stationId: string) => (await run()).stops.find((stop) => stop.stationId === stationId)!;
  return { field: makeFieldStore(database), runId, run, stopAt };
}

const at = (minute: number) => new Date(Date.UTC(2024, 5, 14, 1, minute));
const outcomes = (stop: RunStop) =>
  Object.fromEntries(stop.consignments.map((each) => [each.consignmentId, each.outcome]));

eachDatabase('the field store', (open) => {
  it('takes the kind of a report for the goods that it does not name', async () => {
    const { field, runId, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S1');
    const consignments = [{ consignmentId: chilled, outcome: 'refused' as const }];
    await field.report(
      runId,
      [{ deviceEventId: 'a', kind: 'delivered', deviceAt: at(1), stopId, consignments }],
      courier,
      now,
    );
    const stop = await stopAt('S1');
    expect(outcomes(stop)).toEqual({ [ambient]: 'delivered', [chilled]: 'refused' });
    expect(stop.status).toBe('partial');
  });

  it('lets the latest report by device time decide, in whatever order and how often reports arrive', async () => {
    const { field, runId, run, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S1');
    const s2 = (await stopAt('S2')).stopId;
    const reports: RunReport[] = [
      { deviceEventId: '1', kind: 'departed', deviceAt: at(0) },
      { deviceEventId: '2', kind: 'arrived', deviceAt: at(10), stopId },
      { deviceEventId: '3', kind: 'delivered', deviceAt: at(11), stopId },
      { deviceEventId: '4', kind: 'refused', deviceAt: at(12), stopId, consignments: [{ consignmentId: chilled }] },
      {
        deviceEventId: '5',
        kind: 'delivered',
        deviceAt: at(13),
        stopId,
        consignments: [{ consignmentId: chilled, totesHandedOver: 1 }],
      },
      { deviceEventId: '6', kind: 'failed', deviceAt: at(20), stopId: s2 },
      { deviceEventId: '7', kind: 'returned', deviceAt: at(40) },
    ];
    const order = fc.sample(fc.shuffledSubarray(reports, { minLength: reports.length }), { seed: 4, numRuns: 1 })[0];
    for (const each of order) await field.report(runId, [each], courier, now);
    const after = await run();
    expect(after.status).toBe('finished');
    expect((await stopAt('S1')).status).toBe('delivered');
    expect(outcomes(await stopAt('S1'))).toEqual({ [ambient]: 'delivered', [chilled]: 'delivered' });
    // Nobody took the frozen goods, and the vehicle is home.
    expect((await stopAt('S2')).status).toBe('failed');
    expect(outcomes(await stopAt('S2'))).toEqual({ [`${wave}.S2.frozen`]: 'returned' });

    const effects = await field.report(runId, reports, courier, now);
    expect(effects.every(({ effect }) => effect === 'repeated')).toBe(true);
    expect(await run()).toEqual(after);
  });

  it('takes no other report under an id that was used, and says so of that one alone', async () => {
    const { field, runId, run, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S1');
    const note = { deviceEventId: 'n', kind: 'note' as const, deviceAt: at(1), stopId, note: '堵车' };
    expect(await field.report(runId, [note], courier, now)).toEqual([{ deviceEventId: 'n', effect: 'taken' }]);
    const before = await run();
    const { stopId: _, ...withoutStop } = note;
    const others = [
      { ...note, note: '不堵' },
      { ...note, deviceAt: at(2) },
      { ...note, kind: 'delivered' as const },
      { ...note, celsius: 0 },
      withoutStop,
    ];
    const effects = await field.report(runId, [...others, note], courier, now);
    expect(effects.map(({ effect }) => effect)).toEqual([...others.map(() => 'conflict'), 'repeated']);
    expect(effects[0]).toMatchObject({ deviceEventId: 'n', status: 409, code: 'event-id-reused' });
    expect(effects[0].detail).toMatch(/another report with the id n;/);
    expect(await run()).toEqual(before);
    // Within one batch as well.
    const twice = [
      { ...note, deviceEventId: 'm' },
      { ...note, deviceEventId: 'm', note: '通了' },
    ];
    const batch = await field.report(runId, twice, courier, now);
    expect(batch.map(({ effect }) => effect)).toEqual(['taken', 'conflict']);
  });

  it('changes no version by a note', async () => {
    const { field, runId, run, stopAt } = await releasedDay(await open());
    const before = await run();
    const { stopId } = await stopAt('S1');
    await field.report(
      runId,
      [{ deviceEventId: 'n', kind: 'note', deviceAt: at(1), stopId, note: '堵车' }],
      courier,
      now,
    );
    expect(await run()).toEqual(before);
  });

  it('refuses each report that lacks what its kind needs or names what there is not, with a code', async () => {
    const { field, runId, run, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S1');
    const before = await run();
    const totes = (...zoneIds: string[]) => zoneIds.map((zoneId) => ({ zoneId, totes: 1 }));
    const goods = { consignmentId: chilled };
    const cases: readonly [string, Partial<RunReport> & Pick<RunReport, 'kind'>][] = [
      ['report-incomplete', { kind: 'temperature' }],
      ['report-incomplete', { kind: 'temperature', stopId }],
      ['report-incomplete', { kind: 'note' }],
      ['report-incomplete', { kind: 'note', note: ' ' }],
      ['report-incomplete', { kind: 'arrived' }],
      ['report-incomplete', { kind: 'delivered' }],
      ['report-incomplete', { kind: 'departed', totesTakenBack: totes('chilled') }],
      ['report-incomplete', { kind: 'returned', consignments: [goods] }],
      ['unknown-stop', { kind: 'arrived', stopId: 'nowhere' }],
      ['unknown-stop', { kind: 'temperature', celsius: 1, stopId: 'nowhere' }],
      ['unknown-consignment', { kind: 'delivered', stopId, consignments: [{ consignmentId: 'nothing' }] }],
      ['unknown-zone', { kind: 'delivered', stopId, totesTakenBack: totes('tepid') }],
      ['unknown-zone', { kind: 'arrived', stopId, totesTakenBack: totes('chilled', 'tepid') }],
      ['told-twice', { kind: 'delivered', stopId, totesTakenBack: totes('chilled', 'chilled') }],
      ['told-twice', { kind: 'delivered', stopId, consignments: [goods, { ...goods, outcome: 'refused' }] }],
      ['clock-wrong', { kind: 'departed', deviceAt: new Date(0) }],
    ];
    const reports = cases.map(([, report], n) => ({ deviceEventId: `e${n}`, deviceAt: at(1), ...report }));
    const answers = await field.report(runId, reports, courier, now);
    expect(answers.map(({ effect, code }) => [effect, code])).toEqual(cases.map(([code]) => ['refused', code]));
    for (const { detail } of answers) expect(detail).toMatch(/^\S.* .*\.$/);
    expect(await run()).toEqual(before);
    // What was refused may be sent again under its id once it is whole.
    const mended = { ...reports[0], celsius: -18 };
    expect(await field.report(runId, [mended], courier, now)).toEqual([{ deviceEventId: 'e0', effect: 'taken' }]);
  });

  it('refuses goods of another stop, and takes the rest of the batch', async () => {
    const { field, runId, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S2');
    const reports: RunReport[] = [
      { deviceEventId: 'x', kind: 'delivered', deviceAt: at(1), stopId, consignments: [{ consignmentId: chilled }] },
      { deviceEventId: 'y', kind: 'departed', deviceAt: at(0) },
    ];
    expect(await field.report(runId, reports, courier, now)).toEqual([
      {
        deviceEventId: 'x',
        effect: 'refused',
        code: 'unknown-consignment',
        detail: `The stop ${stopId} has no consignment ${chilled}.`,
      },
      { deviceEventId: 'y', effect: 'taken' },
    ]);
  });

  it('tells an order line as picked, then loaded, then delivered; a short one stays short', async () => {
    const database = await open();
    const { field, runId, stopAt } = await releasedDay(database);
    const lists = await makePickListStore(database).list({ waveId: wave }, ['D1']);
    const milk = lists.find(({ zoneId }) => zoneId === 'chilled')!;
    const rice = lists.find(({ zoneId }) => zoneId === 'ambient')!;
    // 5 bottles are ordered, O2 is of a VIP: O1 goes short by one.
    await field.pick(milk.pickListId, [{ lineNo: 1, pickedQuantity: 4, shortReason: 'broken' }], now, 'user li', [
      'D1',
    ]);
    await field.pick(rice.pickListId, [{ lineNo: 1, pickedQuantity: 1 }], now, 'user li', ['D1']);
    const statuses = async () =>
      (await readOrderChain(database.knex, 'O1', ['D1'])).lines.map((line: { status: string }) => line.status);
    expect(await statuses()).toEqual(['short', 'picked']);
    await field.report(runId, [{ deviceEventId: '1', kind: 'departed', deviceAt: at(0) }], courier, now);
    expect(await statuses()).toEqual(['short', 'loaded']);
    const { stopId } = await stopAt('S1');
    await field.report(runId, [{ deviceEventId: '2', kind: 'delivered', deviceAt: at(5), stopId }], courier, now);
    expect(await statuses()).toEqual(['short', 'delivered']);
  });

  it('takes a tick back, until every vehicle has left', async () => {
    const database = await open();
    const { field, runId } = await releasedDay(database);
    const pickLists = makePickListStore(database);
    const milk = (await pickLists.list({ waveId: wave }, ['D1'])).find(({ zoneId }) => zoneId === 'chilled')!;
    const pick = (pickedQuantity: number | null, shortReason?: string) =>
      field.pick(milk.pickListId, [{ lineNo: 1, pickedQuantity, shortReason }], now, 'user li', ['D1']);
    await pick(4, 'broken');
    await pick(null);
    expect(await pickLists.get(milk.pickListId, ['D1'])).toEqual(milk);
    const [line] = (await readOrderChain(database.knex, 'O1', ['D1'])).lines;
    expect(line).toMatchObject({ skuId: 'MILK', status: 'allocated' });
    await field.report(runId, [{ deviceEventId: '1', kind: 'departed', deviceAt: at(0) }], courier, now);
    await expect(pick(5)).rejects.toMatchObject({ code: 'wave-left' });
  });

  it('lets a shortage fall on what is still here', async () => {
    const database = await open();
    // Two vehicles that visit one station each; seven of milk: two and three for S1, two for S2.
    const { field } = await releasedDay(database, {
      ...smallDay,
      'vehicles.csv': smallDay['vehicles.csv'].replaceAll('800,20,', '800,1,').replace('maintenance', 'available'),
      'orders.csv': smallDay['orders.csv'].replace('1,1,1.6,frozen', '2,3,4,chilled|frozen'),
      'order_lines.csv': `${smallDay['order_lines.csv']}O3,2,MILK,2\n`,
    });
    const lists = await makePickListStore(database).list({ waveId: wave }, ['D1']);
    const { pickListId } = lists.find(({ zoneId }) => zoneId === 'chilled')!;
    const pick = (pickedQuantity: number | null, shortReason?: string) =>
      field.pick(pickListId, [{ lineNo: 1, pickedQuantity, shortReason }], now, 'user li', ['D1']);
    const milkOf = async (orderId: string) => {
      const { lines } = await readOrderChain(database.knex, orderId, ['D1']);
      const { pickedQuantity, status } = lines.find((line: { skuId: string }) => line.skuId === 'MILK')!;
      return { pickedQuantity, status };
    };
    await pick(7);
    const { rows } = await database.knex.raw("select run_id from stops where station_id = 'S2'");
    const departed = { deviceEventId: '1', kind: 'departed' as const, deviceAt: at(0) };
    await field.report(rows[0].run_id, [departed], { ...courier, courierId: undefined }, now);

    const gone = { code: 'goods-left', message: expect.stringContaining('2 pieces of MILK have left') };
    await expect(pick(null)).rejects.toMatchObject(gone);
    await expect(pick(1, 'broken')).rejects.toMatchObject(gone);
    expect(await milkOf('O3')).toEqual({ pickedQuantity: 2, status: 'loaded' });
    // O3 came last and would have lost one; it has left. O2 is of a better customer than O1.
    await pick(6, 'broken');
    expect(await milkOf('O3')).toEqual({ pickedQuantity: 2, status: 'loaded' });
    expect(await milkOf('O2')).toEqual({ pickedQuantity: 3, status: 'picked' });
    expect(await milkOf('O1')).toEqual({ pickedQuantity: 1, status: 'short' });
  });

  it('keeps the first signature, of the own depot only', async () => {
    const { field, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S1');
    const station = { depotId: 'D1', stationId: 'S1', actor: 'user s1' };
    await expect(field.sign({ ...station, depotId: 'D2' }, stopId, '王', now)).rejects.toThrow('no delivery');
    await expect(field.sign({ ...station, stationId: 'S2' }, stopId, '王', now)).rejects.toThrow('no delivery');
    await field.sign(station, stopId, '王', now);
    const { version } = await stopAt('S1');
    await field.sign(station, stopId, '王', now);
    await expect(field.sign(station, stopId, '李', now)).rejects.toMatchObject({ code: 'already-signed' });
    expect(await stopAt('S1')).toMatchObject({ signedBy: '王', version });
  });

  it('takes a claim over no more than was ordered', async () => {
    const { field, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S1');
    const station = { depotId: 'D1', stationId: 'S1', actor: 'user s1' };
    const claim = {
      claimId: 'c1',
      stopId,
      consignmentId: chilled,
      skuId: 'MILK',
      kind: 'short' as const,
      quantity: 5,
      note: '',
    };
    await expect(field.claim(station, { ...claim, quantity: 6 }, now)).rejects.toThrow('more than the 5');
    await expect(field.claim(station, { ...claim, skuId: 'ICE' }, now)).rejects.toThrow('holds no ICE');
    await expect(field.claim({ ...station, depotId: 'D2' }, claim, now)).rejects.toThrow('no delivery');
    await field.claim(station, claim, now);
  });

  it('takes no more in all open claims of a kind than was ordered, also at once', async () => {
    const database = await open();
    const { field, stopAt } = await releasedDay(database);
    const { stopId } = await stopAt('S1');
    const station = { depotId: 'D1', stationId: 'S1', actor: 'user s1' };
    const claim = (claimId: string, quantity: number, more: Partial<Claim> = {}) =>
      field.claim(
        station,
        { claimId, stopId, consignmentId: chilled, skuId: 'MILK', kind: 'short', quantity, note: '', ...more },
        now,
      );
    // Five were ordered: of two times three only one goes.
    const both = await Promise.allSettled([claim('c1', 3), claim('c2', 3)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(claim('c3', 3)).rejects.toThrow(
      'Of the 5 pieces that were ordered, 3 are in open claims of the same kind; 2 are left to claim.',
    );
    await expect(claim('c3', 3, { skuId: undefined })).rejects.toThrow('2 are left to claim');
    await claim('c4', 5, { kind: 'damaged' });
    await claim('c5', 2, { skuId: undefined });
    await expect(claim('c6', 1)).rejects.toThrow('0 are left to claim');
    // What is settled makes room.
    const meant = { claimId: 'c5', depotIds: undefined };
    await makeClaimChanges(database).setClaimStatus(meant, 'settled', '', 'user li', now);
    await claim('c6', 2);
  });

  it('keeps the note that a claim was settled with, and says of another one that it is not kept', async () => {
    const database = await open();
    const { field, stopAt } = await releasedDay(database);
    const { stopId } = await stopAt('S1');
    const station = { depotId: 'D1', stationId: 'S1', actor: 'user s1' };
    const claim = { claimId: 'c1', stopId, consignmentId: chilled, skuId: 'MILK', kind: 'short' as const };
    await field.claim(station, { ...claim, quantity: 1, note: '' }, now);
    const set = (status: 'open' | 'settled', note: string) =>
      makeClaimChanges(database).setClaimStatus({ claimId: 'c1', depotIds: ['D1'] }, status, note, 'user li', now);
    const notes = ['退款', '补货'];
    const both = await Promise.allSettled(notes.map((note) => set('settled', note)));
    const kept = notes[both.findIndex(({ status }) => status === 'fulfilled')];
    const lost = notes.find((note) => note !== kept)!;
    expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await expect(set('settled', lost)).rejects.toMatchObject({ code: 'wrong-state' });
    await set('settled', kept);
    await set('settled', '');
    const { rows } = await database.knex.raw(
      "select data->>'note' as note from events where kind = 'claim.settled' order by event_id",
    );
    expect(rows).toEqual([{ note: kept }]);
    await set('open', '');
    await expect(set('open', lost)).rejects.toMatchObject({ code: 'wrong-state' });
    await set('settled', lost);
  });

  it('foresees the arrivals of a run under way, and says once that a stop will be late', async () => {
    const database = await open();
    const { field, runId, run } = await releasedDay(database);
    const before = (await run()).stops;
    expect(before.map(({ etaAt, lateSeconds }) => [etaAt, lateSeconds])).toEqual(before.map(() => [null, 0]));
    const late = new Date(before[0].plannedArrivalAt.getTime() + 14 * 3_600_000);
    const received = new Date(late.getTime() + 60_000);
    const departed = { deviceEventId: 'd', kind: 'departed' as const, deviceAt: late };
    await field.report(runId, [departed], courier, received);
    await field.report(runId, [departed], courier, received);
    const { stops } = await run();
    stops.forEach((stop, at) => {
      expect(stop.etaAt!.getTime()).toBeGreaterThan(at === 0 ? late.getTime() : stops[at - 1].etaAt!.getTime());
      expect(stop.lateSeconds).toBeGreaterThan(0);
    });
    const facts = await database.knex.raw("select stop_id from events where kind = 'stop.late' order by event_id");
    expect(facts.rows.map(({ stop_id }: { stop_id: string }) => stop_id)).toEqual(stops.map(({ stopId }) => stopId));

    const reached = { deviceEventId: 'a', kind: 'arrived' as const, deviceAt: received, stopId: stops[0].stopId };
    await field.report(runId, [reached], courier, received);
    expect((await run()).stops[0]).toMatchObject({ etaAt: null, arrivedAt: received });
  });

  it('takes the time at which a report came in where the clock runs ahead, also after later reports', async () => {
    const { field, runId, run, stopAt } = await releasedDay(await open());
    const { stopId } = await stopAt('S1');
    const minute = 60_000;
    const ahead = new Date(now.getTime() + 300 * minute);
    const report = (deviceEventId: string, kind: 'arrived' | 'note', deviceAt: Date, received: Date) =>
      field.report(runId, [{ deviceEventId, kind, deviceAt, stopId, note: '堵车' }], courier, received);
    await report('a', 'arrived', ahead, now);
    const etaOf = async () => (await run()).stops.map(({ etaAt }) => etaAt);
    const first = await etaOf();
    await report('b', 'note', ahead, new Date(now.getTime() + 60 * minute));
    expect(await etaOf()).toEqual(first);
  });

  it('does not believe a device whose clock runs ahead', async () => {
    const { field, runId, run } = await releasedDay(await open());
    const departed = {
      deviceEventId: 'd',
      kind: 'departed' as const,
      deviceAt: new Date(now.getTime() + 20 * 3_600_000),
    };
    await field.report(runId, [departed], courier, now);
    const [first] = (await run()).stops;
    expect(first.etaAt!.getTime()).toBeLessThan(now.getTime() + 3_600_000);
  });

  it('refuses reports on a run whose release was taken back, and takes them once it is released again', async () => {
    const database = await open();
    const { field, runId, run, stopAt } = await releasedDay(database);
    const { plans } = recordOver(database);
    const { stopId } = await stopAt('S1');
    const { rows } = await database.knex.raw('select plan_id from runs where run_id = ?', [runId]);
    const planId = rows[0].plan_id as string;
    await plans.withdraw(planId, now, 'test');
    const reports: RunReport[] = [
      { deviceEventId: 'd', kind: 'departed', deviceAt: at(0) },
      { deviceEventId: 'a', kind: 'arrived', deviceAt: at(1), stopId },
    ];
    const why = { code: 'run-withdrawn', detail: expect.stringContaining('taken back') };
    expect(await field.report(runId, reports, courier, now)).toEqual([
      { deviceEventId: 'd', effect: 'refused', ...why },
      { deviceEventId: 'a', effect: 'refused', ...why },
    ]);
    expect((await run()).status).toBe('draft');
    await plans.release(planId, now, 'test');
    const again = await field.report(runId, reports, courier, now);
    expect(again.map(({ effect }) => effect)).toEqual(['taken', 'taken']);
  });

  it('knows no run that was never released', async () => {
    const database = await open();
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    await record.plan(wave);
    const [{ runId }] = await makeRunReader(database.knex).listOfWave(wave, ['D1']);
    const departed = { deviceEventId: 'd', kind: 'departed' as const, deviceAt: at(0) };
    const reported = makeFieldStore(database).report(runId, [departed], courier, now);
    await expect(reported).rejects.toMatchObject({ code: 'not-found' });
  });
});
