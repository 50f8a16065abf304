import { daySeconds } from '../local-time.js';

/** Hours of some days of the week. */
export interface WeekHours {
  /** A bit for each day, Monday the lowest. */
  readonly days: number;
  /** Seconds after the day's midnight; the end lies beyond the day where hours go past midnight. */
  readonly begins: number;
  readonly ends: number;
}

/** All days of the week. */
export const everyDay = 127;

/**
 * Whether hours of the week hold in a part of some time of a day.
 *
 * @param weekday 0 for Monday. @param begins, ends seconds after that day's midnight, the end not included.
 */
export function holdWithin(hours: WeekHours, weekday: number, begins: number, ends: number): boolean {
  // Hours of the day before may go on into this one.
  return [0, 1].some((daysBefore) => reachInto(hours, weekday, daysBefore, begins, ends));
}

/** The same, of those hours alone that begin so many days before. */
export function reachInto(
  { days, ...hours }: WeekHours,
  weekday: number,
  daysBefore: number,
  begins: number,
  ends: number,
): boolean {
  const isDay = ((days >>> ((weekday + 7 - daysBefore) % 7)) & 1) === 1;
  const shift = daysBefore * daySeconds;
  return isDay && hours.begins - shift < ends && hours.ends - shift > begins;
}
