import { Worker } from 'node:worker_threads';
import type { Solver, SolverBudget } from '../../application/planning/solver-port.js';
import { compiledModule } from '../../compiled.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { checkProblem, type Problem, type SearchProgress, type Solution } from '../../solver/index.js';
import type { SearchWorkerData, SearchWorkerMessage } from './search-worker.js';

/** A search that has not ended this long after its time is over is ended. */
const graceMilliseconds = 20_000;

/** Searches in worker threads, one search each with a seed of its own; the cheapest plan wins, the first among equals. */
export function makeThreadSolver(): Solver {
  return {
    async solve(problem, budget, { signal, onProgress }) {
      const faults = checkProblem(problem);
      if (faults.length > 0) throw new InvalidInputError(faults.join(' '), faults);
      signal.throwIfAborted();
      const shared = shareMatrices(problem);
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const onAbort = () => {
        Atomics.store(stop, 0, 1);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        const best = new BestProgress(onProgress);
        const searches = Array.from({ length: Math.max(1, budget.threads) }, (_, thread) =>
          runThread(shared, budget, thread, stop, (progress) => best.hear(thread, progress)),
        );
        const solutions = await Promise.all(searches);
        signal.throwIfAborted();
        return solutions.reduce((one, other) => (priceOf(other) < priceOf(one) ? other : one));
      } finally {
        signal.removeEventListener('abort', onAbort);
        Atomics.store(stop, 0, 1);
      }
    },
  };
}

function runThread(
  problem: Problem,
  budget: SolverBudget,
  thread: number,
  stop: Int32Array,
  onProgress: (progress: SearchProgress) => void,
): Promise<Solution> {
  const workerData: SearchWorkerData = {
    problem,
    seed: budget.seed + thread * 7919,
    milliseconds: budget.seconds * 1000,
    iterations: budget.iterations,
    stop,
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(compiledModule('server/adapters/solver/search-worker.js'), { workerData });
    const limit = budget.iterations === undefined ? budget.seconds * 1000 + graceMilliseconds : undefined;
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            void worker.terminate();
            reject(new Error(`The search did not end within ${limit / 1000} s.`));
          }, limit);
    worker.on('message', (message: SearchWorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else resolve(message.solution);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The search ended without an answer (exit code ${code}).`));
    });
  });
}

/** The matrices go to all threads without being copied. */
function shareMatrices(problem: Problem): Problem {
  const share = <T extends Int32Array | Float64Array>(array: T): T => {
    const Kind = array.constructor as new (buffer: SharedArrayBuffer) => T;
    const copy = new Kind(new SharedArrayBuffer(array.byteLength));
    copy.set(array);
    return copy;
  };
  const matrices = problem.matrices.map((matrix) => ({
    size: matrix.size,
    seconds: share(matrix.seconds),
    meters: share(matrix.meters),
  }));
  return { ...problem, matrices };
}

function priceOf(solution: Pick<Solution, 'cost' | 'omissionCost'>): number {
  return solution.cost + solution.omissionCost;
}

/** Of several searches, what is told is the best so far. */
class BestProgress {
  private readonly heard = new Map<number, SearchProgress>();

  constructor(private readonly tell: ((progress: SearchProgress) => void) | undefined) {}

  hear(thread: number, progress: SearchProgress): void {
    this.heard.set(thread, progress);
    const all = [...this.heard.values()];
    const best = all.reduce((one, other) => (priceOf(other) < priceOf(one) ? other : one));
    this.tell?.({ ...best, iterations: all.reduce((sum, each) => sum + each.iterations, 0) });
  }
}
