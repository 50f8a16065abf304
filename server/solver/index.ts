/** The routing solver: a problem of indices and whole numbers in, a solution out. Start reading at `search`. */
export { checkProblem } from './check-problem.js';
export { costBound, diagonalOf } from './cost-bound.js';
export { lastLook } from './last-look.js';
export { maxStations, maxZones, type Problem, rateSeconds } from './problem.js';
export { findRelaxation, suggestRelaxations } from './reasons/relaxations.js';
export {
  Search,
  type SearchOptions,
  type SearchProgress,
  type StopRule,
  search,
  shareForFewerVehicles,
  withoutVehicles,
} from './search.js';
export type {
  Relaxation,
  RelaxationKind,
  Solution,
  SolutionRoute,
  SolutionTrip,
  SolutionVisit,
  UnassignedReason,
} from './solution.js';
export { type ArcEstimate, isExact, type KnownArcs, packSparseMatrix, type SparseMatrix } from './sparse-matrix.js';
