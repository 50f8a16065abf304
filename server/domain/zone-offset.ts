import { DateTime } from 'luxon';

const minuteMilliseconds = 60_000;
/** Clocks have been changed at full half minutes only since 1970 (Liberia's, in 1972, last not at a full one). */
const stepMilliseconds = 30_000;
/** How far ahead of UTC, by time zone and step: a time zone is slow to ask, and a day's orders share their minutes. */
const offsets = new Map<string, Map<number, number>>();
const mostKept = 20_000;

/** How many milliseconds the clocks of a time zone are ahead of UTC at an instant, given in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  const step = Math.floor(instant / stepMilliseconds);
  let ofZone = offsets.get(timeZone);
  if (ofZone === undefined) {
    ofZone = new Map();
    offsets.set(timeZone, ofZone);
  }
  let offset = ofZone.get(step);
  if (offset === undefined) {
    offset = Math.round(DateTime.fromMillis(instant, { zone: timeZone }).offset * minuteMilliseconds);
    if (ofZone.size >= mostKept) ofZone.clear();
    ofZone.set(step, offset);
  }
  return offset;
}

/** A change of clocks: from the instant `at` on they are `after` milliseconds ahead of UTC, until then `before`. */
export interface ClockChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/**
 * The change of clocks between two instants, given in milliseconds; undefined where they show the same offset. No zone
 * has changed its clocks twice within three days since 1970, so a span of that length has one at most.
 */
export function clockChangeBetween(from: number, until: number, timeZone: string): ClockChange | undefined {
  const [before, after] = [offsetAt(from, timeZone), offsetAt(until, timeZone)];
  if (before === after) return undefined;
  let [last, first] = [Math.floor(from / stepMilliseconds), Math.ceil(until / stepMilliseconds)];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(middle * stepMilliseconds, timeZone) === before) last = middle;
    else first = middle;
  }
  return { at: first * stepMilliseconds, before, after };
}
