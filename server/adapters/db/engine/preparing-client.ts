import { createHash } from 'node:crypto';
import knexFactory, { type Knex } from 'knex';

/** A text is named once it was asked so often: one that is asked once would only fill the session's memory. */
const askedBefore = 3;
/** Lists of varying length make many texts, and each session keeps a plan for every name. */
const mostNames = 400;
const mostCounted = 4000;

interface Asked {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  options?: { name?: string };
}

/** A connection of `pg`; it has no call of its own to make it forget a name. */
interface Session {
  query(sql: string): Promise<unknown>;
  readonly connection?: { readonly parsedStatements?: Record<string, string> };
  /** Where it is set, knex's pool does not hand the connection out again. */
  __knex__disposed?: unknown;
}

interface QueryClient {
  _query(session: Session, asked: Asked): Promise<unknown>;
}

const names = new Map<string, string>();
let counts = new Map<string, number>();

function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= mostNames) return known;
  const asked = (counts.get(sql) ?? 0) + 1;
  if (asked < askedBefore) {
    if (counts.size >= mostCounted) counts = new Map();
    counts.set(sql, asked);
    return undefined;
  }
  counts.delete(sql);
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22);
  names.set(sql, name);
  return name;
}

/** Several statements in one text have no values, and cannot be prepared; settings and steps of transactions need no plan. */
function isPreparable({ sql, bindings = [] }: Asked): boolean {
  return bindings.length > 0 || (/^\s*(select|with|insert|update|delete)\b/i.test(sql) && !sql.includes(';'));
}

const { constructor: PostgresClient } = knexFactory({ client: 'pg' }).client as {
  constructor: new (config: Knex.Config) => QueryClient;
};

/**
 * knex's client for PostgreSQL that has the database keep the plan of what is asked again and again: planning takes
 * most of a short statement's time, above all on the embedded database.
 *
 * Where a table's columns changed meanwhile (a newer server has migrated) the kept plan fails; the session forgets it,
 * and the statement, or its whole transaction (see `makeTransactions`), is asked again.
 *
 * A class, since knex makes the client of a transaction from the class and not from the client that it was given.
 */
export class PreparingClient extends PostgresClient {
  override async _query(session: Session, asked: Asked): Promise<unknown> {
    const name = isPreparable(asked) ? nameOf(asked.sql) : undefined;
    if (name === undefined) return super._query(session, asked);
    asked.options = { ...asked.options, name };
    try {
      return await super._query(session, asked);
    } catch (error) {
      if (!isPlanOutdated(error)) throw error;
      await forget(session, name, error);
      return super._query(session, asked);
    }
  }
}

/** Whether a kept plan does not fit the tables any more: nothing was done, and the same may be asked again. */
export function isPlanOutdated(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  return code === '0A000' && message.includes('cached plan');
}

/** @throws what is given where the session is within a transaction, which has failed: that is begun again elsewhere. */
async function forget(session: Session, name: string, outdated: unknown): Promise<void> {
  try {
    await session.query(`deallocate "${name}"`);
  } catch {
    session.__knex__disposed = outdated;
    throw outdated;
  }
  const parsed = session.connection?.parsedStatements;
  if (parsed !== undefined) delete parsed[name];
}
