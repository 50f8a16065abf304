import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/adapters/db/engine/database.js';
import { backUp, openPlace } from '../support/backups.js';
import { fillRecord } from '../support/full-record.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { lastLine, programOn } from '../support/program.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { silentLog, templateDatabase } from '../support/template-database.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-backup-commands-'));
const first = path.join(folder, 'first');
const program = programOn(first);
const file = path.join(folder, 'a.backup');
const date = '2024-06-14';

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Each command opens an embedded database, and a machine that is busy takes long for that.
describe('tuanda backup and tuanda restore', { timeout: 480_000 }, () => {
  /** What the first place had planned, as the export tells it. */
  let planned: string;
  const planOf = async (place: ReturnType<typeof programOn>) => {
    const { stdout, stderr } = await place.run(['export', 'plan', '--date', date]);
    return stdout === '' ? stderr : stdout;
  };

  beforeAll(async () => {
    const database = await openDatabase({ dataFolder: first, log: silentLog, template: await templateDatabase() });
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    await record.plan('D1-20240614-1');
    await database.close();
    mkdirSync(path.join(first, 'photos'));
    writeFileSync(path.join(first, 'photos', 'door.jpg'), 'a photo');
    planned = await planOf(program);
    expect(planned).toContain('"V1"');
  }, 480_000);

  it('bring a record into another folder, encrypted, while a server runs', async () => {
    const server = await program.start();
    const secret = path.join(folder, 'secret');
    writeFileSync(secret, 'correct horse\n');
    const made = await program.run(['backup', '../a.backup', '--password-file', '../secret', '--json'], { cwd: first });
    await server.end('SIGTERM');
    expect(made.stderr).toMatch(/^The backup is in .*, encrypted \(/);
    expect(lastLine(made)).toMatchObject({ file, encrypted: true, verified: true, files: 2 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(server.log()).toContain('A command was handed over.');
    expect(readFileSync(file).includes('correct horse')).toBe(false);

    const second = programOn(path.join(folder, 'second'));
    const refused = await second.run(['restore', file]);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('The backup is encrypted. Give its password with --password-file FILE');
    const wrong = await second.run(['restore', file, '--password'], { input: 'wrong\n' });
    expect(wrong).toMatchObject({
      status: 2,
      stderr: 'The password is not the one that the backup was encrypted with.\n',
    });
    const checked = await second.run(['restore', file, '--check', '--password', '--json'], {
      input: 'correct horse\n',
    });
    expect(lastLine(checked)).toMatchObject({ rows: lastLine(made).rows, files: 2 });
    // Nothing of this has made a place.
    expect(existsSync(path.join(folder, 'second'))).toBe(false);

    const restored = await second.run(['restore', file, '--json', '--password-file', secret]);
    expect(restored.stderr).toContain('Restored: ');
    expect(lastLine(restored)).toMatchObject({ rows: lastLine(made).rows, files: 2, webhooks: 0 });
    expect(await planOf(second)).toBe(planned);
    expect(readFileSync(path.join(folder, 'second', 'photos', 'door.jpg'), 'utf8')).toBe('a photo');
    const keys = ['first', 'second'].map((each) => readFileSync(path.join(folder, each, 'secret.key'), 'utf8'));
    expect(keys[0]).toBe(keys[1]);
    const again = await second.run(['restore', file, '--password-file', secret]);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('Set TUANDA_DATA to a new folder, or DATABASE_URL to a new database.');
  });

  it('take the password of who calls from the environment, also where the running server knows none', async () => {
    const server = await program.start();
    const caller = programOn(first, { TUANDA_BACKUP_PASSWORD: 'from the environment' });
    const made = await caller.run(['backup', file, '--json']);
    await server.end('SIGTERM');
    expect(lastLine(made), made.stderr).toMatchObject({ encrypted: true });
    const checked = await caller.run(['restore', file, '--check']);
    expect(checked).toMatchObject({ status: 0, stdout: expect.stringContaining('The backup is whole') });
    expect((await program.run(['restore', file, '--check'])).status).toBe(2);
  });

  it('can be killed: a restore leaves an empty place that takes the next one, a backup what stood there', async () => {
    const plain = path.join(folder, 'kill', 'plain.backup');
    mkdirSync(path.dirname(plain));
    const source = await openPlace('embedded');
    await fillRecord(source.database);
    const { rows } = await backUp(source, plain);
    await source.remove();
    const whole = readFileSync(plain);
    const place = path.join(folder, 'third');
    const third = programOn(place);
    const restoring = third.begin(['restore', plain]);
    const files = path.join(place, 'database', 'base');
    await expect.poll(() => existsSync(files), { timeout: 120_000 }).toBe(true);
    // Within its one transaction every table gets a new file, then rows.
    const atFirst = readdirSync(files, { recursive: true }).length;
    const hasBegun = () => readdirSync(files, { recursive: true }).length > atFirst + 50;
    await expect.poll(hasBegun, { timeout: 120_000, interval: 5 }).toBe(true);
    restoring.kill('SIGKILL');
    await once(restoring, 'close');

    const damaged = path.join(folder, 'kill', 'damaged.backup');
    writeFileSync(damaged, whole.subarray(0, whole.length - 5));
    const refused = await third.run(['restore', damaged]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/^The backup is damaged: .*Nothing was changed/);

    const restored = await third.run(['restore', plain, '--json']);
    expect(restored.status, restored.stderr).toBe(0);
    expect(lastLine(restored).rows).toBe(rows);

    const backing = third.begin(['backup', plain]);
    await expect
      .poll(() => readdirSync(path.dirname(plain)).some((name) => name.endsWith('.part')), {
        timeout: 120_000,
        interval: 5,
      })
      .toBe(true);
    backing.kill('SIGKILL');
    await once(backing, 'close');
    expect(readFileSync(plain).equals(whole)).toBe(true);
  });

  it('say what is missing', async () => {
    const nowhere = programOn(path.join(folder, 'nowhere'));
    const cases: [string[], number, RegExp][] = [
      [['backup'], 2, /Name one file/],
      [['backup', file], 2, /There is no record in .*nowhere/],
      [['restore', path.join(folder, 'none')], 2, /cannot be read: there is no such file/],
      [['restore', folder], 2, /is no file/],
      [['restore', file, '--password', '--password-file', 'x'], 2, /one password, not two/],
      [['restore', file, '--password'], 2, /no password in the first line/],
    ];
    for (const [given, status, words] of cases) {
      const ended = await nowhere.run(given, { input: '\n' });
      expect(ended.status, given.join(' ')).toBe(status);
      expect(ended.stderr, given.join(' ')).toMatch(words);
    }
    expect(existsSync(path.join(folder, 'nowhere'))).toBe(false);
    const unwritable = await program.run(['backup', '/nowhere/a.backup']);
    expect(unwritable).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no such folder') });
    const full = await program.run(['backup', '/dev/full']);
    expect(full).toMatchObject({ status: 1, stderr: '/dev/full could not be written: the disk is full.\n' });
  });

  it.skipIf(testServerUrl === undefined)('move a record to PostgreSQL and back', async () => {
    const { url, drop } = await createPostgresDatabase();
    const onPostgres = programOn(path.join(folder, 'postgres'), { DATABASE_URL: url });
    const back = programOn(path.join(folder, 'back'));
    const move = path.join(folder, 'move.backup');
    try {
      for (const [place, given] of [
        [program, ['backup', move]],
        [onPostgres, ['restore', move]],
        [onPostgres, ['backup', move]],
        [back, ['restore', move]],
      ] as const) {
        const ended = await place.run([...given]);
        expect(ended.status, ended.stderr).toBe(0);
      }
      expect(await planOf(onPostgres)).toBe(planned);
      expect(await planOf(back)).toBe(planned);
      expect(readFileSync(path.join(folder, 'back', 'photos', 'door.jpg'), 'utf8')).toBe('a photo');
    } finally {
      await drop();
    }
  });
});
