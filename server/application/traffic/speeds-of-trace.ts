import type { MatchedTrace } from '../travel/routing/routing-port.js';
import type { SeenSpeed } from './traffic-store.js';

/** Between two points of a track no more may lie: what happened in a longer gap is not known. */
const longestGapSeconds = 90;
/** Slower over a whole edge is a stop for somebody's order, not traffic. */
const slowestKph = 3;
const fastestKph = 140;
/** Shorter edges say more about the clock and the receiver than about the road. */
const shortestMeters = 20;

interface Reading {
  readonly meters: number;
  readonly at: number;
}

/**
 * How fast each edge was driven that a track passes from end to end: entering and leaving are timed between the points
 * before and after (linear interpolation).
 *
 * @param times of the trace's points, rising.
 * @param hourOf gives the local hour of the day of an instant.
 */
export function speedsOfTrace(trace: MatchedTrace, times: readonly Date[], hourOf: (at: Date) => number): SeenSpeed[] {
  const startOf: number[] = [];
  let total = 0;
  for (const { meters } of trace.edges) {
    startOf.push(total);
    total += meters;
  }
  const readings = trace.points.flatMap((point, index): Reading[] => {
    const edge = point && trace.edges[point.edge];
    if (point === undefined || edge === undefined) return [];
    return [{ meters: startOf[point.edge] + edge.meters * point.fraction, at: times[index].getTime() }];
  });
  const passes = makeClock(readings);
  const seen: SeenSpeed[] = [];
  trace.edges.forEach(({ edgeId, meters }, at) => {
    // The first and the last are driven in part only.
    if (at === 0 || at === trace.edges.length - 1 || meters < shortestMeters) return;
    const entered = passes(startOf[at]);
    const left = passes(startOf[at] + meters);
    if (entered === undefined || left === undefined || left <= entered) return;
    const kph = (meters / (left - entered)) * 3600;
    if (kph < slowestKph || kph > fastestKph) return;
    const seenAt = new Date(entered);
    seen.push({ edgeId, hour: hourOf(seenAt), kph: Math.round(kph * 10) / 10, seenAt });
  });
  return seen;
}

/** When a track passed some meter; undefined before, after and within gaps. */
function makeClock(readings: readonly Reading[]): (meters: number) => number | undefined {
  return (meters) => {
    for (let at = 1; at < readings.length; at++) {
      const [before, after] = [readings[at - 1], readings[at]];
      if (meters < before.meters || meters > after.meters || after.meters === before.meters) continue;
      if (after.at - before.at > longestGapSeconds * 1000) return undefined;
      const share = (meters - before.meters) / (after.meters - before.meters);
      return before.at + share * (after.at - before.at);
    }
    return undefined;
  };
}
