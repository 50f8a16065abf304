import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';
import type { Logger } from 'pino';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { nameFaults } from '../name-faults.js';
import { backends } from './backend.js';
import type { Database, DatabaseOptions } from './database.js';
import { assertFolderVersion } from './embedded/assert-folder-version.js';
import { EmbeddedEngine } from './embedded/engine.js';
import { usualDeadlines } from './embedded/engine-instance.js';
import { EngineStream } from './embedded/engine-stream.js';
import { type FolderLock, lockFileOf, lockFolder } from './embedded/folder-lock.js';
import { copyTemplate, findTemplate } from './embedded/template.js';
import { knexLog } from './knex-log.js';
import { migrate } from './migrate.js';
import { PreparingClient } from './preparing-client.js';
import { sessionSettings } from './session-settings.js';
import { makeTransactions } from './transactions.js';
import { valueTypes } from './value-types.js';

/** How long a query may still run when the database is closed. */
const closingMilliseconds = 10_000;

/**
 * Opens the embedded database in `dataFolder/database`.
 *
 * @throws FolderHeldError when another process holds it.
 * @throws DispatchError with code `data-folder-unusable` when the folder cannot be made or written.
 * @throws DispatchError with code `database-unfit` when another major version of the engine wrote it.
 */
export async function openEmbedded(options: DatabaseOptions): Promise<Database> {
  const { dataFolder, log } = options;
  const files = path.join(dataFolder, 'database');
  let engine: EmbeddedEngine | undefined;
  const lock = claimFolder(dataFolder, () => {
    log.fatal({ dataFolder }, 'Another process took the data folder. The embedded database is closed.');
    void engine?.close();
  });
  try {
    const template = options.template ?? findTemplate();
    if (template !== undefined && template !== 'none' && !existsSync(files)) copyTemplate(template, files);
    assertFolderVersion(files);
    engine = new EmbeddedEngine(files, options.deadlines ?? usualDeadlines, log);
    await engine.instance();
  } catch (error) {
    await engine?.close();
    lock.release();
    throw error;
  }
  const opened = engine;
  return databaseOnEngine(opened, log, async () => {
    await opened.close();
    lock.release();
  });
}

/** Makes the folder if need be and locks it for this process. */
function claimFolder(dataFolder: string, onLost: () => void): FolderLock {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    return lockFolder(dataFolder, lockFileOf(dataFolder), onLost);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new DispatchError(
      'data-folder-unusable',
      told`The data folder ${dataFolder} cannot be used: ${(error as Error).message}. Set TUANDA_DATA to a folder that you may write.`,
      { cause: error },
    );
  }
}

/** A database on an engine that is there. @param end what follows when it is closed and nobody asks any more. */
export function databaseOnEngine(engine: EmbeddedEngine, log: Logger, end: () => Promise<void>): Database {
  const knex = knexFactory({
    client: PreparingClient as unknown as typeof Knex.Client,
    connection: () => ({ stream: () => new EngineStream(engine), types: valueTypes, user: 'postgres' }) as object,
    // One engine, one connection: transactions queue up here.
    pool: { min: 0, max: 1, idleTimeoutMillis: 60_000, afterCreate: sessionSettings },
    acquireConnectionTimeout: 120_000,
    compileSqlOnError: false,
    log: knexLog(log),
  });
  nameFaults(knex);
  const database: Database = {
    backend: 'embedded',
    knex,
    ...makeTransactions(knex),
    migrate: () => migrate(database),
    describeStorage: () => `embedded (${backends.embedded.survives})`,
    findFault: () => findFault(engine),
    async close() {
      await Promise.race([knex.destroy(), pause(closingMilliseconds)]);
      await end();
    },
  };
  return database;
}

/** How long the engine may take to open before it counts as away. */
const openMilliseconds = 500;

/** A statement that takes long is no fault: the engine does one after the other, and its watchdog ends what hangs. */
async function findFault(engine: EmbeddedEngine): Promise<string | undefined> {
  const opening = 'it was lost and is being opened again';
  try {
    return await Promise.race([engine.instance().then(() => undefined), pause(openMilliseconds).then(() => opening)]);
  } catch (error) {
    return (error as Error).message;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
