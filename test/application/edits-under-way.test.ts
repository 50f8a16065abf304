import { expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { makeRunReader } from '../../server/adapters/db/delivery/run-reader.js';
import type { Database } from '../../server/adapters/db/engine/database.js';
import { instantOf } from '../../server/domain/local-time.js';
import type { Plan } from '../../server/domain/planning/plan.js';
import type { PlanEdit } from '../../server/domain/planning/plan-edit.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const wave = 'D1-20240614-1';
const signal = new AbortController().signal;
const night = new Date('2024-06-13T20:00:00Z');
const at = (second: number) => instantOf('2024-06-14', second, 'Asia/Shanghai');
const by = { name: 'test', depotIds: undefined, courierId: undefined };

/** Three stations for two vehicles of at most two stops each, and a third vehicle that idles. */
const threeStations = {
  ...smallDay,
  'stations.csv': smallDay['stations.csv'].replace('suspended', 'open'),
  'vehicles.csv': `${smallDay['vehicles.csv'].replaceAll('800,20,', '800,2,').replace('maintenance', 'available')}V3,冷藏车,D1,800,3,05:00,16:00,2,,2.5,auto,900,9,90,available\n`,
  'vehicle_compartments.csv': `${smallDay['vehicle_compartments.csv']}V3,1,frozen|chilled|fresh|ambient,1000\n`,
  'couriers.csv': `${smallDay['couriers.csv']}C2,李师傅,13800000001,V2\n`,
  'orders.csv': `${smallDay['orders.csv']}O4,K4,normal,S3,2024-06-13T20:20:00+08:00,2024-06-14,2,12,14.4,ambient|chilled,\n`,
  'order_lines.csv': `${smallDay['order_lines.csv']}O4,1,MILK,2\nO4,2,RICE,1\n`,
};

const tripsOf = ({ routes }: Pick<Plan, 'routes'>, vehicleId: string) =>
  (routes.find((route) => route.vehicleId === vehicleId)?.trips ?? []).map(({ stops }) =>
    stops.map(({ stationId }) => stationId),
  );

eachDatabase('editing a plan of released runs', (open) => {
  /** A vehicle that visits two stations, another that visits one, both released. */
  const released = async (files: Readonly<Record<string, string>> = threeStations) => {
    const database: Database = await open();
    const record = recordOver(database);
    await record.importFrom(writeFiles(files));
    const plan = await record.plan(wave);
    const two = plan.routes.find(({ trips }) => trips.flatMap(({ stops }) => stops).length === 2)!;
    const one = plan.routes.find(({ vehicleId }) => vehicleId !== two.vehicleId)!;
    await record.plans.release(plan.planId, night, 'test');
    const runs = () => makeRunReader(database.knex).listOfWave(wave, ['D1']);
    const field = makeFieldStore(database);
    /** The vehicle leaves as planned, and delivers at its first stops. */
    const drive = async (vehicleId: string, stops: number) => {
      const run = (await runs()).find((each) => each.vehicleId === vehicleId)!;
      const [trip] = plan.routes.find((each) => each.vehicleId === vehicleId)!.trips;
      const delivered = run.stops.slice(0, stops).map(({ stopId }, place) => ({
        deviceEventId: `${vehicleId}-${place}`,
        kind: 'delivered' as const,
        deviceAt: at(trip.stops[place].leaves),
        stopId,
      }));
      const left = { deviceEventId: `${vehicleId}-left`, kind: 'departed' as const, deviceAt: at(trip.departs) };
      const answers = await field.report(run.runId, [left, ...delivered], by, at(trip.returns));
      expect(answers.map(({ effect }) => effect)).toEqual([left, ...delivered].map(() => 'taken'));
    };
    const takeBack = async (vehicleId: string) => {
      const run = (await runs()).find((each) => each.vehicleId === vehicleId)!;
      await record.plans.withdraw(plan.planId, night, 'test', [run.runId]);
    };
    return { database, record, plan, two, one, runs, field, drive, takeBack };
  };
  const stationAt = (route: Plan['routes'][number], place: number) => route.trips[0].stops[place].stationId;
  const onto = (vehicleId: string, stationId: string): PlanEdit => ({
    kind: 'move',
    stationId,
    to: { vehicleId, tripNo: 1, position: 9 },
  });

  it('changes both runs, keeps them released and tells both couriers', async () => {
    const { record, plan, two, one, runs } = await released();
    const before = await runs();
    const moved = stationAt(two, 0);
    const [edited, { costChangeMinor }] = await record.editPlan.make(
      plan,
      [onto(one.vehicleId, moved)],
      'test',
      signal,
    );
    expect(edited).toMatchObject({ version: 2, edited: { from: 0 }, provenance: { how: 'edit' } });
    expect(costChangeMinor).toBe(edited.kpis.costMinor - plan.kpis.costMinor);
    const now = await runs();
    for (const run of now) {
      const was = before.find(({ runId }) => runId === run.runId)!;
      expect(run.status).toBe('released');
      expect(run.version).toBeGreaterThan(was.version);
      const isFrom = run.vehicleId === two.vehicleId;
      expect(run.notice).toMatchObject({
        kind: 'changed',
        removed: isFrom ? [moved] : [],
        added: isFrom ? [] : [moved],
        acknowledgedAt: null,
      });
    }
    // Undone, also while it is released.
    await record.plans.makeCurrent(plan.planId, night, 'test');
    expect((await runs()).map(({ stops }) => stops.length).sort()).toEqual([1, 2]);
  });

  it('leaves what is delivered or on board where it is, and says what holds it', async () => {
    const { record, plan, two, one, drive, takeBack } = await released();
    await drive(two.vehicleId, 1);
    const refusals = async (edits: PlanEdit[]) =>
      (await record.editPlan.evaluate(plan, edits, signal)).violations.map(({ cause, text }) => `${cause}: ${text}`);
    const [done, aboard] = [stationAt(two, 0), stationAt(two, 1)];
    expect(await refusals([onto('V3', done)])).toEqual([
      `held: Station ${done} was served by vehicle ${two.vehicleId} already.`,
    ]);
    expect(await refusals([onto('V3', aboard)])).toEqual([
      `held: The goods for station ${aboard} are on board of vehicle ${two.vehicleId}, which has left.`,
    ]);
    expect(await refusals([onto(two.vehicleId, stationAt(one, 0))])).toEqual([
      expect.stringMatching(/^held: The goods for station S\d are loaded on vehicle V\d by the clock\./),
    ]);
    await takeBack(one.vehicleId);
    // What is on board stays; nothing joins it.
    expect(await refusals([onto(two.vehicleId, stationAt(one, 0))])).toEqual([
      `held: Trip 1 of vehicle ${two.vehicleId} is loaded or has left. Choose a later trip.`,
    ]);
    expect(await refusals([{ kind: 'exchange-vehicles', vehicleId: two.vehicleId, otherVehicleId: 'V3' }])).toEqual([
      expect.stringMatching(/^held: /),
    ]);
    await expect(record.editPlan.make(plan, [onto('V3', aboard)], 'test', signal)).rejects.toMatchObject({
      code: 'edit-breaks-rules',
      details: [{ cause: 'held', vehicleId: two.vehicleId, stationId: aboard }],
    });
  });

  it('moves what is not loaded yet between a vehicle on the road and the others', async () => {
    const { record, plan, two, one, drive, runs, takeBack } = await released();
    await drive(two.vehicleId, 1);
    await takeBack(one.vehicleId);
    const [{ from }] = [await record.editPlan.evaluate(plan, [onto('V3', stationAt(one, 0))], signal)].map(
      ({ routes }) => ({ from: routes.find(({ vehicleId }) => vehicleId === 'V3')!.trips[0].loadBegins }),
    );
    // Nothing is loaded before the last report.
    expect(from).toBeGreaterThanOrEqual(two.trips[0].stops[0].leaves);
    const [edited] = await record.editPlan.make(plan, [onto('V3', stationAt(one, 0))], 'test', signal);
    const driven = edited.routes.find(({ vehicleId }) => vehicleId === two.vehicleId)!;
    expect(driven.trips).toEqual(two.trips);
    const statuses = Object.fromEntries((await runs()).map(({ vehicleId, status }) => [vehicleId, status]));
    // Not all were released: a dispatcher looks at what is new.
    expect(statuses).toEqual({ [two.vehicleId]: 'departed', V3: 'draft' });
  });

  it('changes the turn of what is on board, from where the vehicle is', async () => {
    const { record, plan, two, drive, runs } = await released();
    await drive(two.vehicleId, 0);
    const [first, second] = [stationAt(two, 0), stationAt(two, 1)];
    const [edited] = await record.editPlan.make(
      plan,
      [{ kind: 'reverse', vehicleId: two.vehicleId, tripNo: 1 }],
      'test',
      signal,
    );
    expect(tripsOf(edited, two.vehicleId)).toEqual([[second, first]]);
    const route = edited.routes.find(({ vehicleId }) => vehicleId === two.vehicleId)!;
    expect(route.executedPrefix).toMatchObject({ trips: 1, stops: 0 });
    const run = (await runs()).find(({ vehicleId }) => vehicleId === two.vehicleId)!;
    expect(run).toMatchObject({ status: 'departed', notice: { kind: 'changed', isReordered: true } });
  });

  it('takes either a report or an edit that contradicts it, whichever comes first', async () => {
    const { record, plan, two, one, runs, field } = await released();
    const run = (await runs()).find(({ vehicleId }) => vehicleId === two.vehicleId)!;
    const left = { deviceEventId: 'left', kind: 'departed' as const, deviceAt: at(two.trips[0].departs) };
    const [made, reported] = await Promise.allSettled([
      record.editPlan.make(plan, [onto(one.vehicleId, stationAt(two, 0))], 'test', signal),
      field.report(run.runId, [left], by, at(two.trips[0].departs)),
    ]);
    expect(reported.status).toBe('fulfilled');
    const now = (await runs()).find(({ vehicleId }) => vehicleId === two.vehicleId)!;
    expect(now.status).toBe('departed');
    // Who left with two stops has both; who left after the change knows of one.
    expect(now.stops.length).toBe(made.status === 'fulfilled' ? 1 : 2);
    if (made.status === 'rejected') expect(made.reason.code).toMatch(/^(run-left-meanwhile|edit-breaks-rules)$/);
  });

  it('releases and takes back single runs, and lets drafts be drafts when the others change', async () => {
    const { record, plan, two, one, runs } = await released();
    const idOf = async (vehicleId: string) => (await runs()).find((run) => run.vehicleId === vehicleId)!.runId;
    const statuses = async () => Object.fromEntries((await runs()).map(({ vehicleId, status }) => [vehicleId, status]));
    await expect(record.plans.withdraw(plan.planId, night, 'test', ['run-x'])).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await record.plans.withdraw(plan.planId, night, 'test', [await idOf(one.vehicleId)])).toEqual({ runs: 1 });
    expect(await statuses()).toEqual({ [two.vehicleId]: 'released', [one.vehicleId]: 'draft' });
    const [edited] = await record.editPlan.make(plan, [onto(one.vehicleId, stationAt(two, 0))], 'test', signal);
    expect(await statuses()).toEqual({ [two.vehicleId]: 'released', [one.vehicleId]: 'draft' });
    const ids = [await idOf(one.vehicleId)];
    expect(await record.plans.release(edited.planId, night, 'test', ids)).toEqual({ runs: 1 });
    await expect(record.plans.release(edited.planId, night, 'test', ids)).rejects.toMatchObject({
      code: 'nothing-to-release',
    });
    expect(await statuses()).toEqual({ [two.vehicleId]: 'released', [one.vehicleId]: 'released' });
  });

  it('takes nothing of a run back that has left, and others still', async () => {
    const { record, plan, two, one, runs, drive } = await released();
    await drive(two.vehicleId, 0);
    const idOf = async (vehicleId: string) => (await runs()).find((run) => run.vehicleId === vehicleId)!.runId;
    const take = async (vehicleId: string) =>
      record.plans.withdraw(plan.planId, night, 'test', [await idOf(vehicleId)]);
    await expect(take(two.vehicleId)).rejects.toMatchObject({ code: 'run-departed' });
    expect(await take(one.vehicleId)).toEqual({ runs: 1 });
  });

  it('splits, joins and moves several stations in their order, and gives a run to an idle vehicle', async () => {
    const { record, plan, two, one } = await released();
    const [first, second] = [stationAt(two, 0), stationAt(two, 1)];
    const other = stationAt(one, 0);
    const tried = async (...edits: PlanEdit[]) => {
      const { routes } = await record.editPlan.evaluate(plan, edits, signal);
      return Object.fromEntries(routes.map(({ vehicleId }) => [vehicleId, tripsOf({ routes }, vehicleId)]));
    };
    const { vehicleId } = two;
    expect(await tried({ kind: 'split', vehicleId, tripNo: 1, position: 2, toVehicleId: 'V3' })).toEqual({
      [vehicleId]: [[first]],
      V3: [[second]],
    });
    expect(await tried({ kind: 'split', vehicleId, tripNo: 1, position: 2, toVehicleId: vehicleId })).toEqual({
      [vehicleId]: [[first], [second]],
    });
    expect(await tried({ kind: 'join', vehicleId: one.vehicleId, toVehicleId: vehicleId })).toEqual({
      [vehicleId]: [[first, second, other]],
    });
    const to = { vehicleId: 'V3', tripNo: 1, position: 1 };
    expect(await tried({ kind: 'move', stationIds: [second, other, first], to })).toEqual({
      V3: [[second, other, first]],
    });
    expect(await tried({ kind: 'exchange-vehicles', vehicleId, otherVehicleId: 'V3' })).toEqual({
      V3: [[first, second]],
    });
    const outcome = await record.editPlan.evaluate(
      plan,
      [{ kind: 'join', vehicleId: one.vehicleId, toVehicleId: vehicleId }],
      signal,
    );
    // V1 and V2 may make two stops.
    expect(outcome.violations).toMatchObject([
      { rule: 'max-stops', cause: 'max_tasks', isSoft: true, vehicleId, amount: 3, limit: 2, unit: 'stops' },
    ]);
  });

  it('lets a soft rule pass for one run with a reason, keeps it with the plan, and proves all others', async () => {
    const { record, plan, two, one } = await released();
    const edits: PlanEdit[] = [{ kind: 'join', vehicleId: one.vehicleId, toVehicleId: two.vehicleId }];
    const reason = '司机同意多跑一站';
    const maxStops = { rule: 'max-stops' as const, vehicleId: two.vehicleId, reason };
    await expect(record.editPlan.make(plan, edits, 'test', signal)).rejects.toMatchObject({
      code: 'edit-breaks-rules',
    });
    const elsewhere = { overrides: [{ ...maxStops, vehicleId: 'V3' }] };
    expect((await record.editPlan.evaluate(plan, edits, signal, elsewhere)).violations).toHaveLength(1);
    const [edited] = await record.editPlan.make(plan, edits, 'test', signal, { overrides: [maxStops] });
    expect((await record.plans.get(edited.planId)).overrides).toMatchObject([{ ...maxStops, by: 'test' }]);
    const audit = async () =>
      (
        await record.database.knex.raw(
          "select actor, subject_id, reason, detail from audit where action = 'plan.rule-overridden'",
        )
      ).rows;
    const row = { actor: 'test', subject_id: edited.planId, reason };
    expect(await audit()).toMatchObject([{ ...row, detail: { rule: 'max-stops', vehicleId: two.vehicleId } }]);
    // It goes on with later changes as long as it is needed, and no longer.
    const [locked] = await record.editPlan.make(edited, [{ kind: 'lock', vehicleId: two.vehicleId }], 'test', signal);
    expect(locked.overrides).toHaveLength(1);
    const [reversed] = await record.editPlan.make(
      locked,
      [{ kind: 'reverse', vehicleId: two.vehicleId, tripNo: 1 }],
      'test',
      signal,
    );
    expect(reversed.overrides).toMatchObject([{ reason }]);
    const [again] = await record.editPlan.make(reversed, [onto('V3', stationAt(one, 0))], 'test', signal);
    expect(again.overrides).toBeUndefined();
    expect(await audit()).toHaveLength(1);
  });

  it('lets nothing pass that holds by nature', async () => {
    const files = {
      ...threeStations,
      'vehicle_compartments.csv': threeStations['vehicle_compartments.csv'].replace(
        'V3,1,frozen|chilled|fresh|ambient,1000',
        'V3,1,frozen,0.5',
      ),
    };
    const { record, plan } = await released(files);
    const { violations } = await record.editPlan.evaluate(
      plan,
      [onto('V3', 'S2')],
      signal,
      // S2 gets 2 × 0.8 l of ice cream; the compartment has half a liter.
      { overrides: [{ rule: 'max-stops', vehicleId: 'V3', reason: 'none of these' }] },
    );
    expect(violations).toMatchObject([
      {
        rule: 'compartment-volume',
        isSoft: false,
        vehicleId: 'V3',
        compartmentNo: 1,
        amount: 1600,
        limit: 500,
        unit: 'milliliters',
        text: 'Compartment 1 of vehicle V3 would hold 1.6 l; it has 0.5 l: 1.1 l too much.',
      },
    ]);
  });

  it('are kept by re-plans where they still hold, unless told otherwise, and named where they are given up', async () => {
    const record = recordOver(await open());
    await record.importFrom(
      writeFiles({ ...threeStations, 'vehicles.csv': threeStations['vehicles.csv'].replaceAll('800,2,', '800,20,') }),
    );
    // One vehicle brings all; S2 goes to V3 by hand, which costs 900 where others cost 200.
    const plan = await record.plan(wave);
    const [{ vehicleId }] = plan.routes;
    expect(plan.routes).toHaveLength(1);
    const [edited] = await record.editPlan.make(plan, [onto('V3', 'S2')], 'test', signal);
    const [locked] = await record.editPlan.make(edited, [{ kind: 'lock', vehicleId, stationId: 'S1' }], 'test', signal);
    const event = { kind: 'vehicle-out' as const, vehicleId, goods: 'stay' as const };
    const kept = await record.replan.preview(locked, { event }, signal);
    expect(tripsOf(kept, 'V3').flat()).toContain('S2');
    expect(kept.givenUp).toEqual([]);
    const free = await record.replan.preview(locked, { event, keepsEdits: false }, signal);
    expect(tripsOf(free, 'V3')).toEqual([]);
    const other = free.routes.find(({ trips }) => trips.length > 0)!;
    expect(tripsOf(free, other.vehicleId).flat().sort()).toEqual(['S1', 'S2', 'S3']);
    // A vehicle that breaks down keeps nothing.
    const broken = { ...event, vehicleId: 'V3' };
    const lost = await record.replan.preview(locked, { event: broken }, signal);
    expect(lost.givenUp).toEqual([{ vehicleId: 'V3', stationId: 'S2' }]);
  });
});
