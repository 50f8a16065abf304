import { parentPort, workerData } from 'node:worker_threads';
import { type Problem, type SearchProgress, type Solution, search } from '../../solver/index.js';

/** What a search thread is started with. */
export interface SearchWorkerData {
  readonly problem: Problem;
  readonly seed: number;
  /** Milliseconds of wall time from the thread's begin. */
  readonly milliseconds: number;
  readonly iterations: number | undefined;
  /** One cell: not 0 once the search shall end. */
  readonly stop: Int32Array;
}

/** What a search thread sends. */
export type SearchWorkerMessage =
  | { readonly kind: 'progress'; readonly progress: SearchProgress }
  | { readonly kind: 'done'; readonly solution: Solution };

const { problem, seed, milliseconds, iterations: limit, stop } = workerData as SearchWorkerData;
const port = parentPort!;
const begun = performance.now();
let told = begun;

const solution = search(problem, {
  seed,
  stop: {
    share(iterations) {
      if (Atomics.load(stop, 0) !== 0) return 1;
      if (limit !== undefined) return iterations / limit;
      return (performance.now() - begun) / milliseconds;
    },
  },
  onProgress(progress) {
    const now = performance.now();
    if (now - told > 250) {
      told = now;
      port.postMessage({ kind: 'progress', progress } satisfies SearchWorkerMessage);
    }
    return true;
  },
});
port.postMessage({ kind: 'done', solution } satisfies SearchWorkerMessage);
