import type { Knex } from 'knex';
import type { ReportedRun, ReportedStop } from '../../../../application/delivery/run-reader.js';
import { column } from '../../column.js';
import { readRows } from '../../statement.js';

/** Of a row of `runs`: the notice, with when it was given and acknowledged. */
export const noticeSql = `case when runs.notice is null then null else runs.notice || jsonb_build_object('at', runs.noticed_at,
      'acknowledgedAt', (select min(events.received_at) from events where events.run_id = runs.run_id
        and events.kind = 'run.acknowledged' and events.received_at >= runs.noticed_at)) end`;

interface StopRow extends ReportedStop {
  /** Which of the asked runs, counted from 1. */
  readonly place: number;
}

/**
 * What reports can change of these runs. All else of a run stays as it was read before: with it, reading runs again
 * after each report would cost more than taking the reports.
 *
 * @param runs that are there.
 * @returns as they are ordered.
 */
export async function readReportedRuns(
  transaction: Knex.Transaction,
  runs: readonly { readonly depotId: string; readonly runId: string }[],
): Promise<ReportedRun[]> {
  if (runs.length === 0) return [];
  const which = [column(runs, ({ depotId }) => depotId), column(runs, ({ runId }) => runId)];
  const heads = await readRows<Omit<ReportedRun, 'stops'>>(
    transaction,
    `select runs.depot_id as "depotId", runs.run_id as "runId", runs.status, runs.departed_at as "departedAt",
       runs.finished_at as "finishedAt", runs.version, ${noticeSql} as notice
     from unnest(?::text[], ?::text[]) with ordinality as wanted(depot_id, run_id, place)
       join runs on runs.depot_id = wanted.depot_id and runs.run_id = wanted.run_id
     order by wanted.place`,
    which,
  );
  const rows = await readRows<StopRow>(
    transaction,
    `select wanted.place::integer, stops.stop_id as "stopId", stops.status, stops.eta_at as "etaAt",
       stops.late_seconds as "lateSeconds", stops.arrived_at as "arrivedAt", stops.left_at as "leftAt",
       stops.taken_back as "takenBack", stops.version,
       (select coalesce(jsonb_agg(jsonb_build_object('consignmentId', goods.consignment_id, 'outcome', goods.outcome)
           order by goods.consignment_id), '[]'::jsonb)
         from stop_consignments as goods
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as consignments
     from unnest(?::text[], ?::text[]) with ordinality as wanted(depot_id, run_id, place)
       cross join lateral (select * from stops
         where stops.depot_id = wanted.depot_id and stops.run_id = wanted.run_id offset 0) as stops
     order by wanted.place, stops.sequence`,
    which,
  );
  const stops = runs.map((): ReportedStop[] => []);
  for (const { place, ...stop } of rows) stops[place - 1].push(stop);
  return heads.map((head, at) => ({ ...head, stops: stops[at] }));
}
