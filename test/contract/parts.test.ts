import readWorkbook from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { makeRunReader } from '../../server/adapters/db/delivery/run-reader.js';
import { makeExportReader } from '../../server/adapters/db/exchange/export-reader.js';
import { readOrderChain } from '../../server/adapters/db/orders/order-chain.js';
import { makePickListStore } from '../../server/adapters/db/warehouse/pick-list-store.js';
import { makeToteStore } from '../../server/adapters/db/waves/tote-store.js';
import { pickListsCsv, runsCsv } from '../../server/adapters/files/csv/export-csv.js';
import { makeExports } from '../../server/adapters/files/exports.js';
import { exportPlan } from '../../server/application/exchange/exports/export-plan.js';
import { checkContextOf, readPlanningContext } from '../../server/application/planning/planning-context.js';
import { reasonText } from '../../server/application/planning/unassigned/reason-text.js';
import { checkPlan } from '../../server/domain/planning/check-plan.js';
import type { Plan, PlannedStop } from '../../server/domain/planning/plan.js';
import { collectBytes } from '../support/collect-bytes.js';
import { eachDatabase } from '../support/databases.js';
import { largeDay } from '../support/large-day.js';
import { readPdf } from '../support/pdf-text.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const wave = 'D1-20240614-1';
const whole = `${wave}.S1.ambient`;
const signal = new AbortController().signal;

const visitsOf = (plan: Pick<Plan, 'routes'>): (PlannedStop & { vehicleId: string; tripNo: number })[] =>
  plan.routes.flatMap(({ vehicleId, trips }) =>
    trips.flatMap(({ stops }, at) => stops.map((stop) => ({ ...stop, vehicleId, tripNo: at + 1 }))),
  );
const piecesOf = (plan: Pick<Plan, 'routes'>) =>
  visitsOf(plan).flatMap(({ consignments }) => consignments.filter(({ part }) => part?.of === whole));

eachDatabase('a consignment that no vehicle holds whole', (open) => {
  const planned = async (day: Readonly<Record<string, string>> = largeDay) => {
    const record = recordOver(await open());
    expect((await record.importFrom(writeFiles(day))).findings).toEqual([]);
    return { record, plan: await record.plan(wave) };
  };

  it('is planned in parts of whole order lines that are exactly it together', async () => {
    const { record, plan } = await planned();
    expect(plan.unassigned).toEqual([]);
    const pieces = piecesOf(plan);
    expect(pieces.map(({ part }) => part?.no).sort()).toEqual([1, 2]);
    // With the one sack of the small day: 91 sacks of 12 l and 10 kg.
    expect(pieces.reduce((sum, { milliliters }) => sum + milliliters, 0)).toBe(91 * 12_000);
    expect(pieces.reduce((sum, { grams }) => sum + grams, 0)).toBe(91 * 10_000);
    const [split] = plan.split!;
    const lines = split.parts.flatMap((part) => part.lines.map(({ orderId }) => orderId));
    expect(lines.sort()).toEqual(['L0', 'L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9', 'O1']);
    expect(await record.plans.get(plan.planId)).toEqual(plan);
    const [recorded] = (await record.waves.listConsignments('D1', wave)).filter((each) => each.consignmentId === whole);
    expect(split.parts.map(({ firstTote }) => firstTote)).toEqual([1, split.parts[0].lastTote + 1]);
    expect(split.parts[1].lastTote).toBe(recorded.toteCount);
  });

  it('is delivered only when both of its parts are', async () => {
    const { record, plan } = await planned();
    const { knex } = record.database;
    const now = record.clock.now();
    await record.plans.release(plan.planId, now, 'test');
    const reader = makeRunReader(knex);
    const runs = await reader.listOfWave(wave, ['D1']);
    const visits = runs.flatMap((run) =>
      run.stops.flatMap((stop) =>
        stop.consignments
          .filter(({ part }) => part !== null)
          .map((goods) => ({ runId: run.runId, stopId: stop.stopId, goods })),
      ),
    );
    expect(visits.map(({ goods }) => goods.part?.count)).toEqual([2, 2]);
    expect(visits.reduce((sum, { goods }) => sum + goods.orders, 0)).toBe(11);
    const field = makeFieldStore(record.database);
    const status = async () =>
      (await knex.raw('select status from consignments where consignment_id = ?', [whole])).rows[0].status;
    const chainOf = (orderId: string) => readOrderChain(knex, orderId, ['D1']);
    const report = (at: number, kind: 'departed' | 'delivered') => {
      const { runId, stopId, goods } = visits[at];
      const deviceAt = new Date(now.getTime() + at * 60_000);
      const told =
        kind === 'delivered'
          ? {
              stopId,
              consignments: [
                { consignmentId: goods.consignmentId, outcome: 'delivered' as const, totesHandedOver: goods.totes },
              ],
            }
          : {};
      return field.report(
        runId,
        [{ deviceEventId: `${kind}-${at}`, kind, deviceAt, ...told }],
        { name: 'test', depotIds: ['D1'], courierId: undefined },
        now,
      );
    };
    const inFirst = plan.split![0].parts.find(({ no }) => no === visits[0].goods.part?.no)!.lines[0].orderId;
    const inSecond = plan.split![0].parts.find(({ no }) => no === visits[1].goods.part?.no)!.lines[0].orderId;
    expect(await report(0, 'departed')).toMatchObject([{ effect: 'taken' }]);
    expect(await status()).toBe('loaded');
    expect(await report(0, 'delivered')).toMatchObject([{ effect: 'taken' }]);
    expect(await status()).toBe('loaded');
    expect((await chainOf(inFirst)).lines.find((line: { zoneId: string }) => line.zoneId === 'ambient').status).toBe(
      'delivered',
    );
    expect(
      (await chainOf(inSecond)).lines.find((line: { zoneId: string }) => line.zoneId === 'ambient').status,
    ).not.toBe('delivered');
    expect(await report(1, 'delivered')).toMatchObject([{ effect: 'taken' }]);
    expect(await status()).toBe('delivered');
    const chain = await chainOf(inSecond);
    const mine = chain.consignments.filter((each: { zoneId: string }) => each.zoneId === 'ambient');
    expect(mine).toHaveLength(1);
    expect(mine[0].totes).toHaveLength(visits[1].goods.totes);
  });

  it('says on the pick list which sacks go into which part, and in the export which part rides where', async () => {
    const { record } = await planned();
    const [list] = await makePickListStore(record.database).list({ waveId: wave, zoneId: 'ambient' }, ['D1']);
    const shares = list.lines.flatMap(({ stations }) => stations);
    expect(shares.map(({ stationId, partNo, partCount }) => [stationId, partNo, partCount])).toEqual([
      ['S1', 1, 2],
      ['S1', 2, 2],
    ]);
    expect(shares.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(91);
    const { runs } = await exportPlan(record, '2024-06-14');
    const goods = runs.flatMap(({ trips }) => trips.flatMap(({ stops }) => stops.flatMap((stop) => stop.consignments)));
    const csv = [...runsCsv({ runs })].join('').trimEnd().split('\r\n');
    expect(csv[0].endsWith(',compartment,part,parts,run')).toBe(true);
    const ofWhole = csv.filter((line) => line.includes(`,${whole},`));
    expect(ofWhole.map((line) => line.split(',').slice(-3, -1).join('/')).sort()).toEqual(['1/2', '2/2']);
    expect(csv.filter((line) => /,,,[12]$/.test(line)).length).toBe(csv.length - 1 - ofWhole.length);
    expect([...pickListsCsv([list])].join('')).toContain('S1(1/2)×');
    expect(
      goods
        .filter(({ id }) => id === whole)
        .map(({ part }) => part?.no)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('is printed with its parts and their totes, for the picker, the loader and the courier', async () => {
    const { record, plan } = await planned();
    const exports = makeExports({
      ...record,
      pickLists: makePickListStore(record.database),
      totes: makeToteStore(record.database),
      exportReader: makeExportReader(record.database),
      planGeoJson: async () => ({ type: 'FeatureCollection', features: [] }),
    });
    const textOf = async (subject: 'runs' | 'pick-lists', language: 'zh' | 'en') => {
      const { out, bytes } = collectBytes();
      await exports.write({ subject, format: 'pdf', date: '2024-06-14', language }, out);
      return (await readPdf(bytes()))
        .flat()
        .map(({ text }) => text)
        .join('')
        .replaceAll(/\s/g, '');
    };
    for (const subject of ['runs', 'pick-lists'] as const) {
      for (const no of [1, 2]) {
        expect(await textOf(subject, 'zh')).toContain(`第${no}/2部分`);
        expect(await textOf(subject, 'en')).toContain(`part${no}of2`);
      }
    }
    const { out, bytes } = collectBytes();
    await exports.write({ subject: 'runs', format: 'xlsx', date: '2024-06-14', language: 'zh' }, out);
    const sheets = await readWorkbook(bytes());
    const loading = sheets.flatMap(({ data }) => data.map((row) => row.map(String)));
    for (const { firstTote, lastTote } of plan.split![0].parts) {
      expect(loading.some((row) => row.includes(`S1.ambient.${firstTote}–${lastTote}`))).toBe(true);
    }
  });

  it('keeps its parts when it is edited by hand, part by part, and planned anew after an event', async () => {
    const { record, plan } = await planned();
    const [first] = piecesOf(plan);
    const edit = { kind: 'move' as const, stationId: 'S1', consignmentIds: [first.consignmentId], to: null };
    const [edited, evaluation] = await record.editPlan.make(plan, [edit], 'test', signal);
    expect(evaluation.violations).toEqual([]);
    expect(edited.unassigned).toMatchObject([
      { consignmentId: first.consignmentId, part: first.part, grams: first.grams },
    ]);
    expect(await record.plans.get(edited.planId)).toMatchObject({
      split: plan.split,
      unassigned: edited.unassigned,
    });
    await record.plans.makeCurrent(plan.planId, record.clock.now(), 'test');
    const again = await record.plans.get(plan.planId);
    const event = { kind: 'vehicle-out' as const, vehicleId: 'V2', goods: 'transfer' as const };
    const outcome = await record.replan.preview(again, { event }, signal);
    const [after] = await record.replan.apply(again, outcome.previewId, 'test');
    const ids = [...piecesOf(after), ...after.unassigned].map(({ consignmentId }) => consignmentId);
    expect(ids.filter((id) => id.startsWith(whole)).sort()).toEqual([`${whole}~1`, `${whole}~2`]);
    expect(after.routes.map(({ vehicleId }) => vehicleId)).toEqual(['V1']);
  });

  it('has more parts than a visit can bring: the station is visited again', async () => {
    const { plan } = await planned({
      ...largeDay,
      'vehicles.csv': largeDay['vehicles.csv'].replaceAll(/16:00,[12],/g, '16:00,6,'),
      'vehicle_compartments.csv': `vehicle_id,compartment_no,temp_zones,volume_l
V1,1,frozen,100
V1,2,chilled|fresh,500
V1,3,ambient,120
V1,4,ambient,120
V2,1,ambient,120
V2,2,ambient,120
`,
    });
    const parts = piecesOf(plan);
    expect(plan.unassigned).toEqual([]);
    expect(parts.map(({ part }) => part!.no).sort((one, other) => one - other)).toEqual(
      Array.from({ length: parts.length }, (_, at) => at + 1),
    );
    expect(parts.length).toBeGreaterThanOrEqual(10);
    // Two compartments: a visit may bring two.
    expect(visitsOf(plan).filter(({ consignments }) => consignments.length > 1).length).toBeGreaterThan(0);
  });

  it('leaves a line behind that is larger than any compartment, and brings the others', async () => {
    const { plan } = await planned({
      ...largeDay,
      'vehicles.csv': smallDay['vehicles.csv'],
      'orders.csv': `${largeDay['orders.csv']}X,KX,normal,S1,2024-06-13T20:20:00+08:00,2024-06-14,1,700,840,ambient,\n`,
      'order_lines.csv': `${largeDay['order_lines.csv']}X,1,RICE,70\n`,
    });
    expect(plan.unassigned).toMatchObject([
      { milliliters: 840_000, part: { of: whole }, reason: { code: 'too-large' } },
    ]);
    expect(reasonText(plan.unassigned[0], 'en')).toContain('40 l too large');
    expect(piecesOf(plan).reduce((sum, { grams }) => sum + grams, 0)).toBe(91 * 10_000);
  });

  it('is found out by the checker, rule by rule', async () => {
    const { record, plan } = await planned();
    const context = checkContextOf(
      await readPlanningContext(
        record.planning,
        { depotId: 'D1', waveId: wave, deliveryDate: plan.deliveryDate },
        { signal },
      ),
    );
    const faultsOf = (changed: Plan, checked = context) => new Set(checkPlan(changed, checked).map(({ rule }) => rule));
    expect(faultsOf(plan)).toEqual(new Set());
    type Goods = PlannedStop['consignments'][number];
    /** The plan with its parts changed. */
    const changed = (change: (goods: Goods) => readonly Goods[]): Plan => ({
      ...plan,
      routes: plan.routes.map((route) => ({
        ...route,
        trips: route.trips.map((trip) => ({
          ...trip,
          stops: trip.stops.map((stop) => ({
            ...stop,
            consignments: stop.consignments.flatMap((goods) => (goods.part === undefined ? [goods] : change(goods))),
          })),
        })),
      })),
    });
    const second = (goods: Goods) => goods.part!.no === 2;
    expect(faultsOf(changed((goods) => (second(goods) ? [] : [goods])))).toContain('parts-once');
    expect(faultsOf(changed((goods) => [goods, goods]))).toContain('parts-once');
    expect(faultsOf(changed((goods) => [{ ...goods, milliliters: goods.milliliters - 1 }]))).toContain('parts-sum');
    const oneTote = changed((goods) =>
      second(goods) ? [{ ...goods, part: { ...goods.part!, firstTote: goods.part!.firstTote + 1 } }] : [goods],
    );
    expect(faultsOf(oneTote)).toEqual(new Set(['parts-totes']));
    const [split] = plan.split!;
    const [one, two] = split.parts;
    const twice = { ...split, parts: [one, { ...two, lines: [...two.lines.slice(1), one.lines[0]] }] };
    expect(faultsOf({ ...plan, split: [twice] })).toEqual(new Set(['parts-lines']));
    expect(faultsOf({ ...plan, split: [] })).toEqual(new Set(['parts-lines']));
    const elsewhere = {
      ...plan,
      routes: plan.routes.map((route) => ({
        ...route,
        trips: route.trips.map((trip) => ({
          ...trip,
          stops: trip.stops.map((stop) => (stop.stationId === 'S1' ? { ...stop, stationId: 'S2' } : stop)),
        })),
      })),
    };
    expect(faultsOf(elsewhere)).toContain('goods-station');
    const large = new Map(
      [...context.vehicles].map(([id, vehicle]) => [
        id,
        id === 'V2'
          ? {
              ...vehicle,
              payloadGrams: 2_000_000,
              compartments: vehicle.compartments.map((part) => ({ ...part, milliliters: 2_000_000 })),
            }
          : vehicle,
      ]),
    );
    expect(faultsOf(plan, { ...context, vehicles: large })).toEqual(new Set(['parts-needless']));
    // A vehicle that came back later does not make an edited plan wrong.
    const byHand = { ...plan, provenance: { ...plan.provenance, how: 'edit' as const } };
    expect(faultsOf(byHand, { ...context, vehicles: large })).toEqual(new Set());
    const unlisted = { ...context, splitWholes: [] };
    expect(faultsOf(plan, unlisted)).toContain('goods-once');
    const wholeAsWell = changed((goods) =>
      second(goods) ? [goods, { ...goods, consignmentId: whole, part: undefined }] : [goods],
    );
    expect(faultsOf(wholeAsWell)).toContain('goods-once');
  });
});
