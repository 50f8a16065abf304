import type { Knex } from 'knex';
import type { SeenRun } from '../../../application/planning/replan-store.js';
import { planConflict } from '../../../domain/delivery/plan-conflict.js';
import type { RunStatus } from '../../../domain/delivery/run.js';
import { ConflictError } from '../../../domain/dispatch-error.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import { reachedTripSql } from '../reached-trip-sql.js';
import { readRows } from '../statement.js';

interface SeenRow {
  readonly run_id: string;
  readonly vehicle_id: string;
  readonly status: RunStatus;
  readonly departed: Date | null;
  readonly time_zone: string;
  readonly station_id: string | null;
  readonly trip_no: number;
  readonly arrived: Date | null;
  readonly has_left: Date | null;
  readonly consignment_ids: string[];
}

/** What was reported of the runs of a wave. A device's clock that runs ahead counts no further than the report's coming. */
export async function listSeenRuns(
  knex: Knex,
  { depotId, waveId, deliveryDate }: Pick<Plan, 'depotId' | 'waveId' | 'deliveryDate'>,
): Promise<SeenRun[]> {
  const rows = await readRows<SeenRow>(
    knex,
    `select runs.run_id, runs.vehicle_id, runs.status, waves.time_zone, stops.station_id, stops.trip_no,
       (select min(least(device_at, received_at)) from events
         where events.run_id = runs.run_id and kind = 'run.departed') as departed,
       told.arrived, told.has_left,
       array(select consignment_id from stop_consignments as goods
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as consignment_ids
     from runs
       join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
       left join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
       left join lateral (
         select min(least(device_at, received_at)) filter (where kind = 'run.arrived') as arrived,
           max(least(device_at, received_at)) filter (where kind <> 'run.arrived') as has_left
         from events where events.run_id = runs.run_id and events.stop_id = stops.stop_id
           and kind in ('run.arrived', 'run.delivered', 'run.refused', 'run.failed')) as told on true
     where runs.depot_id = ? and runs.wave_id = ? and runs.status <> 'cancelled'
     order by runs.route_no, runs.run_id, stops.sequence`,
    [depotId, waveId],
  );
  const runs = new Map<string, SeenRun & { stops: SeenRun['stops'][number][] }>();
  for (const row of rows) {
    const clock = waveClockOf(deliveryDate, row.time_zone);
    const second = (instant: Date | null) => (instant === null ? undefined : clock.secondAt(instant));
    const { run_id: runId, vehicle_id: vehicleId, status } = row;
    const run = runs.get(runId) ?? { runId, vehicleId, status, departed: second(row.departed), stops: [] };
    runs.set(runId, run);
    if (row.station_id === null) continue;
    run.stops.push({
      stationId: row.station_id,
      tripNo: row.trip_no,
      arrived: second(row.arrived),
      left: second(row.has_left),
      consignmentIds: row.consignment_ids,
    });
  }
  return [...runs.values()];
}

/** @throws ConflictError when what was reported since `seen` cannot be with the plan. The caller holds the runs' locks. */
export async function refuseContradiction(
  transaction: Knex.Transaction,
  plan: Pick<Plan, 'depotId' | 'waveId' | 'deliveryDate' | 'routes'>,
  seen: readonly SeenRun[],
): Promise<void> {
  const now = await listSeenRuns(transaction, plan);
  const rows = await readRows<{ consignment_id: string }>(
    transaction,
    `select consignment_id from consignments where depot_id = ? and wave_id = ? and status = 'loaded'
     union select goods.consignment_id from runs
       join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
       join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
     where runs.depot_id = ? and runs.wave_id = ? and runs.status in ('departed', 'finished')
       and stops.trip_no <= ${reachedTripSql} and goods.part is not null and goods.outcome = 'planned'`,
    [plan.depotId, plan.waveId, plan.depotId, plan.waveId],
  );
  const onRoad = new Set(rows.map(({ consignment_id }) => consignment_id));
  const fault = planConflict(plan, seen, now, onRoad);
  if (fault !== undefined) throw new ConflictError(fault.code, fault.text);
}

/** Reports lock their run: from here on none comes in before the transaction is done. */
export async function lockRuns(transaction: Knex.Transaction, depotId: string, waveId: string): Promise<void> {
  await transaction.raw('select run_id from runs where depot_id = ? and wave_id = ? order by run_id for update', [
    depotId,
    waveId,
  ]);
}
