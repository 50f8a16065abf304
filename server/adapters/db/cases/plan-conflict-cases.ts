import type { Knex } from 'knex';
import type { CaseFact, CaseGoods } from '../../../domain/cases/case.js';
import type { ReportFault } from '../../../domain/delivery/check-report.js';
import type { RunEventKind } from '../../../domain/delivery/report.js';
import { column } from '../column.js';
import { composedIdSql } from '../composed-id.js';
import { readRows } from '../statement.js';
import { raiseCases } from './raise-cases.js';

/** A stop that lost goods because all orders for them were cancelled. */
export interface CancelledStop {
  readonly stopId: string;
  readonly stationId: string;
  readonly consignmentIds: readonly string[];
}

/** A report that was not taken, of what a vehicle did though the plan has it otherwise. */
export interface UntakenReport {
  readonly depotId: string;
  readonly waveId: string;
  readonly runId: string;
  readonly stopId: string | undefined;
  readonly kind: RunEventKind;
  readonly code: ReportFault['code'];
  readonly deviceEventId: string;
  readonly deviceAt: Date;
  readonly receivedAt: Date;
  readonly consignmentIds: readonly string[];
  /** What it is about, of which no orders are left. */
  readonly cancelled: readonly CancelledStop[];
  readonly note: string | undefined;
}

interface NamedGoods extends CaseGoods {
  readonly place: number;
  readonly stationId: string;
  /** The vehicle that the plan has them on; null for none. */
  readonly vehicleId: string | null;
}

/**
 * Cases of reports that are not taken: what was done is in the history of the run's case, one line for each report, and nowhere else
 * on record. Repeats of a device add nothing.
 */
export async function raisePlanConflicts(
  transaction: Knex.Transaction,
  reports: readonly UntakenReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const known = await readKnown(transaction, reports);
  const goods = [...(await readNamedGoods(transaction, reports)), ...(await readCancelledGoods(transaction, reports))];
  for (const [at, report] of reports.entries()) {
    if (known.has(at + 1)) continue;
    const named = goods.filter(({ place }) => place === at + 1);
    await raiseCases(transaction, [factOf(report, named)], [], report.receivedAt);
  }
}

function factOf(report: UntakenReport, named: readonly NamedGoods[]): CaseFact {
  const { depotId, waveId, runId, stopId, kind, code, deviceEventId, deviceAt, note } = report;
  const vehicleIds = new Set(named.flatMap(({ vehicleId }) => vehicleId ?? []));
  return {
    depotId,
    kind: 'report-against-plan',
    subject: runId,
    waveId,
    runId,
    goods: named.map(({ place: _, stationId: __, vehicleId: ___, ...each }) => each),
    detail: {
      report: kind,
      code,
      stopId: stopId ?? null,
      stationId: named.at(0)?.stationId ?? null,
      plannedWith: vehicleIds.size === 0 ? null : [...vehicleIds].sort().join(', '),
      reportedAt: deviceAt.toISOString(),
      deviceEventId,
      note: note ?? null,
    },
    happens: true,
  };
}

/** Those that a case tells of already, that were taken before the plan changed, or that stand in the same batch twice. */
async function readKnown(transaction: Knex.Transaction, reports: readonly UntakenReport[]): Promise<Set<number>> {
  const rows = await readRows<{ place: number }>(
    transaction,
    `with given as (
       select * from unnest(?::text[], ?::text[], ?::text[]) with ordinality as given(depot_id, run_id, device_event_id, place))
     select given.place::integer from given
     where exists (select 1 from events
         where events.run_id = given.run_id and events.device_event_id = given.device_event_id)
       or exists (select 1 from cases
           join case_entries as entries on entries.depot_id = cases.depot_id and entries.case_id = cases.case_id
         where cases.depot_id = given.depot_id and cases.kind = 'report-against-plan' and cases.subject = given.run_id
           and entries.data->>'deviceEventId' = given.device_event_id)
       or exists (select 1 from given as before
         where before.run_id = given.run_id and before.device_event_id = given.device_event_id and before.place < given.place)`,
    [
      column(reports, ({ depotId }) => depotId),
      column(reports, ({ runId }) => runId),
      column(reports, ({ deviceEventId }) => deviceEventId),
    ],
  );
  return new Set(rows.map(({ place }) => place));
}

/** The goods that reports name, of their own wave, with where the plan has them now. */
async function readNamedGoods(transaction: Knex.Transaction, reports: readonly UntakenReport[]): Promise<NamedGoods[]> {
  const named = reports.flatMap(({ depotId, waveId, consignmentIds }, at) =>
    consignmentIds.map((consignmentId) => ({ depotId, waveId, consignmentId, place: at + 1 })),
  );
  if (named.length === 0) return [];
  return readRows<NamedGoods>(
    transaction,
    `select named.place::integer, named.consignment_id as "consignmentId", consignments.consignment_id as "wholeId",
       (planned.part->>'no')::integer as "partNo", consignments.zone_id as "zoneId", consignments.station_id as "stationId",
       planned.vehicle_id as "vehicleId"
     from unnest(?::text[], ?::text[], ?::text[], ?::integer[]) as named(depot_id, wave_id, consignment_id, place)
       left join lateral (
         select goods.whole_id, goods.part, runs.vehicle_id
         from stop_consignments as goods
           join stops on stops.depot_id = goods.depot_id and stops.stop_id = goods.stop_id
           join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
         where goods.depot_id = named.depot_id and goods.consignment_id = named.consignment_id
           and runs.wave_id = named.wave_id
         limit 1) as planned on true
       join consignments on consignments.depot_id = named.depot_id and consignments.wave_id = named.wave_id
         and consignments.consignment_id = coalesce(planned.whole_id, named.consignment_id)
     order by named.place, named.consignment_id`,
    [
      column(named, ({ depotId }) => depotId),
      column(named, ({ waveId }) => waveId),
      column(named, ({ consignmentId }) => consignmentId),
      column(named, ({ place }) => place),
    ],
  );
}

/** Goods of which no orders are left, so that the record has no consignment of them either: their ids say what they were. */
async function readCancelledGoods(
  transaction: Knex.Transaction,
  reports: readonly UntakenReport[],
): Promise<NamedGoods[]> {
  const named = reports.flatMap(({ waveId, cancelled }, at) =>
    cancelled.flatMap(({ stationId, consignmentIds }) =>
      consignmentIds.map((consignmentId) => ({ waveId, stationId, consignmentId, place: at + 1 })),
    ),
  );
  if (named.length === 0) return [];
  return readRows<NamedGoods>(
    transaction,
    `select distinct named.place::integer, named.consignment_id as "consignmentId", named.consignment_id as "wholeId",
       null::integer as "partNo", zones.zone_id as "zoneId", named.station_id as "stationId", null as "vehicleId"
     from unnest(?::text[], ?::text[], ?::text[], ?::integer[]) as named(wave_id, station_id, consignment_id, place)
       join zones on named.consignment_id = ${composedIdSql('named.wave_id', 'named.station_id', 'zones.zone_id')}
     order by 1, 2`,
    [
      column(named, ({ waveId }) => waveId),
      column(named, ({ stationId }) => stationId),
      column(named, ({ consignmentId }) => consignmentId),
      column(named, ({ place }) => place),
    ],
  );
}
