import type { Knex } from 'knex';
import {
  type ConsignmentStatus,
  consignmentByGoods,
  nextConsignments,
  type PlacedGoods,
} from '../../../domain/delivery/consignment-status.js';
import { assertNext } from '../../../domain/state-table.js';
import { column } from '../column.js';
import { reachedTripSql } from '../reached-trip-sql.js';
import { readRows } from '../statement.js';
import type { StopKey } from './project-stops.js';

interface TouchedRow {
  readonly depot_id: string;
  readonly run_id: string;
  readonly whole_id: string;
  readonly status: ConsignmentStatus;
}

interface PlacedRow {
  readonly depot_id: string;
  readonly whole_id: string;
  readonly goods: PlacedGoods[] | null;
}

/**
 * Works out anew the consignments whose goods are at the stops.
 *
 * @param runIds in the order in which they decide, the last one last.
 */
export async function projectConsignments(
  transaction: Knex.Transaction,
  runIds: readonly string[],
  at: readonly StopKey[],
): Promise<void> {
  if (at.length === 0) return;
  // Two runs may tell of parts of one consignment at the same time: the second waits here and sees what the first told.
  const held = await readRows<TouchedRow>(
    transaction,
    `select own.depot_id, own.run_id, own.whole_id, consignments.status
     from (
       select distinct stops.depot_id, stops.run_id, goods.whole_id
       from unnest(?::text[], ?::text[]) as seen(depot_id, stop_id)
         join stops on stops.depot_id = seen.depot_id and stops.stop_id = seen.stop_id
         join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as own
       join consignments on consignments.depot_id = own.depot_id and consignments.consignment_id = own.whole_id
     order by consignments.depot_id, consignments.consignment_id for update of consignments`,
    [column(at, ({ depotId }) => depotId), column(at, ({ stopId }) => stopId)],
  );
  const places = new Map(runIds.map((runId, place) => [runId, place]));
  const touched = [...held].sort((one, other) => (places.get(one.run_id) ?? 0) - (places.get(other.run_id) ?? 0));
  // One look at each: its goods are found by its id, however little the database knows of tables that were just filled.
  const placed = await readRows<PlacedRow>(
    transaction,
    `select own.depot_id, own.whole_id,
       (select jsonb_agg(jsonb_build_object('outcome', goods.outcome, 'runStatus', runs.status,
           'tripNo', stops.trip_no, 'reachedTripNo', ${reachedTripSql},
           'partCount', coalesce((goods.part->>'count')::integer, 1)))
         from stop_consignments as goods
           join stops on stops.depot_id = goods.depot_id and stops.stop_id = goods.stop_id
           join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
         where goods.depot_id = own.depot_id and goods.whole_id = own.whole_id
           and (stops.run_id = own.run_id or goods.part is not null)) as goods
     from unnest(?::text[], ?::text[], ?::text[]) with ordinality as own(depot_id, run_id, whole_id, place)
     order by own.place`,
    [
      column(touched, ({ depot_id }) => depot_id),
      column(touched, ({ run_id }) => run_id),
      column(touched, ({ whole_id }) => whole_id),
    ],
  );
  const known = new Map(held.map((row) => [keyOf(row), row.status]));
  const changed = new Map<string, { readonly row: PlacedRow; readonly status: ConsignmentStatus }>();
  for (const row of placed) {
    const status = consignmentByGoods(row.goods ?? []);
    if (status !== undefined) changed.set(keyOf(row), { row, status });
  }
  for (const [key, { status }] of changed) {
    const was = known.get(key)!;
    assertNext('consignment', nextConsignments, was, status);
    if (was === status) changed.delete(key);
  }
  if (changed.size === 0) return;
  const given = [...changed.values()];
  await transaction.raw(
    `update consignments set status = given.status
     from unnest(?::text[], ?::text[], ?::text[]) as given(depot_id, whole_id, status)
     where consignments.depot_id = given.depot_id and consignments.consignment_id = given.whole_id`,
    [
      column(given, ({ row }) => row.depot_id),
      column(given, ({ row }) => row.whole_id),
      column(given, ({ status }) => status),
    ],
  );
}

const keyOf = (row: { readonly depot_id: string; readonly whole_id: string }) =>
  JSON.stringify([row.depot_id, row.whole_id]);
