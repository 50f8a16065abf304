import type { Knex } from 'knex';
import { caseOfStop, type StopOfCase, subjectsOfStop } from '../../../domain/cases/cases-of-facts.js';
import { column } from '../column.js';
import { readRows } from '../statement.js';
import { raiseCases } from './raise-cases.js';

/** Cases by what became of stops, as it stands now. */
export async function raiseStopCases(
  transaction: Knex.Transaction,
  at: readonly { readonly depotId: string; readonly stopId: string }[],
  seenAt: Date,
): Promise<void> {
  if (at.length === 0) return;
  const stops = await readRows<StopOfCase>(
    transaction,
    `select stops.depot_id as "depotId", runs.wave_id as "waveId", stops.run_id as "runId", stops.stop_id as "stopId",
       stops.station_id as "stationId", stops.status, runs.status as "runStatus",
       (select events.data->>'note' from events where events.run_id = stops.run_id and events.stop_id = stops.stop_id
          and events.kind in ('run.delivered', 'run.refused', 'run.failed')
          order by events.device_at desc, events.device_event_id desc limit 1) as note,
       (select coalesce(jsonb_agg(jsonb_build_object('consignmentId', goods.consignment_id, 'wholeId', goods.whole_id,
           'partNo', (goods.part->>'no')::integer, 'zoneId', consignments.zone_id, 'outcome', goods.outcome)
           order by goods.consignment_id), '[]'::jsonb)
         from stop_consignments as goods
           join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as goods
     from unnest(?::text[], ?::text[]) as named(depot_id, stop_id)
       join stops on stops.depot_id = named.depot_id and stops.stop_id = named.stop_id
       join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
     order by stops.depot_id, stops.run_id, stops.sequence`,
    [column(at, ({ depotId }) => depotId), column(at, ({ stopId }) => stopId)],
  );
  const facts = stops.flatMap((stop) => caseOfStop(stop) ?? []);
  await raiseCases(transaction, facts, stops.flatMap(subjectsOfStop), seenAt);
}
