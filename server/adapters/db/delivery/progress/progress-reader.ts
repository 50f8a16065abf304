import type { Knex } from 'knex';
import type {
  OrdersOnRecord,
  ProgressReader,
  RunOnRecord,
  StopOnRecord,
} from '../../../../application/delivery/wave-progress.js';
import type { RunStatus } from '../../../../domain/delivery/run.js';
import type { GoodsOutcome } from '../../../../domain/delivery/stop.js';
import { runCodeSql } from '../../run-code-sql.js';
import { readRows } from '../../statement.js';
import { getWave } from '../../waves/wave-store.js';

type RunRow = Omit<RunOnRecord, 'shift'> & { readonly opens: number | null; readonly closes: number | null };

interface OrderRow {
  readonly runId: string | null;
  /** Outcomes with the state of their run: "delivered departed". */
  readonly goods: readonly string[];
  readonly orders: number;
}

/**
 * Orders by what became of their goods. Where all goods of a station have gone the same way, its orders are counted as they
 * are; only where they have not, each order's own lines are looked at, which takes a hundred times as long.
 */
const selectOrders = `
  with goods as materialized (
    select consignments.depot_id, consignments.wave_id, consignments.station_id, consignments.zone_id, goods.whole_id,
      (goods.part->>'no')::integer as part_no, runs.run_id, goods.outcome || ' ' || runs.status as state
    from runs
      join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
      join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
      join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
    where runs.depot_id = ? and runs.wave_id = ?),
  stations as materialized (
    select goods.depot_id, goods.wave_id, goods.station_id, min(goods.run_id) as run_id, min(goods.state) as state,
      count(distinct (goods.run_id, goods.state)) = 1 and count(distinct goods.whole_id) = (select count(*) from consignments
        where consignments.depot_id = goods.depot_id and consignments.wave_id = goods.wave_id
          and consignments.station_id = goods.station_id) as is_alike
    from goods group by goods.depot_id, goods.wave_id, goods.station_id),
  each_order as (
    select goods.run_id as "runId", lines.order_id, array_agg(distinct goods.state) as goods
    from stations
      join goods on goods.depot_id = stations.depot_id and goods.wave_id = stations.wave_id
        and goods.station_id = stations.station_id
      join order_lines as lines on lines.depot_id = goods.depot_id and lines.wave_id = goods.wave_id
        and lines.station_id = goods.station_id and lines.zone_id = goods.zone_id
        and (goods.part_no is null or (lines.order_id, lines.line_no) in (select part_lines.order_id, part_lines.line_no
          from part_lines where part_lines.depot_id = goods.depot_id and part_lines.wave_id = goods.wave_id
            and part_lines.consignment_id = goods.whole_id and part_lines.part_no = goods.part_no))
    where not stations.is_alike
    group by grouping sets ((goods.run_id, lines.order_id), (lines.order_id)))
  select "runId", goods, count(*)::integer as orders from each_order group by "runId", goods
  union all
  select stations.run_id, array[stations.state], count(*)::integer
  from stations join orders on orders.depot_id = stations.depot_id and orders.wave_id = stations.wave_id
    and orders.station_id = stations.station_id and orders.status <> 'cancelled'
  where stations.is_alike
  group by grouping sets ((stations.run_id, stations.state), (stations.state))`;

/** Reads what a wave's progress is counted of. */
export function makeProgressReader(knex: Knex): ProgressReader {
  const read = async (waveId: string, depotIds: readonly string[] | undefined, withOrders: boolean) => {
    const { depotId, deliveryDate, timeZone } = await getWave(knex, waveId, depotIds);
    const wave = [depotId, waveId];
    const runs = await readRows<RunRow>(
      knex,
      `select runs.run_id as "runId", runs.route_no as "routeNo", ${runCodeSql} as "runCode",
           runs.vehicle_id as "vehicleId", runs.status, runs.planned_departure_at as "plannedDepartureAt",
           vehicles.shift_begins_second as opens, vehicles.shift_ends_second as closes
         from runs
           join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
           left join vehicles on vehicles.depot_id = runs.depot_id and vehicles.vehicle_id = runs.vehicle_id
         where runs.depot_id = ? and runs.wave_id = ? order by runs.route_no`,
      wave,
    );
    const stops = await readRows<StopOnRecord>(
      knex,
      `select stops.run_id as "runId", stops.stop_id as "stopId", stops.trip_no as "tripNo", stops.sequence,
           stops.station_id as "stationId", stations.name as "stationName", stops.status,
           stops.planned_arrival_at as "plannedArrivalAt", stops.planned_begin_at as "plannedBeginAt",
           stops.eta_at as "etaAt", stops.arrived_at as "arrivedAt", stops.left_at as "leftAt",
           stations.receiving_windows as windows,
           (select coalesce(jsonb_agg(jsonb_build_object('outcome', goods.outcome, 'totes',
               coalesce((goods.part->>'lastTote')::integer - (goods.part->>'firstTote')::integer + 1,
                 consignments.tote_count))), '[]'::jsonb)
             from stop_consignments as goods
               join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
             where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as goods
         from runs
           join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
           join stations on stations.depot_id = stops.depot_id and stations.station_id = stops.station_id
         where runs.depot_id = ? and runs.wave_id = ? order by runs.route_no, stops.sequence`,
      wave,
    );
    const orders = withOrders ? await readRows<OrderRow>(knex, selectOrders, wave) : [];
    return {
      waveId,
      deliveryDate,
      timeZone,
      runs: runs.map(({ opens, closes, ...run }) => ({
        ...run,
        shift: opens === null || closes === null ? null : { opens, closes },
      })),
      stops,
      orders: orders.map((row): OrdersOnRecord => ({ ...row, goods: row.goods.map(outcomeAndStatus) })),
    };
  };
  return {
    readWave: (waveId, depotIds) => read(waveId, depotIds, true),
    readRuns: (waveId) => read(waveId, undefined, false),
  };
}

function outcomeAndStatus(joined: string): OrdersOnRecord['goods'][number] {
  const [outcome, status] = joined.split(' ');
  return { outcome: outcome as GoodsOutcome, status: status as RunStatus };
}
