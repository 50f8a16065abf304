import type { Knex } from 'knex';
import { readRows } from '../statement.js';

/** Any number that no other advisory lock here has. */
const gate = 7_263;

/**
 * Lets nobody else make plans current for the days of some waves until the end of the transaction. To be asked before any wave
 * is locked: who makes one wave's plan current locks that wave first and then those of its date, and two who do so for waves
 * of one date would each wait for the other's.
 */
export async function holdDays(transaction: Knex.Transaction, waveIds: readonly string[]): Promise<void> {
  const days = await readRows<{ key: number }>(
    transaction,
    // In one order, for who holds several.
    `select distinct hashtext(depot_id || ' ' || delivery_date) as key from waves where wave_id = any(?::text[]) order by key`,
    [waveIds],
  );
  for (const { key } of days) await transaction.raw(`select pg_advisory_xact_lock(${gate}, ?::integer)`, [key]);
}
