import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readInstance } from '../../server/adapters/files/instances/read-instance.js';
import { makeThreadSolver } from '../../server/adapters/solver/thread-solver.js';
import { projectRoot } from '../../server/compiled.js';

interface BestKnown {
  readonly family: string;
  readonly file: string;
  readonly cost: number;
}

/**
 * Solves the public instances beside the checkout at one budget and prints the gap to the best known cost, per
 * instance and per family.
 *
 * `--seconds 10 --threads 2 --seeds 1,2,3 --family X --iterations N --folder DIR`; with iterations the answer repeats.
 */
export async function benchSolver(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      threads: { type: 'string', default: '2' },
      seeds: { type: 'string', default: '1' },
      iterations: { type: 'string' },
      family: { type: 'string' },
      folder: { type: 'string', default: path.join(projectRoot, '..', 'shared', 'bench') },
    },
  });
  const list = path.join(values.folder, 'bks.json');
  if (!existsSync(list)) {
    console.log(`There is no ${list}; name the benchmark's folder with --folder.`);
    return;
  }
  const bestKnown = JSON.parse(readFileSync(list, 'utf8')) as Record<string, BestKnown>;
  const seeds = values.seeds.split(',').map(Number);
  const budget = {
    threads: Number(values.threads),
    seconds: Number(values.seconds),
    iterations: values.iterations === undefined ? undefined : Number(values.iterations),
  };
  console.log(`budget ${JSON.stringify(budget)}, seeds ${seeds.join(' ')}; gap % to the best known cost`);
  const gapsOf = new Map<string, number[]>();
  for (const [name, known] of Object.entries(bestKnown)) {
    if (values.family !== undefined && known.family !== values.family) continue;
    // Pickups and deliveries are not in the model yet: said, not passed over in silence.
    if (known.family === 'LiLim') {
      console.log(`${name.padEnd(14)} not in the model: pickups and deliveries`);
      continue;
    }
    const gaps: number[] = [];
    let routes = 0;
    for (const seed of seeds) {
      const instance = readInstance(path.join(values.folder, known.file));
      const solver = makeThreadSolver();
      const solution = await solver.solve(
        instance.problem,
        { ...budget, seed },
        { signal: new AbortController().signal },
      );
      const served = solution.unassigned.length === 0;
      gaps.push(served ? 100 * (instance.score(solution).cost / known.cost - 1) : Number.POSITIVE_INFINITY);
      routes = solution.routes.length;
    }
    gapsOf.set(known.family, [...(gapsOf.get(known.family) ?? []), ...gaps]);
    console.log(`${name.padEnd(14)} ${gaps.map((gap) => gap.toFixed(2).padStart(6)).join(' ')}  ${routes} routes`);
  }
  for (const [family, gaps] of gapsOf) {
    console.log(`mean ${family.padEnd(9)} ${mean(gaps).toFixed(2).padStart(6)}  (${gaps.length} runs)`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
