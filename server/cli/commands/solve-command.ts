import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readInstance } from '../../adapters/files/instances/read-instance.js';
import { makeThreadSolver } from '../../adapters/solver/thread-solver.js';
import type { Solver, SolverBudget } from '../../application/planning/solver-port.js';
import { type Arguments, readArguments } from '../arguments.js';
import { type Command, type CommandContext, makeSay, printJson, showProgress } from '../command.js';
import { UsageError } from '../usage-error.js';

type Progress = Parameters<NonNullable<Parameters<Solver['solve']>[2]['onProgress']>>[0];

const millisecondsPerLine = 2_000;

/** `tuanda solve`: solves a public routing instance. Opens no database. */
export const solveCommand: Command = {
  usage: `Usage: tuanda solve FILE [--seconds S] [--iterations N] [--threads T] [--seed N] [--out FILE.sol] [--json]
Solves CVRPLIB (.vrp, also mixed fleets), Solomon, Gehring-Homberger and Li-Lim (.txt) instances, and VROOM's JSON with
matrices, and counts the answer again. The answer is written in the instance's own form: .sol, or VROOM's output.
Ctrl-C ends the search and takes the best answer so far. With --iterations the same answer comes again.`,

  async run(given, context) {
    const args = readArguments(given, ['seconds', 'iterations', 'threads', 'seed', 'out']);
    const [file, ...more] = args.names;
    if (file === undefined || more.length > 0) throw new UsageError('Name one instance file.');
    const asked = readBudget(args);
    const instance = readInstance(path.resolve(context.workingFolder, file));
    const out = args.text('out');
    const outFile = out === undefined ? undefined : openOutFile(path.resolve(context.workingFolder, out));
    try {
      const budget = { ...asked, seconds: Math.max(0.1, asked.seconds - secondsSinceStart()) };
      const solution = await makeThreadSolver().solve(instance.problem, budget, {
        signal: new AbortController().signal,
        enough: context.signal,
        onProgress: makeProgress(context, instance.listedCost),
      });
      const score = instance.score(solution);
      const seconds = Math.round(secondsSinceStart() * 100) / 100;
      const name = path.basename(file).replace(/\.[^.]+$/, '');
      const say = makeSay(context, args.flag('json'));
      say(
        `${name}: cost ${score.cost}, ${score.routes} routes, ${score.unassigned} unassigned, ${seconds} s, ` +
          `${score.feasible ? 'feasible' : 'NOT feasible'}`,
      );
      for (const fault of score.faults) say(fault);
      if (args.flag('json')) {
        const { cost, routes, unassigned, feasible } = score;
        const { iterations } = solution;
        printJson(context, { instance: name, cost, routes, unassigned, seconds, iterations, feasible });
      }
      if (outFile === undefined || outFile.write(instance.answer(solution, score))) return 0;
      context.stderr.write(`${out} could not be written to its end; the figures above are right.\n`);
      return 1;
    } catch (error) {
      outFile?.discard();
      throw error;
    }
  },
};

/** The program's own start counts towards --seconds. */
function secondsSinceStart(): number {
  return performance.now() / 1000;
}

function readBudget(args: Arguments): SolverBudget {
  const whole = (option: string, least: number, most: number, otherwise: number) => {
    const value = args.number(option, least, most, otherwise);
    if (!Number.isInteger(value)) throw new UsageError(`--${option} must be a whole number, not ${value}.`);
    return value;
  };
  return {
    seconds: args.number('seconds', 0.1, 86_400, 10),
    threads: whole('threads', 1, 64, 2),
    seed: whole('seed', 0, 2 ** 31 - 1, 1),
    iterations: args.text('iterations') === undefined ? undefined : whole('iterations', 1, 1e12, 1),
  };
}

/** Makes sure that the answer can be written, before it is searched for. */
function openOutFile(file: string) {
  const isNew = !existsSync(file);
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  return {
    write(text: string): boolean {
      try {
        writeFileSync(file, text);
        return true;
      } catch {
        return false;
      }
    },
    discard() {
      if (isNew) rmSync(file, { force: true });
    },
  };
}

/** On a terminal one line that changes, elsewhere a line every few seconds. */
function makeProgress(context: CommandContext, listedCost: (cost: number) => number) {
  let told = performance.now();
  return ({ share, cost, vehicles }: Progress) => {
    const line = `${Math.round(100 * Math.min(1, share))} %, cost ${listedCost(cost).toFixed(1)}, ${vehicles} routes`;
    if (context.isTerminal) showProgress(context, line);
    else if (performance.now() - told >= millisecondsPerLine) {
      told = performance.now();
      context.stderr.write(`${line}\n`);
    }
  };
}
