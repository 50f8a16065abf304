import type { Knex } from 'knex';
import type { CaseFact, CaseGoods } from '../../../domain/cases/case.js';
import { readRows } from '../statement.js';
import { raiseCases } from './raise-cases.js';

interface ClaimRow {
  readonly status: 'open' | 'settled';
  readonly waveId: string;
  readonly runId: string;
  readonly stopId: string;
  readonly stationId: string;
  readonly kind: string;
  readonly skuId: string | null;
  readonly quantity: number;
  readonly note: string;
  /** Null where they have gone to another stop since. */
  readonly goods: CaseGoods | null;
}

/** A claim that is open is a case; one that is settled otherwise ends it. */
export async function raiseClaimCase(
  transaction: Knex.Transaction,
  depotId: string,
  claimId: string,
  at: Date,
): Promise<void> {
  const [claim] = await readRows<ClaimRow>(
    transaction,
    `select claims.status, runs.wave_id as "waveId", runs.run_id as "runId", claims.stop_id as "stopId",
       claims.station_id as "stationId", claims.kind, claims.sku_id as "skuId", claims.quantity, claims.note,
       case when goods.consignment_id is not null then jsonb_build_object('consignmentId', goods.consignment_id,
         'wholeId', goods.whole_id, 'partNo', (goods.part->>'no')::integer, 'zoneId', consignments.zone_id) end as goods
     from claims
       join stops on stops.depot_id = claims.depot_id and stops.stop_id = claims.stop_id
       join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
       left join stop_consignments as goods on goods.depot_id = claims.depot_id and goods.stop_id = claims.stop_id
         and goods.consignment_id = claims.consignment_id
       left join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
     where claims.depot_id = ? and claims.claim_id = ?`,
    [depotId, claimId],
  );
  if (claim === undefined) return;
  const { status, waveId, runId, stopId, stationId, kind, skuId, quantity, note, goods } = claim;
  const subject = { depotId, kind: 'claim', subject: claimId } as const;
  const fact: CaseFact = {
    ...subject,
    waveId,
    runId,
    stopId,
    stationId,
    claimId,
    goods: goods === null ? [] : [goods],
    detail: { claim: kind, skuId, quantity, note },
    // Raised, or opened again by a person: whatever was decided before.
    happens: true,
  };
  await raiseCases(transaction, status === 'open' ? [fact] : [], [subject], at);
}
