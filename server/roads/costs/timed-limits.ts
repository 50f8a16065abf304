import { limitsExceeded, type TravelClass } from '../../domain/travel/travel-class.js';
import type { RoadGraph } from '../graph/road-graph.js';

const daySeconds = 86_400;

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
  const holds = (at: number) => {
    const { days, begins: from, ends: until } = timedLimits[at];
    // Hours of the day before may go on into this one.
    return [0, 1].some((before) => {
      const isDay = ((days >>> ((weekday + 7 - before) % 7)) & 1) === 1;
      return isDay && from - before * daySeconds < ends && until - before * daySeconds > begins;
    });
  };
  return timedLimits.flatMap((_, at) => (holds(at) ? [at] : []));
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
