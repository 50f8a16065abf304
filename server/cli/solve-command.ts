import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readInstance } from '../adapters/files/instances/read-instance.js';
import { scoreSolution } from '../adapters/files/instances/score-solution.js';
import { makeThreadSolver } from '../adapters/solver/thread-solver.js';
import { readArguments } from './arguments.js';
import { type Command, makeSay, printJson, showProgress } from './command.js';
import { UsageError } from './usage-error.js';

/** `tuanda solve`: solves a public routing instance. Opens no database. */
export const solveCommand: Command = {
  usage: `Usage: tuanda solve FILE [--seconds S] [--iterations N] [--threads T] [--seed N] [--out FILE.sol] [--json]
Solves CVRPLIB (.vrp, also mixed fleets), Solomon or Gehring-Homberger (.txt) instances and counts the answer again.`,

  async run(given, context) {
    const { signal, workingFolder } = context;
    const args = readArguments(given, ['seconds', 'iterations', 'threads', 'seed', 'out']);
    const [file, ...more] = args.names;
    if (file === undefined || more.length > 0) throw new UsageError('Name one instance file.');
    const budget = {
      seconds: args.number('seconds', 0.1, 86_400, 10),
      threads: args.number('threads', 1, 64, 2),
      seed: args.number('seed', 0, 2 ** 31 - 1, 1),
      iterations: args.text('iterations') === undefined ? undefined : args.number('iterations', 1, 1e12, 1),
    };
    const say = makeSay(context, args.flag('json'));
    const began = performance.now();
    const instance = readInstance(path.resolve(workingFolder, file));
    const solution = await makeThreadSolver().solve(instance.problem, budget, {
      signal,
      onProgress(progress) {
        const cost = (progress.cost / instance.scale).toFixed(1);
        showProgress(context, `${Math.round(progress.share * 100)} %, cost ${cost}, ${progress.vehicles} routes`);
      },
    });
    const score = scoreSolution(instance, solution);
    const seconds = Math.round((performance.now() - began) / 10) / 100;
    const name = path.basename(file).replace(/\.[^.]+$/, '');
    const out = args.text('out');
    if (out !== undefined) {
      const lines = score.routes.map((route, at) => `Route #${at + 1}: ${route.join(' ')}`);
      writeFileSync(path.resolve(workingFolder, out), `${lines.join('\n')}\nCost ${score.cost}\n`);
    }
    const unassigned = solution.unassigned.length;
    say(
      `${name}: cost ${score.cost}, ${score.routes.length} routes, ${unassigned} unassigned, ${seconds} s, ` +
        `${score.feasible ? 'feasible' : 'NOT feasible'}`,
    );
    if (args.flag('json')) {
      printJson(context, {
        instance: name,
        cost: score.cost,
        routes: score.routes.length,
        unassigned,
        seconds,
        iterations: solution.iterations,
        feasible: score.feasible,
      });
    }
    return 0;
  },
};
