import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { projectRoot } from '../../server/compiled.js';

/** Of `bks.json`; where `routes` count first, a solution with more of them is worse whatever it costs. */
interface BestKnown {
  readonly family: string;
  readonly file: string;
  readonly cost: number;
  readonly routes?: number;
  readonly convention: string;
}

/** Gaps in percent of one instance, one for each seed (null where customers were left out); `vehicles` more than the best known, where they count first. */
interface Result {
  readonly gaps: readonly (number | null)[];
  readonly vehicles?: readonly number[];
}

/** A set of results at one budget, as `docs/benchmarks-solver.json` keeps them by the budget's name. */
interface Kept {
  readonly takenOn: string;
  readonly seeds: readonly number[];
  readonly results: Readonly<Record<string, Result>>;
}

const keptFile = path.join(projectRoot, 'docs', 'benchmarks-solver.json');
const run = promisify(execFile);

const help = `npm run bench -- solver [options]

Solves public instances by the command line, one process each, and prints the gap to the best known cost in %: of each
instance by seed, of each family the lowest, mean and highest of its seeds' means, and the change of the mean against the
last kept result at the same budget.

  --seconds 10      wall seconds, the program's start included
  --iterations N    of each thread, instead of seconds; then the answer repeats
  --threads 2
  --seeds 1,2,3
  --family NAME     one family only, as bks.json names it
  --instance NAME   one instance only
  --folder DIR      where bks.json and the instances are
  --keep            writes the gaps into docs/benchmarks-solver.json`;

/** Solves public instances and compares: see `help`. */
export async function benchSolver(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      threads: { type: 'string', default: '2' },
      seeds: { type: 'string', default: '1' },
      iterations: { type: 'string' },
      family: { type: 'string' },
      instance: { type: 'string' },
      folder: { type: 'string', default: path.join(projectRoot, '..', 'shared', 'bench') },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const list = path.join(values.folder, 'bks.json');
  if (!existsSync(list)) {
    console.log(`There is no ${list}; name the benchmark's folder with --folder.`);
    return;
  }
  const bestKnown = JSON.parse(readFileSync(list, 'utf8')) as Record<string, BestKnown>;
  const chosen = Object.entries(bestKnown).filter(
    ([name, { family }]) =>
      (values.family ?? family) === family && (values.instance === undefined || values.instance === name),
  );
  const seeds = values.seeds.split(',').map(Number);
  const length = values.iterations === undefined ? `${values.seconds} s` : `${values.iterations} iterations`;
  const budget = `${length}, ${values.threads} threads`;
  const last = readKept()[budget];
  const options = ['--seconds', values.seconds, '--threads', values.threads];
  if (values.iterations !== undefined) options.push('--iterations', values.iterations);

  console.log(`${budget}, seeds ${seeds.join(' ')}; gap in % to the best known cost`);
  if (last !== undefined) console.log(`compared with ${last.takenOn}, seeds ${last.seeds.join(' ')}`);
  const results: Record<string, Result> = {};
  let longest = 0;
  for (const [name, known] of chosen) {
    const runs: { gap: number | null; vehicles: number }[] = [];
    for (const seed of seeds) {
      const began = performance.now();
      runs.push(await solveOnce(path.join(values.folder, known.file), known, [...options, '--seed', String(seed)]));
      longest = Math.max(longest, (performance.now() - began) / 1000);
    }
    const gaps = runs.map(({ gap }) => (gap === null ? null : Number(gap.toFixed(3))));
    results[name] = vehiclesFirst(known) ? { gaps, vehicles: runs.map(({ vehicles }) => vehicles) } : { gaps };
    console.log(
      `${name.padEnd(14)} ${gaps.map(percent).join(' ')}${tellVehicles([results[name]])}${tellChange(results, last, [name])}`,
    );
  }
  console.log('family         lowest   mean highest, of the seeds');
  for (const family of new Set(chosen.map(([, known]) => known.family))) {
    const names = chosen.filter(([, known]) => known.family === family).map(([name]) => name);
    const all = names.map((name) => results[name]);
    const bySeed = seeds.map((_, at) => mean(all.flatMap((result) => comparable(ofSeed(result, at)))));
    const gaps = [Math.min(...bySeed), mean(all.flatMap(comparable)), Math.max(...bySeed)].map(percent).join(' ');
    console.log(`${family.padEnd(14)} ${gaps}${tellVehicles(all)}${tellChange(results, last, names)}`);
  }
  console.log(`The longest run took ${longest.toFixed(1)} s of wall time, the program's start included.`);
  if (values.keep) keep(budget, { takenOn: new Date().toISOString().slice(0, 10), seeds, results });
}

async function solveOnce(file: string, known: BestKnown, options: readonly string[]) {
  const program = path.join(projectRoot, 'scripts', 'tuanda.js');
  const { stdout } = await run(process.execPath, [program, 'solve', file, '--json', ...options]);
  const answer = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as {
    cost: number;
    routes: number;
    feasible: boolean;
  };
  return {
    gap: answer.feasible ? 100 * (answer.cost / known.cost - 1) : null,
    vehicles: answer.routes - (known.routes ?? answer.routes),
  };
}

function vehiclesFirst({ convention }: BestKnown): boolean {
  return convention.includes('vehicles first');
}

function readKept(): Record<string, Kept> {
  return existsSync(keptFile) ? (JSON.parse(readFileSync(keptFile, 'utf8')) as Record<string, Kept>) : {};
}

/** Of a part of the set only that part is replaced. */
function keep(budget: string, taken: Kept): void {
  const kept = readKept();
  const before = kept[budget]?.seeds.join() === taken.seeds.join() ? kept[budget].results : {};
  kept[budget] = { ...taken, results: { ...before, ...taken.results } };
  // Gaps of one instance on one line, so that a change can be read.
  const text = JSON.stringify(kept, null, 2).replace(
    /\[[^[\]]*\]/g,
    (array) => `[${array.slice(1, -1).trim().split(/,\s*/).join(', ')}]`,
  );
  writeFileSync(keptFile, `${text}\n`);
}

function tellVehicles(all: readonly Result[]): string {
  const more = all.flatMap(({ vehicles = [] }) => vehicles);
  return more.length === 0 ? '' : `  vehicles ${more.map((count) => `${count < 0 ? '' : '+'}${count}`).join(' ')}`;
}

function tellChange(
  results: Readonly<Record<string, Result>>,
  last: Kept | undefined,
  names: readonly string[],
): string {
  const known = names.filter((name) => last?.results[name] !== undefined);
  if (known.length === 0) return '';
  const change =
    mean(known.flatMap((name) => comparable(results[name]))) -
    mean(known.flatMap((name) => comparable(last!.results[name])));
  if (!Number.isFinite(change)) return '';
  return `  (${change < 0 ? '' : '+'}${change.toFixed(2)})`;
}

function percent(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '     –' : value.toFixed(2).padStart(6);
}

/** With more vehicles than need be, a shorter distance is no gain: such runs are left to the count of vehicles. */
function comparable({ gaps, vehicles }: Result): readonly (number | null)[] {
  return vehicles === undefined ? gaps : gaps.filter((_, at) => vehicles[at] <= 0);
}

function ofSeed({ gaps, vehicles }: Result, at: number): Result {
  return { gaps: [gaps[at]], vehicles: vehicles && [vehicles[at]] };
}

/** Endless where one is missing. */
function mean(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? Number.POSITIVE_INFINITY), 0) / values.length;
}
