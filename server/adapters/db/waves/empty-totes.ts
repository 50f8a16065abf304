import type { Knex } from 'knex';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { ZoneTotes } from '../../../domain/network/empty-totes.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { readRows, writeRows } from '../statement.js';

/** Without a count by hand, totes that came longer ago are taken for gone. */
const rememberedDays = 30;

/**
 * By station, the totes that wait there at a moment: the last count by hand, or none, and since then those that were
 * brought less those that were taken back.
 */
export async function listEmptyTotes(
  knex: Knex,
  depotId: string,
  until: Date,
  stationId?: string,
): Promise<Map<string, ZoneTotes[]>> {
  const rows = await readRows<ZoneTotes & { stationId: string }>(
    knex,
    `with counted as (
       select distinct on (station_id, zone_id) station_id, zone_id, totes, counted_at from tote_counts
       where depot_id = :depotId and counted_at <= :until order by station_id, zone_id, counted_at desc),
     since as (
       select least(coalesce(min(counted_at), :until), cast(:until as timestamptz) - make_interval(days => :days)) as at from counted),
     seen as (
       select stops.depot_id, stops.stop_id, stops.station_id, stops.left_at, stops.taken_back from stops, since
       where stops.depot_id = :depotId and stops.left_at >= since.at and stops.left_at < :until),
     moved as (
       select seen.station_id, consignments.zone_id, seen.left_at,
         coalesce(goods.totes_handed_over,
           cast(goods.part->>'lastTote' as integer) - cast(goods.part->>'firstTote' as integer) + 1,
           consignments.tote_count) as totes
       from seen
         join stop_consignments as goods on goods.depot_id = seen.depot_id and goods.stop_id = seen.stop_id
         join consignments on consignments.depot_id = goods.depot_id
           and consignments.consignment_id = goods.whole_id
       where goods.outcome in ('delivered', 'partial')
       union all
       select seen.station_id, item->>'zoneId', seen.left_at, -cast(item->>'totes' as integer)
       from seen, jsonb_array_elements(seen.taken_back) as item where seen.taken_back is not null)
     select station_id as "stationId", zone_id as "zoneId", cast(greatest(0, sum(totes)) as bigint) as totes
     from (
       select station_id, zone_id, totes from counted
       union all
       select moved.station_id, moved.zone_id, moved.totes
       from moved left join counted using (station_id, zone_id)
       where moved.left_at >= coalesce(counted.counted_at, cast(:until as timestamptz) - make_interval(days => :days))
     ) as parts
     where (cast(:stationId as text) is null or station_id = :stationId)
     group by station_id, zone_id having sum(totes) > 0 order by station_id, zone_id`,
    { depotId, until, days: rememberedDays, stationId },
  );
  const waiting = new Map<string, ZoneTotes[]>();
  for (const { stationId: id, zoneId, totes } of rows) {
    waiting.set(id, [...(waiting.get(id) ?? []), { zoneId, totes }]);
  }
  return waiting;
}

/** Sets what waits at a station, as somebody counted it. Zones that are not named stay as they are. */
export async function countEmptyTotes(
  transaction: Knex.Transaction,
  depotId: string,
  stationId: string,
  totes: readonly ZoneTotes[],
  by: string,
  at: Date,
): Promise<void> {
  // Held, as the station is: neither is deleted before the count stands.
  const zones = await readRows<{ zone_id: string }>(
    transaction,
    'select zone_id from zones where zone_id = any(?::text[]) order by zone_id for key share',
    [totes.map(({ zoneId }) => zoneId)],
  );
  const known = new Set(zones.map(({ zone_id }) => zone_id));
  const strange = totes.find(({ zoneId }) => !known.has(zoneId));
  if (strange !== undefined) throw new InvalidInputError(told`There is no temperature zone ${strange.zoneId}.`);
  await writeRows(
    transaction,
    `insert into tote_counts (depot_id, station_id, zone_id, totes, counted_at, counted_by)
     select ?, ?, given."zoneId", given.totes, ?, ?
     from jsonb_to_recordset(?::jsonb) as given("zoneId" text, totes integer)
     on conflict (depot_id, station_id, zone_id, counted_at) do update set totes = excluded.totes,
       counted_by = excluded.counted_by`,
    [depotId, stationId, at, by, JSON.stringify(totes)],
  );
}

/**
 * A station by its id in any case, and the depot that it belongs to.
 *
 * @param lock keeps it from being deleted until the end of the transaction.
 * @throws NotFoundError also for a station of another depot.
 */
export async function getStationIds(
  knex: Knex,
  stationId: string,
  depotIds: OwnDepots,
  lock: '' | 'for key share' = '',
): Promise<{ readonly depotId: string; readonly stationId: string }> {
  const [station] = await readRows<{ depotId: string; stationId: string }>(
    knex,
    `select depot_id as "depotId", station_id as "stationId" from stations
     where folded_id(station_id) = folded_id(?) and (?::text[] is null or depot_id = any(?::text[])) ${lock}`,
    [stationId, depotIds, depotIds],
  );
  if (station === undefined) throw new NotFoundError('station', stationId);
  return station;
}
