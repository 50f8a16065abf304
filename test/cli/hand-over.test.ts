import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { projectRoot } from '../../server/compiled.js';
import { lastLine, programOn } from '../support/program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-hand-over-'));
const day = path.join(folder, 'day');
const date = '2024-06-14';
const plain = programOn(path.join(folder, 'plain'));
const served = programOn(path.join(folder, 'served'));
let server: Awaited<ReturnType<typeof served.start>>;

/** What differs between two runs of the same command: ids and times. */
function withoutIds(text: string): string {
  return text.replaceAll(/\b(imp|plan|key|usr|user)-[a-z0-9]{16}\b/g, '$1-…').replaceAll(folder, '');
}

/** A plan that would take long, once the server has it. */
async function beginLongPlan() {
  const handedOver = () => server.log().split('A command was handed over.').length;
  const before = handedOver();
  const child = served.begin(['plan', '--date', date, '--seconds', '300']);
  child.stdout.resume();
  const stderr = child.stderr
    .setEncoding('utf8')
    .toArray()
    .then((texts) => texts.join(''));
  await expect.poll(handedOver, { timeout: 60_000 }).toBeGreaterThan(before);
  return { child, stderr };
}

describe('a command on a data folder that a server holds', () => {
  beforeAll(async () => {
    await writeDemo({ folder: day, date, stations: 30, orders: 300 });
    // A record that is not empty, so that no demo is loaded beside it.
    for (const program of [plain, served]) await program.run(['import', path.join(day, 'depots.csv')]);
    server = await served.start();
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('says the same and ends with the same code as without the server', { timeout: 180_000 }, async () => {
    const cases: [string[], string?][] = [
      [['import', '.', '--json']],
      [['import', 'nothing-here']],
      [['import']],
      [['plan', '--date', date, '--iterations', '2000', '--seconds', '60', '--threads', '1', '--json']],
      [['plan', '--date', '2023-01-01']],
      [['export', 'pick-lists', '--date', date, '--format', 'csv']],
      [['export', 'plan', '--date', date, '--format', 'nonsense']],
      [['user', 'add', 'wang', '--role', 'picker', '--password', '--json'], 'seven crooked lanterns 41\n'],
      [['user', 'add', 'wang', '--role', 'picker']],
      [['user', 'add', 'li', '--role', 'picker', '--password'], 'short\n'],
      [['key', 'add', 'oms', '--role', 'king']],
    ];
    for (const [given, input] of cases) {
      const [alone, there] = await Promise.all(
        [plain, served].map((program) => program.run(given, { input, cwd: day })),
      );
      expect(there.status, given.join(' ') + there.stderr).toBe(alone.status);
      const [one, other] = [alone, there].map(({ stdout }) => withoutIds(stdout).replaceAll(/\/(plain|served)\b/g, ''));
      expect(other, given.join(' ')).toBe(one);
      const errors = (text: string) =>
        withoutIds(text)
          .replaceAll(/\/(plain|served)\b/g, '')
          .split('\n')
          .filter((line) => !line.startsWith('{'));
      expect(errors(there.stderr), given.join(' ')).toEqual(errors(alone.stderr));
    }
  });

  it('writes --out beside the one who asked', async () => {
    const here = path.join(folder, 'here');
    mkdirSync(here);
    const { status } = await served.run(['export', 'runs', '--date', date, '--out', 'runs.json'], { cwd: here });
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(path.join(here, 'runs.json'), 'utf8')).runs.length).toBeGreaterThan(0);
  });

  it('stops on Ctrl-C, there as well', async () => {
    const before = JSON.parse((await served.run(['export', 'plan', '--date', date])).stdout);
    const { child, stderr } = await beginLongPlan();
    child.kill('SIGINT');
    const [status] = await once(child, 'close');
    expect(await stderr).toBe('Stopping …\nStopped by the user.\n');
    expect(status).toBe(1);
    const again = await served.run(['plan', '--date', date, '--seconds', '1', '--json']);
    expect(again.status, again.stderr).toBe(0);
    expect(lastLine(again)).toMatchObject({ checkerFaults: 0, unassigned: before.unassigned.length });
  });

  it('writes to open files of the one who asked', async () => {
    const file = path.join(folder, 'by-number.json');
    const command = `"${process.execPath}" scripts/tuanda.js export runs --date ${date} --out /dev/fd/3 3>"${file}"`;
    const env = { PATH: process.env.PATH, TUANDA_DATA: path.join(folder, 'served') };
    const child = spawn('/bin/sh', ['-c', command], { cwd: projectRoot, env });
    const stderr = child.stderr.setEncoding('utf8').toArray();
    const [status] = await once(child, 'close');
    expect(status, (await stderr).join('')).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8')).runs.length).toBeGreaterThan(0);
  });

  it('refuses a file that cannot be written, and serves on', async () => {
    const { status, stderr } = await served.run(['export', 'plan', '--date', date, '--out', '/nowhere/plan.json']);
    expect(stderr).toBe('/nowhere/plan.json cannot be written: there is no such folder.\n');
    expect(status).toBe(2);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
  });

  it('is told when the server stops, and the next command finds the record free', async () => {
    const { child, stderr } = await beginLongPlan();
    const [[status]] = await Promise.all([once(child, 'close'), server.end('SIGTERM')]);
    expect(await stderr).toBe('The server is stopping.\n');
    expect(status).toBe(1);
    const alone = await served.run(['export', 'runs', '--date', date]);
    expect(alone.status, alone.stderr).toBe(0);
    server = await served.start();
  });

  it('is open to the owner of the folder alone', () => {
    const socket = statSync(path.join(folder, 'served', 'commands.sock'));
    expect(socket.isSocket()).toBe(true);
    expect(socket.mode & 0o777).toBe(0o600);
  });

  it('waits for a server that is still starting, and works after one was killed', async () => {
    await server.end('SIGKILL');
    expect(existsSync(path.join(folder, 'served', 'commands.sock'))).toBe(true);
    const alone = await served.run(['export', 'plan', '--date', date]);
    expect(alone.status, alone.stderr).toBe(0);
    const starting = served.start();
    await wait(300);
    const during = await served.run(['export', 'plan', '--date', date]);
    expect(during.stderr).not.toContain('in use');
    expect(during.stdout).toBe(alone.stdout);
    server = await starting;
  });

  it('finds the server also where the path of the data folder is too long for a socket', async () => {
    const program = programOn(path.join(folder, 'long'.repeat(30)));
    await program.run(['import', path.join(day, 'depots.csv')]);
    const other = await program.start();
    try {
      const added = await program.run(['key', 'add', 'oms', '--json']);
      expect(added.stderr).not.toContain('in use');
      const { key } = lastLine(added);
      const answer = await fetch(`${other.address}/api/v1/stations`, { headers: { authorization: `Bearer ${key}` } });
      expect(answer.status).toBe(200);
    } finally {
      await other.end('SIGTERM');
    }
  });
});
