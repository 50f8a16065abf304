import type { Knex } from 'knex';
import { foreseeStops } from './foresee-stops.js';

/**
 * Works out a run, its stops, its goods and its wave anew from all events in the order of their device times, so that
 * reports may come in any order and more than once. What does not change is not touched, so that versions stay.
 *
 * @param seenAt when the last of the reports came in.
 */
export async function followEvents(
  transaction: Knex.Transaction,
  depotId: string,
  runId: string,
  waveId: string,
  seenAt: Date,
): Promise<void> {
  await followGoods(transaction, depotId, runId);
  await followStops(transaction, depotId, runId);
  const isRunOther = await followRun(transaction, depotId, runId);
  await foreseeStops(transaction, depotId, runId, seenAt);
  await followConsignments(transaction, depotId, runId);
  // The wave goes by the states of its runs.
  if (isRunOther) await followWave(transaction, depotId, waveId);
}

/**
 * A report that names no consignment speaks of all at its stop, one that names some speaks of those first: for each
 * consignment the latest report that speaks of it decides. Where none does, the latest report's kind does. Reports of one
 * device time are taken in the order of their ids, so that the order of their arrival never matters. What failed and
 * came home with the vehicle is returned.
 */
async function followGoods(transaction: Knex.Transaction, depotId: string, runId: string): Promise<void> {
  await transaction.raw(
    `update stop_consignments set outcome = decided.outcome, totes_handed_over = decided.totes
     from (
       select goods.stop_id, goods.consignment_id, last.totes,
         case when last.outcome = 'failed' and exists (select 1 from events
             where run_id = ? and kind = 'run.returned') then 'returned'
           else coalesce(last.outcome, 'planned') end as outcome
       from stops
         join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
         left join lateral (
           select coalesce(named.item->>'outcome', substr(events.kind, 5)) as outcome,
             (named.item->>'totesHandedOver')::integer as totes
           from events
             left join lateral (
               select item from jsonb_array_elements(coalesce(events.data->'consignments', '[]'::jsonb)) as item
               where item->>'consignmentId' = goods.consignment_id limit 1) as named on true
           where events.run_id = ? and events.stop_id = stops.stop_id
             and events.kind in ('run.delivered', 'run.refused', 'run.failed')
           order by (named.item is not null
               or jsonb_array_length(coalesce(events.data->'consignments', '[]'::jsonb)) = 0) desc,
             events.device_at desc, events.device_event_id desc
           limit 1) as last on true
       where stops.depot_id = ? and stops.run_id = ?) as decided
     where stop_consignments.depot_id = ? and stop_consignments.stop_id = decided.stop_id
       and stop_consignments.consignment_id = decided.consignment_id
       and (stop_consignments.outcome, stop_consignments.totes_handed_over)
         is distinct from (decided.outcome, decided.totes)`,
    [runId, runId, depotId, runId, depotId],
  );
}

async function followStops(transaction: Knex.Transaction, depotId: string, runId: string): Promise<void> {
  await transaction.raw(
    `update stops set arrived_at = seen.arrived_at, left_at = seen.left_at, status = seen.status,
       taken_back = seen.taken_back, version = stops.version + 1
     from (
       select stops.stop_id, told.arrived_at, told.left_at, told.taken_back,
         case when told.left_at is null and told.arrived_at is null then 'planned'
           when told.left_at is null then 'arrived'
           when handed.outcomes is null then told.last_kind
           when cardinality(handed.outcomes) > 1 then 'partial'
           when handed.outcomes[1] = 'returned' then 'failed'
           else handed.outcomes[1] end as status
       from stops
         left join lateral (
           select min(device_at) filter (where kind = 'run.arrived') as arrived_at,
             max(device_at) filter (where kind <> 'run.arrived') as left_at,
             (array_agg(substr(kind, 5) order by device_at desc, device_event_id desc)
               filter (where kind <> 'run.arrived'))[1] as last_kind,
             (array_agg(data->'totesTakenBack' order by device_at desc, device_event_id desc)
               filter (where kind <> 'run.arrived' and data->'totesTakenBack' is not null))[1] as taken_back
           from events where events.run_id = stops.run_id and events.stop_id = stops.stop_id
             and kind in ('run.arrived', 'run.delivered', 'run.refused', 'run.failed')) as told on true
         left join lateral (
           select array_agg(distinct goods.outcome) as outcomes from stop_consignments as goods
           where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as handed on true
       where stops.depot_id = ? and stops.run_id = ?) as seen
     where stops.depot_id = ? and stops.stop_id = seen.stop_id
       and (stops.arrived_at, stops.left_at, stops.status, stops.taken_back)
         is distinct from (seen.arrived_at, seen.left_at, seen.status, seen.taken_back)`,
    [depotId, runId, depotId],
  );
}

/** @returns whether anything of the run itself became other than it was. */
async function followRun(transaction: Knex.Transaction, depotId: string, runId: string): Promise<boolean> {
  const { rowCount } = await transaction.raw(
    `update runs set departed_at = seen.departed_at, finished_at = seen.returned_at, status = seen.status,
       version = runs.version + 1
     from (
       select runs.run_id, told.departed_at, told.returned_at,
         case when told.returned_at is not null then 'finished' when told.any_at is not null then 'departed'
           else runs.status end as status
       from runs left join lateral (
           select min(device_at) filter (where kind = 'run.departed') as departed_at,
             max(device_at) filter (where kind = 'run.returned'
               or (kind = 'run.broken-down' and not exists (select 1 from events as later
                 where later.run_id = runs.run_id and later.kind = 'run.resumed'
                   and later.event_id > events.event_id))) as returned_at,
             min(device_at) filter (where kind in ('run.departed', 'run.arrived', 'run.delivered', 'run.refused',
               'run.failed', 'run.returned')) as any_at
           from events where events.run_id = runs.run_id) as told on true
       where runs.depot_id = ? and runs.run_id = ?) as seen
     where runs.depot_id = ? and runs.run_id = seen.run_id and runs.status <> 'cancelled'
       and (runs.departed_at, runs.finished_at, runs.status)
         is distinct from (seen.departed_at, seen.returned_at, seen.status)`,
    [depotId, runId, depotId],
  );
  return rowCount > 0;
}

/**
 * A consignment is as its goods are. One in parts is what all of its parts are, on whatever runs they ride; until each
 * has been told of it is on its way, and partial where they differ or where one stayed behind.
 */
async function followConsignments(transaction: Knex.Transaction, depotId: string, runId: string): Promise<void> {
  // Two runs may tell of parts of one consignment at the same time: the second waits here and sees what the first told.
  await transaction.raw(
    `select consignment_id from consignments where depot_id = ? and consignment_id in (
       select goods.whole_id from stops
         join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
       where stops.depot_id = ? and stops.run_id = ? and goods.part is not null)
     order by consignment_id for update`,
    [depotId, depotId, runId],
  );
  await transaction.raw(
    `update consignments set status = now_known.status
     from (
       select told.whole_id, case
           when told.open = 0 and told.kinds = 1 and told.here = told.parts then told.outcome
           when told.open = 0 then 'partial'
           when told.open < told.here or told.away then 'loaded' end as status
       from (
         select goods.whole_id, count(*) as here, count(*) filter (where goods.outcome = 'planned') as open,
           count(distinct goods.outcome) as kinds, min(goods.outcome) as outcome,
           max(coalesce((goods.part->>'count')::integer, 1)) as parts,
           bool_or(runs.status in ('departed', 'finished')) as away
         from runs join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
           join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
         where runs.depot_id = ? and (runs.run_id = ? or goods.part is not null)
           and goods.whole_id in (select own.whole_id from stops as visited
               join stop_consignments as own on own.depot_id = visited.depot_id and own.stop_id = visited.stop_id
             where visited.depot_id = ? and visited.run_id = ?)
         group by goods.whole_id) as told) as now_known
     where consignments.depot_id = ? and consignments.consignment_id = now_known.whole_id
       and now_known.status is not null and consignments.status <> now_known.status`,
    [depotId, runId, depotId, runId, depotId],
  );
}

/** A wave is as its runs are: dispatched while one of them is out or to leave, then finished. */
export async function followWave(transaction: Knex.Transaction, depotId: string, waveId: string): Promise<void> {
  // Of two runs that end at the same time the second waits here and sees that the first has ended.
  await transaction.raw('select wave_id from waves where depot_id = ? and wave_id = ? for update', [depotId, waveId]);
  await transaction.raw(
    `update waves set status = seen.status
     from (select case when exists (select 1 from runs where depot_id = ? and wave_id = ?
         and status in ('draft', 'released', 'departed')) then 'dispatched' else 'finished' end as status) as seen
     where waves.depot_id = ? and waves.wave_id = ? and waves.status <> seen.status
       and waves.status in ('planned', 'picking', 'loading', 'dispatched')
       and exists (select 1 from runs where runs.depot_id = waves.depot_id and runs.wave_id = waves.wave_id
         and runs.status in ('departed', 'finished'))`,
    [depotId, waveId, depotId, waveId],
  );
}
