import type { Leg } from '../../../application/travel/routing/routing-port.js';
import type { LonLat } from '../../../domain/network/place.js';
import { AnswerCheck } from '../check-answer.js';
import { decodePolyline } from '../polyline.js';

const check = new AnswerCheck('Valhalla');

/** Legs of a `/route` answer with `units` kilometers and `shape_format` polyline6. */
export function legsOf(answer: unknown, places: readonly LonLat[]): Leg[] {
  const legs = (answer as { trip?: { legs?: unknown } } | null)?.trip?.legs;
  if (!Array.isArray(legs) || legs.length !== places.length - 1) throw check.nonsense('not one leg for each drive');
  return legs.map((leg: { summary?: { time?: unknown; length?: unknown }; shape?: unknown }, at) => {
    const kilometers = leg.summary?.length;
    const meters = typeof kilometers === 'number' ? kilometers * 1_000 : kilometers;
    return check.leg(places[at], places[at + 1], leg.summary?.time, meters, lineOf(leg.shape));
  });
}

function lineOf(shape: unknown): LonLat[] {
  if (typeof shape !== 'string') throw check.nonsense('a leg without a shape');
  return check.line(() => decodePolyline(shape, 6));
}

/** Meters to the nearest usable road from each place of a verbose `/locate` answer. */
export function roadMetersOf(answer: unknown, count: number): (number | undefined)[] {
  if (!Array.isArray(answer) || answer.length !== count) throw check.nonsense('not one location for each place');
  return answer.map((location: { edges?: unknown }) => {
    if (!Array.isArray(location.edges) || location.edges.length === 0) return undefined;
    return location.edges.reduce((nearest: number, { distance }: { distance?: unknown }) => {
      if (typeof distance !== 'number' || !(distance >= 0)) throw check.nonsense('a road without a distance');
      return Math.min(nearest, distance);
    }, Number.POSITIVE_INFINITY);
  });
}

export interface MatrixBlock {
  readonly seconds: Float64Array;
  readonly kilometers: Float64Array;
}

/** A matrix answer as the child process packs it; NaN where there is no way. */
export function matrixBlockOf(answer: unknown, pairs: number): MatrixBlock {
  const { seconds, kilometers } = (answer ?? {}) as Partial<MatrixBlock>;
  const whole = [seconds, kilometers].every((values) => values instanceof Float64Array && values.length === pairs);
  if (!whole) throw check.nonsense(`a matrix without ${pairs} pairs`);
  return answer as MatrixBlock;
}

export const valhallaCheck = check;
