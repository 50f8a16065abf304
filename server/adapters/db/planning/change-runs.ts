import type { Knex } from 'knex';
import type { RunNotice } from '../../../application/delivery/run-reader.js';
import { type RunStatus, runAfter } from '../../../domain/delivery/run.js';
import type { Plan, Route } from '../../../domain/planning/plan.js';
import { runOf } from '../../../domain/planning/run-identity.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import { type KnownStop, matchStops, type WantedStop } from '../delivery/match-stops.js';
import { projectEvents, projectWaves } from '../delivery/project-events.js';
import { runNotice } from '../delivery/run-notice.js';
import { insertEvent } from '../insert-event.js';
import { partRowOf } from '../part-row.js';
import { readRows, writeRows } from '../statement.js';
import { insertRuns, replaceDraftRuns, takesBackOf, unusedStopNumbers } from './draft-runs.js';

interface RunRow {
  readonly run_id: string;
  readonly vehicle_id: string;
  readonly courier_id: string | null;
  readonly status: RunStatus;
  readonly departs: Date;
}

/**
 * Brings the runs of a wave to a plan while some of them are released or on the road. A vehicle keeps its run, a stop its
 * id and all that was reported of it. Drafts stay drafts. Runs that are new are released at once where all others are. A run
 * that has nothing left before it left is cancelled, and released again when a plan gives it stops again.
 *
 * @param fewerAt stations that get less than before.
 */
export async function changeRuns(
  transaction: Knex.Transaction,
  plan: Plan,
  timeZone: string,
  at: Date,
  by: string,
  fewerAt: readonly string[] = [],
): Promise<void> {
  const { depotId, waveId, planId } = plan;
  const runs = await readRows<RunRow>(
    transaction,
    `select run_id, vehicle_id, courier_id, status, planned_departure_at as departs from runs
     where depot_id = ? and wave_id = ? and (status <> 'cancelled' or run_id = any(?::text[])) order by route_no`,
    [depotId, waveId, plan.routes.map((route) => runOf(route).runId)],
  );
  if (runs.every(({ status }) => status === 'draft' || status === 'cancelled')) {
    await replaceDraftRuns(transaction, plan, timeZone);
    return;
  }
  const routes = new Map(plan.routes.map((route) => [route.vehicleId, route]));
  const known = await knownStops(transaction, depotId, runs);
  const clock = waveClockOf(plan.deliveryDate, timeZone);
  const instant = (second: number) => clock.instantAt(second).toISOString();
  const wanted = runs.flatMap((run) => wantedStops(run, routes.get(run.vehicle_id), instant));
  const again = runs.filter(({ status }) => status === 'cancelled').map(({ run_id }) => run_id);
  const matched = matchStops(known, wanted, await unusedStopNumbers(transaction, plan, again));
  await writeStops(transaction, depotId, matched);
  for (const run of runs) {
    const route = routes.get(run.vehicle_id);
    const isOut = plan.dayOverrides?.vehiclesOut.includes(run.vehicle_id) === true;
    await writeRun(transaction, plan, run, route, instant);
    const own = ({ run_id }: { run_id: string }) => run_id === run.run_id;
    const isNew = run.status !== 'draft' && run.status !== 'finished';
    const later =
      route === undefined ? 0 : (Date.parse(instant(route.trips[0].departs)) - run.departs.getTime()) / 1000;
    const notice = isNew
      ? runNotice(planId, known.filter(own), matched.stops.filter(own), route, later, fewerAt)
      : undefined;
    const cancelled = cancelledStops(plan, known.filter(own));
    if (notice !== undefined) await tellCourier(transaction, plan, run, notice, cancelled, at, by);
    await tellBreakdown(transaction, plan, run, isOut, at, by);
  }
  const fresh = new Set(plan.routes.map(({ vehicleId }) => vehicleId));
  for (const { vehicle_id } of runs) fresh.delete(vehicle_id);
  const hasDrafts = runs.some(({ status }) => status === 'draft');
  const made = await insertRuns(transaction, plan, timeZone, {
    vehicleIds: fresh,
    status: hasDrafts ? 'draft' : 'released',
    drivers: new Map(),
  });
  for (const runId of [...again, ...(hasDrafts ? [] : made.values())]) {
    await insertEvent(transaction, 'run.released', { depotId, waveId, runId }, by, at, { planId });
  }
  const followed = runs.filter(({ status }) => status !== 'draft');
  await projectEvents(
    transaction,
    followed.map(({ run_id: runId }) => ({ depotId, runId, waveId, seenAt: at })),
  );
  // Runs were made and ended beside their events.
  await projectWaves(transaction, [{ depotId, waveId }]);
}

/** Goods that the plan has nowhere any more: all orders for them were cancelled, or went elsewhere. */
function cancelledStops({ routes, unassigned }: Plan, known: readonly KnownRunStop[]) {
  const placed = routes.flatMap(({ trips }) =>
    trips.flatMap(({ stops }) => stops.flatMap((stop) => stop.consignments)),
  );
  const planned = new Set([...placed, ...unassigned].map(({ part, consignmentId }) => part?.of ?? consignmentId));
  return known.flatMap(({ stop_id: stopId, station_id: stationId, trip_no: tripNo, wholes }) => {
    const consignmentIds = wholes.filter((id) => !planned.has(id));
    return consignmentIds.length === 0 ? [] : [{ stopId, stationId, tripNo, consignmentIds }];
  });
}

/** With the consignments that its goods are, or are parts of. */
interface KnownRunStop extends KnownStop {
  readonly wholes: readonly string[];
}

async function knownStops(transaction: Knex.Transaction, depotId: string, runs: readonly RunRow[]) {
  return readRows<KnownRunStop>(
    transaction,
    `select stops.stop_id, stops.run_id, stops.trip_no, stops.sequence, stops.station_id, stops.status,
       array(select consignment_id from stop_consignments as goods
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id order by consignment_id) as goods,
       array(select distinct whole_id from stop_consignments as goods
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id order by whole_id) as wholes
     from stops where stops.depot_id = ? and stops.run_id = any(?::text[]) order by stops.run_id, stops.sequence`,
    [depotId, runs.map(({ run_id }) => run_id)],
  );
}

function wantedStops(run: RunRow, route: Route | undefined, instant: (second: number) => string): WantedStop[] {
  let sequence = 0;
  return (route?.trips ?? []).flatMap(({ stops }, trip) =>
    stops.map((stop) => ({
      run_id: run.run_id,
      trip_no: trip + 1,
      sequence: ++sequence,
      station_id: stop.stationId,
      arrives: instant(stop.arrives),
      begins: instant(stop.begins),
      leaves: instant(stop.leaves),
      meters: stop.legMeters,
      seconds: stop.legSeconds,
      takes_back: takesBackOf(stop),
      consignments: stop.consignments.map((goods) => ({
        consignmentId: goods.consignmentId,
        compartmentNo: goods.compartmentNo,
        part: partRowOf(goods),
      })),
    })),
  );
}

async function writeStops(
  transaction: Knex.Transaction,
  depotId: string,
  { stops, gone }: ReturnType<typeof matchStops>,
): Promise<void> {
  await writeRows(transaction, 'delete from stops where depot_id = ? and stop_id = any(?::text[])', [depotId, gone]);
  const rows = JSON.stringify(stops.map(({ consignments: _, goods: __, ...stop }) => stop));
  const given = `jsonb_to_recordset(?::jsonb) as given(stop_id text, run_id text, trip_no integer, sequence integer,
       station_id text, arrives timestamptz, begins timestamptz, leaves timestamptz, meters integer, seconds integer,
       takes_back jsonb)`;
  await transaction.raw(
    `insert into stops (depot_id, stop_id, run_id, trip_no, sequence, station_id, planned_arrival_at, planned_begin_at,
       planned_leave_at, leg_meters, leg_seconds, takes_back)
     select ?, given.stop_id, given.run_id, given.trip_no, given.sequence, given.station_id, given.arrives,
       given.begins, given.leaves, given.meters, given.seconds, given.takes_back from ${given}
     on conflict (depot_id, stop_id) do update set trip_no = excluded.trip_no, sequence = excluded.sequence,
       planned_arrival_at = excluded.planned_arrival_at, planned_begin_at = excluded.planned_begin_at,
       planned_leave_at = excluded.planned_leave_at, leg_meters = excluded.leg_meters,
       leg_seconds = excluded.leg_seconds, takes_back = excluded.takes_back, version = stops.version + 1
     where (stops.trip_no, stops.sequence, stops.planned_arrival_at, stops.planned_begin_at, stops.planned_leave_at,
         stops.leg_meters, stops.leg_seconds, stops.takes_back)
       is distinct from (excluded.trip_no, excluded.sequence, excluded.planned_arrival_at, excluded.planned_begin_at,
         excluded.planned_leave_at, excluded.leg_meters, excluded.leg_seconds, excluded.takes_back)`,
    [depotId, rows],
  );
  const goods = JSON.stringify(
    stops.flatMap(({ stop_id, consignments }) =>
      consignments.map(({ consignmentId, compartmentNo, part }) => ({
        stop_id,
        id: consignmentId,
        no: compartmentNo,
        part,
      })),
    ),
  );
  await writeRows(
    transaction,
    `delete from stop_consignments as goods where goods.depot_id = ? and goods.stop_id = any(?::text[])
       and not exists (select 1 from jsonb_to_recordset(?::jsonb) as given(stop_id text, id text)
         where given.stop_id = goods.stop_id and given.id = goods.consignment_id)`,
    [depotId, stops.map(({ stop_id }) => stop_id), goods],
  );
  await transaction.raw(
    `insert into stop_consignments (depot_id, stop_id, consignment_id, compartment_no, part)
     select ?, given.stop_id, given.id, given.no, given.part
     from jsonb_to_recordset(?::jsonb) as given(stop_id text, id text, no integer, part jsonb)
     on conflict (depot_id, stop_id, consignment_id) do update set compartment_no = excluded.compartment_no,
       part = excluded.part`,
    [depotId, goods],
  );
}

/** A run follows its route. Without one it ends: drafts are taken away, what was released is cancelled. */
async function writeRun(
  transaction: Knex.Transaction,
  plan: Plan,
  run: RunRow,
  route: Route | undefined,
  instant: (second: number) => string,
): Promise<void> {
  const { depotId, planId } = plan;
  const which = [depotId, run.run_id];
  if (route === undefined && run.status === 'draft') {
    await transaction.raw('delete from runs where depot_id = ? and run_id = ?', which);
    return;
  }
  if (route === undefined) {
    await transaction.raw(
      `update runs set plan_id = ?, status = ?, distance_meters = 0, travel_seconds = 0,
         version = version + 1 where depot_id = ? and run_id = ?`,
      [planId, runAfter(run.status, 'emptied'), ...which],
    );
    return;
  }
  const { trips } = route;
  await transaction.raw(
    `update runs set plan_id = ?, planned_departure_at = ?, planned_return_at = ?, distance_meters = ?,
       travel_seconds = ?, version = version + 1, status = ?
     where depot_id = ? and run_id = ?`,
    [
      planId,
      instant(trips[0].departs),
      instant(trips[trips.length - 1].returns),
      trips.reduce((total, trip) => total + trip.meters, 0),
      trips.reduce((total, trip) => total + trip.seconds, 0),
      runAfter(run.status, 'replanned'),
      ...which,
    ],
  );
}

/** What the courier is to see and to say yes to. */
async function tellCourier(
  transaction: Knex.Transaction,
  { depotId, waveId }: Plan,
  run: RunRow,
  notice: RunNotice,
  cancelled: ReturnType<typeof cancelledStops>,
  at: Date,
  by: string,
): Promise<void> {
  const stations = await readRows<{ station_id: string; name: string }>(
    transaction,
    'select station_id, name from stations where depot_id = ? and station_id = any(?::text[])',
    [depotId, [...notice.added, ...notice.removed, ...(notice.fewer ?? [])]],
  );
  // What left the run is named nowhere else on the courier's page.
  const names = Object.fromEntries(stations.map(({ station_id, name }) => [station_id, name]));
  const told = JSON.stringify({ ...notice, names });
  await writeRows(transaction, 'update runs set notice = ?, noticed_at = ? where depot_id = ? and run_id = ?', [
    told,
    at,
    depotId,
    run.run_id,
  ]);
  await writeRows(
    transaction,
    `insert into events (depot_id, kind, wave_id, run_id, courier_id, actor, received_at, data)
     values (?, 'run.changed', ?, ?, ?, ?, ?, ?)`,
    [
      depotId,
      waveId,
      run.run_id,
      run.courier_id,
      by,
      at,
      cancelled.length === 0 ? told : JSON.stringify({ ...notice, names, cancelled }),
    ],
  );
}

/** A vehicle that broke down on the road ends its run there; it goes on where a version is chosen in which it drives. */
async function tellBreakdown(
  transaction: Knex.Transaction,
  plan: Plan,
  run: RunRow,
  isOut: boolean,
  at: Date,
  by: string,
): Promise<void> {
  const { depotId, waveId } = plan;
  const [incident] = await readRows<{ kind: 'run.broken-down' | 'run.resumed' }>(
    transaction,
    `select kind from events where run_id = ? and kind in ('run.broken-down', 'run.resumed') order by event_id desc limit 1`,
    [run.run_id],
  );
  const wasOut = incident?.kind === 'run.broken-down';
  if (wasOut === isOut || (isOut && run.status !== 'departed')) return;
  await writeRows(
    transaction,
    `insert into events (depot_id, kind, wave_id, run_id, courier_id, actor, device_at, received_at, data)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      depotId,
      isOut ? 'run.broken-down' : 'run.resumed',
      waveId,
      run.run_id,
      run.courier_id,
      by,
      at,
      at,
      JSON.stringify({ planId: plan.planId }),
    ],
  );
}
