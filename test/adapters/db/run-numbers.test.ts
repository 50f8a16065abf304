import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runNumbers } from '../../../migrations/0024-run-numbers.js';
import { makeListReader } from '../../../server/adapters/db/list-reader.js';
import { runCode } from '../../../server/domain/delivery/run-code.js';
import type { PlacedConsignment, Plan, Route } from '../../../server/domain/planning/plan.js';
import { eachDatabase } from '../../support/databases.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const fleet = ['V1', 'V2', 'V3', 'V4', 'V5'];
const waveId = 'D1-20240614-1';
const at = new Date('2024-06-13T16:00:00Z');
const row = (vehicleId: string) => `${vehicleId},冷藏车,D1,800,20,05:00,16:00,1,,2.5,auto,200,2,30,available\n`;
const files = {
  ...smallDay,
  'vehicles.csv': `${smallDay['vehicles.csv'].split('\n')[0]}\n${fleet.map(row).join('')}`,
  'vehicle_compartments.csv': `vehicle_id,compartment_no,temp_zones,volume_l
${fleet.map((vehicleId) => `${vehicleId},1,frozen|chilled|fresh|ambient,1000\n`).join('')}`,
  'couriers.csv': 'courier_id,name,phone,vehicle_id\n',
};

interface RunRow {
  readonly run_id: string;
  readonly route_no: number;
  readonly vehicle_id: string;
  readonly status: string;
  readonly stops: number;
}

eachDatabase('the numbers of runs', (open) => {
  const planned = async () => {
    const record = recordOver(await open());
    await record.importFrom(writeFiles(files));
    await record.waves.close(waveId, at, 'test');
    const plan = await record.plan(waveId);
    const { knex } = record.database;
    const runs = async (): Promise<RunRow[]> => {
      const { rows } = await knex.raw(
        `select run_id, route_no, vehicle_id, status, (select count(*)::integer from stops
           where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id) as stops
         from runs where wave_id = ? order by route_no`,
        [waveId],
      );
      return rows;
    };
    const current = async () => record.plans.get((await record.waves.get(waveId)).currentPlanId!);
    let next = 0;
    /** The day's goods, each consignment on the vehicle that is named for it, as the next version. */
    const draft = (parent: Plan, vehicles: readonly string[]) => {
      const goods = goodsOf(parent);
      const routes = [...new Set(vehicles)].map((vehicleId) =>
        routeOf(
          vehicleId,
          goods.filter((_, place) => vehicles[place % vehicles.length] === vehicleId),
        ),
      );
      const { version: _, replanned: __, ...kept } = parent;
      return { ...kept, planId: `made-${++next}`, parentPlanId: parent.planId, routes: routes.filter(hasStops) };
    };
    const replan = async (vehicles: readonly string[]) => {
      const plan = await current();
      const seen = await record.replans.listSeenRuns(plan);
      const dayOverrides = { hours: [], vehiclesOut: [], notBefore: [] };
      return record.replans.saveReplan(
        { plan: { ...draft(plan, vehicles), dayOverrides }, seen, urgentOrderIds: [], added: [] },
        'test',
      );
    };
    return { record, knex, plan, runs, current, draft, replan };
  };
  const held = (rows: readonly RunRow[]) => rows.map(({ route_no, vehicle_id }) => `${route_no} ${vehicle_id}`);

  it('keeps number and id of a run when its plan is edited, planned anew, and chosen again', async () => {
    const { record, plan, runs, draft, current } = await planned();
    const two = await record.plans.save(draft(plan, ['V4', 'V2', 'V4']), 'test');
    const before = await runs();
    expect(two.routes.map(({ run }) => run)).toEqual(
      before.map(({ run_id, route_no }) => ({ runId: run_id, routeNo: route_no })),
    );
    const first = plan.routes[0].run!;
    await record.plans.save(draft(await current(), ['V5', 'V4', 'V5']), 'test');
    const after = await runs();
    const of = (rows: readonly RunRow[], vehicleId: string) => rows.find((run) => run.vehicle_id === vehicleId)!;
    expect(of(after, 'V4')).toMatchObject({
      run_id: of(before, 'V4').run_id,
      route_no: of(before, 'V4').route_no,
    });
    // V2's number stays free for V2.
    expect(of(after, 'V5').route_no).toBe(Math.max(first.routeNo, ...before.map(({ route_no }) => route_no)) + 1);
    await record.plans.makeCurrent(two.planId, at, 'test');
    expect(await runs()).toEqual(before);
  });

  it('shows a released run that a re-plan leaves empty under its number, and gives the vehicle that run again', async () => {
    const { record, runs, replan, draft, current, plan } = await planned();
    const two = await record.plans.save(draft(plan, ['V1', 'V2', 'V3']), 'test');
    await record.plans.release(two.planId, at, 'test');
    const before = await runs();
    await replan(['V1', 'V4', 'V4']);
    const emptied = await runs();
    expect(held(emptied).slice(0, before.length)).toEqual(held(before));
    expect(emptied.filter(({ vehicle_id }) => vehicle_id !== 'V1' && vehicle_id !== 'V4')).toEqual(
      before.filter(({ vehicle_id }) => vehicle_id !== 'V1').map((run) => ({ ...run, status: 'cancelled', stops: 0 })),
    );
    // Undone: the same runs go on, and the one that was new is withdrawn in its turn.
    await record.plans.makeCurrent(two.planId, at, 'test');
    const back = await runs();
    expect(back.filter(({ vehicle_id }) => vehicle_id !== 'V4')).toEqual(before);
    expect(back.find(({ vehicle_id }) => vehicle_id === 'V4')).toMatchObject({ status: 'cancelled', stops: 0 });
    // A stop of a run that couriers saw before has an id that none of its stops had.
    const { rows } = await record.database.knex.raw(
      "select stop_id from stops join runs using (depot_id, run_id) where runs.vehicle_id <> 'V1' order by 1",
    );
    expect(rows.every(({ stop_id }: { stop_id: string }) => /-2\d{3}$/.test(stop_id))).toBe(true);
    // Taken back and planned anew, a run that was withdrawn is that vehicle's draft.
    await record.plans.withdraw(two.planId, at, 'test');
    await record.plans.save(draft(await current(), ['V4', 'V3', 'V3']), 'test');
    expect((await runs()).map(({ vehicle_id, status }) => [vehicle_id, status]).sort()).toEqual([
      ['V3', 'draft'],
      ['V4', 'draft'],
    ]);
    expect(held(await runs()).every((each) => held(back).includes(each))).toBe(true);
  });

  it('gives no number to another vehicle, whatever comes one after the other', async () => {
    const { record, plan, runs, draft, current, replan } = await planned();
    const vehicles = fc.array(fc.constantFrom(...fleet), { minLength: 3, maxLength: 3 });
    const step = fc.oneof(
      fc.record({ act: fc.constant('plan' as const), vehicles }),
      fc.record({ act: fc.constant('replan' as const), vehicles }),
      fc.record({ act: fc.constant('choose' as const), which: fc.nat() }),
      fc.constant({ act: 'release' as const }),
      fc.constant({ act: 'withdraw' as const }),
    );
    const holders = new Map<number | string, string>();
    const marks = new Map<string, string>();
    const made: string[] = [plan.planId];
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
        for (const each of steps) {
          const now = await current();
          try {
            if (each.act === 'plan') made.push((await record.plans.save(draft(now, each.vehicles), 'test')).planId);
            if (each.act === 'replan') made.push((await replan(each.vehicles)).planId);
            if (each.act === 'choose') await record.plans.makeCurrent(made[each.which % made.length], at, 'test');
            if (each.act === 'release') await record.plans.release(now.planId, at, 'test');
            if (each.act === 'withdraw') await record.plans.withdraw(now.planId, at, 'test');
            done++;
          } catch (error) {
            // Refusals are part of it; the record is as it was before.
            expect((error as { code?: string }).code).toMatch(/^(wave-released|nothing-to-release|not-released)$/);
          }
          for (const { run_id, route_no, vehicle_id } of await runs()) {
            expect(route_no).toBeGreaterThan(0);
            for (const mark of [run_id, route_no]) {
              expect(holders.get(mark) ?? vehicle_id).toBe(vehicle_id);
              holders.set(mark, vehicle_id);
            }
            expect(marks.get(vehicle_id) ?? `${route_no} ${run_id}`).toBe(`${route_no} ${run_id}`);
            marks.set(vehicle_id, `${route_no} ${run_id}`);
          }
          const shown = await current();
          const live = (await runs()).filter(({ status }) => status !== 'cancelled');
          expect(shown.routes.map(({ run }) => run!.routeNo)).toEqual(live.map(({ route_no }) => route_no));
        }
      }),
      fuzzRuns(6, 24),
    );
    expect(done).toBeGreaterThan(10);
    expect(marks.size).toBe(fleet.length);
  });

  it('calls runs in lists as the rule says', async () => {
    const { knex, runs } = await planned();
    const [{ route_no: routeNo }] = await runs();
    const codes = async () => {
      const { data } = await makeListReader(knex).list<{ runCode: string }>('runs', {}, { limit: 10 }, undefined);
      return data.map((run) => run.runCode);
    };
    expect(await codes()).toContain(runCode(1, routeNo));
    await knex.raw('update waves set sequence = 3 where wave_id = ?', [waveId]);
    expect(await codes()).toContain(runCode(3, routeNo));
  });

  describe('from before numbers stayed', () => {
    it('gives every vehicle the number of the run that it has, and those without one the next', async () => {
      const { record, knex, plan, draft, current, runs } = await planned();
      const two = await record.plans.save(draft(plan, ['V1', 'V2', 'V3']), 'test');
      await record.plans.save(draft(await current(), ['V3', 'V4', 'V3']), 'test');
      const undone = new Error('Nothing of this stays.');
      const seen = knex.transaction(async (transaction) => {
        // As it was: numbered by place, the last plan V3, V4; V2's run cancelled with no number, as V9's.
        await transaction.raw('alter table runs drop constraint runs_one_a_number');
        await transaction.raw('update routes set route_no = route_no + 1000');
        for (const [planId, vehicleId, no] of [
          [two.planId, 'V3', 1],
          [two.planId, 'V2', 2],
          [two.planId, 'V1', 3],
        ]) {
          await transaction.raw('update routes set route_no = ? where plan_id = ? and vehicle_id = ?', [
            no,
            planId,
            vehicleId,
          ]);
        }
        const place = "(case vehicle_id when 'V4' then 1 when 'V3' then 2 else 3 end)";
        const last = `select plan_id from plans order by version desc limit 1`;
        await transaction.raw(`update routes set route_no = ${place} where plan_id = (${last})`);
        await transaction.raw(`update runs set route_no = ${place}`);
        const columns = `depot_id, wave_id, plan_id, planned_departure_at, planned_return_at, distance_meters, travel_seconds`;
        await transaction.raw(
          `insert into runs (run_id, vehicle_id, status, route_no, ${columns})
           select 'gone-' || gone.vehicle_id, gone.vehicle_id, 'cancelled', 0, ${columns}
           from runs, (values ('V2'), ('V3')) as gone(vehicle_id) where runs.vehicle_id = 'V3'`,
        );
        await transaction.raw('alter table routes drop column run_id');
        for (const statement of runNumbers.statements) await transaction.raw(statement);
        const numbers = await transaction.raw(
          `select distinct vehicle_id, route_no, run_id from routes order by route_no, vehicle_id`,
        );
        const kept = await transaction.raw('select run_id, vehicle_id, route_no, status from runs order by route_no');
        throw Object.assign(undone, { numbers: numbers.rows, kept: kept.rows });
      });
      await expect(seen).rejects.toBe(undone);
      const { numbers, kept } = undone as Error & {
        numbers?: { vehicle_id: string; route_no: number; run_id: string }[];
        kept?: RunRow[];
      };
      // V4 and V3 as the page last showed them; then the others, by when they were first planned.
      const others = [...new Set([...plan.routes.map(({ vehicleId }) => vehicleId), 'V2', 'V1'])].filter(
        (vehicleId) => vehicleId !== 'V3' && vehicleId !== 'V4',
      );
      expect(numbers!.map(({ vehicle_id, route_no }) => `${route_no} ${vehicle_id}`)).toEqual(
        ['V4', 'V3', ...others].map((vehicleId, place) => `${place + 1} ${vehicleId}`),
      );
      const idOf = (vehicleId: string) => numbers!.find((each) => each.vehicle_id === vehicleId)!.run_id;
      expect(idOf('V2')).toBe('gone-V2');
      const now = await runs();
      expect(idOf('V3')).toBe(now.find(({ vehicle_id }) => vehicle_id === 'V3')!.run_id);
      // V3's run that was cancelled has a number behind all.
      expect(kept!.at(-1)).toMatchObject({ run_id: 'gone-V3', route_no: others.length + 3 });
      expect(new Set(kept!.map(({ route_no }) => route_no)).size).toBe(kept!.length);
    });
  });
});

function goodsOf({ routes }: Plan): { readonly stationId: string; readonly goods: PlacedConsignment }[] {
  return routes
    .flatMap(({ trips }) => trips.flatMap(({ stops }) => stops))
    .flatMap(({ stationId, consignments }) => consignments.map((goods) => ({ stationId, goods })))
    .sort((one, other) => one.goods.consignmentId.localeCompare(other.goods.consignmentId));
}

const hasStops = ({ trips: [{ stops }] }: Route) => stops.length > 0;

/** Seven in the morning, a stop every half hour; nothing here looks at the times. */
function routeOf(vehicleId: string, goods: ReturnType<typeof goodsOf>): Route {
  const stops = goods.map((each, place) => {
    const arrives = 25_200 + 1800 * place;
    const times = { arrives, begins: arrives, leaves: arrives + 600, legSeconds: 600, legMeters: 5000 };
    return { stationId: each.stationId, ...times, consignments: [{ ...each.goods, compartmentNo: 1 }] };
  });
  return {
    vehicleId,
    trips: [{ loadBegins: 21_600, departs: 23_400, returns: 36_000, meters: 9000, seconds: 1200, stops }],
  };
}
