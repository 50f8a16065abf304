import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { evaluateEdits } from '../../server/application/planning/edits/edit-plan.js';
import { checkContextOf, readPlanningContext } from '../../server/application/planning/planning-context.js';
import { reasonText } from '../../server/application/planning/unassigned/reason-text.js';
import { checkPlan } from '../../server/domain/planning/check-plan.js';
import type { CheckContext } from '../../server/domain/planning/checker/check-context.js';
import type { Plan } from '../../server/domain/planning/plan.js';
import type { PlanEdit } from '../../server/domain/planning/plan-edit.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-edit-'));
const signal = new AbortController().signal;
const at = new Date('2024-06-13T16:00:00Z');

beforeAll(() => writeDemo({ folder, date: '2024-06-14', stations: 40, orders: 600 }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rules that somebody's wish can break. All others are arithmetic, which is never wrong. */
const breakable = new Set([
  'time-window',
  'shift',
  'depot-hours',
  'payload',
  'compartment-zone',
  'compartment-volume',
  'max-stops',
  'max-trips',
  'range',
  'vehicle-height',
  'vehicle-available',
  'docks',
]);

const stopsOf = (plan: Pick<Plan, 'routes'>) =>
  plan.routes.flatMap(({ vehicleId, trips }) =>
    trips.flatMap(({ stops }, trip) => stops.map((stop, at) => ({ ...stop, vehicleId, tripNo: trip + 1, at: at + 1 }))),
  );
const goodsOf = (plan: Pick<Plan, 'routes' | 'unassigned'>) =>
  [...stopsOf(plan).flatMap(({ consignments }) => consignments), ...plan.unassigned]
    .map(({ consignmentId }) => consignmentId)
    .sort();

/** The drive as it would be were it the same all day. */
function withoutHours(context: CheckContext, way: Parameters<CheckContext['travel']>) {
  const drive = context.travel(...way);
  return drive && { seconds: drive.seconds, meters: drive.meters };
}

eachDatabase('editing a plan by hand', (open) => {
  const planned = async () => {
    const record = recordOver(await open());
    await record.importFrom(folder);
    const [{ waveId, depotId }] = await record.waves.listByDate('2024-06-14');
    const plan = await record.plan(waveId, 3000);
    const context = await readPlanningContext(record.planning, plan, { signal, provenance: plan.provenance });
    return { record, waveId, depotId, plan, context };
  };

  it('drives each leg at the speed of its hour, and the checker notices another', async () => {
    const { plan, context } = await planned();
    const checked = checkContextOf(context);
    expect(plan.provenance.timeSlices!.length).toBeGreaterThan(1);
    expect(checkPlan(plan, checked)).toEqual([]);
    const usual = { ...checked, travel: (...way: Parameters<typeof checked.travel>) => withoutHours(checked, way) };
    const faults = checkPlan(plan, usual).map(({ rule }) => rule);
    expect(faults).toContain('leg');
    expect(faults).toContain('arrival');
  });

  it('loses no goods and never miscounts, whatever is wished', async () => {
    const { plan, context } = await planned();
    const stations = [...new Set(stopsOf(plan).map(({ stationId }) => stationId))];
    const vehicles = context.vehicles.map(({ vehicleId }) => vehicleId);
    const place = fc.record({
      vehicleId: fc.constantFrom(...vehicles),
      tripNo: fc.constant(1),
      position: fc.integer({ min: 1, max: 30 }),
    });
    const edit: fc.Arbitrary<PlanEdit> = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('move'),
          stationId: fc.constantFrom(...stations),
          to: fc.option(place),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('exchange-vehicles'),
          vehicleId: fc.constantFrom(plan.routes[0].vehicleId, plan.routes[1].vehicleId),
          otherVehicleId: fc.constantFrom(...vehicles),
        }),
      },
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let outcome: ReturnType<typeof evaluateEdits>;
        try {
          outcome = evaluateEdits(plan, edits, context);
        } catch (error) {
          expect((error as Error).message).toMatch(/Neither|itself/);
          return;
        }
        expect(goodsOf(outcome.edited)).toEqual(goodsOf(plan));
        for (const { rule, text } of outcome.evaluation.violations) expect(breakable, text).toContain(rule);
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it('prices a stop that is moved away and back at nothing, but for times', async () => {
    const { plan, context } = await planned();
    const { stationId, vehicleId, tripNo, at: position } = stopsOf(plan)[2];
    const back = { vehicleId, tripNo, position };
    const { evaluation, edited } = evaluateEdits(
      plan,
      [
        { kind: 'move', stationId, to: null },
        { kind: 'move', stationId, to: back },
      ],
      context,
    );
    expect(evaluation.violations).toEqual([]);
    expect(evaluation.kpis.distanceMeters).toBe(plan.kpis.distanceMeters);
    expect(evaluation.costChangeMinor).toBeLessThanOrEqual(0);
    expect(stopsOf(edited).map((stop) => stop.stationId)).toEqual(stopsOf(plan).map((stop) => stop.stationId));
  });

  it('says what a move breaks, in the words of the checker and of VROOM, and stores nothing', async () => {
    const { record, plan, context } = await planned();
    const everything = [...new Set(stopsOf(plan).map(({ stationId }) => stationId))];
    const small = [...context.available].sort((one, other) => one.payloadGrams - other.payloadGrams)[0];
    const edits = everything.map((stationId): PlanEdit => {
      return { kind: 'move', stationId, to: { vehicleId: small.vehicleId, tripNo: 1, position: 1000 } };
    });
    const { violations, kpis } = await record.editPlan.evaluate(plan, edits, signal);
    expect(new Set(violations.map(({ cause }) => cause))).toContain('load');
    expect(kpis.runs).toBe(1);
    await expect(record.editPlan.make(plan, edits, 'test', signal)).rejects.toMatchObject({
      code: 'edit-breaks-rules',
    });
    const wave = await record.waves.get(plan.waveId);
    expect(wave.currentPlanId).toBe(plan.planId);
  });

  it('makes a new version, and goes back to the one before with its runs', async () => {
    const { record, plan, depotId, waveId } = await planned();
    const first = stopsOf(plan)[0];
    const [edited] = await record.editPlan.make(
      plan,
      [{ kind: 'move', stationId: first.stationId, to: null }],
      'test',
      signal,
    );
    expect(edited).toMatchObject({ version: 2, parentPlanId: plan.planId, provenance: { how: 'edit' } });
    expect(edited.unassigned.map(({ reason }) => reason.code)).toEqual(first.consignments.map(() => 'by-hand'));
    const { rows } = await record.database.knex.raw(
      'select distinct plan_id from runs where depot_id = ? and wave_id = ?',
      [depotId, waveId],
    );
    expect(rows).toEqual([{ plan_id: edited.planId }]);
    await expect(
      record.editPlan.make(plan, [{ kind: 'move', stationId: first.stationId, to: null }], 'test', signal),
    ).rejects.toMatchObject({ code: 'plan-replaced' });

    await record.plans.makeCurrent(plan.planId, at, 'test');
    expect((await record.waves.get(waveId)).currentPlanId).toBe(plan.planId);
    const stops = await record.database.knex.raw('select count(*)::integer as count from stops');
    expect(stops.rows[0].count).toBe(plan.kpis.stops);
  });

  it('is possible while the plan is released, and after that is withdrawn', async () => {
    const { record, plan } = await planned();
    const leave = (at: number): PlanEdit[] => [{ kind: 'move', stationId: stopsOf(plan)[at].stationId, to: null }];
    await expect(record.plans.withdraw(plan.planId, at, 'test')).rejects.toMatchObject({ code: 'not-released' });
    await record.plans.release(plan.planId, at, 'test');
    const [edited] = await record.editPlan.make(plan, leave(0), 'test', signal);
    expect(edited.version).toBe(2);
    expect(await record.plans.withdraw(edited.planId, at, 'test')).toEqual({ runs: plan.kpis.runs });
    const [again] = await record.editPlan.make(edited, leave(1), 'test', signal);
    expect(again.version).toBe(3);
  });

  it('keeps the courier that a vehicle was given by hand', async () => {
    const { record, plan, depotId, waveId } = await planned();
    const { vehicleId } = plan.routes[0];
    await record.database.knex.raw('update runs set courier_id = null where depot_id = ? and vehicle_id = ?', [
      depotId,
      vehicleId,
    ]);
    await record.editPlan.make(
      plan,
      [{ kind: 'move', stationId: stopsOf(plan).at(-1)!.stationId, to: null }],
      'test',
      signal,
    );
    const { rows } = await record.database.knex.raw(
      'select vehicle_id, courier_id from runs where depot_id = ? and wave_id = ? order by route_no',
      [depotId, waveId],
    );
    expect(rows[0]).toEqual({ vehicle_id: vehicleId, courier_id: null });
    expect(rows[1].courier_id).not.toBeNull();
  });

  it('keeps saying what no vehicle can carry, with its figures, and lets nobody put it on one', async () => {
    const record = recordOver(await open());
    await record.importFrom(folder);
    const [{ waveId, depotId }] = await record.waves.listByDate('2024-06-14');
    await record.waves.close(waveId, at, 'test');
    const [{ consignmentId, stationId }] = await record.waves.listConsignments(depotId, waveId);
    const change = 'update consignments set milliliters = 90000000 where depot_id = ? and consignment_id = ?';
    await record.database.knex.raw(change, [depotId, consignmentId]);
    const plan = await record.plan(waveId);
    const left = plan.unassigned.find((goods) => goods.consignmentId === consignmentId)!;
    const { reason, zoneId } = left;
    expect(reason.code).toBe('too-large');
    expect(reasonText(left, 'en')).toContain('It fills 90,000 l.');
    const vehicles = await record.network.listVehicles(depotId);
    const rooms = vehicles.flatMap(({ status, compartments }) => (status === 'available' ? compartments : []));
    const most = Math.max(...rooms.filter((part) => part.zoneIds.includes(zoneId)).map((part) => part.milliliters));
    expect(reason.shortfall).toMatchObject({ overMilliliters: 90_000_000 - most });

    const only = { kind: 'move' as const, stationId, consignmentIds: [consignmentId] };
    const to = { vehicleId: reason.shortfall!.vehicleId, tripNo: 1, position: 1 };
    const priced = await record.editPlan.evaluate(plan, [{ ...only, to }], signal);
    expect(priced.violations.map(({ cause }) => cause)).toContain('load');
    // There and back: the goods stay with the reason that is true of them.
    const [edited] = await record.editPlan.make(
      plan,
      [
        { ...only, to },
        { ...only, to: null },
      ],
      'test',
      signal,
    );
    const stored = await record.plans.get(edited.planId);
    expect(stored.unassigned.find((goods) => goods.consignmentId === consignmentId)!.reason).toEqual(reason);
  });

  it('leaves a run either departed or withdrawn when both are told at once', async () => {
    const record = recordOver(await open());
    await record.importFrom(folder);
    const [{ waveId }] = await record.waves.listByDate('2024-06-14');
    const plan = await record.plan(waveId);
    const field = makeFieldStore(record.database);
    const by = { name: 'test', depotIds: [plan.depotId], courierId: undefined };
    for (let round = 1; round <= 5; round++) {
      await record.plans.release(plan.planId, at, 'test');
      const { rows } = await record.database.knex.raw('select run_id from runs order by run_id limit 1');
      const report = { deviceEventId: `d${round}`, kind: 'departed' as const, deviceAt: at };
      // Its own report of another kind before it leaves does not hold the run to its release.
      const note = { deviceEventId: `n${round}`, kind: 'note' as const, deviceAt: at, note: 'waiting' };
      await field.report(rows[0].run_id, [note], by, at);
      const [withdrawn, departed] = await Promise.allSettled([
        record.plans.withdraw(plan.planId, at, 'test'),
        field.report(rows[0].run_id, [report], by, at),
      ]);
      const found = await record.database.knex.raw('select distinct status from runs');
      const statuses = found.rows.map(({ status }: { status: string }) => status).sort();
      if (departed.status === 'rejected') throw departed.reason;
      const [{ effect }] = departed.value;
      if (effect === 'taken') {
        expect(withdrawn).toMatchObject({ status: 'rejected', reason: { code: 'run-departed' } });
        expect(statuses).toEqual(['departed', 'released']);
        return;
      }
      expect(withdrawn.status).toBe('fulfilled');
      expect(effect).toBe('refused');
      expect(statuses).toEqual(['draft']);
    }
  });
});
