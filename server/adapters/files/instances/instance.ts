import type { Problem, Solution } from '../../../solver/index.js';

/** A public routing instance: what the search is given, and how its answer is counted and written. */
export interface Instance {
  readonly problem: Problem;
  /** The search's cost as the instance's own convention counts it; for telling how far the search is. */
  listedCost(cost: number): number;
  /** Counts a solution again from the file's text, by code of its own. */
  score(solution: Solution): Score;
  /** The answer as a file of the instance's own kind. */
  answer(solution: Solution, score: Score): string;
}

/** A solution counted again from the instance's file alone. */
export interface Score {
  /** In the instance's own convention, of the routes that there are. */
  readonly cost: number;
  readonly routes: number;
  /** Customers or tasks on no route. */
  readonly unassigned: number;
  /** Every customer served once and every rule kept. */
  readonly feasible: boolean;
  /** The first rules broken, as sentences; at most 20. */
  readonly faults: readonly string[];
}

/** A route as solution files hold it. */
export interface NumberedRoute {
  /** Which of the file's vehicles, from 0. */
  readonly vehicle: number;
  /** Customers in order of their visits, numbered from 1 without the depot. */
  readonly customers: readonly number[];
}
