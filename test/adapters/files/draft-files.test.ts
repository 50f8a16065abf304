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
      dataFolder,
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
});
