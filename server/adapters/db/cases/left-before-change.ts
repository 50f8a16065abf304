import type { Knex } from 'knex';
import { type LateChange, orderChangedFact } from '../../../domain/cases/order-changed.js';
import { column } from '../column.js';
import { composedIdSql } from '../composed-id.js';
import { reachedTripSql } from '../reached-trip-sql.js';
import { readRows } from '../statement.js';
import { raiseCases } from './raise-cases.js';

/** A run of which it was reported that its vehicle is on the road. */
export interface RunOnRoad {
  readonly depotId: string;
  readonly runId: string;
  readonly waveId: string;
  readonly seenAt: Date;
  /** By the device's clock, the first of what was reported now. */
  readonly since: Date;
}

/**
 * Says in the cases of orders that their goods had left already when they were changed, where that is reported only later: the
 * goods are on board, though neither plan nor courier's list has them, and come back.
 */
export async function raiseLeftBefore(transaction: Knex.Transaction, runs: readonly RunOnRoad[]): Promise<void> {
  const changed = await changedSince(transaction, runs);
  if (changed.length === 0) return;
  const rows = await readRows<LateChange & { readonly place: number; readonly vehicleId: string }>(
    transaction,
    `with seen as (
       select given.*, runs.vehicle_id, ${reachedTripSql} as reached_trip_no
       from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[]) with ordinality
           as given(depot_id, run_id, wave_id, since, place)
         join runs on runs.depot_id = given.depot_id and runs.run_id = given.run_id),
     carried as (
       select seen.place, goods.whole_id
       from seen
         join stops on stops.depot_id = seen.depot_id and stops.run_id = seen.run_id and stops.trip_no <= seen.reached_trip_no
         join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
       union
       select seen.place, whole_id
       from seen
         join events on events.run_id = seen.run_id and events.kind = 'run.changed'
         cross join lateral jsonb_array_elements(events.data->'cancelled') as stop
         cross join lateral jsonb_array_elements_text(stop->'consignmentIds') as whole_id
       where (stop->>'tripNo')::integer <= seen.reached_trip_no)
     select distinct on (changes.order_id, changes.change_no) seen.place::integer, seen.vehicle_id as "vehicleId",
       changes.depot_id as "depotId", changes.order_id as "orderId", changes.before, changes.after
     from seen
       join order_changes as changes on changes.depot_id = seen.depot_id and changes.is_late
         and changes.before->>'waveId' = seen.wave_id and changes.at > seen.since
       cross join lateral jsonb_array_elements(changes.before->'lines') as line
       join skus on skus.sku_id = line->>'skuId'
       join carried on carried.place = seen.place
         and carried.whole_id = ${composedIdSql('seen.wave_id', "(changes.before->>'stationId')", 'skus.zone_id')}
     where (changes.after->>'waveId' <> changes.before->>'waveId' or changes.after->>'stationId' <> changes.before->>'stationId'
         or not exists (select from jsonb_array_elements(changes.after->'lines') as kept
           where kept->>'lineNo' = line->>'lineNo' and kept->>'quantity' = line->>'quantity'))
       and not exists (select from cases where cases.depot_id = changes.depot_id and cases.kind = 'order-changed'
         and cases.subject = changes.order_id and cases.detail->>'leftWith' is not null)
     order by changes.order_id, changes.change_no`,
    [
      column(changed, ({ depotId }) => depotId),
      column(changed, ({ runId }) => runId),
      column(changed, ({ waveId }) => waveId),
      column(changed, ({ since }) => since.toISOString()),
    ],
  );
  for (const { place, vehicleId, ...change } of rows) {
    await raiseCases(transaction, [orderChangedFact(change, vehicleId)], [], changed[place - 1].seenAt);
  }
}

/** Couriers are told of each change of their goods, so that runs of which nobody was told need no further look. */
async function changedSince(transaction: Knex.Transaction, runs: readonly RunOnRoad[]): Promise<RunOnRoad[]> {
  if (runs.length === 0) return [];
  const rows = await readRows<{ place: number }>(
    transaction,
    `select given.place::integer from unnest(?::text[], ?::timestamptz[]) with ordinality as given(run_id, since, place)
     where exists (select from events
       where events.run_id = given.run_id and events.kind = 'run.changed' and events.received_at > given.since)`,
    [column(runs, ({ runId }) => runId), column(runs, ({ since }) => since.toISOString())],
  );
  return rows.map(({ place }) => runs[place - 1]);
}
