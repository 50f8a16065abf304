import knexFactory, { type Knex } from 'knex';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { nameFaults } from '../name-faults.js';
import { backends } from './backend.js';
import type { Database, DatabaseOptions } from './database.js';
import { knexLog } from './knex-log.js';
import { migrate } from './migrate.js';
import { makePostgresProbe } from './postgres-probe.js';
import { PreparingClient } from './preparing-client.js';
import { sessionSettings } from './session-settings.js';
import { makeTransactions } from './transactions.js';
import { valueTypes } from './value-types.js';

const oldestMajor = 15;
/** As long as the embedded watchdog waits within transactions. */
const statementMilliseconds = 60_000;

/**
 * Opens PostgreSQL.
 *
 * @throws DispatchError with code `database-unreachable` or `database-unfit`. Neither says the password.
 */
export async function openPostgres(databaseUrl: string, options: DatabaseOptions): Promise<Database> {
  const place = describePlace(databaseUrl);
  const knex = knexFactory({
    client: PreparingClient as unknown as typeof Knex.Client,
    connection: {
      connectionString: databaseUrl,
      types: valueTypes,
      application_name: 'tuanda',
      statement_timeout: statementMilliseconds,
      keepAlive: true,
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.maxConnections ?? 10, afterCreate: sessionSettings },
    compileSqlOnError: false,
    log: knexLog(options.log),
  });
  nameFaults(knex);
  nameFailedConnections(knex, place);
  try {
    const version = await readVersion(knex, place);
    const probe = makePostgresProbe(databaseUrl);
    const database: Database = {
      backend: 'postgres',
      knex,
      ...makeTransactions(knex),
      migrate: () => migrate(database),
      describeStorage: () => `PostgreSQL ${version} at ${place} (${backends.postgres.survives})`,
      findFault: probe.findFault,
      close() {
        probe.close();
        return knex.destroy();
      },
    };
    return database;
  } catch (error) {
    await knex.destroy();
    throw error;
  }
}

/** Says of a connection that cannot be made where to, now and whenever the server is away later. */
function nameFailedConnections(knex: Knex, place: string): void {
  const client = knex.client as { acquireConnection(): Promise<unknown> };
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = () =>
    acquire().catch((cause: Error) => {
      if (cause instanceof DispatchError && cause.code === 'database-busy') throw cause;
      const sentence = `The database at ${place} cannot be reached: ${reasonOf(cause instanceof DispatchError ? (cause.cause as Error) : cause)}.`;
      throw new DispatchError('database-unreachable', sentence, { cause });
    });
}

async function readVersion(knex: Knex, place: string): Promise<string> {
  const { rows } = await knex.raw("select current_setting('server_version') as version");
  const [version] = (rows[0] as { version: string }).version.split(' ');
  if (Number.parseInt(version, 10) < oldestMajor) {
    throw new DispatchError(
      'database-unfit',
      told`The database at ${place} is PostgreSQL ${version}; ${oldestMajor} or later is needed.`,
    );
  }
  return version;
}

/** Connecting to a name with several addresses fails with several errors and an empty message. */
function reasonOf(error: Error): string {
  const { code, errors } = error as { code?: string; errors?: Error[] };
  return errors?.[0]?.message ?? (error.message === '' ? (code ?? 'no reason given') : error.message);
}

function describePlace(databaseUrl: string): string {
  try {
    const { host, pathname } = new URL(databaseUrl);
    return `${host}${pathname}`;
  } catch {
    // Without its cause: that one repeats the text, and a password may be in it.
    throw new DispatchError(
      'database-unreachable',
      'DATABASE_URL is no URL of the form postgres://user:password@host/name.',
    );
  }
}
