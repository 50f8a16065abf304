import type { Knex } from 'knex';
import type { WaveOpening } from '../../../application/orders/intake-store.js';
import { ConflictError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import type { WaveStatus } from '../../../domain/waves/wave.js';
import { expectRows } from '../expect-rows.js';
import { readRows } from '../statement.js';

/** Any number that no other advisory lock here has. */
const gate = 7_261;

/**
 * Opens the waves that are new and holds all as they are until the end of the transaction. Whoever closes one waits for
 * this end and then groups what was written here as well; where one was closed first, this waits for it and sees so.
 *
 * @throws ConflictError `wave-closed`
 */
export async function holdWaves(transaction: Knex.Transaction, waves: readonly WaveOpening[], at: Date): Promise<void> {
  const inOrder = [...waves].sort((one, other) => (one.waveId < other.waveId ? -1 : 1));
  const waveIds = inOrder.map((wave) => wave.waveId);
  if (waveIds.length === 0) return;
  let rows = await hold(transaction, waveIds);
  if (rows.length < waveIds.length) {
    const known = new Set(rows.map((row) => row.wave_id));
    for (const wave of inOrder) if (!known.has(wave.waveId)) await openWave(transaction, wave, at);
    rows = await hold(transaction, waveIds);
  }
  expectRows({ rowCount: rows.length }, waveIds.length, 'the waves of orders');
  const closed = rows.find(({ status }) => status !== 'collecting');
  if (closed !== undefined) {
    throw new ConflictError('wave-closed', told`Wave ${closed.wave_id} was closed meanwhile. Import the file again.`);
  }
}

/**
 * Lets nobody new hold a wave until the end of the transaction. Those who hold its row may be so many, one before the
 * other ends, that who wants to close it would never come to it; at this gate all wait in the order in which they came.
 */
export async function passGate(transaction: Knex.Transaction, waveId: string): Promise<void> {
  await transaction.raw(`select pg_advisory_xact_lock(${gate}, hashtext(?))`, [waveId]);
}

async function hold(transaction: Knex.Transaction, waveIds: readonly string[]) {
  return readRows<{ wave_id: string; status: WaveStatus }>(
    transaction,
    `with gates as materialized (
       select pg_advisory_xact_lock_shared(${gate}, hashtext(wave_id))
       from (select wave_id from unnest(?::text[]) as wave_id order by hashtext(wave_id)) as held)
     select wave_id, status from waves
     where wave_id = any(?::text[]) and (select count(*) from gates) > 0 order by wave_id for share`,
    [waveIds, waveIds],
  );
}

/** Opens a wave that is not there yet. */
export async function openWave(transaction: Knex.Transaction, wave: WaveOpening, at: Date): Promise<void> {
  await transaction.raw(
    `insert into waves (depot_id, wave_id, delivery_date, sequence, status, cutoff_at, time_zone, first_order_at, name,
       cutoff_id)
     values (?, ?, ?, ?, 'collecting', ?, ?, ?, ?, ?) on conflict do nothing`,
    [
      wave.depotId,
      wave.waveId,
      wave.deliveryDate,
      wave.sequence,
      wave.cutoffAt,
      wave.timeZone,
      at,
      wave.name,
      wave.cutoffId ?? null,
    ] as string[],
  );
}
