import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { lastLine, programOn } from '../support/program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-command-line-'));
const day = path.join(folder, 'day');
const date = '2024-06-14';
const program = programOn(path.join(folder, 'data'));

// Every step starts processes.
vi.setConfig({ testTimeout: 240_000 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('wrong usage ends with 2 and a sentence, and opens no database', () => {
  const untouched = programOn(path.join(folder, 'untouched'));
  it.each<[string[], string]>([
    [[], 'Usage: tuanda COMMAND'],
    [['fly'], 'There is no command fly.'],
    [['toString'], 'There is no command toString.'],
    [['import'], 'Name a folder or one or more files.'],
    [['import', 'nothing-here'], 'nothing-here'],
    [['import', '.', '--colour'], "Unknown option '--colour'"],
    [['plan'], 'Name the delivery date: --date 2024-06-14.'],
    [['plan', '--date', '2024-02-30'], '--date must be a day such as 2024-06-14, not 2024-02-30.'],
    [['plan', '--date', date, '--seconds', 'soon'], '--seconds must be a number from 0.1 to 86400, not soon.'],
    [['export', 'horses', '--date', date], 'Name what to export: plan, runs, pick-lists, packing-lists, labels.'],
    [['export', 'labels', '--date', date], '--paper of labels must be one of 100x100, 100x60, 60x40, a4-2x5, a4-3x8.'],
    [
      ['export', 'plan', '--date', date, '--zone', 'chilled'],
      '--zone, --station and --run are of packing-lists and labels.',
    ],
    [['export', 'runs', '--date', date, '--paper', '60x40'], '--paper is of labels.'],
    [['export', 'plan', '--date', date, '--format', 'doc'], '--format of plan must be one of json'],
    [['user', 'add'], 'Say: user add LOGIN, or user reset LOGIN.'],
    [['user', 'invite', '--stations'], 'Say: user invite --stations|--couriers|FILE --out CARDS.pdf.'],
    [['user', 'add', 'wang', '--role', 'king'], 'Name a role: --role admin|'],
    [['key', 'add', 'oms', '--role', 'courier'], "A key's role is one of admin, dispatcher, picker, integration."],
    [['access', 'revoke'], 'Say: access revoke --all.'],
    [['audit'], 'Say: audit verify, or audit export.'],
    [['audit', 'export', '--from', 'yesterday'], '--from must be a time such as'],
    [['map', 'build'], 'Name one extract to build from.'],
    [['matrix', 'nothing.csv'], 'There is no file'],
    [['solve', 'nothing.vrp'], 'nothing.vrp'],
  ])('%j', async (given, sentence) => {
    const { status, stdout, stderr } = await untouched.run(given, { cwd: folder });
    expect(stderr + stdout).toContain(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(2);
  });

  it('refuses settings that make no sense, naming them', async () => {
    const { status, stderr } = await programOn(folder, { PORT: 'none' }).run(['plan', '--date', date]);
    expect(stderr).toContain('PORT');
    expect(status).toBe(2);
  });
});

it('answers --help of every command and of itself with 0', async () => {
  const all = await program.run(['--help']);
  expect(all.status).toBe(0);
  for (const command of [
    'start',
    'map',
    'import',
    'plan',
    'export',
    'user',
    'key',
    'access',
    'audit',
    'matrix',
    'solve',
  ]) {
    expect(all.stdout).toContain(`  tuanda ${command}`);
    const { status, stdout } = await program.run([command, '--help']);
    expect(stdout).toContain(`Usage: tuanda ${command}`);
    expect(status).toBe(0);
  }
});

describe('a day', () => {
  beforeAll(async () => {
    await writeDemo({ folder: day, date, stations: 30, orders: 300 });
  });

  it('is imported: 0 when rows were taken or are there already, with the figures last on stdout', async () => {
    const first = await program.run(['import', day, '--json']);
    expect(first.status, first.stderr).toBe(0);
    // Nothing but the one line, so that a program may read all of stdout.
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
    const answer = lastLine(first);
    expect(Object.keys(answer)).toEqual(['importId', 'files', 'refusals', 'reportFile']);
    const orders = answer.files.find((file: { kind: string }) => file.kind === 'orders');
    expect(orders).toEqual({
      file: 'orders.csv',
      kind: 'orders',
      rows: 300,
      taken: 300,
      unchanged: 0,
      warned: 0,
      refused: 0,
    });

    const again = await program.run(['import', day, '--json']);
    expect(again.status).toBe(0);
    for (const file of lastLine(again).files) expect(file, file.file).toMatchObject({ taken: 0, unchanged: file.rows });
  });

  it('is not imported when no row was taken: 2', async () => {
    const header = readFileSync(path.join(day, 'orders.csv'), 'utf8').split('\n', 1)[0];
    const headerOnly = path.join(folder, 'orders.csv');
    writeFileSync(headerOnly, `${header}\n`);
    const empty = await program.run(['import', headerOnly, '--json']);
    expect(empty.status, empty.stdout + empty.stderr).toBe(2);
    expect(empty.stderr).toContain('No row was taken.');
    expect(lastLine(empty)).toMatchObject({ files: [{ kind: 'orders', rows: 0, refused: 0 }], refusals: [] });
    const refused = path.join(folder, 'order_lines.csv');
    writeFileSync(refused, 'order_id,line_no,sku_id,qty\nnobody,1,nothing,1\n');
    const answer = await program.run(['import', refused, '--json']);
    expect(answer.status, answer.stdout).toBe(2);
    expect(lastLine(answer).refusals[0]).toMatchObject({ level: 'refused', file: 'order_lines.csv', line: 2 });
  });

  it('is planned, with all figures that programs rely on', async () => {
    const strange = await program.run(['plan', '--date', date, '--wave', '夜班']);
    expect([strange.status, strange.stderr]).toEqual([2, expect.stringContaining(`There is no wave 夜班 of ${date}.`)]);
    const planned = await program.run(['plan', '--date', date, '--seconds', '1', '--json']);
    expect(planned.status, planned.stderr).toBe(0);
    const figures = lastLine(planned);
    const names = [
      'planId',
      'waveId',
      'runs',
      'stops',
      'consignments',
      'unassigned',
      'cost',
      'distanceMeters',
      'travelSeconds',
      'lateStops',
      'checkerFaults',
    ];
    for (const name of names) expect(figures, name).toHaveProperty(name);
    expect(figures.runs).toBeGreaterThan(0);
    expect(figures.checkerFaults).toBe(0);
    const exported = JSON.parse((await program.run(['export', 'plan', '--date', date])).stdout);
    expect(exported.runs).toHaveLength(figures.runs);
    expect(exported.unassigned).toHaveLength(figures.unassigned);
    expect(exported.cost).toBe(figures.cost);

    const labels = ['export', 'labels', '--date', date, '--paper', '60x40', '--format', 'zpl'];
    const all = await program.run(labels);
    expect(all.status).toBe(0);
    const count = ({ stdout }: { stdout: string }) => stdout.match(/\^XA/g)?.length ?? 0;
    expect(count(all)).toBeGreaterThan(1);
    const packed = JSON.parse((await program.run(['export', 'packing-lists', '--date', date])).stdout);
    expect(packed.totes).toHaveLength(count(all));
    const [{ stationId, waveId }] = packed.totes;
    const some = await program.run([...labels, '--station', stationId, '--wave', waveId]);
    expect(count(some)).toBe(packed.totes.filter((tote: { stationId: string }) => tote.stationId === stationId).length);
    expect((await program.run([...labels, '--wave', 'NONE'])).status).toBe(2);
  });

  it('of which nothing is known is a sentence and 2', async () => {
    for (const given of [
      ['plan', '--date', '2031-01-01'],
      ['export', 'plan', '--date', '2031-01-01'],
    ]) {
      const { status, stdout, stderr } = await program.run(given);
      expect(stderr, given.join(' ')).toContain('2031-01-01');
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(stdout).toBe('');
      expect(status).toBe(2);
    }
  });

  it('does not mind a reader that has seen enough', async () => {
    const child = program.begin(['export', 'plan', '--date', date]);
    child.stdin.end();
    child.stdout.destroy();
    const stderr = (await child.stderr.setEncoding('utf8').toArray()).join('');
    expect(stderr).toBe('');
    expect(child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)))).toBe(0);
  });

  it('waits for other commands that were started at the same time', async () => {
    const names = ['a', 'b', 'c'];
    const added = await Promise.all(names.map((name) => program.run(['key', 'add', name, '--json'])));
    for (const each of added) expect(each.status, each.stderr).toBe(0);
    expect(new Set(added.map((each) => lastLine(each).key)).size).toBe(3);
  });
});

describe('accounts', () => {
  it('takes the password from stdin, and no password from the command line', async () => {
    const given = ['user', 'add', 'zhao', '--role', 'dispatcher', '--json'];
    const added = await program.run([...given, '--password'], { input: 'seven crooked lanterns 41\n' });
    expect(added.status, added.stderr).toBe(0);
    expect(lastLine(added)).toMatchObject({ login: 'zhao', role: 'dispatcher', link: null });
    expect((await program.run(['user', 'add', 'qian', '--role', 'picker', '--password', 'visible'])).status).toBe(2);
    expect((await program.run(['user', 'add', 'sun', '--role', 'picker', '--password=visible'])).status).toBe(2);
    expect((await program.run(['user', 'add', 'sun', '--role', 'picker', '--password'], { input: '' })).status).toBe(2);
    const taken = await program.run(given);
    expect(taken.stderr).toContain('zhao');
    expect(taken.status).toBe(2);
  });

  it('are of a depot, courier and station that there are', async () => {
    const add = ['user', 'add', 'wu', '--role', 'courier', '--depot', 'D0', '--courier', 'C0'];
    for (const given of [add, ['key', 'add', 'wu', '--depot', 'D0']]) {
      const refused = await program.run(given);
      expect(refused.stderr).toMatch(/There is no depot (with id )?D0\./);
      expect(refused.status).toBe(2);
    }
  });

  it('prints a link that lets in once where there is no password', async () => {
    const added = await program.run(['user', 'add', 'li', '--role', 'picker', '--json']);
    expect(lastLine(added).link).toMatch(/^http:\/\/localhost:3000\/login#token=\S{20,}$/);
  });

  it('get a new link where they cannot sign in, without their second factor where it is lost', async () => {
    await program.run(['user', 'add', 'qian', '--role', 'dispatcher']);
    const reset = await program.run(['user', 'reset', 'QIAN', '--second-factor', '--json']);
    expect(reset.status, reset.stderr).toBe(0);
    expect(lastLine(reset).link).toMatch(/\/login#token=\S{20,}$/);
    const unknown = await program.run(['user', 'reset', 'nobody.here']);
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('nobody.here')]);
  });
});

// Root writes everywhere; a file in the way stops it as well.
describe('the audit', () => {
  it('is handed on row by row, and its hashes are worked out again', async () => {
    const whole = await program.run(['audit', 'verify', '--json']);
    expect(whole.status, whole.stderr).toBe(0);
    const { headHash, rows } = lastLine(whole);
    expect(rows).toBeGreaterThan(0);
    const exported = await program.run(['audit', 'export', '--format', 'json']);
    const lines = exported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(rows);
    expect(lines.at(-1).hash).toBe(headHash);
    const csv = await program.run(['audit', 'export', '--from', '2024-01-01T00:00:00Z']);
    expect(csv.stdout.split('\r\n')[0]).toBe(
      'auditId,at,actor,action,subjectKind,subjectId,depotId,reason,detail,previousHash,hash',
    );
    expect((await program.run(['audit', 'verify', '--noted', headHash])).status).toBe(0);
    const anew = await program.run(['audit', 'verify', '--noted', 'f'.repeat(64)]);
    expect(anew.stdout).toContain('written anew');
    expect(anew.status).toBe(1);
  });
});

it('ends all sessions, links and keys by one command', async () => {
  const added = lastLine(await program.run(['key', 'add', 'leaked', '--json']));
  const revoked = await program.run(['access', 'revoke', '--all', '--json']);
  expect(revoked.status, revoked.stderr).toBe(0);
  expect(lastLine(revoked).keys).toBeGreaterThan(0);
  const server = await program.start();
  try {
    const answer = await fetch(`${server.address}/api/v1/me`, { headers: { authorization: `Bearer ${added.key}` } });
    expect(answer.status).toBe(401);
  } finally {
    await server.end('SIGTERM');
  }
});

it('says in a sentence that the data folder cannot be made', async () => {
  const inTheWay = path.join(folder, 'a-file');
  writeFileSync(inTheWay, '');
  const places = [inTheWay, path.join(inTheWay, 'data')];
  if (process.getuid?.() !== 0) {
    const closed = path.join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    places.push(path.join(closed, 'data'));
  }
  for (const place of places) {
    const { status, stderr } = await programOn(place).run(['key', 'add', 'oms']);
    expect(stderr).toContain(place);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
  }
});
