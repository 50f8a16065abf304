import { parentPort, workerData } from 'node:worker_threads';
import { yieldToRequests } from '../../background-thread.js';
import {
  lastLook,
  type Problem,
  Search,
  type SearchProgress,
  type Solution,
  type StopRule,
  suggestRelaxations,
} from '../../solver/index.js';

/** What a search thread is started with. */
export interface SearchWorkerData {
  readonly problem: Problem;
  readonly seed: number;
  /** Wall time since 1970 in milliseconds, and how long from then. */
  readonly begunAt: number;
  readonly milliseconds: number;
  /** Iterations of this thread; then the time is no matter. */
  readonly iterations: number | undefined;
  /** One cell: not 0 once the search shall end. */
  readonly stop: Int32Array;
}

/** What a search thread is asked for: a part of the search, or the plan that it ends with. */
export type SearchWorkerTask =
  | {
      readonly kind: 'round';
      /** The share of the budget at which the round ends. */
      readonly until: number;
      /** What to begin from; without it, from what the thread has, or from nothing. */
      readonly routes?: Int32Array;
      /** Only one district of `routes` may change. */
      readonly district?: { readonly at: number; readonly of: number; readonly seed: number };
    }
  | { readonly kind: 'finish'; readonly routes: Int32Array };

/** What a search thread sends. */
export type SearchWorkerMessage =
  | { readonly kind: 'progress'; readonly progress: SearchProgress }
  | {
      readonly kind: 'round';
      readonly routes: Int32Array;
      readonly cost: number;
      readonly iterations: number;
      /** Whether the next part of the search goes into fewer vehicles. */
      readonly sparesVehicles: boolean;
    }
  | { readonly kind: 'done'; readonly solution: Solution };

const shortMilliseconds = 5_000;
const { problem, seed, begunAt, milliseconds, iterations: limit, stop: stopCell } = workerData as SearchWorkerData;
// For a short search somebody waits.
if (milliseconds > shortMilliseconds) yieldToRequests();
const port = parentPort!;
const now = () => performance.timeOrigin + performance.now();
const search = new Search(problem, seed);
let told = now();
let isBegun = false;

const stop: StopRule = {
  share(iterations) {
    if (Atomics.load(stopCell, 0) !== 0) return 1;
    return limit === undefined ? (now() - begunAt) / milliseconds : iterations / limit;
  },
};

port.on('message', (task: SearchWorkerTask) => {
  if (task.kind === 'finish') {
    search.release();
    search.load(task.routes);
    send({ kind: 'done', solution: suggestRelaxations(problem, lastLook(search)) });
    return;
  }
  const { routes, district } = task;
  search.release();
  if (routes !== undefined) {
    if (district !== undefined) search.confine(routes, district.at, district.of, district.seed);
    search.load(routes);
  } else if (!isBegun) search.construct();
  isBegun = true;
  search.anneal(stop, task.until, tell);
  const { best, iterations, sparesVehicles } = search;
  send({ kind: 'round', routes: search.routes(), cost: best.cost, iterations, sparesVehicles });
});

function tell(progress: SearchProgress): boolean {
  if (now() - told > 250) {
    told = now();
    send({ kind: 'progress', progress });
  }
  return true;
}

function send(message: SearchWorkerMessage): void {
  port.postMessage(message);
}
