import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Backend } from './backend.js';
import type { EngineDeadlines } from './embedded/engine-instance.js';
import { openEmbedded } from './open-embedded.js';
import { openPostgres } from './open-postgres.js';
import type { Transactions } from './transactions.js';

export { expectRows } from '../expect-rows.js';

/** An open database: the embedded one or PostgreSQL. Everything above speaks to both in the same way. */
export interface Database extends Transactions {
  readonly backend: Backend;
  readonly knex: Knex;
  /** Brings the schema up to date. @returns the names of the steps that were run. */
  migrate(): Promise<string[]>;
  /** Where the record is kept and what it survives, e.g. `embedded (survives process crash, not power loss)`. */
  describeStorage(): string;
  /** Why the database does not answer at this moment, for admins; undefined when it does. Takes less than a second. */
  findFault(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** PostgreSQL's URL; the embedded database when undefined. */
  readonly databaseUrl?: string;
  /** The folder of everything that the installation keeps; the embedded database has its own folder in it. */
  readonly dataFolder: string;
  readonly log: Logger;
  /**
   * A ready data folder that a new embedded database begins as, instead of building one; by default the one that the
   * build left, where it fits. `none` builds.
   */
  readonly template?: string | 'none';
  readonly deadlines?: EngineDeadlines;
  /** PostgreSQL connections at once; 10 by default. */
  readonly maxConnections?: number;
}

/**
 * Opens the database.
 *
 * @throws FolderHeldError when another process holds the embedded database's folder.
 * @throws DispatchError when the database cannot be reached or is none that can be used.
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl === undefined ? openEmbedded(options) : openPostgres(options.databaseUrl, options);
}
