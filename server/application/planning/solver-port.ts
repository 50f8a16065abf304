import type { Problem, SearchProgress, Solution } from '../../solver/index.js';

export interface SolverBudget {
  readonly seed: number;
  readonly threads: number;
  /** Wall seconds. */
  readonly seconds: number;
  /** Ends the search after so many iterations per thread, whatever the time; then the answer repeats exactly. */
  readonly iterations?: number;
}

/** Searches off the main thread. */
export interface Solver {
  /**
   * @throws InvalidInputError when the problem makes no sense.
   * @throws the signal's reason when it is aborted.
   */
  solve(
    problem: Problem,
    budget: SolverBudget,
    options: {
      readonly signal: AbortSignal;
      /** Aborted when the best plan so far is enough: the search ends and answers with it. */
      readonly enough?: AbortSignal;
      readonly onProgress?: (progress: SearchProgress) => void;
    },
  ): Promise<Solution>;
}
