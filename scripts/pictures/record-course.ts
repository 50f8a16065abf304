import type { Problem } from '../../server/solver/problem.js';
import { Search } from '../../server/solver/search.js';

/** One look at a running search. */
export interface Sample {
  readonly share: number;
  /** Of the plan that the search stands at, and of the best so far. */
  readonly cost: number;
  readonly best: number;
  readonly temperature: number;
}

export interface Moment {
  readonly share: number;
  readonly cost: number;
  /** Stations of each trip in order. */
  readonly trips: readonly (readonly number[])[];
}

export interface Course {
  readonly samples: readonly Sample[];
  readonly moments: readonly Moment[];
}

/** Lets a search run to its end and writes down its course, and the plan that it stands at when these shares are spent. */
export function recordCourse(problem: Problem, iterations: number, samples: number, shares: readonly number[]): Course {
  const search = new Search(problem, 1);
  search.construct();
  const course: Sample[] = [];
  const moments: Moment[] = [];
  search.anneal({ share: (done) => done / iterations }, 1, ({ share }) => {
    if (share * samples >= course.length) course.push(sampleOf(search, share));
    if (moments.length < shares.length && share >= shares[moments.length]) moments.push(momentOf(search, share));
    return true;
  });
  return { samples: course, moments };
}

function sampleOf({ state, best, temperature }: Search, share: number): Sample {
  return { share, cost: state.totalCost(), best: best.cost, temperature };
}

function momentOf({ state, model }: Search, share: number): Moment {
  const into = new Int32Array(model.nodeCount);
  const trips = Array.from({ length: model.tripCount }, (_, trip) => trip)
    .filter((trip) => state.tripStops[trip] > 0)
    .map((trip) => Array.from(into.subarray(0, state.nodesOf(trip, into)), (node) => model.nodeStation[node]));
  return { share, cost: state.totalCost(), trips };
}
