import { never } from '../../model/model.js';
import type { Arc } from '../../model/travel.js';
import type { ProblemBreak } from '../../problem.js';
import { breakBegins, leaveWithBreaks } from './break-leg.js';

/** As `arriveWithBreaks`, on an arc whose speed changes with the hour. */
export function arriveByHour(
  { hours, cell, usual }: Arc,
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

/** As `leaveWithBreaks`, on an arc whose speed changes with the hour. */
export function leaveByHour(
  arc: Arc,
  arrives: number,
  breaks: readonly ProblemBreak[],
  from: number,
  upTo: number,
): number {
  if (from === upTo) return arc.hours!.leaveBy(arc.cell, arc.usual, arrives);
  // No departure is later than that of an arc that takes no time, and later departures never arrive earlier.
  let late = leaveWithBreaks(arrives, 0, breaks, from, upTo) + 1;
  let step = 1;
  let inTime = late - step;
  while (arriveByHour(arc, inTime, breaks, from, upTo) > arrives) {
    if (inTime < 0) return -1;
    late = inTime;
    step *= 2;
    inTime -= step;
  }
  while (late - inTime > 1) {
    const middle = Math.floor((inTime + late) / 2);
    if (arriveByHour(arc, middle, breaks, from, upTo) > arrives) late = middle;
    else inTime = middle;
  }
  return inTime;
}
