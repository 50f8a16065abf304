import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { instantOf } from '../../server/domain/local-time.js';
import type { Plan, PlannedStop } from '../../server/domain/planning/plan.js';
import type { ReplanEvent } from '../../server/domain/planning/replan.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-replan-'));
const { signal } = new AbortController();
const date = '2024-06-14';
const zone = 'Asia/Shanghai';
const night = new Date('2024-06-13T16:00:00Z');
const by = { name: 'test', depotIds: undefined, courierId: undefined };

beforeAll(() => writeDemo({ folder, date, stations: 40, orders: 600 }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stopsOf = (plan: Pick<Plan, 'routes'>, vehicleId: string) =>
  plan.routes
    .filter((route) => route.vehicleId === vehicleId)
    .flatMap(({ trips }) => trips.flatMap(({ stops }) => stops));
const idsOf = (stops: readonly PlannedStop[]) =>
  stops.flatMap(({ consignments }) => consignments.map(({ consignmentId }) => consignmentId)).sort();
const allIds = ({ routes, unassigned }: Pick<Plan, 'routes' | 'unassigned'>) =>
  [
    ...routes.flatMap(({ vehicleId }) => idsOf(stopsOf({ routes }, vehicleId))),
    ...unassigned.map((u) => u.consignmentId),
  ].sort();
const at = (second: number) => instantOf(date, second, zone);

eachDatabase('planning the rest of a day anew', (open) => {
  /** A plan that is released; `drive` has a vehicle leave as planned and reach its first stops. */
  const released = async () => {
    const record = recordOver(await open());
    await record.importFrom(folder);
    const [{ waveId }] = await record.waves.listByDate(date);
    const plan = await record.plan(waveId, 3000);
    await record.plans.release(plan.planId, night, 'test');
    const field = makeFieldStore(record.database);
    const runs = async () => record.replans.listSeenRuns(plan);
    let next = 0;
    const drive = async (vehicleId: string, stops: number) => {
      const { runId } = (await runs()).find((run) => run.vehicleId === vehicleId)!;
      const route = plan.routes.find((each) => each.vehicleId === vehicleId)!;
      const { rows } = await record.database.knex.raw(
        'select stop_id, station_id from stops where run_id = ? order by sequence',
        [runId],
      );
      const reports = [
        { deviceEventId: `e${++next}`, kind: 'departed' as const, deviceAt: at(route.trips[0].departs) },
      ];
      const done = route.trips[0].stops.slice(0, stops).map(({ stationId, leaves }) => ({
        deviceEventId: `e${++next}`,
        kind: 'delivered' as const,
        deviceAt: at(leaves),
        stopId: rows.find((row: { station_id: string }) => row.station_id === stationId).stop_id as string,
      }));
      const effects = await field.report(runId, [...reports, ...done], by, at(route.trips[0].returns));
      expect(effects.every(({ effect }) => effect === 'taken')).toBe(true);
      return done.length === 0 ? route.trips[0].departs : route.trips[0].stops[stops - 1].leaves;
    };
    const happen = async (plan: Plan, event: ReplanEvent, second: number) => {
      const outcome = await record.replan.preview(plan, { event, from: at(second) }, signal);
      const [saved] = await record.replan.apply(plan, outcome.previewId, 'test');
      return { outcome, saved };
    };
    return { record, plan, drive, happen, runs, field };
  };

  it('leaves done and loaded goods on their vehicle, and drafts nothing that was not asked for', async () => {
    const { plan, drive, happen } = await released();
    const [first] = plan.routes;
    const now = await drive(first.vehicleId, 2);
    const { outcome, saved } = await happen(plan, { kind: 'reports' }, now);
    expect(allIds(saved)).toEqual(allIds(plan));
    expect(idsOf(stopsOf(saved, first.vehicleId).slice(0, first.trips[0].stops.length))).toEqual(
      idsOf(first.trips[0].stops),
    );
    const executedPrefix = saved.routes.find(({ vehicleId }) => vehicleId === first.vehicleId)!.executedPrefix;
    expect(executedPrefix).toEqual({ at: now, trips: 1, stops: 2 });
    expect(saved).toMatchObject({ version: 2, parentPlanId: plan.planId, provenance: { how: 'replan' } });
    expect(outcome.changes.filter(({ kind }) => kind !== 'retimed')).toEqual([]);
  });

  it('sends another vehicle for goods on board of one that broke down, and ends its run', async () => {
    const { record, plan, drive, happen, runs } = await released();
    const [first] = plan.routes;
    const now = await drive(first.vehicleId, 1);
    const event = { kind: 'vehicle-out' as const, vehicleId: first.vehicleId, goods: 'transfer' as const };
    const { outcome, saved } = await happen(plan, event, now + 60);
    expect(allIds(saved)).toEqual(allIds(plan));
    expect(idsOf(stopsOf(saved, first.vehicleId))).toEqual(idsOf(first.trips[0].stops.slice(0, 1)));
    const fetched = outcome.changes.filter(({ kind }) => kind === 'fetched');
    expect(fetched.length).toBeGreaterThan(0);
    // Which vehicle broke down depends on the plan; what no other one holds, or may bring to its station, stays behind.
    const leftOut = outcome.changes.filter(({ kind, why }) => kind === 'left-out' && why.code === 'vehicle-out');
    expect([...fetched, ...leftOut].flatMap(({ consignmentIds }) => consignmentIds).sort()).toEqual(
      idsOf(first.trips[0].stops.slice(1)),
    );
    expect(new Set(fetched.map(({ why }) => why.code))).toEqual(new Set(['vehicle-out']));
    const trip = saved.routes.flatMap(({ trips }) => trips).find(({ transfer }) => transfer !== undefined)!;
    expect(trip.transfer!.fromVehicleId).toBe(first.vehicleId);
    expect(trip.departs).toBeGreaterThanOrEqual(now + 60);
    expect((await runs()).find(({ vehicleId }) => vehicleId === first.vehicleId)!.status).toBe('finished');

    // Undone, the vehicle drives on with all that was its own.
    await record.plans.makeCurrent(plan.planId, at(now + 120), 'test');
    const back = (await runs()).find(({ vehicleId }) => vehicleId === first.vehicleId)!;
    expect(back.status).toBe('departed');
    expect(back.stops.flatMap(({ consignmentIds }) => consignmentIds).sort()).toEqual(
      idsOf(stopsOf(plan, first.vehicleId)),
    );
  });

  it('leaves goods on board of a broken vehicle undelivered where nobody shall fetch them, with a reason', async () => {
    const { plan, drive, happen } = await released();
    const [first] = plan.routes;
    const now = await drive(first.vehicleId, 0);
    const event = { kind: 'vehicle-out' as const, vehicleId: first.vehicleId, goods: 'stay' as const };
    const { saved } = await happen(plan, event, now + 60);
    const left = saved.unassigned.filter(({ reason }) => reason.code === 'vehicle-out');
    expect(left.map(({ consignmentId }) => consignmentId).sort()).toEqual(idsOf(first.trips[0].stops));
    expect(stopsOf(saved, first.vehicleId)).toEqual([]);
  });

  it('gives goods still at the depot to other vehicles when theirs breaks down', async () => {
    const { plan, happen, runs } = await released();
    const [first] = plan.routes;
    const event = { kind: 'vehicle-out' as const, vehicleId: first.vehicleId, goods: 'transfer' as const };
    const { outcome, saved } = await happen(plan, event, 0);
    expect(allIds(saved)).toEqual(allIds(plan));
    expect(stopsOf(saved, first.vehicleId)).toEqual([]);
    expect(outcome.changes.filter(({ kind }) => kind === 'moved').length).toBeGreaterThan(0);
    expect((await runs()).some(({ vehicleId }) => vehicleId === first.vehicleId)).toBe(false);
  });

  it('leaves later with a vehicle that is late, and takes nothing off it once it is loaded', async () => {
    const { plan, happen } = await released();
    const [first] = plan.routes;
    const { loadBegins, departs, stops } = first.trips[0];
    const event = { kind: 'late-departure' as const, vehicleId: first.vehicleId, minutes: 45 };
    const { saved } = await happen(plan, event, loadBegins + 1);
    const late = saved.routes.find(({ vehicleId }) => vehicleId === first.vehicleId)!.trips[0];
    expect(late.departs).toBe(Math.max(departs, loadBegins + 1) + 45 * 60);
    expect(idsOf(late.stops)).toEqual(idsOf(stops));

    const { plan: other, happen: early } = await released();
    const { saved: before } = await early(other, event, 0);
    const trip = before.routes.find(({ vehicleId }) => vehicleId === first.vehicleId)?.trips[0];
    expect(trip === undefined || trip.loadBegins >= loadBegins + 45 * 60).toBe(true);
  });

  it('brings back what is on board for a station that closes, and keeps other hours where it only changes them', async () => {
    const { plan, drive, happen } = await released();
    const [first] = plan.routes;
    const now = await drive(first.vehicleId, 1);
    const { stationId } = first.trips[0].stops[2];
    const closed = await happen(plan, { kind: 'station-closed', stationId }, now);
    const left = closed.saved.unassigned.filter((goods) => goods.stationId === stationId);
    expect(left.map(({ reason }) => reason.code)).toContain('on-board');
    expect(closed.outcome.changes.find((change) => change.stationId === stationId)).toMatchObject({
      kind: 'left-out',
      why: { code: 'station-closed' },
    });
    const open = closed.saved.routes.find(({ vehicleId }) => vehicleId !== first.vehicleId)!.trips[0].stops[0];
    const windows = [{ opens: open.begins + 1800, closes: open.begins + 7200 }];
    const moved = await happen(closed.saved, { kind: 'station-closed', stationId: open.stationId, windows }, now);
    const begins = moved.saved.routes.flatMap(({ trips }) =>
      trips.flatMap(({ stops }) =>
        stops.filter((stop) => stop.stationId === open.stationId).map((stop) => stop.begins),
      ),
    );
    expect(begins.every((begin) => begin >= windows[0].opens && begin <= windows[0].closes)).toBe(true);
    expect(moved.saved.dayOverrides?.hours.map((hours) => hours.stationId).sort()).toEqual(
      [stationId, open.stationId].sort(),
    );
  });

  it('refuses what makes no sense', async () => {
    const { record, plan, drive, happen } = await released();
    const [first] = plan.routes;
    const look = (event: ReplanEvent) => record.replan.preview(plan, { event, from: at(0) }, signal);
    await expect(look({ kind: 'vehicle-out', vehicleId: 'V-none', goods: 'transfer' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(look({ kind: 'station-closed', stationId: 'S-none' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(
      look({
        kind: 'station-closed',
        stationId: first.trips[0].stops[0].stationId,
        windows: [{ opens: 9, closes: 5 }],
      }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(look({ kind: 'late-departure', vehicleId: 'V-none', minutes: 5 })).rejects.toMatchObject({
      code: 'run-completed',
    });
    await expect(look({ kind: 'urgent-orders', orderIds: ['O-none'] })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const fetchItself = {
      kind: 'vehicle-out' as const,
      vehicleId: first.vehicleId,
      goods: 'transfer' as const,
      substituteVehicleId: first.vehicleId,
    };
    await expect(look(fetchItself)).rejects.toMatchObject({ code: 'invalid-input' });
    const now = await drive(first.vehicleId, 1);
    const { saved } = await happen(plan, { kind: 'vehicle-out', vehicleId: first.vehicleId, goods: 'stay' }, now);
    await expect(
      record.replan.preview(
        saved,
        { event: { kind: 'vehicle-out', vehicleId: first.vehicleId, goods: 'stay' } },
        signal,
      ),
    ).rejects.toMatchObject({ code: 'run-completed' });
  });

  it('lets one of two dispatchers win, and refuses what a run that left meanwhile contradicts', async () => {
    const { record, plan, drive } = await released();
    const [first, ...others] = plan.routes;
    const outOf = (vehicleId: string) => {
      const event: ReplanEvent = { kind: 'vehicle-out', vehicleId, goods: 'transfer' };
      return record.replan.preview(plan, { event, from: at(0) }, signal);
    };
    const one = await outOf(first.vehicleId);
    // One that leaves the first vehicle alone, so that only one of two who want it can have it.
    const apart = (await Promise.all(others.map(({ vehicleId }) => outOf(vehicleId)))).filter(
      ({ changes }) => !JSON.stringify(changes).includes(JSON.stringify(first.vehicleId)),
    );
    expect(apart.length).toBeGreaterThan(0);
    const [other] = apart;
    await drive(first.vehicleId, 0);
    await expect(record.replan.apply(plan, one.previewId, 'test')).rejects.toMatchObject({
      code: 'run-left-meanwhile',
    });
    const outcomes = await Promise.allSettled([
      record.replan.apply(plan, other.previewId, 'a'),
      record.replan.apply(plan, other.previewId, 'b'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'plan-replaced' } });
    await expect(record.replan.apply(plan, other.previewId, 'c')).rejects.toMatchObject({ code: 'preview-gone' });
    await expect(record.replan.preview(plan, { event: { kind: 'reports' } }, signal)).rejects.toMatchObject({
      code: 'plan-replaced',
    });
  });
});
