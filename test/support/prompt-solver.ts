import { makeThreadSolver } from '../../server/adapters/solver/thread-solver.js';
import type { Solver } from '../../server/application/planning/solver-port.js';
import { checkProblem, lastLook, Search, suggestRelaxations } from '../../server/solver/index.js';

/** What takes longer would keep the test from everything else, and may have to be ended. */
const mostIterations = 3_000;

/**
 * Searches as one thread does, without starting one: a new thread takes longer to load and warm up than a short search.
 * What ends by the time, or goes to several threads, and what is refused is left to real threads.
 */
export function makePromptSolver(threads: Solver = makeThreadSolver()): Solver {
  return {
    async solve(problem, budget, options) {
      const { iterations, seed } = budget;
      const isShort = iterations !== undefined && iterations <= mostIterations && budget.threads === 1;
      const isSearched = problem.vehicles.length > 0 && checkProblem(problem).length === 0;
      if (!isShort || !isSearched || options.enough !== undefined) return threads.solve(problem, budget, options);
      options.signal.throwIfAborted();
      const search = new Search(problem, seed);
      search.construct();
      search.anneal({ share: (done) => done / iterations }, 1);
      // The thread is asked for the plan that it ends with, and begins from its visits.
      const routes = search.routes();
      search.release();
      search.load(routes);
      return suggestRelaxations(problem, lastLook(search));
    },
  };
}
