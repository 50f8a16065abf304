import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, inject } from 'vitest';
import type { Backend } from '../../server/adapters/db/engine/backend.js';
import { type Database, openDatabase } from '../../server/adapters/db/engine/database.js';
import { type CleanDatabase, rememberRows } from './clean-database.js';
import { createPostgresDatabase, dropDatabase, testServerUrl } from './postgres-database.js';
import { silentLog, templateDatabase } from './template-database.js';

/** Gives the database of this backend, with nothing in it but what the migrations left. */
export type OpenClean = () => Promise<Database>;

/**
 * One suite on every database: always the embedded one, and PostgreSQL where TUANDA_TEST_DATABASE_URL names a server.
 *
 * A file of tests has one database of each kind; `open` empties it and hands it out, so a test begins by calling it. Do not
 * close it, and leave its schema as it was. It ends with the file.
 */
export function eachDatabase(name: string, suite: (open: OpenClean, backend: Backend) => void): void {
  afterAll(endShared);
  describe(`${name} (embedded)`, () => suite(() => openShared('embedded'), 'embedded'));
  if (testServerUrl === undefined) {
    console.warn(`Left out: "${name}" on PostgreSQL, because TUANDA_TEST_DATABASE_URL is not set.`);
    return;
  }
  describe(`${name} (PostgreSQL)`, () => suite(() => openShared('postgres'), 'postgres'));
}

interface SharedDatabase {
  readonly database: Database;
  readonly clean: CleanDatabase;
  end(): Promise<void>;
}

/** Of this file: each has a process of its own. */
const shared = new Map<Backend, Promise<SharedDatabase>>();

async function openShared(backend: Backend): Promise<Database> {
  const known = shared.get(backend);
  const opening = known ?? (backend === 'embedded' ? makeEmbedded() : makePostgres());
  shared.set(backend, opening);
  const { database, clean } = await opening;
  if (known !== undefined) await clean();
  return database;
}

async function endShared(): Promise<void> {
  const all = [...shared.values()];
  shared.clear();
  for (const opening of all) await (await opening).end();
}

async function makeEmbedded(): Promise<SharedDatabase> {
  const dataFolder = mkdtempSync(path.join(inject('runFolder'), 'embedded-'));
  const database = await openDatabase({ dataFolder, log: silentLog, template: await templateDatabase() });
  const end = async () => {
    await database.close();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return { database, clean: await rememberRows(database.knex), end };
}

async function makePostgres(): Promise<SharedDatabase> {
  const { name, url } = await createPostgresDatabase();
  // What the end of the run drops.
  writeFileSync(path.join(inject('runFolder'), name), '');
  const database = await openDatabase({ databaseUrl: url, dataFolder: 'unused', log: silentLog });
  await database.migrate();
  const end = async () => {
    await database.close();
    await dropDatabase(name);
    rmSync(path.join(inject('runFolder'), name), { force: true });
  };
  return { database, clean: await rememberRows(database.knex), end };
}
