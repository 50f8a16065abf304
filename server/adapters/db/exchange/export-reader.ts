import type { ExportReader, RunHead, Short } from '../../../application/exchange/exports/exported-wave.js';
import { resultOfStop, tally } from '../../../domain/delivery/progress.js';
import type { StopStatus } from '../../../domain/delivery/stop.js';
import { consignmentIdOf, partIdOf } from '../../../domain/waves/consignment.js';
import type { Database } from '../engine/database.js';

interface RunHeadRow extends Omit<RunHead, 'courierName' | 'courierPhone' | 'stops'> {
  readonly stopStatuses: readonly StopStatus[];
  readonly courierName: string | null;
  readonly courierPhone: string | null;
}

interface ShortRow extends Omit<Short, 'consignmentId'> {
  readonly stationId: string;
  readonly zoneId: string;
  readonly partNo: number | null;
}

/** Reads what exports show beside plans: runs' ids and couriers, and products that were picked short. */
export function makeExportReader({ knex }: Database): ExportReader {
  return {
    async listRunHeads(depotId, waveId) {
      const { rows } = await knex.raw(
        `select runs.route_no as "routeNo", runs.run_id as "runId", runs.status, couriers.name as "courierName",
           couriers.phone as "courierPhone", array(select stops.status from stops
             where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id) as "stopStatuses"
         from runs
           join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
             and waves.current_plan_id = runs.plan_id
           left join couriers on couriers.depot_id = runs.depot_id and couriers.courier_id = runs.courier_id
         where runs.depot_id = ? and runs.wave_id = ?
         order by runs.route_no`,
        [depotId, waveId],
      );
      return (rows as RunHeadRow[]).map(({ courierName, courierPhone, stopStatuses, ...run }) => ({
        ...run,
        stops: tally(stopStatuses.map((status) => [resultOfStop(status, run.status), 1] as const)),
        courierName: courierName ?? undefined,
        courierPhone: courierPhone ?? undefined,
      }));
    },

    async listShorts(depotId, waveId) {
      const { rows } = await knex.raw(
        `select lines.station_id as "stationId", lines.zone_id as "zoneId", lines.part_no as "partNo",
           skus.name, lines.ordered, lines.picked
         from (select lines.station_id, lines.zone_id, lines.sku_id, parts.part_no, sum(quantity)::bigint as ordered,
               sum(coalesce(picked_quantity, quantity))::bigint as picked
             from order_lines as lines
               left join part_lines as parts on parts.depot_id = lines.depot_id and parts.wave_id = lines.wave_id
                 and parts.order_id = lines.order_id and parts.line_no = lines.line_no
             where lines.depot_id = ? and lines.wave_id = ?
             group by lines.station_id, lines.zone_id, lines.sku_id, parts.part_no
             having sum(coalesce(picked_quantity, quantity)) < sum(quantity)) as lines
           join skus on skus.sku_id = lines.sku_id
         order by lines.station_id, lines.zone_id, lines.part_no, lines.sku_id`,
        [depotId, waveId],
      );
      return (rows as ShortRow[]).map(({ stationId, zoneId, partNo, ...short }) => {
        const whole = consignmentIdOf(waveId, stationId, zoneId);
        return { ...short, consignmentId: partNo === null ? whole : partIdOf(whole, partNo) };
      });
    },
  };
}
