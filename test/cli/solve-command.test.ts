import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { programOn } from '../support/program.js';
import { writeFiles } from '../support/small-day.js';
import { square, tiny } from '../support/small-instances.js';

const program = programOn(path.join(mkdtempSync(path.join(tmpdir(), 'tuanda-none-')), 'var'));
const lastLine = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1)!);

describe('tuanda solve', () => {
  it('prints the figures, the JSON line last, and writes the answer', async () => {
    const folder = writeFiles({ 'square.vrp': square });
    const out = path.join(folder, 'square.sol');
    const file = path.join(folder, 'square.vrp');
    const { status, stdout, stderr } = await program.run([
      'solve',
      file,
      '--iterations',
      '300',
      '--json',
      '--out',
      out,
    ]);
    expect(stderr).toContain('square: cost 54, 2 routes, 0 unassigned');
    expect(status).toBe(0);
    expect(lastLine(stdout)).toEqual({
      instance: 'square',
      cost: 54,
      routes: 2,
      unassigned: 0,
      seconds: expect.any(Number),
      iterations: expect.any(Number),
      feasible: true,
    });
    expect(readFileSync(out, 'utf8')).toMatch(/^Route #1: [\d ]+\nRoute #2: [\d ]+\nCost 54\n$/);
  });

  it('gives the same answer again for the same iterations, seed and threads', async () => {
    const folder = writeFiles({ 'tiny.txt': tiny });
    const run = () =>
      program.run(['solve', path.join(folder, 'tiny.txt'), '--iterations', '500', '--seed', '7', '--json']);
    const [one, other] = [lastLine((await run()).stdout), lastLine((await run()).stdout)];
    expect({ ...one, seconds: 0 }).toEqual({ ...other, seconds: 0 });
  });

  it('takes a plan that leaves somebody out for a result, and says so', async () => {
    const folder = writeFiles({ 'few.vrp': square.replace('CAPACITY', 'VEHICLES : 1\nCAPACITY') });
    const { status, stdout } = await program.run([
      'solve',
      path.join(folder, 'few.vrp'),
      '--iterations',
      '100',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ unassigned: 1, routes: 1, feasible: false });
  });

  it('tells how far it is where stderr is no terminal, and Ctrl-C takes the best so far', async () => {
    const folder = writeFiles({ 'square.vrp': square });
    const file = path.join(folder, 'square.vrp');
    const child = program.begin(['solve', file, '--seconds', '600', '--json']);
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (/\d %, cost 54/.test(told)) return;
      told += chunk.toString();
      if (/\d %, cost 54/.test(told)) child.kill('SIGINT');
    });
    const stdout = child.stdout.setEncoding('utf8').toArray();
    const [status] = await once(child, 'close');
    expect(status).toBe(0);
    expect(lastLine((await stdout).join(''))).toMatchObject({ cost: 54, feasible: true });
  });

  it('refuses what it cannot read before any search: exit 2 and one sentence', async () => {
    const folder = writeFiles({ 'empty.vrp': '', 'zero.vrp': square.replace('CAPACITY : 10', 'CAPACITY : 0') });
    const refused = [
      [folder, 'is a folder'],
      [path.join(folder, 'nowhere.vrp'), 'There is no file'],
      [path.join(folder, 'empty.vrp'), 'is empty'],
      [path.join(folder, 'zero.vrp'), 'CAPACITY is 0'],
    ];
    for (const [file, sentence] of refused) {
      const { status, stdout, stderr } = await program.run(['solve', file, '--seconds', '600']);
      expect(stderr).toContain(sentence);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(stdout).toBe('');
      expect(status).toBe(2);
    }
  });

  it('refuses wrong usage, and a place where no answer can be written, before any search', async () => {
    const folder = writeFiles({ 'square.vrp': square });
    const file = path.join(folder, 'square.vrp');
    const usages = [
      [[], 'Name one instance file'],
      [[file, file], 'Name one instance file'],
      [[file, '--threads', '1.5'], '--threads must be a whole number'],
      [[file, '--seconds', '0'], '--seconds'],
      [[file, '--out', folder, '--seconds', '600'], 'cannot be written'],
      [[file, '--out', path.join(folder, 'none', 'x.sol'), '--seconds', '600'], 'cannot be written'],
    ] as const;
    for (const [given, sentence] of usages) {
      const { status, stderr } = await program.run(['solve', ...given]);
      expect(stderr).toContain(sentence);
      expect(status).toBe(2);
    }
  });

  it('leaves no empty answer behind when the file is refused', async () => {
    const out = path.join(mkdtempSync(path.join(tmpdir(), 'tuanda-out-')), 'x.sol');
    expect((await program.run(['solve', '/nowhere.vrp', '--out', out])).status).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});
