import { never } from '../../model/model.js';
import type { Way } from '../../model/travel.js';
import type { ProblemBreak } from '../../problem.js';
import { breakBegins, leaveWithBreaks } from './break-leg.js';

/** As `arriveWithBreaks`, on a way whose speed changes with the hour. */
export function arriveByHour(
  { hours, cell, usual }: Way,
  leaves: number,
  breaks: readonly ProblemBreak[],
  from: number,
  upTo: number,
): number {
  let clock = leaves;
  let left = 1;
  for (let at = from; at < upTo; at++) {
    const begins = breakBegins(breaks[at], clock);
    if (begins === never) return never;
    left = Math.max(0, left - hours!.partDriven(cell, usual, clock, begins));
    clock = begins + breaks[at].seconds;
  }
  return hours!.arriveAt(cell, usual, clock, left);
}

/** As `leaveWithBreaks`, on a way whose speed changes with the hour. */
export function leaveByHour(
  way: Way,
  arrives: number,
  breaks: readonly ProblemBreak[],
  from: number,
  upTo: number,
): number {
  if (from === upTo) return way.hours!.leaveBy(way.cell, way.usual, arrives);
  // No departure is later than that of a way that takes no time, and later departures never arrive earlier.
  let late = leaveWithBreaks(arrives, 0, breaks, from, upTo) + 1;
  let step = 1;
  let inTime = late - step;
  while (arriveByHour(way, inTime, breaks, from, upTo) > arrives) {
    if (inTime < 0) return -1;
    late = inTime;
    step *= 2;
    inTime -= step;
  }
  while (late - inTime > 1) {
    const middle = Math.floor((inTime + late) / 2);
    if (arriveByHour(way, middle, breaks, from, upTo) > arrives) late = middle;
    else inTime = middle;
  }
  return inTime;
}
