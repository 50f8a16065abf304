import { DateTime, IANAZone } from 'luxon';
import { type ClockChange, clockChangeBetween, offsetAt } from './zone-offset.js';

/** A calendar day "YYYY-MM-DD", without a time zone: the business date. */
export type BusinessDate = string;

/** By the clock; on nights on which clocks are changed a day takes longer, or less. */
export const daySeconds = 86_400;

/** Days of business lie in these years: from there one can count days on and back, and every database holds them. */
const firstYear = '1970';
const lastYear = '2199';

/** Whether the text is a real day in the form YYYY-MM-DD, of the years 1970 to 2199. */
export function isBusinessDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  if (text.slice(0, 4) < firstYear || text.slice(0, 4) > lastYear) return false;
  const midnight = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(midnight) && dayOf(midnight) === text;
}

/** Whether the text names a time zone of the IANA database. */
export function isTimeZone(text: string): boolean {
  return IANAZone.isValidZone(text);
}

/** The day that is `days` later (or earlier). */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return dayOf(Date.parse(`${date}T00:00Z`) + days * dayMilliseconds);
}

/** The day of the week: 1 is Monday, 7 Sunday. */
export function weekdayOf(date: BusinessDate): number {
  return new Date(`${date}T00:00Z`).getUTCDay() || 7;
}

/** The day in UTC. Plain arithmetic: an import asks for days by the ten thousand. */
function dayOf(milliseconds: number): BusinessDate {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/**
 * When clocks first show a wall-clock time of a day in a time zone, or a later one. `secondOfDay` may exceed a day: it
 * then falls on the next. A time that a change of clocks leaves out has come once they are changed; one that comes twice
 * has come the first time.
 */
export function instantOf(date: BusinessDate, secondOfDay: number, timeZone: string): Date {
  const there = wallClockOf(date, secondOfDay);
  const change = changeNear(there, timeZone);
  const before = there - change.before;
  return new Date(before < change.at ? before : Math.max(change.at, there - change.after));
}

/**
 * When a wall-clock time of a day is reached for the last time: up to then clocks still show earlier ones. It differs
 * from `instantOf` for the times that come twice alone; of these it is the second, but for the first moment of the hour
 * that is repeated, which is over when the hour begins.
 */
export function lastInstantOf(date: BusinessDate, secondOfDay: number, timeZone: string): Date {
  const there = wallClockOf(date, secondOfDay);
  const change = changeNear(there, timeZone);
  const after = there - change.after;
  return new Date(after > change.at ? after : Math.min(change.at, there - change.before));
}

/** A wall-clock time in milliseconds, as if it were one of UTC. */
export function wallClockOf(date: BusinessDate, secondOfDay: number): number {
  return Date.parse(`${date}T00:00Z`) + secondOfDay * 1000;
}

/** The change of clocks nearest to a wall-clock time; where none is near, one that changes nothing. */
function changeNear(there: number, timeZone: string): ClockChange {
  // No zone is a day from UTC.
  const [from, until] = [there - dayMilliseconds, there + dayMilliseconds];
  const offset = offsetAt(from, timeZone);
  return clockChangeBetween(from, until, timeZone) ?? { at: until, before: offset, after: offset };
}

/** The business date that an instant falls on in a time zone. */
export function dateOf(instant: Date, timeZone: string): BusinessDate {
  const milliseconds = instant.getTime();
  return dayOf(milliseconds + offsetAt(milliseconds, timeZone));
}

const dayMilliseconds = 86_400_000;

/** The hour of the day, 0 to 23, that an instant falls in in a time zone. */
export function hourOf(instant: Date, timeZone: string): number {
  return DateTime.fromJSDate(instant, { zone: timeZone }).hour;
}

/** RFC 3339 with the offset of the time zone, to the second. */
export function formatInstant(instant: Date, timeZone: string): string {
  return DateTime.fromJSDate(instant, { zone: timeZone }).toISO({ suppressMilliseconds: true })!;
}

/** "HH:MM" (or "H:MM", "24:00") as seconds after midnight; undefined when it is no time of day. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined;
  return hour * 3600 + minute * 60;
}

/** Seconds after midnight as "HH:MM"; past midnight the hours start again. */
export function formatTimeOfDay(seconds: number): string {
  const inDay = ((seconds % daySeconds) + daySeconds) % daySeconds;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(inDay / 3600))}:${pad(Math.floor((inDay % 3600) / 60))}`;
}

/** A span of seconds after midnight, both ends included. An end before its beginning means the next day. */
export interface TimeWindow {
  readonly opens: number;
  readonly closes: number;
}

/** A window as "HH:MM–HH:MM"; one that ends with the day ends at 24:00. */
export function formatTimeWindow({ opens, closes }: TimeWindow): string {
  return `${formatTimeOfDay(opens)}–${closes === daySeconds ? '24:00' : formatTimeOfDay(closes)}`;
}

/** Puts the end of a window that crosses midnight into the next day. */
export function makeTimeWindow(opens: number, closes: number): TimeWindow {
  return { opens, closes: closes < opens ? closes + daySeconds : closes };
}
