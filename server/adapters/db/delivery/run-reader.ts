import type { Knex } from 'knex';
import type { Delivery, RunReader, RunStop, RunWithStops } from '../../../application/delivery/run-reader.js';
import type { PlannedBreak } from '../../../domain/planning/plan.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import { column } from '../column.js';
import { runCodeSql } from '../run-code-sql.js';
import { type Bound, readRows } from '../statement.js';
import { noticeSql } from './progress/reported-runs.js';

const selectStops = `
  select stops.stop_id as "stopId", stops.run_id as "runId", stops.trip_no as "tripNo", stops.sequence,
    stops.station_id as "stationId", stations.name as "stationName", stations.kind as "stationKind", stations.street,
    ST_X(stations.position) as lon, ST_Y(stations.position) as lat, stations.receiving_windows as windows,
    stops.planned_arrival_at as "plannedArrivalAt", stops.planned_begin_at as "plannedBeginAt",
    stops.planned_leave_at as "plannedLeaveAt", stops.eta_at as "etaAt", stops.late_seconds as "lateSeconds", stops.arrived_at as "arrivedAt",
    stops.left_at as "leftAt", stops.status, stops.signed_by as "signedBy", stops.signed_at as "signedAt",
    stops.leg_meters as "legMeters", stops.leg_seconds as "legSeconds", stops.version,
    stations.rules->>'courierNote' as "courierNote", stations.rules->>'contactName' as "contactName",
    stations.rules->>'contactPhone' as "contactPhone",
    exists (select from station_photos as photos where photos.depot_id = stops.depot_id
      and photos.station_id = stops.station_id) as "hasPhoto",
    stops.takes_back as "takesBack", stops.taken_back as "takenBack",
    (select coalesce(json_agg(json_build_object(
        'consignmentId', goods.consignment_id, 'zoneId', consignments.zone_id,
        'grams', coalesce((goods.part->>'grams')::bigint, consignments.grams),
        'milliliters', coalesce((goods.part->>'milliliters')::bigint, consignments.milliliters),
        'totes', coalesce((goods.part->>'lastTote')::integer - (goods.part->>'firstTote')::integer + 1,
          consignments.tote_count),
        'orders', coalesce((goods.part->>'orderCount')::integer, consignments.order_count),
        'part', goods.part - '{grams,milliliters}'::text[], 'compartmentNo', goods.compartment_no, 'outcome', goods.outcome,
        'shorts', case when exists (select 1 from order_lines
            where order_lines.depot_id = consignments.depot_id and order_lines.wave_id = consignments.wave_id
              and order_lines.station_id = consignments.station_id and order_lines.zone_id = consignments.zone_id
              and order_lines.picked_quantity < order_lines.quantity)
          then (select coalesce(json_agg(json_build_object('skuId', lines.sku_id, 'name', skus.name,
              'ordered', lines.quantity, 'picked', lines.picked_quantity) order by lines.sku_id), '[]'::json)
            from (select sku_id, sum(quantity)::bigint as quantity, sum(coalesce(picked_quantity, quantity))::bigint as picked_quantity
                from order_lines where order_lines.depot_id = consignments.depot_id
                  and order_lines.wave_id = consignments.wave_id and order_lines.station_id = consignments.station_id
                  and order_lines.zone_id = consignments.zone_id
                  and (goods.part is null or (order_id, line_no) in (select part_lines.order_id, part_lines.line_no
                    from part_lines where part_lines.depot_id = consignments.depot_id
                      and part_lines.wave_id = consignments.wave_id
                      and part_lines.consignment_id = goods.whole_id
                      and part_lines.part_no = (goods.part->>'no')::integer))
                group by sku_id having sum(coalesce(picked_quantity, quantity)) < sum(quantity)) as lines
              join skus on skus.sku_id = lines.sku_id) else '[]'::json end)
        order by zones.sort, goods.consignment_id), '[]'::json)
      from stop_consignments as goods
        join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
        join zones on zones.zone_id = consignments.zone_id
      where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as consignments
  from stops
    join stations on stations.depot_id = stops.depot_id and stations.station_id = stops.station_id
    join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id`;

const selectRuns = `
  select runs.depot_id as "depotId", runs.run_id as "runId", runs.wave_id as "waveId", waves.delivery_date as "deliveryDate",
    waves.name as "waveName",
    waves.time_zone as "timeZone", runs.plan_id as "planId", runs.route_no as "routeNo", ${runCodeSql} as "runCode", runs.vehicle_id as "vehicleId",
    runs.courier_id as "courierId", couriers.name as "courierName", couriers.phone as "courierPhone", runs.status,
    runs.planned_departure_at as "plannedDepartureAt", runs.planned_return_at as "plannedReturnAt",
    runs.distance_meters as "distanceMeters", runs.departed_at as "departedAt", runs.finished_at as "finishedAt",
    runs.version, ${noticeSql} as notice,
    ST_X(depots.position) as "depotLon", ST_Y(depots.position) as "depotLat", depots.name as "depotName",
    (select coalesce(jsonb_agg(jsonb_build_object('compartmentNo', compartments.compartment_no,
        'zoneIds', compartments.zone_ids, 'milliliters', compartments.milliliters) order by compartments.compartment_no),
        '[]'::jsonb) from compartments
      where compartments.depot_id = runs.depot_id and compartments.vehicle_id = runs.vehicle_id) as compartments,
    (select coalesce(jsonb_agg(pauses.pause || jsonb_build_object('tripNo', trips.trip_no)
        order by trips.trip_no, pauses.pause_no), '[]'::jsonb)
      from routes, jsonb_array_elements(routes.trips) with ordinality as trips(trip, trip_no),
        jsonb_array_elements(trips.trip->'breaks') with ordinality as pauses(pause, pause_no)
      where routes.depot_id = runs.depot_id and routes.plan_id = runs.plan_id
        and routes.route_no = runs.route_no) as breaks,
    (select coalesce(jsonb_agg(rooms.room || jsonb_build_object('tripNo', trips.trip_no)
        order by trips.trip_no, rooms.room_no), '[]'::jsonb)
      from routes, jsonb_array_elements(routes.trips) with ordinality as trips(trip, trip_no),
        jsonb_array_elements(trips.trip->'partitions') with ordinality as rooms(room, room_no)
      where routes.depot_id = runs.depot_id and routes.plan_id = runs.plan_id
        and routes.route_no = runs.route_no) as partitions
  from runs
    join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
    join depots on depots.depot_id = runs.depot_id
    left join couriers on couriers.depot_id = runs.depot_id and couriers.courier_id = runs.courier_id`;

const selectProducts = `
  select goods.stop_id as "stopId", goods.consignment_id as "consignmentId", lines.sku_id as "skuId", skus.name,
    sum(lines.quantity)::bigint as ordered
  from stop_consignments as goods
    join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
    join order_lines as lines on lines.depot_id = consignments.depot_id and lines.wave_id = consignments.wave_id
      and lines.station_id = consignments.station_id and lines.zone_id = consignments.zone_id
      and (goods.part is null or (lines.order_id, lines.line_no) in (select part_lines.order_id, part_lines.line_no
        from part_lines where part_lines.depot_id = consignments.depot_id and part_lines.wave_id = consignments.wave_id
          and part_lines.consignment_id = goods.whole_id and part_lines.part_no = (goods.part->>'no')::integer))
    join skus on skus.sku_id = lines.sku_id
  where goods.stop_id = any(?::text[])
  group by goods.stop_id, goods.consignment_id, lines.sku_id, skus.name
  order by skus.name, lines.sku_id`;

/** Run ids are one depot's. */
const keyOf = ({ depotId, runId }: { readonly depotId: string; readonly runId: string }): string =>
  JSON.stringify([depotId, runId]);

interface ProductRow {
  readonly stopId: string;
  readonly consignmentId: string;
  readonly skuId: string;
  readonly name: string;
  readonly ordered: number;
}

/** A run as it is selected: a plan counts the seconds of its breaks from the wave's first moment. */
interface RunRow extends Omit<RunWithStops, 'stops' | 'breaks'> {
  readonly breaks: readonly (PlannedBreak & { readonly tripNo: number })[];
}

type StopRowOfDepot = RunStop & { readonly depotId: string };
type DeliveryRow = Omit<Delivery, 'consignments'> & Pick<RunStop, 'consignments'>;

export function makeRunReader(knex: Knex): RunReader {
  const stopsOf = async (runs: readonly RunRow[]): Promise<Map<string, RunStop[]>> => {
    // Run by run, by the index: with stations first the planner would look at every stop of the depot for each run.
    const rows = await readRows<StopRowOfDepot>(
      knex,
      `${selectStops.replace('select stops.stop_id', 'select stops.depot_id as "depotId", stops.stop_id').replace(
        'from stops\n',
        `from unnest(?::text[], ?::text[]) as wanted(depot_id, run_id)
           cross join lateral (select * from stops
             where stops.depot_id = wanted.depot_id and stops.run_id = wanted.run_id offset 0) as stops\n`,
      )} order by stops.run_id, stops.sequence`,
      [column(runs, ({ depotId }) => depotId), column(runs, ({ runId }) => runId)],
    );
    const stops = new Map<string, RunStop[]>(runs.map((run) => [keyOf(run), []]));
    for (const { depotId, ...stop } of rows) stops.get(keyOf({ ...stop, depotId }))!.push(stop);
    return stops;
  };
  const listRuns = async (rest: string, values: readonly Bound[]): Promise<RunWithStops[]> => {
    const runs = await readRows<RunRow>(knex, `${selectRuns} ${rest}`, values);
    const stops = await stopsOf(runs);
    return runs.map((run) => ({ ...run, stops: stops.get(keyOf(run))!, breaks: breaksOf(run) }));
  };
  /** With the products of each consignment of the stops, in the order of their names. */
  const withProducts = async (stops: readonly DeliveryRow[]): Promise<Delivery[]> => {
    const rows = await readRows<ProductRow>(knex, selectProducts, [stops.map(({ stopId }) => stopId)]);
    const productsOf = (stopId: string, consignmentId: string) =>
      rows
        .filter((row) => row.stopId === stopId && row.consignmentId === consignmentId)
        .map(({ skuId, name, ordered }) => ({ skuId, name, ordered }));
    return stops.map((stop) => ({
      ...stop,
      consignments: stop.consignments.map((goods) => ({
        ...goods,
        products: productsOf(stop.stopId, goods.consignmentId),
      })),
    }));
  };
  return {
    async find(runId, { depotIds, courierId }) {
      const [run] = await listRuns(
        `where runs.run_id = ? and (?::text[] is null or runs.depot_id = any(?::text[])) and (?::text is null or runs.courier_id = ?)`,
        [runId, depotIds, depotIds, courierId, courierId],
      );
      return run;
    },

    async findStop(stopId, depotIds) {
      const [stop] = await readRows<RunStop>(
        knex,
        `${selectStops} where stops.stop_id = ? and (?::text[] is null or stops.depot_id = any(?::text[]))`,
        [stopId, depotIds, depotIds],
      );
      return stop;
    },

    listOfCourier: (courierId, depotIds) =>
      listRuns(
        `where (runs.status in ('released', 'departed')
           or (runs.status = 'finished' and runs.finished_at > now() - interval '1 day')
           or (runs.status = 'cancelled' and runs.noticed_at > now() - interval '1 day' and not exists (
             select 1 from events where events.run_id = runs.run_id and events.kind = 'run.acknowledged')))
           and runs.courier_id = ? and (?::text[] is null or runs.depot_id = any(?::text[]))
         order by runs.planned_departure_at`,
        [courierId, depotIds, depotIds],
      ),

    listOfWave: (waveId, depotIds) =>
      listRuns(
        'where runs.wave_id = ? and (?::text[] is null or runs.depot_id = any(?::text[])) order by runs.route_no',
        [waveId, depotIds, depotIds],
      ),

    async listDeliveries(stationId, depotIds) {
      const stops = await readRows<DeliveryRow>(
        knex,
        `${selectStops.replace(
          'select stops.stop_id',
          `select runs.status as "runStatus", runs.vehicle_id as "vehicleId",
           (select ${runCodeSql} from waves where waves.depot_id = runs.depot_id
             and waves.wave_id = runs.wave_id) as "runCode",
           (select waves.time_zone from waves where waves.depot_id = runs.depot_id
             and waves.wave_id = runs.wave_id) as "timeZone",
           (select waves.delivery_date from waves where waves.depot_id = runs.depot_id
             and waves.wave_id = runs.wave_id) as "deliveryDate",
           (select waves.name from waves where waves.depot_id = runs.depot_id
             and waves.wave_id = runs.wave_id) as "waveName",
           (select couriers.name from couriers where couriers.depot_id = runs.depot_id
             and couriers.courier_id = runs.courier_id) as "courierName",
           (select couriers.phone from couriers where couriers.depot_id = runs.depot_id
             and couriers.courier_id = runs.courier_id) as "courierPhone",
           stops.stop_id`,
        )}
         where stops.station_id = ? and runs.status in ('released', 'departed', 'finished')
           and (?::text[] is null or stops.depot_id = any(?::text[]))
         order by stops.planned_arrival_at desc limit 20`,
        [stationId, depotIds, depotIds],
      );
      return withProducts(stops);
    },
  };
}

/** A plan counts seconds of the wave's clock; a run shows instants. */
function breaksOf({ deliveryDate, timeZone, breaks }: RunRow): RunWithStops['breaks'] {
  const clock = waveClockOf(deliveryDate, timeZone);
  return breaks.map(({ tripNo, beforeStop, begins, ends }) => ({
    tripNo,
    beforeStop,
    plannedBeginAt: clock.instantAt(begins),
    plannedEndAt: clock.instantAt(ends),
  }));
}
