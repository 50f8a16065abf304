import type { Knex } from 'knex';
import { foreseeArrivals } from '../../../domain/foresee-arrivals.js';
import { instantOf, secondOf, type TimeWindow } from '../../../domain/local-time.js';
import type { Trip } from '../../../domain/plan.js';
import { insertEvent } from './insert-event.js';

interface RunRow {
  readonly wave_id: string;
  readonly vehicle_id: string;
  readonly status: string;
  readonly departed_at: Date | null;
  readonly trips: Trip[];
  readonly delivery_date: string;
  readonly time_zone: string;
}

interface StopRow {
  readonly stop_id: string;
  readonly station_id: string;
  readonly arrived_at: Date | null;
  readonly left_at: Date | null;
  readonly eta_at: Date | null;
  readonly late_seconds: number;
  readonly windows: TimeWindow[];
}

/**
 * Works out anew when a run that is under way will reach its stops. A stop that turns out to be late becomes a fact of
 * its own, once.
 *
 * @param seenAt when the last report came in; a device's clock that runs ahead of it is not believed.
 */
export async function foreseeStops(
  transaction: Knex.Transaction,
  depotId: string,
  runId: string,
  seenAt: Date,
): Promise<void> {
  const runs = await transaction.raw(
    `select runs.wave_id, runs.vehicle_id, runs.status, runs.departed_at, routes.trips, waves.delivery_date, waves.time_zone
     from runs
       join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
       join routes on routes.depot_id = runs.depot_id and routes.plan_id = runs.plan_id
         and routes.route_no = runs.route_no
     where runs.depot_id = ? and runs.run_id = ?`,
    [depotId, runId],
  );
  if (runs.rows.length === 0) return;
  const run = runs.rows[0] as RunRow;
  const { rows } = await transaction.raw(
    `select stops.stop_id, stops.station_id, stops.arrived_at, stops.left_at, stops.eta_at, stops.late_seconds,
       stations.receiving_windows as windows
     from stops join stations on stations.depot_id = stops.depot_id and stations.station_id = stops.station_id
     where stops.depot_id = ? and stops.run_id = ? order by stops.sequence`,
    [depotId, runId],
  );
  const stops = rows as StopRow[];
  const { delivery_date: date, time_zone: timeZone } = run;
  const seen = (instant: Date | null) =>
    instant === null ? undefined : secondOf(instant < seenAt ? instant : seenAt, date, timeZone);
  const windows = new Map(stops.map((stop) => [stop.station_id, stop.windows]));
  const foreseen = foreseeArrivals(
    { vehicleId: run.vehicle_id, trips: run.trips },
    seen(run.departed_at),
    stops.map((stop) => ({ arrived: seen(stop.arrived_at), left: seen(stop.left_at) })),
    (stationId) => windows.get(stationId)!,
  );
  const isUnderWay = run.status === 'departed';
  const changed = stops
    .map((stop, at) => {
      const { arrives, lateSeconds } = foreseen[at];
      const isExpected = isUnderWay && arrives !== undefined;
      return {
        ...stop,
        eta: isExpected ? instantOf(date, arrives, timeZone) : null,
        late: isExpected || arrives === undefined ? lateSeconds : 0,
      };
    })
    .filter(({ eta, eta_at, late, late_seconds }) => eta?.getTime() !== eta_at?.getTime() || late !== late_seconds);
  if (changed.length === 0) return;
  await transaction.raw(
    `update stops set eta_at = given.eta, late_seconds = given.late, version = stops.version + 1
     from jsonb_to_recordset(?::jsonb) as given(stop_id text, eta timestamptz, late integer)
     where stops.depot_id = ? and stops.stop_id = given.stop_id`,
    [JSON.stringify(changed.map(({ stop_id, eta, late }) => ({ stop_id, eta, late }))), depotId],
  );
  for (const { stop_id: stopId, station_id: stationId, eta, late, late_seconds } of changed) {
    if (late === 0 || late_seconds > 0) continue;
    const ids = { depotId, waveId: run.wave_id, runId, stopId, stationId };
    await insertEvent(transaction, 'stop.late', ids, 'Tuanda', seenAt, { etaAt: eta, lateSeconds: late });
  }
}
