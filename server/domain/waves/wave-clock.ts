import {
  type BusinessDate,
  daySeconds,
  instantOf,
  lastInstantOf,
  type TimeWindow,
  wallClockOf,
} from '../local-time.js';
import { clockChangeBetween, offsetAt } from '../zone-offset.js';

/** Seconds in a row in which clocks show one hour of the day: 3,600 of them but where clocks are changed. */
export interface ClockHour {
  readonly begins: number;
  readonly ends: number;
  /** 0 to 23. */
  readonly hourOfDay: number;
}

/**
 * What a wave's seconds are. Planning counts real seconds from the first moment of the delivery date; people say times by
 * the wall clock, in seconds after its midnight, those of the next day from 86,400 on. The two are the same number on
 * every day on which clocks are not changed.
 */
export interface WaveClock {
  /** The first moment of the delivery date: midnight, or where clocks leave that out, the moment at which they do. */
  readonly begins: Date;
  instantAt(second: number): Date;
  /** Whole seconds, rounded down; negative before the day. */
  secondAt(instant: Date): number;
  /** What clocks show at a second, in seconds after midnight of the delivery date. */
  wallClockAt(second: number): number;
  /** When clocks first show a time or a later one. */
  opening(wallClock: number): number;
  /** When a time is reached for the last time. Where it is no repeated one, that is its opening. */
  closing(wallClock: number): number;
  /** When clocks show a time of the window: twice where one of its ends comes twice, at one moment where none of it comes. */
  windowsAt(window: TimeWindow): TimeWindow[];
  /** The hours of clocks between two seconds, those at the ends cut there. */
  hoursBetween(begins: number, ends: number): ClockHour[];
  /** The whole hour that a second lies in. */
  hourAt(second: number): ClockHour;
}

/** The clock of the waves of a date in a time zone. */
export function waveClockOf(date: BusinessDate, timeZone: string): WaveClock {
  const begins = instantOf(date, 0, timeZone);
  const start = begins.getTime();
  const midnight = wallClockOf(date, 0);
  const toSecond = (milliseconds: number) => Math.floor((milliseconds - start) / 1000);
  const toInstant = (second: number) => start + second * 1000;
  const wallClockAt = (second: number) => (toInstant(second) + offsetAt(toInstant(second), timeZone) - midnight) / 1000;
  const opening = (wallClock: number) => toSecond(instantOf(date, wallClock, timeZone).getTime());
  const closing = (wallClock: number) => toSecond(lastInstantOf(date, wallClock, timeZone).getTime());

  const windowsAt = ({ opens, closes }: TimeWindow): TimeWindow[] => {
    const [first, last] = [opening(opens), closing(closes)];
    const change = clockChangeBetween(toInstant(first), toInstant(last), timeZone);
    if (change === undefined || change.after > change.before) return [{ opens: first, closes: last }];
    const changes = toSecond(change.at);
    const repeats = (change.before - change.after) / 1000;
    // Until they are put back clocks show what they would have without that; from then on so much less.
    const once = { opens: first, closes: Math.min(changes - 1, last - repeats) };
    const again = { opens: Math.max(changes, first + repeats), closes: last };
    return again.opens <= once.closes + 1 ? [{ opens: first, closes: last }] : [once, again];
  };

  const hourAt = (second: number): ClockHour => {
    const wallClock = wallClockAt(second);
    const hour = Math.floor(wallClock / 3600);
    let from = second - (wallClock - hour * 3600);
    let until = from + 3600;
    const before = clockChangeBetween(toInstant(from), toInstant(second), timeZone);
    const behind = clockChangeBetween(toInstant(second), toInstant(until), timeZone);
    if (before !== undefined) from = toSecond(before.at);
    if (behind !== undefined) until = toSecond(behind.at);
    return { begins: from, ends: until, hourOfDay: ((hour % 24) + 24) % 24 };
  };

  return {
    begins,
    instantAt: (second) => new Date(toInstant(second)),
    secondAt: (instant) => toSecond(instant.getTime()),
    wallClockAt,
    opening,
    closing,
    windowsAt,
    hourAt,
    hoursBetween(from, until) {
      const hours: ClockHour[] = [];
      for (let at = from; at < until; ) {
        const { ends, hourOfDay } = hourAt(at);
        hours.push({ begins: at, ends: Math.min(ends, until), hourOfDay });
        at = ends;
      }
      return hours;
    },
  };
}

/** Seconds of a clock's day that people know: 86,400 but where clocks are changed. */
export function lengthOf(clock: WaveClock): number {
  return clock.closing(daySeconds);
}
