import type { Knex } from 'knex';
import type { RunReport } from '../../../application/delivery/field-store.js';
import type { RunEventKind } from '../../../domain/delivery/run.js';
import { column } from '../column.js';
import { predictStopEtas, type SeenRun } from './predict-etas.js';

/** A run whose events became more, or that was changed itself. */
export interface FollowedRun extends SeenRun {
  readonly waveId: string;
  /** The reports that are new, where nothing else is. */
  readonly told?: readonly Pick<RunReport, 'kind' | 'stopId'>[];
  /** As it was before those; where it is left out, all of the run is looked at. */
  readonly status?: string;
}

interface StopKey {
  readonly depotId: string;
  readonly stopId: string;
}

const moves: ReadonlySet<RunEventKind> = new Set(['departed', 'arrived', 'delivered', 'refused', 'failed', 'returned']);
const atStops: ReadonlySet<RunEventKind> = new Set(['arrived', 'delivered', 'refused', 'failed']);
const ofGoods: ReadonlySet<RunEventKind> = new Set(['delivered', 'refused', 'failed']);
const ofRuns: ReadonlySet<RunEventKind> = new Set(['departed', 'returned']);

/**
 * Works out runs, their stops, their goods and their waves anew from all events in the order of their device times, so
 * that reports may come in any order and more than once. What does not change is not touched, so that versions stay.
 *
 * Where only reports are new, just that is looked at which reports of their kind can change: a note changes nothing, an
 * arrival no goods, and whatever happens at a stop nothing at another one, but by the times at which it is expected.
 */
export async function projectEvents(transaction: Knex.Transaction, followed: readonly FollowedRun[]): Promise<void> {
  const runs = followed.filter(({ told }) => told === undefined || told.some(({ kind }) => moves.has(kind)));
  if (runs.length === 0) return;
  // What comes home decides about goods of every stop.
  const whole = runs.filter(({ told }) => told === undefined || told.some(({ kind }) => kind === 'returned'));
  const whollySeen = await stopsOf(transaction, whole);
  const stopsToldBy = (kinds: ReadonlySet<RunEventKind>): StopKey[] => [
    ...whollySeen,
    ...runs
      .filter((run) => !whole.includes(run))
      .flatMap(({ depotId, told }) => stopsIn(told!, kinds).map((stopId) => ({ depotId, stopId }))),
  ];
  const changedGoods = await followGoods(transaction, stopsToldBy(ofGoods));
  await followStops(transaction, stopsToldBy(atStops));
  const changedRuns = await followRuns(transaction, runs.filter(mayBecomeOther));
  await predictStopEtas(transaction, runs);
  const isOther = ({ told, runId }: FollowedRun) => told === undefined || changedRuns.has(runId);
  const otherStops = await stopsOf(transaction, runs.filter(isOther));
  await followConsignments(transaction, runs, [...otherStops, ...changedGoods]);
  // The wave goes by the states of its runs.
  const waves = runs.filter(({ runId }) => changedRuns.has(runId));
  await followWaves(transaction, waves);
}

function stopsIn(told: NonNullable<FollowedRun['told']>, kinds: ReadonlySet<RunEventKind>): string[] {
  return [...new Set(told.flatMap(({ kind, stopId }) => (kinds.has(kind) && stopId !== undefined ? [stopId] : [])))];
}

/** A run that has left goes on as it is, whatever happens at its stops. */
function mayBecomeOther({ told, status }: FollowedRun): boolean {
  if (told === undefined || told.some(({ kind }) => ofRuns.has(kind))) return true;
  return status !== 'departed' && status !== 'finished';
}

async function stopsOf(transaction: Knex.Transaction, runs: readonly FollowedRun[]): Promise<StopKey[]> {
  if (runs.length === 0) return [];
  const { rows } = await transaction.raw(
    `select stops.depot_id as "depotId", stops.stop_id as "stopId"
     from unnest(?::text[], ?::text[]) as seen(depot_id, run_id)
       join stops on stops.depot_id = seen.depot_id and stops.run_id = seen.run_id`,
    [column(runs, ({ depotId }) => depotId), column(runs, ({ runId }) => runId)],
  );
  return rows;
}

/**
 * A report that names no consignment speaks of all at its stop, one that names some speaks of those first: for each
 * consignment the latest report that speaks of it decides. Where none does, the latest report's kind does. Reports of one
 * device time are taken in the order of their ids, so that the order of their arrival never matters. What failed and
 * came home with the vehicle is returned.
 *
 * @returns the stops where it changed something.
 */
async function followGoods(transaction: Knex.Transaction, at: readonly StopKey[]): Promise<StopKey[]> {
  if (at.length === 0) return [];
  const { rows } = await transaction.raw(
    `update stop_consignments set outcome = decided.outcome, totes_handed_over = decided.totes
     from (
       select goods.depot_id, goods.stop_id, goods.consignment_id, last.totes,
         case when last.outcome = 'failed' and exists (select 1 from events
             where events.run_id = stops.run_id and events.kind = 'run.returned') then 'returned'
           else coalesce(last.outcome, 'planned') end as outcome
       from unnest(?::text[], ?::text[]) as seen(depot_id, stop_id)
         join stops on stops.depot_id = seen.depot_id and stops.stop_id = seen.stop_id
         join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
         left join lateral (
           select coalesce(named.item->>'outcome', substr(events.kind, 5)) as outcome,
             (named.item->>'totesHandedOver')::integer as totes
           from events
             left join lateral (
               select item from jsonb_array_elements(coalesce(events.data->'consignments', '[]'::jsonb)) as item
               where item->>'consignmentId' = goods.consignment_id limit 1) as named on true
           where events.run_id = stops.run_id and events.stop_id = stops.stop_id
             and events.kind in ('run.delivered', 'run.refused', 'run.failed')
           order by (named.item is not null
               or jsonb_array_length(coalesce(events.data->'consignments', '[]'::jsonb)) = 0) desc,
             events.device_at desc, events.device_event_id desc
           limit 1) as last on true) as decided
     where stop_consignments.depot_id = decided.depot_id and stop_consignments.stop_id = decided.stop_id
       and stop_consignments.consignment_id = decided.consignment_id
       and (stop_consignments.outcome, stop_consignments.totes_handed_over)
         is distinct from (decided.outcome, decided.totes)
     returning stop_consignments.depot_id as "depotId", stop_consignments.stop_id as "stopId"`,
    keysOf(at),
  );
  return rows;
}

const keysOf = (at: readonly StopKey[]) => [column(at, ({ depotId }) => depotId), column(at, ({ stopId }) => stopId)];

async function followStops(transaction: Knex.Transaction, at: readonly StopKey[]): Promise<void> {
  if (at.length === 0) return;
  await transaction.raw(
    `update stops set arrived_at = seen.arrived_at, left_at = seen.left_at, status = seen.status,
       taken_back = seen.taken_back, version = stops.version + 1
     from (
       select stops.depot_id, stops.stop_id, told.arrived_at, told.left_at, told.taken_back,
         case when told.left_at is null and told.arrived_at is null then 'planned'
           when told.left_at is null then 'arrived'
           when handed.outcomes is null then told.last_kind
           when cardinality(handed.outcomes) > 1 then 'partial'
           when handed.outcomes[1] = 'returned' then 'failed'
           else handed.outcomes[1] end as status
       from unnest(?::text[], ?::text[]) as named(depot_id, stop_id)
         join stops on stops.depot_id = named.depot_id and stops.stop_id = named.stop_id
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
           where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as handed on true) as seen
     where stops.depot_id = seen.depot_id and stops.stop_id = seen.stop_id
       and (stops.arrived_at, stops.left_at, stops.status, stops.taken_back)
         is distinct from (seen.arrived_at, seen.left_at, seen.status, seen.taken_back)`,
    keysOf(at),
  );
}

/** @returns the runs that themselves became other than they were. */
async function followRuns(transaction: Knex.Transaction, runs: readonly FollowedRun[]): Promise<Set<string>> {
  if (runs.length === 0) return new Set();
  const { rows } = await transaction.raw(
    `update runs set departed_at = seen.departed_at, finished_at = seen.returned_at, status = seen.status,
       version = runs.version + 1
     from (
       select runs.depot_id, runs.run_id, told.departed_at, told.returned_at,
         case when told.returned_at is not null then 'finished' when told.any_at is not null then 'departed'
           else runs.status end as status
       from unnest(?::text[], ?::text[]) as named(depot_id, run_id)
         join runs on runs.depot_id = named.depot_id and runs.run_id = named.run_id
         left join lateral (
           select min(device_at) filter (where kind = 'run.departed') as departed_at,
             max(device_at) filter (where kind = 'run.returned'
               or (kind = 'run.broken-down' and not exists (select 1 from events as later
                 where later.run_id = runs.run_id and later.kind = 'run.resumed'
                   and later.event_id > events.event_id))) as returned_at,
             min(device_at) filter (where kind in ('run.departed', 'run.arrived', 'run.delivered', 'run.refused',
               'run.failed', 'run.returned')) as any_at
           from events where events.run_id = runs.run_id) as told on true) as seen
     where runs.depot_id = seen.depot_id and runs.run_id = seen.run_id and runs.status <> 'cancelled'
       and (runs.departed_at, runs.finished_at, runs.status)
         is distinct from (seen.departed_at, seen.returned_at, seen.status)
     returning runs.run_id`,
    [column(runs, ({ depotId }) => depotId), column(runs, ({ runId }) => runId)],
  );
  return new Set((rows as { run_id: string }[]).map(({ run_id }) => run_id));
}

interface TouchedConsignment {
  readonly depot_id: string;
  readonly run_id: string;
  readonly whole_id: string;
}

/**
 * A consignment is as its goods are. One in parts is what all of its parts are, on whatever runs they ride; until each
 * has been told of it is on its way, and partial where they differ or where one stayed behind.
 *
 * @param runs in the order in which they decide, the last one last.
 */
async function followConsignments(
  transaction: Knex.Transaction,
  runs: readonly FollowedRun[],
  at: readonly StopKey[],
): Promise<void> {
  if (at.length === 0) return;
  // Two runs may tell of parts of one consignment at the same time: the second waits here and sees what the first told.
  const held = await transaction.raw(
    `select own.depot_id, own.run_id, own.whole_id
     from (
       select distinct stops.depot_id, stops.run_id, goods.whole_id
       from unnest(?::text[], ?::text[]) as seen(depot_id, stop_id)
         join stops on stops.depot_id = seen.depot_id and stops.stop_id = seen.stop_id
         join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as own
       join consignments on consignments.depot_id = own.depot_id and consignments.consignment_id = own.whole_id
     order by consignments.depot_id, consignments.consignment_id for update of consignments`,
    keysOf(at),
  );
  const places = new Map(runs.map(({ runId }, place) => [runId, place]));
  const touched = held.rows as TouchedConsignment[];
  // One look at each: its goods are found by its id, however little the database knows of tables that were just filled.
  await transaction.raw(
    `update consignments set status = now_known.status
     from (
       select distinct on (own.depot_id, own.whole_id) own.depot_id, own.whole_id, told.status
       from unnest(?::text[], ?::text[], ?::text[], ?::integer[]) as own(depot_id, run_id, whole_id, place)
         cross join lateral (
           select case
               when open = 0 and kinds = 1 and here = parts then outcome
               when open = 0 then 'partial'
               when open < here or away then 'loaded' end as status
           from (
             select count(*) as here, count(*) filter (where goods.outcome = 'planned') as open,
               count(distinct goods.outcome) as kinds, min(goods.outcome) as outcome,
               max(coalesce((goods.part->>'count')::integer, 1)) as parts,
               bool_or(runs.status in ('departed', 'finished')) as away
             from stop_consignments as goods
               join stops on stops.depot_id = goods.depot_id and stops.stop_id = goods.stop_id
               join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
             where goods.depot_id = own.depot_id and goods.whole_id = own.whole_id
               and (stops.run_id = own.run_id or goods.part is not null)) as counted) as told
       where told.status is not null
       order by own.depot_id, own.whole_id, own.place desc) as now_known
     where consignments.depot_id = now_known.depot_id and consignments.consignment_id = now_known.whole_id
       and consignments.status <> now_known.status`,
    [
      column(touched, ({ depot_id }) => depot_id),
      column(touched, ({ run_id }) => run_id),
      column(touched, ({ whole_id }) => whole_id),
      column(touched, ({ run_id }) => places.get(run_id)),
    ],
  );
}

/** A wave is as its runs are: dispatched while one of them is out or to leave, then finished. */
export async function followWaves(
  transaction: Knex.Transaction,
  waves: readonly { readonly depotId: string; readonly waveId: string }[],
): Promise<void> {
  if (waves.length === 0) return;
  const which = [column(waves, ({ depotId }) => depotId), column(waves, ({ waveId }) => waveId)];
  // Of two runs that end at the same time the second waits here and sees that the first has ended.
  await transaction.raw(
    `select waves.wave_id
     from (select distinct depot_id, wave_id from unnest(?::text[], ?::text[]) as named(depot_id, wave_id)) as named
       join waves on waves.depot_id = named.depot_id and waves.wave_id = named.wave_id
     order by waves.depot_id, waves.wave_id for update of waves`,
    which,
  );
  await transaction.raw(
    `update waves set status = seen.status
     from (select named.depot_id, named.wave_id, case when exists (select 1 from runs
           where runs.depot_id = named.depot_id and runs.wave_id = named.wave_id
             and runs.status in ('draft', 'released', 'departed')) then 'dispatched' else 'finished' end as status
       from (select distinct depot_id, wave_id
         from unnest(?::text[], ?::text[]) as given(depot_id, wave_id)) as named) as seen
     where waves.depot_id = seen.depot_id and waves.wave_id = seen.wave_id and waves.status <> seen.status
       and waves.status in ('planned', 'picking', 'loading', 'dispatched')
       and exists (select 1 from runs where runs.depot_id = waves.depot_id and runs.wave_id = waves.wave_id
         and runs.status in ('departed', 'finished'))`,
    which,
  );
}
