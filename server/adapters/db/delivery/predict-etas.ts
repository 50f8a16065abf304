import type { Knex } from 'knex';
import { predictEtas } from '../../../domain/delivery/predict-etas.js';
import { daySeconds, type TimeWindow } from '../../../domain/local-time.js';
import type { Trip } from '../../../domain/planning/plan.js';
import { windowsOnDay } from '../../../domain/waves/planned-day.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import { column } from '../column.js';
import { insertEvent } from '../insert-event.js';

interface RunRow {
  readonly depot_id: string;
  readonly run_id: string;
  readonly wave_id: string;
  readonly vehicle_id: string;
  readonly status: string;
  readonly departed: Date | null;
  readonly trips: Trip[];
  readonly delivery_date: string;
  readonly time_zone: string;
  readonly out_from: number | null;
  readonly out_until: number | null;
}

interface StopRow {
  readonly run_id: string;
  readonly stop_id: string;
  readonly station_id: string;
  readonly arrived: Date | null;
  readonly has_left: Date | null;
  readonly eta_at: Date | null;
  readonly late_seconds: number;
  readonly live_leg_seconds: number | null;
  readonly windows: TimeWindow[];
}

/** A run whose arrivals are to be worked out. */
export interface SeenRun {
  readonly depotId: string;
  readonly runId: string;
  /** When the last report of it came in. */
  readonly seenAt: Date;
}

/**
 * Works out anew when runs that are under way will reach their stops. A stop that turns out to be late becomes a fact of
 * its own, once.
 *
 * Nothing is told before it happens: where a device's clock runs ahead, the time at which its report came in counts.
 */
export async function predictStopEtas(transaction: Knex.Transaction, seenRuns: readonly SeenRun[]): Promise<void> {
  if (seenRuns.length === 0) return;
  const which = [column(seenRuns, ({ depotId }) => depotId), column(seenRuns, ({ runId }) => runId)];
  const runs = await transaction.raw(
    `select runs.depot_id, runs.run_id, runs.wave_id, runs.vehicle_id, runs.status, routes.trips, waves.delivery_date,
       waves.time_zone, vehicles.shift_begins_second as out_from, vehicles.shift_ends_second as out_until,
       (select min(least(device_at, received_at)) from events
         where events.run_id = runs.run_id and kind = 'run.departed') as departed
     from unnest(?::text[], ?::text[]) as seen(depot_id, run_id)
       join runs on runs.depot_id = seen.depot_id and runs.run_id = seen.run_id
       join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
       join routes on routes.depot_id = runs.depot_id and routes.plan_id = runs.plan_id
         and routes.route_no = runs.route_no
       left join vehicles on vehicles.depot_id = runs.depot_id and vehicles.vehicle_id = runs.vehicle_id`,
    which,
  );
  if (runs.rows.length === 0) return;
  const { rows } = await transaction.raw(
    `select stops.run_id, stops.stop_id, stops.station_id, told.arrived, told.has_left, stops.eta_at, stops.late_seconds,
       stops.live_leg_seconds, stations.receiving_windows as windows
     from unnest(?::text[], ?::text[]) as seen(depot_id, run_id)
       cross join lateral (select * from stops
         where stops.depot_id = seen.depot_id and stops.run_id = seen.run_id offset 0) as stops
       join stations on stations.depot_id = stops.depot_id and stations.station_id = stops.station_id
       left join lateral (
         select min(least(device_at, received_at)) filter (where kind = 'run.arrived') as arrived,
           max(least(device_at, received_at)) filter (where kind <> 'run.arrived') as has_left
         from events where events.run_id = stops.run_id and events.stop_id = stops.stop_id
           and kind in ('run.arrived', 'run.delivered', 'run.refused', 'run.failed')) as told on true
     order by stops.sequence`,
    which,
  );
  const stops = new Map<string, StopRow[]>();
  for (const stop of rows as StopRow[]) stops.set(stop.run_id, [...(stops.get(stop.run_id) ?? []), stop]);
  const known = new Map((runs.rows as RunRow[]).map((run) => [run.run_id, run]));
  const changed = seenRuns.flatMap(({ runId, seenAt }) => {
    const run = known.get(runId);
    return run === undefined ? [] : predict(run, stops.get(runId) ?? []).map((stop) => ({ ...stop, run, seenAt }));
  });
  if (changed.length === 0) return;
  await transaction.raw(
    `update stops set eta_at = given.eta, late_seconds = given.late, version = stops.version + 1
     from unnest(?::text[], ?::text[], ?::timestamptz[], ?::integer[]) as given(depot_id, stop_id, eta, late)
     where stops.depot_id = given.depot_id and stops.stop_id = given.stop_id`,
    [
      column(changed, ({ run }) => run.depot_id),
      column(changed, ({ stop_id }) => stop_id),
      column(changed, ({ eta }) => eta?.toISOString()),
      column(changed, ({ late }) => late),
    ],
  );
  for (const { run, seenAt, stop_id: stopId, station_id: stationId, eta, late, late_seconds } of changed) {
    if (late === 0 || late_seconds > 0) continue;
    const ids = { depotId: run.depot_id, waveId: run.wave_id, runId: run.run_id, stopId, stationId };
    await insertEvent(transaction, 'stop.late', ids, 'Tuanda', seenAt, { etaAt: eta, lateSeconds: late });
  }
}

/** The stops of a run of which something else is predicted than before. */
function predict(run: RunRow, stops: readonly StopRow[]) {
  const clock = waveClockOf(run.delivery_date, run.time_zone);
  // Only while this vehicle is out: it does not wait for the next day's windows that others serve.
  const day = { clock, out: { opens: run.out_from ?? 0, closes: run.out_until ?? daySeconds } };
  const seen = (instant: Date | null) => (instant === null ? undefined : clock.secondAt(instant));
  const windows = new Map(stops.map((stop) => [stop.station_id, windowsOnDay(stop.windows, day)]));
  const predicted = predictEtas(
    { vehicleId: run.vehicle_id, trips: run.trips },
    seen(run.departed),
    stops.map((stop) => ({
      arrived: seen(stop.arrived),
      left: seen(stop.has_left),
      legSeconds: stop.live_leg_seconds ?? undefined,
    })),
    (stationId) => windows.get(stationId)!,
  );
  const isUnderWay = run.status === 'departed';
  return stops
    .map((stop, at) => {
      const { arrives, lateSeconds } = predicted[at];
      const isExpected = isUnderWay && arrives !== undefined;
      return {
        ...stop,
        eta: isExpected ? clock.instantAt(arrives) : null,
        late: isExpected || arrives === undefined ? lateSeconds : 0,
      };
    })
    .filter(({ eta, eta_at, late, late_seconds }) => eta?.getTime() !== eta_at?.getTime() || late !== late_seconds);
}
