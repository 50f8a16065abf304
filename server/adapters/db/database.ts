import { AsyncLocalStorage } from 'node:async_hooks';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';
import type { Logger } from 'pino';
import { DispatchError } from '../../domain/dispatch-error.js';
import { EmbeddedEngine } from './embedded/engine.js';
import { EngineStream } from './embedded/engine-stream.js';
import { type FolderLock, lockFolder } from './embedded/folder-lock.js';
import { valueTypes } from './value-types.js';

/** An open database: the embedded one or PostgreSQL. Everything above speaks to both in the same way. */
export interface Database {
  readonly backend: 'embedded' | 'postgres';
  readonly knex: Knex;
  /** Runs the work in one transaction. Within it use the transaction that was handed in and nothing else. */
  inTransaction<T>(work: (transaction: Knex.Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** PostgreSQL's URL; the embedded database when undefined. */
  readonly databaseUrl?: string;
  /** Where the embedded database keeps its files. */
  readonly folder: string;
  readonly log: Logger;
  /** A folder with a ready database to begin from, instead of building one. */
  readonly template?: string;
  /** How long one batch may take on the embedded engine before it counts as hung. */
  readonly deadlineMilliseconds?: number;
}

/**
 * Opens the database.
 *
 * @throws FolderHeldError when another process holds the embedded database's folder.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl === undefined ? openEmbedded(options) : openPostgres(options.databaseUrl);
}

function openPostgres(databaseUrl: string): Database {
  const knex = knexFactory({
    client: 'pg',
    connection: { connectionString: databaseUrl, types: valueTypes } as Knex.PgConnectionConfig,
    pool: { min: 0, max: 10 },
  });
  return {
    backend: 'postgres',
    knex,
    inTransaction: (work) => retryingConflicts(() => knex.transaction(work)),
    close: () => knex.destroy(),
  };
}

async function openEmbedded(options: DatabaseOptions): Promise<Database> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const lock: FolderLock = lockFolder(options.folder);
  const files = path.join(options.folder, 'files');
  try {
    if (options.template !== undefined && !existsSync(files)) copyTemplate(options.template, files);
    const engine = new EmbeddedEngine(files, options.log, options.deadlineMilliseconds ?? 60_000);
    await engine.open();
    return embeddedDatabase(engine, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function embeddedDatabase(engine: EmbeddedEngine, lock: FolderLock): Database {
  const insideTransaction = new AsyncLocalStorage<true>();
  const knex = knexFactory({
    client: 'pg',
    connection: () => ({ stream: () => new EngineStream(engine), types: valueTypes, user: 'postgres' }) as object,
    // One engine, one connection: transactions queue up here.
    pool: { min: 0, max: 1, idleTimeoutMillis: 60_000 },
    acquireConnectionTimeout: 120_000,
  });
  const client = knex.client as { acquireConnection(): Promise<unknown> };
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = () => {
    if (insideTransaction.getStore() === true) {
      throw new Error('A query was sent outside of the transaction that it runs in; it would wait for ever.');
    }
    return acquire();
  };
  return {
    backend: 'embedded',
    knex,
    inTransaction: (work) => knex.transaction((transaction) => insideTransaction.run(true, () => work(transaction))),
    async close() {
      await knex.destroy();
      await engine.close();
      lock.release();
    },
  };
}

/** Copies a ready folder beside the target and renames it, so that a kill leaves nothing half. */
function copyTemplate(template: string, files: string): void {
  const unfinished = `${files}.unfinished-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(template, unfinished, { recursive: true });
  renameSync(unfinished, files);
}

const serializationFailure = '40001';
const deadlock = '40P01';

async function retryingConflicts<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const code = (error as { code?: string }).code;
      if ((code !== serializationFailure && code !== deadlock) || tries >= 4) throw error;
    }
  }
}

/**
 * Asserts that a write touched as many rows as it should: a silent drop becomes an error.
 *
 * @throws DispatchError with code `write-lost`.
 */
export function expectRows(result: { rowCount: number | null }, expected: number, what: string): void {
  if (result.rowCount !== expected) {
    throw new DispatchError('write-lost', `Writing ${what} touched ${result.rowCount} rows instead of ${expected}.`);
  }
}
