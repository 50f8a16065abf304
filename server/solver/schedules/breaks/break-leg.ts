import { never } from '../../model/model.js';
import type { ProblemBreak } from '../../problem.js';

/**
 * When a leg ends on which breaks `from` to `upTo` (not included) are taken, one after the other: on the way, or standing at either end.
 *
 * Each begins as early as its windows allow; what is driven before it need not be driven after it.
 */
export function arriveWithBreaks(
  leaves: number,
  seconds: number,
  breaks: readonly ProblemBreak[],
  from: number,
  upTo: number,
): number {
  let clock = leaves;
  let left = seconds;
  for (let at = from; at < upTo; at++) {
    const pause = breaks[at];
    const begins = breakBegins(pause, clock);
    if (begins === never) return never;
    left = Math.max(0, left - (begins - clock));
    clock = begins + pause.seconds;
  }
  return clock + left;
}

/** The latest departure on such a leg that arrives no later than `arrives`, or -1. */
export function leaveWithBreaks(
  arrives: number,
  seconds: number,
  breaks: readonly ProblemBreak[],
  from: number,
  upTo: number,
): number {
  let limit = arrives;
  let left = seconds;
  for (let at = upTo - 1; at >= from; at--) {
    const { windows, seconds: takes } = breaks[at];
    let begins = -1;
    for (const { opens, closes } of windows) {
      if (opens <= closes && opens <= limit - takes) begins = Math.max(begins, Math.min(closes, limit - takes));
    }
    if (begins < 0) return -1;
    left = Math.max(0, left - (limit - takes - begins));
    limit = begins;
  }
  return limit - left;
}

/** When a break begins at the earliest at or after a moment, or `never`. */
export function breakBegins({ windows }: ProblemBreak, after: number): number {
  for (const { opens, closes } of windows) if (opens <= closes && after <= closes) return Math.max(after, opens);
  return never;
}
