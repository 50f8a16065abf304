import { AsyncLocalStorage } from 'node:async_hooks';
import type { Knex } from 'knex';
import { nameFault } from '../name-faults.js';
import { isPlanOutdated } from './preparing-client.js';

/**
 * Runs work in one transaction: all of it is kept, or nothing when it throws.
 *
 * Within a transaction it joins that one: what it wrote is then kept or lost with the rest.
 */
export type InTransaction = <T>(work: (transaction: Knex.Transaction) => Promise<T>) => Promise<T>;

export interface Transactions {
  readonly inTransaction: InTransaction;
  /** Runs the callback once what is written here stands: after the commit, or at once outside of transactions. */
  afterCommit(callback: () => void): void;
}

interface Scope {
  isOpen: boolean;
  readonly transaction: Knex.Transaction;
  readonly connection: unknown;
  /** What failed inside of it: nothing of the transaction may be kept, even where somebody caught the error. */
  failure: { readonly error: unknown } | undefined;
  readonly afterCommit: (() => void)[];
}

const serializationFailure = '40001';
const deadlock = '40P01';
const attempts = 4;
/** More than a pool has connections. */
const mostOutdated = 50;

/**
 * Transactions on a knex handle, the same on both databases.
 *
 * Within one, everything that is asked of the handle belongs to it, however deep the call: stores need not be handed a
 * transaction to take part in one, and a query beside it, which would wait for ever on the embedded database's one
 * connection, cannot be written. Work that lost against another transaction (serialization failure, deadlock), or whose
 * kept plans were outdated, is run again, at most three times, so it must not have effects of its own outside of the database but by `afterCommit`.
 */
export function makeTransactions(knex: Knex): Transactions {
  const current = new AsyncLocalStorage<Scope>();
  const openScope = () => {
    const scope = current.getStore();
    return scope?.isOpen === true ? scope : undefined;
  };
  joinConnection(knex, openScope);

  const join = async <T>(scope: Scope, work: (transaction: Knex.Transaction) => Promise<T>) => {
    try {
      return await work(scope.transaction);
    } catch (error) {
      scope.failure ??= { error };
      throw error;
    }
  };

  const attempt = async <T>(work: (transaction: Knex.Transaction) => Promise<T>) => {
    let scope: Scope | undefined;
    let thrown: { readonly error: unknown } | undefined;
    const watched = async (transaction: Knex.Transaction) => {
      const { client } = transaction as unknown as { client: { acquireConnection(): Promise<unknown> } };
      const opened: Scope = {
        isOpen: true,
        transaction,
        connection: await client.acquireConnection(),
        failure: undefined,
        afterCommit: [],
      };
      scope = opened;
      try {
        const result = await current.run(opened, () => join(opened, work));
        if (opened.failure !== undefined) throw opened.failure.error;
        return result;
      } catch (error) {
        thrown = { error };
        throw error;
      } finally {
        // What the work left running behind it is outside again.
        opened.isOpen = false;
      }
    };
    try {
      const result = await knex.transaction(watched);
      return { result, afterCommit: scope?.afterCommit ?? [] };
    } catch (error) {
      // Where the connection was lost the rollback fails as well; what the work threw is what says why.
      throw nameFault(thrown === undefined ? error : thrown.error);
    }
  };

  return {
    async inTransaction(work) {
      const scope = openScope();
      if (scope !== undefined) return join(scope, work);
      for (let lost = 0, outdated = 0; ; ) {
        try {
          const { result, afterCommit } = await attempt(work);
          for (const callback of afterCommit) callback();
          return result;
        } catch (error) {
          const { code } = error as { code?: string };
          // Each session that is met may have a plan that is outdated; it is not handed out again.
          if (isPlanOutdated(error)) outdated++;
          else if (code === serializationFailure || code === deadlock) lost++;
          else throw error;
          if (lost >= attempts || outdated > mostOutdated) throw error;
        }
      }
    },

    afterCommit(callback) {
      const scope = openScope();
      if (scope === undefined) callback();
      else scope.afterCommit.push(callback);
    },
  };
}

/** Within an open scope the handle's queries go over the connection of its transaction, which stays with it. */
function joinConnection(knex: Knex, openScope: () => Scope | undefined): void {
  const client = knex.client as {
    acquireConnection(): Promise<unknown>;
    releaseConnection(connection: unknown): Promise<void>;
  };
  const acquire = client.acquireConnection.bind(client);
  const release = client.releaseConnection.bind(client);
  const lent = new WeakMap<object, number>();
  client.acquireConnection = async () => {
    const scope = openScope();
    if (scope === undefined) return acquire();
    const connection = scope.connection as object;
    lent.set(connection, (lent.get(connection) ?? 0) + 1);
    return connection;
  };
  client.releaseConnection = async (connection) => {
    const loans = lent.get(connection as object) ?? 0;
    if (loans === 0) return release(connection);
    lent.set(connection as object, loans - 1);
  };
}
