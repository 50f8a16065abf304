import type { Knex } from 'knex';
import type { CaseFact, CaseGoods } from '../../../domain/cases/case.js';
import { type ZoneRange, zoneOfWrongReading } from '../../../domain/cases/cases-of-facts.js';
import { composedId } from '../../../domain/composed-id.js';
import { column } from '../column.js';
import { readRows } from '../statement.js';
import { raiseCases } from './raise-cases.js';

/** A temperature that a courier has read. */
export interface Reading {
  readonly depotId: string;
  readonly waveId: string;
  readonly runId: string;
  readonly stopId: string | undefined;
  readonly stationId: string | undefined;
  readonly celsius: number;
  /** Of which goods and where, as far as that was said. */
  readonly zoneId: string | undefined;
  readonly compartmentNo: number | undefined;
  readonly readAt: Date;
  readonly receivedAt: Date;
}

interface GoodsRow extends CaseGoods {
  readonly runId: string;
  readonly stopId: string;
  readonly compartmentNo: number;
}

/** Cases of readings that are outside of the range of their zone; each reading is a fact of its own, told one by one. */
export async function raiseTemperatureCases(
  transaction: Knex.Transaction,
  readings: readonly Reading[],
): Promise<void> {
  if (readings.length === 0) return;
  const zones = await readRows<ZoneRange>(
    transaction,
    'select zone_id as "zoneId", min_celsius as "minCelsius", max_celsius as "maxCelsius" from zones',
  );
  const goods = await readRows<GoodsRow>(
    transaction,
    `select distinct stops.run_id as "runId", stops.stop_id as "stopId", goods.compartment_no as "compartmentNo",
       goods.consignment_id as "consignmentId", goods.whole_id as "wholeId", (goods.part->>'no')::integer as "partNo",
       consignments.zone_id as "zoneId"
     from unnest(?::text[], ?::text[], ?::text[]) as named(depot_id, run_id, stop_id)
       join stops on stops.depot_id = named.depot_id and stops.run_id = named.run_id
         and stops.stop_id = coalesce(named.stop_id, stops.stop_id)
       join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
       join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
     order by goods.consignment_id`,
    [
      column(readings, ({ depotId }) => depotId),
      column(readings, ({ runId }) => runId),
      column(readings, ({ stopId }) => stopId),
    ],
  );
  const factsOf = (reading: Reading): CaseFact[] => {
    const { depotId, waveId, runId, stopId, stationId, celsius, zoneId, compartmentNo, readAt } = reading;
    const measured = goods.filter(
      (each) =>
        each.runId === runId &&
        (stopId === undefined || each.stopId === stopId) &&
        (compartmentNo === undefined || each.compartmentNo === compartmentNo),
    );
    const zoneIds = zoneId === undefined ? new Set(measured.map((each) => each.zoneId)) : new Set([zoneId]);
    const wrong = zoneOfWrongReading(
      celsius,
      zones.filter((zone) => zoneIds.has(zone.zoneId)),
    );
    if (wrong === undefined) return [];
    const { minCelsius, maxCelsius } = wrong;
    const subject = composedId(runId, wrong.zoneId, ...(compartmentNo === undefined ? [] : [String(compartmentNo)]));
    const touched = measured
      .filter((each) => each.zoneId === wrong.zoneId)
      .map(({ consignmentId, wholeId, partNo }) => ({ consignmentId, wholeId, partNo, zoneId: wrong.zoneId }));
    const detail = {
      celsius,
      zoneId: wrong.zoneId,
      minCelsius,
      maxCelsius,
      compartmentNo: compartmentNo ?? null,
      stationId: stationId ?? null,
      readAt: readAt.toISOString(),
    };
    const ids = { depotId, waveId, runId, stopId, stationId };
    return [{ ...ids, kind: 'temperature', subject, goods: touched, detail, happens: true }];
  };
  for (const reading of readings) await raiseCases(transaction, factsOf(reading), [], reading.receivedAt);
}
