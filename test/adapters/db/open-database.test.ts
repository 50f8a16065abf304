import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/adapters/db/engine/database.js';
import { engineMajor } from '../../../server/adapters/db/engine/embedded/assert-folder-version.js';
import { silentLog, templateDatabase } from '../../support/template-database.js';

describe('opening a database', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-open-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a folder that another major version of the engine wrote, and leaves it free', async () => {
    const dataFolder = path.join(folder, 'old');
    mkdirSync(path.join(dataFolder, 'database'), { recursive: true });
    const version = path.join(dataFolder, 'database', 'PG_VERSION');
    writeFileSync(version, '17\n');
    for (const attempt of [1, 2]) {
      await expect(openDatabase({ dataFolder, log: silentLog }), `attempt ${attempt}`).rejects.toMatchObject({
        code: 'database-unfit',
      });
    }
    expect(readFileSync(version, 'utf8')).toBe('17\n');
  });

  it('expects the major version that the engine writes', async () => {
    expect(readFileSync(path.join(await templateDatabase(), 'PG_VERSION'), 'utf8').trim()).toBe(engineMajor);
  });

  it('says that a PostgreSQL cannot be reached, without the password', async () => {
    // Port 1 is the one that nobody listens on.
    const opening = openDatabase({
      databaseUrl: 'postgres://someone:hidden-word@127.0.0.1:1/tuanda',
      dataFolder: folder,
      log: silentLog,
    });
    await expect(opening).rejects.toMatchObject({
      code: 'database-unreachable',
      message: 'The database at 127.0.0.1:1/tuanda cannot be reached: connect ECONNREFUSED 127.0.0.1:1.',
    });
  });

  it('says that DATABASE_URL is no URL', async () => {
    await expect(openDatabase({ databaseUrl: 'no url', dataFolder: folder, log: silentLog })).rejects.toMatchObject({
      code: 'database-unreachable',
    });
  });
});
