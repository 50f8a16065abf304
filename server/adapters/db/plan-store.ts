import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { PlanStore } from '../../application/planning/plan-store.js';
import { ConflictError, NotFoundError } from '../../domain/dispatch-error.js';
import { instantOf } from '../../domain/local-time.js';
import type { Plan, PlanFigures, PlanOrigin, Route, Trip } from '../../domain/plan.js';
import { assertRunTransition } from '../../domain/run.js';
import { assertWaveTransition } from '../../domain/wave.js';
import { type Database, expectRows } from './database.js';
import { getWave } from './wave-store.js';

export function makePlanStore(database: Database): PlanStore {
  return {
    get: (planId) => getPlan(database.knex, planId),
    save: (plan, createdBy) => database.inTransaction((transaction) => savePlan(transaction, plan, createdBy)),
    release: (planId, releasedAt, releasedBy) =>
      database.inTransaction((transaction) => releasePlan(transaction, planId, releasedAt, releasedBy)),
  };
}

async function getPlan(knex: Knex, planId: string): Promise<Plan> {
  const found = await knex.raw(
    `select plans.depot_id, plans.plan_id, plans.wave_id, waves.delivery_date, plans.version, plans.parent_plan_id,
       plans.origin, plans.figures, plans.created_at
     from plans join waves on waves.depot_id = plans.depot_id and waves.wave_id = plans.wave_id
     where plans.plan_id = ?`,
    [planId],
  );
  if (found.rows.length === 0) throw new NotFoundError('plan', planId);
  const row = found.rows[0];
  const routes = await knex.raw(
    'select vehicle_id, trips from routes where depot_id = ? and plan_id = ? order by route_no',
    [row.depot_id, planId],
  );
  const unassigned = await knex.raw(
    `select unassigned.consignment_id, consignments.station_id, consignments.zone_id, consignments.grams,
       consignments.milliliters, unassigned.reason_code, unassigned.reason_text
     from unassigned join consignments on consignments.depot_id = unassigned.depot_id
       and consignments.consignment_id = unassigned.consignment_id
     where unassigned.depot_id = ? and unassigned.plan_id = ? order by unassigned.consignment_id`,
    [row.depot_id, planId],
  );
  return {
    planId,
    depotId: row.depot_id,
    waveId: row.wave_id,
    deliveryDate: row.delivery_date,
    version: row.version,
    parentPlanId: row.parent_plan_id ?? undefined,
    madeBy: row.origin as PlanOrigin,
    routes: routes.rows.map((route: { vehicle_id: string; trips: Trip[] }) => ({
      vehicleId: route.vehicle_id,
      trips: route.trips,
    })),
    unassigned: unassigned.rows.map((goods: Record<string, string & number>) => ({
      consignmentId: goods.consignment_id,
      stationId: goods.station_id,
      zoneId: goods.zone_id,
      grams: goods.grams,
      milliliters: goods.milliliters,
      reason: { code: goods.reason_code, text: goods.reason_text },
    })),
    figures: row.figures as PlanFigures,
    createdAt: row.created_at,
  };
}

async function savePlan(transaction: Knex.Transaction, plan: Omit<Plan, 'version'>, createdBy: string): Promise<Plan> {
  const { depotId, planId, waveId } = plan;
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  assertWaveTransition(wave.status, 'planned');
  await refuseReleased(transaction, depotId, waveId);
  const versions = await transaction.raw(
    'select coalesce(max(version), 0) + 1 as next from plans where depot_id = ? and wave_id = ?',
    [depotId, waveId],
  );
  const version: number = versions.rows[0].next;
  const inserted = await transaction.raw(
    `insert into plans (depot_id, plan_id, wave_id, version, parent_plan_id, origin, figures, created_by, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      depotId,
      planId,
      waveId,
      version,
      plan.parentPlanId ?? null,
      JSON.stringify(plan.madeBy),
      JSON.stringify(plan.figures),
      createdBy,
      plan.createdAt,
    ] as string[],
  );
  expectRows(inserted, 1, 'a plan');
  const routes = await transaction.raw(
    `insert into routes (depot_id, plan_id, route_no, vehicle_id, trips)
     select ?, ?, given.no, given.vehicle_id, given.trips
     from jsonb_to_recordset(?::jsonb) as given(no integer, vehicle_id text, trips jsonb)`,
    [
      depotId,
      planId,
      JSON.stringify(plan.routes.map((route, at) => ({ no: at + 1, vehicle_id: route.vehicleId, trips: route.trips }))),
    ],
  );
  expectRows(routes, plan.routes.length, 'routes');
  const unassigned = await transaction.raw(
    `insert into unassigned (depot_id, plan_id, consignment_id, reason_code, reason_text)
     select ?, ?, given.id, given.code, given.text
     from jsonb_to_recordset(?::jsonb) as given(id text, code text, "text" text)`,
    [depotId, planId, JSON.stringify(plan.unassigned.map((goods) => ({ id: goods.consignmentId, ...goods.reason })))],
  );
  expectRows(unassigned, plan.unassigned.length, 'unassigned consignments');
  await transaction.raw("delete from runs where depot_id = ? and wave_id = ? and status = 'draft'", [depotId, waveId]);
  const saved: Plan = { ...plan, version };
  await writeDraftRuns(transaction, saved, wave.timeZone);
  // Picking may have begun already; a new plan does not take it back.
  const status = wave.status === 'closed' ? 'planned' : wave.status;
  const updated = await transaction.raw(
    'update waves set status = ?, current_plan_id = ? where depot_id = ? and wave_id = ?',
    [status, planId, depotId, waveId],
  );
  expectRows(updated, 1, 'a wave');
  await insertEvent(transaction, 'plan.made', { depotId, waveId }, createdBy, plan.createdAt, { planId, version });
  return saved;
}

async function refuseReleased(transaction: Knex.Transaction, depotId: string, waveId: string): Promise<void> {
  const { rows } = await transaction.raw(
    "select count(*) as released from runs where depot_id = ? and wave_id = ? and status not in ('draft', 'cancelled')",
    [depotId, waveId],
  );
  if (rows[0].released > 0) {
    throw new ConflictError('wave-released', `Wave ${waveId} has runs that are released; it cannot be planned anew.`);
  }
}

/** Every route becomes a run with its stops; the vehicle's courier drives it. */
async function writeDraftRuns(transaction: Knex.Transaction, plan: Plan, timeZone: string): Promise<void> {
  const at = (second: number) => instantOf(plan.deliveryDate, second, timeZone).toISOString();
  const sum = (route: Route, value: (trip: Trip) => number) =>
    route.trips.reduce((total, trip) => total + value(trip), 0);
  const runs = plan.routes.map((route, index) => ({
    run_id: `run-${randomUUID().slice(0, 13)}`,
    route_no: index + 1,
    vehicle_id: route.vehicleId,
    departs: at(route.trips[0].departs),
    returns: at(route.trips[route.trips.length - 1].returns),
    meters: sum(route, (trip) => trip.meters),
    seconds: sum(route, (trip) => trip.seconds),
    route,
  }));
  const written = await transaction.raw(
    `insert into runs (depot_id, run_id, wave_id, plan_id, route_no, vehicle_id, courier_id, status,
       planned_departure_at, planned_return_at, distance_meters, travel_seconds)
     select ?, given.run_id, ?, ?, given.route_no, given.vehicle_id,
       (select min(couriers.courier_id) from couriers where couriers.depot_id = ?
          and couriers.vehicle_id = given.vehicle_id),
       'draft', given.departs, given.returns, given.meters, given.seconds
     from jsonb_to_recordset(?::jsonb) as given(run_id text, route_no integer, vehicle_id text, departs timestamptz,
       returns timestamptz, meters integer, seconds integer)`,
    [plan.depotId, plan.waveId, plan.planId, plan.depotId, JSON.stringify(runs.map(({ route: _, ...run }) => run))],
  );
  expectRows(written, runs.length, 'runs');
  const stops = runs.flatMap(({ run_id, route }) => {
    let sequence = 0;
    return route.trips.flatMap((trip, tripAt) =>
      trip.stops.map((stop) => ({
        stop_id: `${run_id}-${++sequence}`,
        run_id,
        trip_no: tripAt + 1,
        sequence,
        station_id: stop.stationId,
        arrives: at(stop.arrives),
        begins: at(stop.begins),
        leaves: at(stop.leaves),
        meters: stop.legMeters,
        seconds: stop.legSeconds,
        goods: stop.consignments,
      })),
    );
  });
  const stopRows = await transaction.raw(
    `insert into stops (depot_id, stop_id, run_id, trip_no, sequence, station_id, planned_arrival_at, planned_begin_at,
       planned_leave_at, leg_meters, leg_seconds)
     select ?, given.stop_id, given.run_id, given.trip_no, given.sequence, given.station_id, given.arrives,
       given.begins, given.leaves, given.meters, given.seconds
     from jsonb_to_recordset(?::jsonb) as given(stop_id text, run_id text, trip_no integer, sequence integer,
       station_id text, arrives timestamptz, begins timestamptz, leaves timestamptz, meters integer, seconds integer)`,
    [plan.depotId, JSON.stringify(stops.map(({ goods: _, ...stop }) => stop))],
  );
  expectRows(stopRows, stops.length, 'stops');
  const goods = stops.flatMap((stop) =>
    stop.goods.map((item) => ({ stop_id: stop.stop_id, consignment_id: item.consignmentId, no: item.compartmentNo })),
  );
  const goodsRows = await transaction.raw(
    `insert into stop_consignments (depot_id, stop_id, consignment_id, compartment_no)
     select ?, given.stop_id, given.consignment_id, given.no
     from jsonb_to_recordset(?::jsonb) as given(stop_id text, consignment_id text, no integer)`,
    [plan.depotId, JSON.stringify(goods)],
  );
  expectRows(goodsRows, goods.length, 'consignments of stops');
}

async function releasePlan(transaction: Knex.Transaction, planId: string, releasedAt: Date, releasedBy: string) {
  const found = await transaction.raw('select depot_id, wave_id from plans where plan_id = ?', [planId]);
  if (found.rows.length === 0) throw new NotFoundError('plan', planId);
  const { depot_id: depotId, wave_id: waveId } = found.rows[0] as { depot_id: string; wave_id: string };
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  const wave = await getWave(transaction, waveId);
  if (wave.currentPlanId !== planId) {
    throw new ConflictError('plan-replaced', `Plan ${planId} is not the current plan of wave ${waveId} any more.`);
  }
  assertRunTransition('draft', 'released');
  const released = await transaction.raw(
    `update runs set status = 'released', version = version + 1
     where depot_id = ? and plan_id = ? and status = 'draft'`,
    [depotId, planId],
  );
  if (released.rowCount === 0) {
    throw new ConflictError('nothing-to-release', `The runs of plan ${planId} are released already, or it has none.`);
  }
  await insertEvent(transaction, 'plan.released', { depotId, waveId }, releasedBy, releasedAt, { planId });
  return { runs: released.rowCount as number };
}

/** Appends a fact about a wave. */
async function insertEvent(
  transaction: Knex.Transaction,
  kind: string,
  { depotId, waveId }: { depotId: string; waveId: string },
  actor: string,
  at: Date,
  data: object,
): Promise<void> {
  await transaction.raw(
    'insert into events (depot_id, kind, wave_id, actor, received_at, data) values (?, ?, ?, ?, ?, ?)',
    [depotId, kind, waveId, actor, at, JSON.stringify(data)],
  );
}
