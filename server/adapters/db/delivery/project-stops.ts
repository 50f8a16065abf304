import type { Knex } from 'knex';
import { kindsThat } from '../../../domain/delivery/report.js';
import {
  type GoodsOutcome,
  type GoodsState,
  goodsByReports,
  nextOutcomes,
  nextStops,
  type StopReport,
  type StopState,
  type StopStatus,
  stopByReports,
} from '../../../domain/delivery/stop.js';
import type { ZoneTotes } from '../../../domain/network/empty-totes.js';
import { assertNext } from '../../../domain/state-table.js';
import { column } from '../column.js';
import { readRows } from '../statement.js';

/** A stop, named. */
export interface StopKey {
  readonly depotId: string;
  readonly stopId: string;
}

interface SeenRow {
  readonly depot_id: string;
  readonly run_id: string;
  readonly stop_id: string;
  readonly trip_no: number;
  readonly status: StopStatus;
  readonly arrived_at: Date | null;
  readonly left_at: Date | null;
  readonly taken_back: ZoneTotes[] | null;
  readonly is_back: boolean;
  readonly is_over: boolean;
  readonly reports: ReportRow[] | null;
  readonly goods: GoodsRow[] | null;
}

interface ReportRow {
  readonly kind: StopReport['kind'];
  readonly deviceAt: string;
  readonly deviceEventId: string;
  readonly consignments: StopReport['consignments'] | null;
  readonly totesTakenBack: ZoneTotes[] | null;
}

interface GoodsRow {
  readonly id: string;
  readonly outcome: GoodsOutcome;
  readonly totes: number | null;
}

/** As they stand in the index over what was told of a stop. */
export const kindsAtStops = kindsThat(({ stop }) => stop !== undefined)
  .map((kind) => `'run.${kind}'`)
  .join(', ');

/** What became other by reports. */
export interface ChangedStops {
  /** Stops whose goods did. */
  readonly goods: readonly StopKey[];
  /** Stops of trips behind the first that were reached only now: the goods of such a trip are on board since. */
  readonly reached: readonly StopKey[];
  /** Those that are, or were before, something else than delivered in whole, or were left undone. */
  readonly troubled: readonly (StopKey & { readonly runId: string })[];
}

const troubles: ReadonlySet<StopStatus> = new Set(['partial', 'refused', 'failed']);

/** Works out stops and their goods anew from all reports at them. */
export async function projectStops(transaction: Knex.Transaction, at: readonly StopKey[]): Promise<ChangedStops> {
  if (at.length === 0) return { goods: [], reached: [], troubled: [] };
  const seen = await readRows<SeenRow>(
    transaction,
    `select stops.depot_id, stops.run_id, stops.stop_id, stops.trip_no, stops.status, stops.arrived_at, stops.left_at, stops.taken_back,
       runs.status = 'finished' as is_over,
       exists (select 1 from events where events.run_id = stops.run_id and events.kind = 'run.returned') as is_back,
       (select jsonb_agg(jsonb_build_object('kind', substr(kind, 5), 'deviceAt', device_at,
           'deviceEventId', device_event_id, 'consignments', data->'consignments',
           'totesTakenBack', data->'totesTakenBack'))
         from events where events.run_id = stops.run_id and events.stop_id = stops.stop_id
           and kind in (${kindsAtStops})) as reports,
       (select jsonb_agg(jsonb_build_object('id', goods.consignment_id, 'outcome', goods.outcome,
           'totes', goods.totes_handed_over))
         from stop_consignments as goods
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as goods
     from unnest(?::text[], ?::text[]) as named(depot_id, stop_id)
       join stops on stops.depot_id = named.depot_id and stops.stop_id = named.stop_id
       join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id`,
    [column(at, ({ depotId }) => depotId), column(at, ({ stopId }) => stopId)],
  );
  const goods: ChangedGoods[] = [];
  const stops: ChangedStop[] = [];
  const reached: StopKey[] = [];
  const troubled: (StopKey & { runId: string })[] = [];
  for (const row of seen) {
    const reports = (row.reports ?? []).map(toReport);
    const became = (row.goods ?? []).map((was) => ({ was, now: goodsByReports(was.id, reports, row.is_back) }));
    for (const { was, now } of became) {
      if (was.outcome === now.outcome && was.totes === (now.totesHandedOver ?? null)) continue;
      assertNext('consignment', nextOutcomes, was.outcome, now.outcome);
      goods.push({ ...row, consignmentId: was.id, ...now });
    }
    const now = stopByReports(
      reports,
      became.map((each) => each.now.outcome),
    );
    if (troubles.has(now.status) || troubles.has(row.status) || (row.is_over && now.status !== row.status)) {
      troubled.push({ depotId: row.depot_id, stopId: row.stop_id, runId: row.run_id });
    }
    if (isAs(row, now)) continue;
    assertNext('stop', nextStops, row.status, now.status);
    stops.push({ ...row, now });
    if (row.status === 'planned' && row.trip_no > 1) reached.push({ depotId: row.depot_id, stopId: row.stop_id });
  }
  await writeGoods(transaction, goods);
  await writeStops(transaction, stops);
  return { goods: goods.map(({ depot_id: depotId, stop_id: stopId }) => ({ depotId, stopId })), reached, troubled };
}

type ChangedGoods = Pick<SeenRow, 'depot_id' | 'stop_id'> & GoodsState & { readonly consignmentId: string };
type ChangedStop = Pick<SeenRow, 'depot_id' | 'stop_id'> & { readonly now: StopState };

function toReport({ deviceAt, consignments, totesTakenBack, ...report }: ReportRow): StopReport {
  return {
    ...report,
    deviceAt: new Date(deviceAt),
    consignments: consignments ?? undefined,
    totesTakenBack: totesTakenBack ?? undefined,
  };
}

function isAs(row: SeenRow, { status, arrivedAt, leftAt, takenBack }: StopState): boolean {
  return (
    row.status === status &&
    row.arrived_at?.getTime() === arrivedAt?.getTime() &&
    row.left_at?.getTime() === leftAt?.getTime() &&
    // Both were kept as jsonb, which puts names into one order.
    JSON.stringify(row.taken_back) === JSON.stringify(takenBack ?? null)
  );
}

async function writeGoods(transaction: Knex.Transaction, goods: readonly ChangedGoods[]): Promise<void> {
  if (goods.length === 0) return;
  await transaction.raw(
    `update stop_consignments set outcome = given.outcome, totes_handed_over = given.totes
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::integer[])
       as given(depot_id, stop_id, consignment_id, outcome, totes)
     where stop_consignments.depot_id = given.depot_id and stop_consignments.stop_id = given.stop_id
       and stop_consignments.consignment_id = given.consignment_id`,
    [
      column(goods, ({ depot_id }) => depot_id),
      column(goods, ({ stop_id }) => stop_id),
      column(goods, ({ consignmentId }) => consignmentId),
      column(goods, ({ outcome }) => outcome),
      column(goods, ({ totesHandedOver }) => totesHandedOver),
    ],
  );
}

async function writeStops(transaction: Knex.Transaction, stops: readonly ChangedStop[]): Promise<void> {
  if (stops.length === 0) return;
  await transaction.raw(
    `update stops set status = given.status, arrived_at = given.arrived_at, left_at = given.left_at,
       taken_back = given.taken_back, version = stops.version + 1
     from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::jsonb[])
       as given(depot_id, stop_id, status, arrived_at, left_at, taken_back)
     where stops.depot_id = given.depot_id and stops.stop_id = given.stop_id`,
    [
      column(stops, ({ depot_id }) => depot_id),
      column(stops, ({ stop_id }) => stop_id),
      column(stops, ({ now }) => now.status),
      column(stops, ({ now }) => now.arrivedAt?.toISOString()),
      column(stops, ({ now }) => now.leftAt?.toISOString()),
      column(stops, ({ now }) => now.takenBack && JSON.stringify(now.takenBack)),
    ],
  );
}
