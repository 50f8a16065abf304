import type { Problem, ProblemMatrix } from './problem.js';
import { sparseMeters } from './sparse-matrix.js';

/**
 * A sum in the problem's unit that no plan costs more than, prices of leaving out aside: all vehicles all day, the longest
 * leg to and from every visit, and every price of a visit at its worst. It is far above what plans do cost; whoever
 * puts a price above it has put it above everything else.
 */
export function costBound(problem: Problem): number {
  const { vehicles, stations, balanceCost = 0, compactCost = 0 } = problem;
  const visits = stations.reduce((sum, { consignments }) => sum + consignments.length, 0);
  const begins = vehicles.reduce((least, { shiftBegins }) => Math.min(least, shiftBegins), 0);
  const ends = vehicles.reduce((most, { shiftEnds }) => Math.max(most, shiftEnds), 0);
  const span = ends - begins;
  const longest = problem.matrices.reduce((most, matrix) => Math.max(most, longestLeg(matrix)), 0);
  const perMeter = vehicles.reduce((most, { costPerMeter }) => Math.max(most, costPerMeter), 0);
  const ofVehicles = vehicles.reduce(
    (sum, { fixedCost, costPerSecond }) => sum + fixedCost + costPerSecond * span + balanceCost * span ** 2,
    0,
  );
  const ofVisits = stations.reduce((sum, { softTo, softFrom, previous, consignments }) => {
    const late = (softTo?.costPerSecond ?? 0) * Math.max(0, ends - (softTo?.at ?? 0));
    const early = (softFrom?.costPerSecond ?? 0) * Math.max(0, (softFrom?.at ?? 0) - begins);
    return sum + consignments.length * (late + early + (previous?.changeCost ?? 0));
  }, 0);
  const apart = 2 * stations.reduce((most, { position: { x, y } = origin }) => Math.max(most, Math.hypot(x, y)), 0);
  // A visit has a leg to it, and each trip one home.
  return ofVehicles + ofVisits + 2 * visits * longest * perMeter + visits * compactCost * apart ** 2;
}

const origin = { x: 0, y: 0 };

function longestLeg({ size, meters, coordinates, sparse }: ProblemMatrix): number {
  if (coordinates !== undefined) {
    const { x, y, rounding } = coordinates;
    return Math.ceil((rounding === 'tenths-down' ? 10 : 1) * diagonalOf(x, y));
  }
  let most = 0;
  if (sparse === undefined) {
    for (let cell = 0; cell < size * size; cell++) most = Math.max(most, meters[cell]);
    return most;
  }
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) most = Math.max(most, sparseMeters(sparse, from, to));
  }
  return most;
}

/** Of the rectangle around the points: no way is longer. */
export function diagonalOf(x: Float64Array, y: Float64Array): number {
  return Math.hypot(widthOf(x), widthOf(y));
}

function widthOf(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}
