import { AsyncLocalStorage } from 'node:async_hooks';
import type { Knex } from 'knex';
import { nameFault } from './name-faults.js';

/** Runs work in one transaction: all of it is kept, or nothing when it throws. */
export type InTransaction = <T>(work: (transaction: Knex.Transaction) => Promise<T>) => Promise<T>;

const serializationFailure = '40001';
const deadlock = '40P01';
const attempts = 4;

/**
 * Transactions on a knex handle, the same on both databases.
 *
 * Within one, the outer handle is refused at once: on the embedded database, which has one connection, it would wait
 * for ever, and on PostgreSQL it would see another state than the transaction does. Work that lost against another
 * transaction (serialization failure, deadlock) is run again, at most three times, so it must not have effects of its
 * own outside of the database.
 */
export function makeInTransaction(knex: Knex): InTransaction {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  refuseOuterHandle(knex, () => current.getStore()?.isOpen === true);
  const attempt = async <T>(work: (transaction: Knex.Transaction) => Promise<T>) => {
    const failures: unknown[] = [];
    const scope = { isOpen: true };
    const watched = async (transaction: Knex.Transaction) => {
      try {
        return await work(transaction);
      } catch (error) {
        failures.push(error);
        throw error;
      } finally {
        // What the work left running behind it is outside again.
        scope.isOpen = false;
      }
    };
    try {
      return await knex.transaction((transaction) => current.run(scope, () => watched(transaction)));
    } catch (error) {
      // Where the connection was lost the rollback fails as well; the first failure is the one that says why.
      throw nameFault(failures[0] ?? error);
    }
  };
  return async (work) => {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(work);
      } catch (error) {
        const { code } = error as { code?: string };
        if ((code !== serializationFailure && code !== deadlock) || tries >= attempts) throw error;
      }
    }
  };
}

function refuseOuterHandle(knex: Knex, isInside: () => boolean): void {
  const client = knex.client as { acquireConnection(): Promise<unknown> };
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = () => {
    if (!isInside()) return acquire();
    return Promise.reject(
      new Error('A query was sent beside the transaction that it runs in. Use the transaction that was handed in.'),
    );
  };
}
