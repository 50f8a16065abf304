import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../migrations/index.js';
import { leftOutTables, thingsMadeBy } from '../../server/adapters/db/backups/record/record-tables.js';
import { backendsHere, backUp, openPlace, type Place, restore } from '../support/backups.js';
import { dumpRows, dumpSchema, fillDataFolder, fillRecord, readFolder, tableNames } from '../support/full-record.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-backups-'));
const schemas = new Map<string, string[]>();
let namesOfNew: string[];

beforeAll(async () => {
  for (const backend of backendsHere) {
    const place = await openPlace(backend);
    schemas.set(backend, await dumpSchema(place.database.knex));
    namesOfNew = await tableNames(place.database.knex);
    await place.remove();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const from of backendsHere) {
  describe(`a backup of ${from}`, () => {
    const file = path.join(folder, `${from}.tuanda`);
    let source: Place;
    let rows: Record<string, string[]>;
    beforeAll(async () => {
      source = await openPlace(from);
      await fillRecord(source.database);
      fillDataFolder(source.dataFolder);
      rows = await dumpRows(source.database.knex, leftOutTables);
      await backUp(source, file, { map: true, password: '一个 password' });
    });
    afterAll(() => source.remove());

    it('is of a record with something in every table', async () => {
      const all = await dumpRows(source.database.knex);
      const empty = Object.keys(all).filter((name) => all[name].length === 0);
      expect(empty).toEqual(all.backups === undefined ? [] : ['backups']);
      expect(all.sessions).toHaveLength(1);
    });

    it('is readable for its owner only, and leaves nothing else behind', () => {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
    });

    for (const to of backendsHere) {
      it(`comes back in ${to} byte for byte`, async () => {
        const place = await openPlace(to, 'none');
        try {
          const restored = await restore(place, file, { password: '一个 password' });
          const { knex } = place.database;
          expect(await dumpRows(knex, leftOutTables)).toEqual(rows);
          for (const name of leftOutTables) {
            if ((await tableNames(knex)).includes(name)) expect((await dumpRows(knex))[name], name).toEqual([]);
          }
          expect(restored.rows).toBe(Object.values(rows).reduce((sum, lines) => sum + lines.length, 0));
          const wanted = readFolder(source.dataFolder);
          const taken = Object.entries(wanted).filter(([name]) =>
            /^(photos|maps\/city)\/(?!\.)|^maps\/current$/.test(name),
          );
          const brought = Object.entries(readFolder(place.dataFolder)).filter(([name]) =>
            /^(photos|maps)\//.test(name),
          );
          expect(Object.fromEntries(brought)).toEqual(Object.fromEntries(taken));
          expect(taken).toHaveLength(5);
          expect(brought.length).toBe(taken.length);
          expect(readFolder(place.dataFolder)['secret.key']).toBe(wanted['secret.key']);
          // It is the schema of a new database, and it takes new rows.
          expect(await dumpSchema(knex)).toEqual(schemas.get(to));
          const next = async (sql: string) => (await knex.raw(sql)).rows[0].id as number;
          expect(
            await next(
              "insert into events (kind, actor, received_at) values ('x', 'y', now()) returning event_id as id",
            ),
          ).toBe(9_007_199_001_000_001);
          expect(
            await next(
              `insert into audit (at, actor, action, subject_kind, subject_id)
               values (now(), 'x', 'x', 'x', 'x') returning audit_id as id`,
            ),
          ).toBe(rows.audit.length + 1);
        } finally {
          await place.remove();
        }
      });
    }

    it('is the same record when it is backed up again from where it was restored', async () => {
      const quick = backendsHere[backendsHere.length - 1];
      const place = await openPlace(quick);
      const again = path.join(folder, `${from}-again.tuanda`);
      try {
        await restore(place, file, { password: '一个 password' });
        const made = await backUp(place, again);
        expect(made).toMatchObject({ encrypted: false, verified: true, files: 2 });
        const third = await openPlace(quick);
        await restore(third, again);
        expect(await dumpRows(third.database.knex, leftOutTables)).toEqual(rows);
        expect(existsSync(path.join(third.dataFolder, 'maps'))).toBe(false);
        // Nobody but the password keeps the key from who reads the file.
        expect(existsSync(path.join(third.dataFolder, 'secret.key'))).toBe(false);
        await third.remove();
      } finally {
        await place.remove();
      }
    });
  });
}

it('the names that backups go by are those of the tables that the steps leave', () => {
  const made = thingsMadeBy(migrations).tables.filter((name) => name !== 'idempotency_keys');
  expect([...made].sort()).toEqual(namesOfNew);
});
