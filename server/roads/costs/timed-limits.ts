import { limitsExceeded, type TravelClass } from '../../domain/travel/travel-class.js';
import { holdWithin } from '../../domain/travel/week-hours.js';
import type { RoadGraph } from '../graph/road-graph.js';

/**
 * Which of the limits with hours hold in a part of some time of a day, by their place in `timedLimits`.
 *
 * @param weekday 0 for Monday. @param begins, ends seconds after that day's midnight, the end not included.
 */
export function timedLimitsWithin(
  { timedLimits }: RoadGraph,
  weekday: number,
  begins: number,
  ends: number,
): readonly number[] {
  return timedLimits.flatMap((limit, at) => (holdWithin(limit, weekday, begins, ends) ? [at] : []));
}

/** The edges that some of the limits with hours close to a class of vehicles. */
export function edgesClosedBy(
  { timedLimits }: RoadGraph,
  limits: readonly number[],
  travelClass: TravelClass,
): number[] {
  const exceeded = limitsExceeded(travelClass);
  return limits.flatMap((at) => {
    const { edges, limit } = timedLimits[at];
    const isClosed = limit === undefined || limit.most <= (exceeded[limit.dimension] ?? -1);
    return isClosed ? edges : [];
  });
}
