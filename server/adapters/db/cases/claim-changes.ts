import type { Knex } from 'knex';
import { DispatchError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { insertEvent } from '../insert-event.js';
import { readRows } from '../statement.js';
import { raiseClaimCase } from './claim-cases.js';
import { type ClaimedGoods, readClaimRoom } from './claim-room.js';

interface ClaimRow {
  readonly depot_id: string;
  readonly stop_id: string;
  readonly station_id: string;
  readonly status: 'open' | 'settled';
  readonly run_id: string;
  readonly wave_id: string;
}

const alreadySo = {
  settled: 'The claim is settled already, with another note; yours was not kept. Open it again to settle it anew.',
  open: 'The claim is open already; your note was not kept. It is kept when the claim is settled.',
};

/** What a dispatcher makes of a claim. */
export function makeClaimChanges({ inTransaction }: Database) {
  return {
    /**
     * Settles a claim, or opens it again. The same once more changes nothing.
     *
     * @param note how it was settled; stands in the fact.
     * @throws NotFoundError also for a claim of another depot; DispatchError `wrong-state` where it is so already and
     * another note would be lost.
     */
    setClaimStatus: (
      claim: { readonly claimId: string; readonly depotIds: OwnDepots },
      status: 'open' | 'settled',
      note: string,
      by: string,
      at: Date,
    ): Promise<void> =>
      inTransaction(async (transaction) => {
        const found = await holdClaim(transaction, claim);
        if (!(await changeClaim(transaction, { ...found, claimId: claim.claimId }, status, note, by, at))) return;
        await raiseClaimCase(transaction, found.depot_id, claim.claimId, at);
        await insertAudit(transaction, {
          by,
          action: status === 'settled' ? 'claim.settled' : 'claim.opened',
          kind: 'claim',
          id: claim.claimId,
          depotId: found.depot_id,
          at,
          detail: { claimId: claim.claimId, note },
        });
      }),
  };
}

/** Holds a claim until the end of the transaction. @throws NotFoundError also for one of another depot. */
export async function holdClaim(
  transaction: Knex.Transaction,
  { claimId, depotIds }: { readonly claimId: string; readonly depotIds: OwnDepots },
): Promise<ClaimRow> {
  const [found] = await readRows<ClaimRow>(
    transaction,
    `select claims.depot_id, claims.stop_id, claims.station_id, claims.status, runs.run_id, runs.wave_id
     from claims
       join stops on stops.depot_id = claims.depot_id and stops.stop_id = claims.stop_id
       join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
     where claims.claim_id = ? and (?::text[] is null or claims.depot_id = any(?::text[])) for update of claims`,
    [claimId, depotIds, depotIds],
  );
  if (found === undefined) throw new NotFoundError('claim', claimId);
  return found;
}

/**
 * Sets what becomes of a claim that is held, with its fact.
 *
 * @returns whether that is anything new.
 * @throws DispatchError `wrong-state` where it is so already and another note would be lost, or where more than was ordered would be
 * in open claims.
 */
export async function changeClaim(
  transaction: Knex.Transaction,
  claim: ClaimRow & { readonly claimId: string },
  status: 'open' | 'settled',
  note: string,
  by: string,
  at: Date,
): Promise<boolean> {
  const { claimId, depot_id: depotId } = claim;
  if (claim.status === status) {
    if (note === '' || note === (await noteOf(transaction, claim, claimId))) return false;
    throw new DispatchError('wrong-state', alreadySo[status]);
  }
  if (status === 'open') await assertRoom(transaction, claim);
  await transaction.raw('update claims set status = ? where depot_id = ? and claim_id = ?', [status, depotId, claimId]);
  const kind = status === 'settled' ? 'claim.settled' : 'claim.opened';
  const ids = { depotId, waveId: claim.wave_id, runId: claim.run_id, stopId: claim.stop_id };
  await insertEvent(transaction, kind, { ...ids, stationId: claim.station_id }, by, at, { claimId, note });
  return true;
}

/** Open again a claim is held to what new ones are: together they are over no more than was ordered. */
async function assertRoom(
  transaction: Knex.Transaction,
  { depot_id: depotId, stop_id: stopId, claimId }: ClaimRow & { readonly claimId: string },
): Promise<void> {
  await readRows(transaction, 'select 1 as held from stops where depot_id = ? and stop_id = ? for update', [
    depotId,
    stopId,
  ]);
  const [{ quantity, ...goods }] = await readRows<ClaimedGoods & { quantity: number }>(
    transaction,
    `select stop_id as "stopId", consignment_id as "consignmentId", sku_id as "skuId", kind, quantity from claims
     where depot_id = ? and claim_id = ?`,
    [depotId, claimId],
  );
  const room = await readClaimRoom(transaction, depotId, goods);
  // Goods that have gone to another stop since are claimed there.
  if (room === undefined || quantity <= room.left) return;
  const { ordered, left } = room;
  throw new DispatchError(
    'wrong-state',
    told`Of the ${ordered} pieces that were ordered, ${ordered - left} are in other open claims of the same kind. With this one over ${quantity} it would be more than that: settle one of those first.`,
  );
}

/** What was said when the claim was last settled or opened again; undefined where it never was. */
async function noteOf(transaction: Knex.Transaction, claim: ClaimRow, claimId: string): Promise<string | undefined> {
  const [last] = await readRows<{ note: string }>(
    transaction,
    `select data->>'note' as note from events
     where run_id = ? and stop_id = ? and kind in ('claim.settled', 'claim.opened') and data->>'claimId' = ?
     order by event_id desc limit 1`,
    [claim.run_id, claim.stop_id, claimId],
  );
  return last?.note;
}
