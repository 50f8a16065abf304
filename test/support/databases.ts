import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { afterAll, describe, inject } from 'vitest';
import type { Backend } from '../../server/adapters/db/engine/backend.js';
import { type Database, openDatabase } from '../../server/adapters/db/engine/database.js';
import { EmbeddedEngine } from '../../server/adapters/db/engine/embedded/engine.js';
import { usualDeadlines } from '../../server/adapters/db/engine/embedded/engine-instance.js';
import { copyTemplate } from '../../server/adapters/db/engine/embedded/template.js';
import { databaseOnEngine } from '../../server/adapters/db/engine/open-embedded.js';
import { type CleanDatabase, rememberRows } from './clean-database.js';
import { createPostgresDatabase, testServerUrl } from './postgres-database.js';
import { silentLog, templateDatabase } from './template-database.js';

/** Gives the database of this backend, with nothing in it but what the migrations left. */
export type OpenClean = () => Promise<Database>;

/**
 * One suite on every database: always the embedded one, and PostgreSQL where TUANDA_TEST_DATABASE_URL names a server.
 *
 * A file of tests has one handle on a database of each kind; `open` empties it and hands it out, so a test begins by
 * calling it. Do not close it, and leave its schema as it was. It ends with the file: what a file leaves running reaches
 * nothing of the next one.
 */
export function eachDatabase(name: string, suite: (open: OpenClean, backend: Backend) => void): void {
  afterAll(closeHandles);
  describe(`${name} (embedded)`, () => suite(() => openClean('embedded'), 'embedded'));
  if (testServerUrl === undefined) {
    console.warn(`Left out: "${name}" on PostgreSQL, because TUANDA_TEST_DATABASE_URL is not set.`);
    return;
  }
  describe(`${name} (PostgreSQL)`, () => suite(() => openClean('postgres'), 'postgres'));
}

/** A migrated database that stays, for its engine takes seconds to start and its schema to be made. */
interface KeptDatabase {
  open(): Promise<Database>;
  readonly clean: CleanDatabase;
  readonly schema: string;
}

/** Of this process, whose files come one after the other; the end of the run removes them. */
const kept = new Map<Backend, Promise<KeptDatabase>>();
/** Of this file. */
const handles = new Map<Backend, Promise<Database>>();

async function openClean(backend: Backend): Promise<Database> {
  const keeping = kept.get(backend) ?? (backend === 'embedded' ? keepEmbedded() : keepPostgres());
  kept.set(backend, keeping);
  const { open, clean } = await keeping;
  const opening = handles.get(backend) ?? open();
  handles.set(backend, opening);
  const database = await opening;
  await clean(database.knex);
  return database;
}

/** @throws Error when a test changed the schema, which the files after it would meet. */
async function closeHandles(): Promise<void> {
  const all = [...handles];
  handles.clear();
  for (const [backend, opening] of all) {
    const database = await opening;
    const before = (await kept.get(backend)!).schema;
    const after = await describeSchema(database.knex);
    await database.close();
    if (after === before) continue;
    kept.delete(backend);
    throw new Error(`A test changed the schema of the ${backend} database that files of tests share.`);
  }
}

async function keepEmbedded(): Promise<KeptDatabase> {
  const files = path.join(mkdtempSync(path.join(inject('runFolder'), 'embedded-')), 'database');
  copyTemplate(await templateDatabase(), files);
  const engine = new EmbeddedEngine(files, usualDeadlines, silentLog);
  return keep(async () => databaseOnEngine(engine, silentLog, async () => undefined));
}

async function keepPostgres(): Promise<KeptDatabase> {
  const { name, url } = await createPostgresDatabase();
  // What the end of the run drops.
  writeFileSync(path.join(inject('runFolder'), name), '');
  return keep(() => openDatabase({ databaseUrl: url, dataFolder: 'unused', log: silentLog }));
}

async function keep(open: () => Promise<Database>): Promise<KeptDatabase> {
  const database = await open();
  await database.migrate();
  const clean = await rememberRows(database.knex);
  const schema = await describeSchema(database.knex);
  await database.close();
  return { open, clean, schema };
}

/** One text that is another when a table, a column, a rule or an index is. */
async function describeSchema(knex: Knex): Promise<string> {
  const { rows } = await knex.raw(
    `select md5(string_agg(line, ',' order by line)) as schema from (
       select format('%s.%s %s %s', attrelid::regclass, attname, atttypid, attnotnull) as line
       from pg_attribute join pg_class on pg_class.oid = attrelid
       where relnamespace = 'public'::regnamespace and not attisdropped
       union all
       select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
       where connamespace = 'public'::regnamespace
       union all
       select format('%s %s', tgrelid::regclass, tgname) from pg_trigger where not tgisinternal
     ) as lines`,
  );
  return rows[0].schema as string;
}
