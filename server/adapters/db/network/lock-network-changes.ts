import type { Knex } from 'knex';

/**
 * Lets changes of the network and of its rules come one after the other, until the end of the transaction: who reads
 * rows to replace them sees those of the change before. The first statement of such a change.
 */
export async function lockNetworkChanges(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw('select one from network_lock for update');
}
