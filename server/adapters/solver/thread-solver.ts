import { Worker } from 'node:worker_threads';
import type { Solver, SolverBudget } from '../../application/planning/solver-port.js';
import { compiledModule } from '../../compiled.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import {
  checkProblem,
  type Problem,
  type SearchProgress,
  type Solution,
  shareForFewerVehicles,
  withoutVehicles,
} from '../../solver/index.js';
import type { SearchWorkerData, SearchWorkerMessage, SearchWorkerTask } from './search-worker.js';

/** A thread that has not answered so long after its time is over is ended. */
const graceMilliseconds = 20_000;
/** From so many stations on the threads share one plan, each a district of it; below, each searches the whole. */
const stationsForDistricts = 700;
/** Shares of the budget at which the threads exchange what they found. */
const exchangesOfWholes = [0.4, 0.6, 0.75, 0.88];
/** Of the part of the budget that goes into fewer vehicles, the shares at which the threads take over the best plan. */
const exchangesOfFewer = [0.25, 0.5, 1];
const cutsOfDistricts = [0.08, 0.16, 0.24, 0.32, 0.4, 0.48, 0.56, 0.64, 0.72, 0.8, 0.88, 0.96];

/**
 * Searches in worker threads.
 *
 * Small problems: every thread searches for itself, and at a few moments those that lag behind take over the best plan.
 * Large ones: every thread searches one district of a common plan, which is joined and cut anew every round. Rounds end
 * together, so the same seed, threads and iterations give the same answer.
 */
export function makeThreadSolver(): Solver {
  return {
    async solve(problem, budget, { signal, enough, onProgress }) {
      const begunAt = performance.timeOrigin + performance.now();
      const faults = checkProblem(problem);
      if (faults.length > 0) throw new InvalidInputError(faults.join(' '), faults);
      signal.throwIfAborted();
      if (problem.vehicles.length === 0) return withoutVehicles(problem);
      const shared = shareMatrices(problem);
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const endSearch = () => {
        Atomics.store(stop, 0, 1);
      };
      signal.addEventListener('abort', endSearch, { once: true });
      enough?.addEventListener('abort', endSearch, { once: true });
      if (enough?.aborted) endSearch();
      const best = new BestProgress(onProgress);
      const threads = Array.from(
        { length: Math.max(1, budget.threads) },
        (_, at) => new SearchThread(dataFor(shared, budget, at, begunAt, stop), (progress) => best.hear(at, progress)),
      );
      try {
        const routes = await searchInRounds(threads, budget.seed, problem.stations.length);
        const solution = await threads[0].finish(routes);
        signal.throwIfAborted();
        return { ...solution, iterations: threads.reduce((sum, thread) => sum + thread.iterations, 0) };
      } finally {
        signal.removeEventListener('abort', endSearch);
        enough?.removeEventListener('abort', endSearch);
        endSearch();
        for (const thread of threads) thread.end();
      }
    },
  };
}

/** The visits of the best plan. */
async function searchInRounds(threads: readonly SearchThread[], seed: number, stations: number): Promise<Int32Array> {
  if (threads.length === 1) return (await threads[0].round({ until: 1 })).routes;
  if (stations < stationsForDistricts) {
    let best = await allRounds(threads, () => ({ until: exchangesOfWholes[0] }));
    for (const until of [...exchangesOfWholes.slice(1), 1]) {
      const { winner, results } = best;
      best = await allRounds(threads, (at) =>
        results[at].cost > results[winner].cost ? { until, routes: results[winner].routes } : { until },
      );
    }
    return best.results[best.winner].routes;
  }
  // The first plan is built by one thread; the last stretch looks at the whole again.
  let { routes, sparesVehicles } = await threads[0].round({ until: 0 });
  if (sparesVehicles) {
    for (const share of exchangesOfFewer) {
      const begin = routes;
      const until = share * shareForFewerVehicles;
      const { results, winner } = await allRounds(threads, () => ({ until, routes: begin }));
      routes = results[winner].routes;
    }
  }
  for (const [index, until] of cutsOfDistricts.entries()) {
    if (sparesVehicles && until <= shareForFewerVehicles) continue;
    const begin = routes;
    const { results } = await allRounds(threads, (at) => ({
      until,
      routes: begin,
      district: { at, of: threads.length, seed: seed * 1009 + index },
    }));
    routes = joined(results.map((result) => result.routes));
  }
  const last = await allRounds(threads, () => ({ until: 1, routes }));
  return last.results[last.winner].routes;
}

async function allRounds(threads: readonly SearchThread[], taskFor: (at: number) => RoundTask) {
  const results = await Promise.all(threads.map((thread, at) => thread.round(taskFor(at))));
  const winner = results.reduce((best, result, at) => (result.cost < results[best].cost ? at : best), 0);
  return { results, winner };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

type RoundTask = Omit<Extract<SearchWorkerTask, { kind: 'round' }>, 'kind'>;
type RoundResult = Extract<SearchWorkerMessage, { kind: 'round' }>;

/** One worker thread: asked one thing at a time. */
class SearchThread {
  iterations = 0;
  private readonly worker: Worker;
  private settle: { resolve: (message: SearchWorkerMessage) => void; reject: (error: Error) => void } | undefined;
  private failure: Error | undefined;
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(workerData: SearchWorkerData, onProgress: (progress: SearchProgress) => void) {
    this.worker = new Worker(compiledModule('server/adapters/solver/search-worker.js'), { workerData });
    if (workerData.iterations === undefined) {
      const limit = workerData.milliseconds + graceMilliseconds;
      this.timer = setTimeout(() => this.fail(new Error(`The search did not end within ${limit / 1000} s.`)), limit);
    }
    this.worker.on('message', (message: SearchWorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else this.settle?.resolve(message);
    });
    this.worker.on('error', (error) => this.fail(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.fail(new Error('The search ended without an answer.')));
  }

  async round(task: RoundTask): Promise<RoundResult> {
    const result = (await this.ask({ kind: 'round', ...task })) as RoundResult;
    this.iterations = result.iterations;
    return result;
  }

  async finish(routes: Int32Array): Promise<Solution> {
    const message = await this.ask({ kind: 'finish', routes });
    return (message as Extract<SearchWorkerMessage, { kind: 'done' }>).solution;
  }

  end(): void {
    clearTimeout(this.timer);
    this.settle = undefined;
    void this.worker.terminate();
  }

  private ask(task: SearchWorkerTask): Promise<SearchWorkerMessage> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      this.settle = { resolve, reject };
      this.worker.postMessage(task);
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.settle?.reject(error);
  }
}

function dataFor(
  problem: Problem,
  budget: SolverBudget,
  thread: number,
  begunAt: number,
  stop: Int32Array,
): SearchWorkerData {
  // Ending and answering take their time too.
  const ending = Math.min(0.1 * budget.seconds * 1000, 60 + problem.stations.length / 40);
  return {
    problem,
    seed: budget.seed + thread * 7919,
    begunAt,
    milliseconds: Math.max(1, budget.seconds * 1000 - ending),
    iterations: budget.iterations,
    stop,
  };
}

/** The matrices go to all threads without being copied. */
function shareMatrices(problem: Problem): Problem {
  const share = <T extends Int32Array | Float64Array>(array: T): T => {
    if (array.buffer instanceof SharedArrayBuffer) return array;
    const Kind = array.constructor as new (buffer: SharedArrayBuffer) => T;
    const copy = new Kind(new SharedArrayBuffer(array.byteLength));
    copy.set(array);
    return copy;
  };
  const matrices = problem.matrices.map(({ size, seconds, meters, timeSlices, coordinates, sparse }) => ({
    size,
    seconds: share(seconds),
    meters: share(meters),
    timeSlices: timeSlices?.map((slice) => ({ ...slice, seconds: slice.seconds && share(slice.seconds) })),
    coordinates: coordinates && { ...coordinates, x: share(coordinates.x), y: share(coordinates.y) },
    sparse: sparse && {
      begins: share(sparse.begins),
      targets: share(sparse.targets),
      seconds: share(sparse.seconds),
      meters: share(sparse.meters),
      estimate: { ...sparse.estimate, x: share(sparse.estimate.x), y: share(sparse.estimate.y) },
    },
  }));
  return { ...problem, matrices };
}

function priceOf(progress: Pick<SearchProgress, 'cost' | 'unservedPenalty'>): number {
  return progress.cost + progress.unservedPenalty;
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
