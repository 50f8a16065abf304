import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openImports } from '../../../server/compose-imports.js';
import { eachDatabase } from '../../support/databases.js';
import { clock, newId } from '../../support/wave-orders.js';

const dataFolder = mkdtempSync(path.join(tmpdir(), 'tuanda-drafts-'));
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

eachDatabase('files of drafts', (open) => {
  it('go with their draft, and after a day where there is none', async () => {
    const given = {
      importFiles: undefined as never,
      geocoders: [],
      draftsFolder: path.join(dataFolder, 'import-drafts'),
      timeZone: 'Asia/Shanghai',
      clock,
      newId,
    };
    const { importDrafts } = openImports(await open(), given).services;
    const file = path.join(dataFolder, 'skus.csv');
    writeFileSync(file, 'sku_id,name,zone\nA,a,ambient\n');
    const owner = { accountId: 'a', depotIds: undefined, name: 'test' };
    const { draftId } = await importDrafts.begin([file], owner);
    const drafts = path.join(dataFolder, 'import-drafts');
    // One that was just begun by another process, and one that lost its row.
    for (const name of ['fresh', 'orphan']) mkdirSync(path.join(drafts, name));
    const now = clock.now().getTime() / 1000;
    utimesSync(path.join(drafts, 'fresh'), now, now - 3_600);
    for (const name of ['orphan', draftId]) utimesSync(path.join(drafts, name), now, now - 25 * 3_600);
    await importDrafts.removeOld();
    expect(readdirSync(drafts).sort()).toEqual([draftId, 'fresh'].sort());
    rmSync(drafts, { recursive: true });
    await importDrafts.removeOld();
  });

  it('are known to servers that share their folder; another says that they lie elsewhere', async () => {
    const database = await open();
    const serverAt = (draftsFolder: string) =>
      openImports(database, {
        importFiles: undefined as never,
        geocoders: [],
        draftsFolder,
        timeZone: 'Asia/Shanghai',
        clock: { now: () => new Date() },
        newId,
      }).services.importDrafts;
    const file = path.join(dataFolder, 'skus.csv');
    writeFileSync(file, 'sku_id,name,zone\nA,a,ambient\n');
    const owner = { accountId: 'a', depotIds: undefined, name: 'test' };
    const shared = path.join(dataFolder, 'shared');
    const { draftId } = await serverAt(shared).begin([file], owner);
    const form = { encoding: 'utf-8' } as const;
    await serverAt(shared).changeForm(draftId, owner, 1, form);
    const elsewhere = serverAt(path.join(dataFolder, 'elsewhere'));
    await expect(elsewhere.changeForm(draftId, owner, 1, form)).rejects.toMatchObject({ code: 'draft-elsewhere' });
    rmSync(shared, { recursive: true });
  });

  it('are kept for five drafts of an account, also where more come at once', async () => {
    const given = {
      importFiles: undefined as never,
      geocoders: [],
      draftsFolder: path.join(dataFolder, newId('five')),
      timeZone: 'Asia/Shanghai',
      clock: { now: () => new Date() },
      newId,
    };
    const { importDrafts } = openImports(await open(), given).services;
    const file = path.join(dataFolder, 'skus.csv');
    writeFileSync(file, 'sku_id,name,zone\nA,a,ambient\n');
    const owner = { accountId: 'five', depotIds: undefined, name: 'test' };
    await Promise.all(Array.from({ length: 9 }, () => importDrafts.begin([file], owner)));
    const kept = (await importDrafts.list(owner)).map(({ draftId }) => draftId);
    expect(kept).toHaveLength(5);
    expect(readdirSync(given.draftsFolder).sort()).toEqual(kept.sort());
  });
});
