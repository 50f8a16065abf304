import type { Knex } from 'knex';
import type { Plan, PlannedStop, Route, Trip } from '../../../domain/planning/plan.js';
import { runOf } from '../../../domain/planning/run-identity.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import { expectRows } from '../engine/database.js';
import { partRowOf } from '../part-row.js';
import { readRows } from '../statement.js';

/**
 * Every route of a plan becomes a draft run with its stops, in the place of the wave's drafts so far, and of what was
 * cancelled and has a route again. A vehicle keeps the courier that it was given by hand; otherwise its own courier drives.
 */
export async function replaceDraftRuns(transaction: Knex.Transaction, plan: Plan, timeZone: string): Promise<void> {
  const { rows: couriers } = await transaction.raw(
    `delete from runs where depot_id = ? and wave_id = ?
       and (status = 'draft' or (status = 'cancelled' and run_id = any(?::text[]))) returning vehicle_id, courier_id`,
    [plan.depotId, plan.waveId, plan.routes.map((route) => runOf(route).runId)],
  );

  const drivers = new Map<string, string | null>(
    couriers.map((run: { vehicle_id: string; courier_id: string | null }) => [run.vehicle_id, run.courier_id]),
  );
  const all = new Set(plan.routes.map(({ vehicleId }) => vehicleId));
  await insertRuns(transaction, plan, timeZone, { vehicleIds: all, status: 'draft', drivers });
}

/** What a stop takes along to the depot, as its row keeps it. */
export function takesBackOf({ takesBack = [] }: PlannedStop) {
  return takesBack.map(({ zoneId, totes, compartmentNo }) => ({ zoneId, totes, compartmentNo }));
}

/** Writes runs for the routes of some vehicles, with their stops and goods. Returns their ids by vehicle. */
export async function insertRuns(
  transaction: Knex.Transaction,
  plan: Plan,
  timeZone: string,
  {
    vehicleIds,
    status,
    drivers,
  }: {
    readonly vehicleIds: ReadonlySet<string>;
    readonly status: 'draft' | 'released';
    /** Who drives which vehicle; where none is named, its own courier does. */
    readonly drivers: ReadonlyMap<string, string | null>;
  },
): Promise<Map<string, string>> {
  const clock = waveClockOf(plan.deliveryDate, timeZone);
  const at = (second: number) => clock.instantAt(second).toISOString();
  const sum = (route: Route, value: (trip: Trip) => number) =>
    route.trips.reduce((total, trip) => total + value(trip), 0);
  const wanted = plan.routes.filter((route) => vehicleIds.has(route.vehicleId));
  const runs = wanted.map((route) => ({
    run_id: runOf(route).runId,
    route_no: runOf(route).routeNo,
    vehicle_id: route.vehicleId,
    had_run: drivers.has(route.vehicleId),
    courier_id: drivers.get(route.vehicleId) ?? null,
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
       case when given.had_run then given.courier_id else
         (select min(couriers.courier_id) from couriers where couriers.depot_id = ?
            and couriers.vehicle_id = given.vehicle_id and couriers.status = 'active') end,
       ?, given.departs, given.returns, given.meters, given.seconds
     from jsonb_to_recordset(?::jsonb) as given(run_id text, route_no integer, vehicle_id text,
       had_run boolean, courier_id text, departs timestamptz,
       returns timestamptz, meters bigint, seconds bigint)`,
    [
      plan.depotId,
      plan.waveId,
      plan.planId,
      plan.depotId,
      status,
      JSON.stringify(runs.map(({ route: _, ...run }) => run)),
    ],
  );
  expectRows(written, runs.length, 'runs');
  const unused = await unusedStopNumbers(
    transaction,
    plan,
    runs.map(({ run_id }) => run_id),
  );
  const stops = runs.flatMap(({ run_id, route }) => {
    let sequence = 0;
    const before = unused.get(run_id) ?? 0;
    return route.trips.flatMap((trip, tripAt) =>
      trip.stops.map((stop) => ({
        stop_id: `${run_id}-${before + ++sequence}`,
        run_id,
        trip_no: tripAt + 1,
        sequence,
        station_id: stop.stationId,
        arrives: at(stop.arrives),
        begins: at(stop.begins),
        leaves: at(stop.leaves),
        meters: stop.legMeters,
        seconds: stop.legSeconds,
        takes_back: takesBackOf(stop),
        goods: stop.consignments,
      })),
    );
  });
  const stopRows = await transaction.raw(
    `insert into stops (depot_id, stop_id, run_id, trip_no, sequence, station_id, planned_arrival_at, planned_begin_at,
       planned_leave_at, leg_meters, leg_seconds, takes_back)
     select ?, given.stop_id, given.run_id, given.trip_no, given.sequence, given.station_id, given.arrives,
       given.begins, given.leaves, given.meters, given.seconds, given.takes_back
     from jsonb_to_recordset(?::jsonb) as given(stop_id text, run_id text, trip_no integer, sequence integer,
       station_id text, arrives timestamptz, begins timestamptz, leaves timestamptz, meters integer, seconds integer,
       takes_back jsonb)`,
    [plan.depotId, JSON.stringify(stops.map(({ goods: _, ...stop }) => stop))],
  );
  expectRows(stopRows, stops.length, 'stops');
  const goods = stops.flatMap((stop) =>
    stop.goods.map((item) => ({
      stop_id: stop.stop_id,
      consignment_id: item.consignmentId,
      no: item.compartmentNo,
      part: partRowOf(item),
    })),
  );
  const goodsRows = await transaction.raw(
    `insert into stop_consignments (depot_id, stop_id, consignment_id, compartment_no, part)
     select ?, given.stop_id, given.consignment_id, given.no, given.part
     from jsonb_to_recordset(?::jsonb) as given(stop_id text, consignment_id text, no integer, part jsonb)`,
    [plan.depotId, JSON.stringify(goods)],
  );
  expectRows(goodsRows, goods.length, 'consignments of stops');
  return new Map(runs.map((run) => [run.vehicle_id, run.run_id]));
}

/** More stops than a run ever has: each version of a plan has as many numbers for its new ones. */
const stopNumbersAVersion = 1000;

/**
 * Behind which number the stops of runs may be numbered anew, where couriers have seen the runs before: a report on a stop
 * that was taken away, from a phone that had no network, must not be taken for one on another that came in its place.
 */
export async function unusedStopNumbers(
  transaction: Knex.Transaction,
  { version }: Pick<Plan, 'version'>,
  runIds: readonly string[],
): Promise<Map<string, number>> {
  const seen = await readRows<{ run_id: string }>(
    transaction,
    "select distinct run_id from events where run_id = any(?::text[]) and kind = 'run.released'",
    [runIds],
  );
  return new Map(seen.map(({ run_id }) => [run_id, version * stopNumbersAVersion]));
}
