/** The routing solver: a problem of indices and whole numbers in, a solution out. Start reading at `search`. */
export { checkProblem } from './check-problem.js';
export { maxStations, type Problem, rateSeconds } from './problem.js';
export { findRemedy, withRemedies } from './reasons/remedies.js';
export {
  Search,
  type SearchOptions,
  type SearchProgress,
  type StopRule,
  search,
  shareForFewerVehicles,
} from './search.js';
export type {
  Remedy,
  RemedyKind,
  Solution,
  SolutionRoute,
  SolutionTrip,
  SolutionVisit,
  UnassignedReason,
} from './solution.js';
export { isWayKnown, type KnownWays, type ProblemSparseWays, packSparseWays, type WayEstimate } from './sparse-ways.js';
