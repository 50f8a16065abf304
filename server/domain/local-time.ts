import { DateTime, IANAZone } from 'luxon';

/** A calendar day "YYYY-MM-DD", without a time zone: the business date. */
export type BusinessDate = string;

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

/** The day in UTC. Plain arithmetic: an import asks for days by the ten thousand. */
function dayOf(milliseconds: number): BusinessDate {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/**
 * The instant of a wall-clock time of a day in a time zone. `secondOfDay` may exceed a day: it then falls on the next.
 * What a change of clocks leaves out counts on from before it; of an hour that comes twice it is the one whose offset is
 * that of the day's midnight.
 */
export function instantOf(date: BusinessDate, secondOfDay: number, timeZone: string): Date {
  const there = Date.parse(`${date}T00:00Z`) + secondOfDay * 1000;
  const midnight = Math.floor(there / dayMilliseconds) * dayMilliseconds;
  const offsetThen = offsetAt(midnight - offsetAt(midnight, timeZone) * minuteMilliseconds, timeZone);
  return new Date(there - offsetOfLocal(there, offsetThen, timeZone) * minuteMilliseconds);
}

/** Minutes ahead of UTC at a wall-clock time (in milliseconds as if it were UTC), tried from a first guess. */
function offsetOfLocal(there: number, guess: number, timeZone: string): number {
  const second = offsetAt(there - guess * minuteMilliseconds, timeZone);
  if (second === guess) return guess;
  const third = offsetAt(there - second * minuteMilliseconds, timeZone);
  return Math.min(second, third);
}

/** An instant as seconds of wall-clock time after a day's midnight in a time zone: the reverse of `instantOf`. */
export function secondOf(instant: Date, date: BusinessDate, timeZone: string): number {
  const milliseconds = instant.getTime();
  const there = milliseconds + offsetAt(milliseconds, timeZone) * minuteMilliseconds;
  return Math.floor((there - Date.parse(`${date}T00:00Z`)) / 1000);
}

/** The business date that an instant falls on in a time zone. */
export function dateOf(instant: Date, timeZone: string): BusinessDate {
  const milliseconds = instant.getTime();
  return dayOf(milliseconds + offsetAt(milliseconds, timeZone) * minuteMilliseconds);
}

const minuteMilliseconds = 60_000;
const dayMilliseconds = 86_400_000;
/** Minutes ahead of UTC, by time zone and minute: a time zone is slow to ask, and a day's orders share their minutes. */
const offsets = new Map<string, Map<number, number>>();
const mostKept = 20_000;

/** Clocks have been changed at full minutes only since 1972. */
function offsetAt(milliseconds: number, timeZone: string): number {
  const minute = Math.floor(milliseconds / minuteMilliseconds);
  let ofZone = offsets.get(timeZone);
  if (ofZone === undefined) {
    ofZone = new Map();
    offsets.set(timeZone, ofZone);
  }
  let offset = ofZone.get(minute);
  if (offset === undefined) {
    offset = DateTime.fromMillis(milliseconds, { zone: timeZone }).offset;
    if (ofZone.size >= mostKept) ofZone.clear();
    ofZone.set(minute, offset);
  }
  return offset;
}

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
  const inDay = ((seconds % 86_400) + 86_400) % 86_400;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(inDay / 3600))}:${pad(Math.floor((inDay % 3600) / 60))}`;
}

/** A span of seconds after midnight, both ends included. An end before its beginning means the next day. */
export interface TimeWindow {
  readonly opens: number;
  readonly closes: number;
}

/** Puts the end of a window that crosses midnight into the next day. */
export function makeTimeWindow(opens: number, closes: number): TimeWindow {
  return { opens, closes: closes < opens ? closes + 86_400 : closes };
}
