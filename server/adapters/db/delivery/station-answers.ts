import type { Knex } from 'knex';
import type { Claim, StationScope } from '../../../application/delivery/field-store.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { raiseClaimCase } from '../cases/claim-cases.js';
import { readClaimRoom } from '../cases/claim-room.js';
import { insertEvent } from '../insert-event.js';
import { readRows, writeRows } from '../statement.js';

interface DeliveryRow {
  readonly depot_id: string;
  readonly run_id: string;
  readonly wave_id: string;
  readonly signed_by: string | null;
}

/** A station signs for a stop. The first signature stays; the same once more changes nothing. */
export async function takeSignature(
  transaction: Knex.Transaction,
  station: StationScope,
  stopId: string,
  signedBy: string,
  at: Date,
): Promise<void> {
  const stop = await getDelivery(transaction, station, stopId);
  if (stop.signed_by === signedBy) return;
  if (stop.signed_by !== null) {
    throw new ConflictError('already-signed', told`${stop.signed_by} has signed for this delivery already.`);
  }
  await transaction.raw(
    'update stops set signed_by = ?, signed_at = ?, version = version + 1 where depot_id = ? and stop_id = ?',
    [signedBy, at, stop.depot_id, stopId],
  );
  await insertEvent(transaction, 'stop.signed', idsOf(stop, station, stopId), station.actor, at, { signedBy });
}

/**
 * A station says what is not as it should be: at most what the consignment was ordered to hold, together with its open
 * claims of the same kind. Who else claims waits for the stop.
 */
export async function takeClaim(
  transaction: Knex.Transaction,
  station: StationScope,
  claim: Claim,
  at: Date,
): Promise<void> {
  const stop = await getDelivery(transaction, station, claim.stopId);
  const room = await readClaimRoom(transaction, stop.depot_id, claim);
  if (room === undefined) throw new NotFoundError('consignment of this delivery', claim.consignmentId);
  const { ordered, left } = room;
  if (claim.skuId !== undefined && ordered === 0) {
    throw new InvalidInputError(told`The consignment ${claim.consignmentId} holds no ${claim.skuId}.`);
  }
  if (claim.quantity > ordered) {
    throw new InvalidInputError(
      told`A claim over ${claim.quantity} pieces is more than the ${ordered} that were ordered.`,
    );
  }
  if (claim.quantity > left) {
    throw new InvalidInputError(
      told`Of the ${ordered} pieces that were ordered, ${ordered - left} are in open claims of the same kind; ${left} are left to claim.`,
    );
  }
  await writeRows(
    transaction,
    `insert into claims (depot_id, claim_id, stop_id, station_id, consignment_id, sku_id, kind, quantity, note, raised_by,
       raised_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      stop.depot_id,
      claim.claimId,
      claim.stopId,
      station.stationId,
      claim.consignmentId,
      claim.skuId,
      claim.kind,
      claim.quantity,
      claim.note,
      station.actor,
      at,
    ],
  );
  await insertEvent(transaction, 'claim.raised', idsOf(stop, station, claim.stopId), station.actor, at, claim);
  await raiseClaimCase(transaction, stop.depot_id, claim.claimId, at);
}

async function getDelivery(
  transaction: Knex.Transaction,
  { stationId, depotId }: StationScope,
  stopId: string,
): Promise<DeliveryRow> {
  const [delivery] = await readRows<DeliveryRow>(
    transaction,
    `select stops.depot_id, stops.run_id, runs.wave_id, stops.signed_by
     from stops join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
     where stops.stop_id = ? and stops.station_id = ? and stops.depot_id = ?
       and runs.status in ('released', 'departed', 'finished')
     for update of stops`,
    [stopId, stationId, depotId],
  );
  if (delivery === undefined) throw new NotFoundError('delivery', stopId);
  return delivery;
}

function idsOf(stop: DeliveryRow, { stationId }: StationScope, stopId: string) {
  return { depotId: stop.depot_id, waveId: stop.wave_id, runId: stop.run_id, stopId, stationId };
}
