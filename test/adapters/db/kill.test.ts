import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/adapters/db/engine/database.js';
import { runScript } from '../../support/run-script.js';
import { silentLog, templateDatabase } from '../../support/template-database.js';

describe('a data folder and the process that holds it', () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'tuanda-kill-'));
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

  it('loses nothing acknowledged and keeps nothing half when the process is killed while it writes', {
    timeout: 240_000,
  }, async () => {
    const template = await templateDatabase();
    let acknowledged = 0;
    for (const enough of [40, 90, 120]) {
      const writer = runScript('./writer.js', import.meta.url, [dataFolder, template]);
      await writer.until((line) => Number(line) >= enough);
      await writer.kill();
      acknowledged = Math.max(...writer.lines.map(Number).filter(Number.isFinite));
    }
    // Takes over the killed one's lock at once.
    const database = await openDatabase({ dataFolder, log: silentLog });
    try {
      const { rows } = await database.knex.raw(
        `select count(*) as heads, max(n) as last, (select count(*) from parts) as parts,
           (select count(*) from (select n from parts group by n having count(*) = 5)) as whole from heads`,
      );
      const [{ heads, last, parts, whole }] = rows as { heads: number; last: number; parts: number; whole: number }[];
      expect(acknowledged).toBeGreaterThanOrEqual(120);
      // The one in flight may have been committed before its acknowledgement was printed.
      expect([acknowledged, acknowledged + 1]).toContain(last);
      expect({ heads, parts, whole }).toEqual({ heads: last, parts: 5 * last, whole: last });
      const byIndex = await database.inTransaction(async (transaction) => {
        await transaction.raw('set local enable_seqscan = off');
        return transaction.raw('select count(*) as n from heads where place && ST_MakeEnvelope(-1, 29, 181, 31, 4326)');
      });
      expect(byIndex.rows).toEqual([{ n: last }]);
    } finally {
      await database.close();
    }
  });

  it('refuses a second process within 3 s, naming the holder', async () => {
    const holder = runScript('./writer.js', import.meta.url, [dataFolder, 'none', 'hold']);
    try {
      await holder.until((line) => line === 'open');
      const second = runScript('./writer.js', import.meta.url, [dataFolder, 'none', 'hold']);
      const answer = await second.until((line) => line.startsWith('refused'));
      // The program's own start, which a busy machine draws out, is not counted.
      expect(Number(/^refused after (\d+) ms /.exec(answer)?.[1])).toBeLessThan(3_000);
      expect(answer).toMatch(
        new RegExp(
          ` ms data-folder-held The data folder ${dataFolder} is in use by process ${holder.child.pid} on host \\S+ since \\d{4}-.*Z\\.`,
        ),
      );
    } finally {
      await holder.kill();
    }
  });

  it('refuses a second opening in the same process', async () => {
    const database = await openDatabase({ dataFolder, log: silentLog });
    try {
      await expect(openDatabase({ dataFolder, log: silentLog })).rejects.toMatchObject({
        code: 'data-folder-held',
        holder: { pid: process.pid },
      });
    } finally {
      await database.close();
    }
  });
});
