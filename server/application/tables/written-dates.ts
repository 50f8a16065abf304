import { type BusinessDate, isBusinessDate } from '../../domain/local-time.js';

const yearFirst = /^(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?$/;
const digitsOnly = /^(\d{4})(\d{2})(\d{2})$/;
const midnight = /[ T]0?0:00(?::00(?:\.0+)?)?$/;

/**
 * The day that a text names, where it can be no other: with the year first in any of the ways that people write, as
 * 2026-06-02, 2026/6/2, 20260602 and 2026年6月2日. With the year last nobody knows which of the other two is the month, in a file of
 * many rows not even where one of them cannot be. A midnight behind it, as spreadsheets add, says nothing.
 *
 * @param text in the plain form that cells are compared in.
 */
export function writtenDate(text: string): BusinessDate | undefined {
  const day = text.replace(midnight, '').trim();
  if (isBusinessDate(day)) return day;
  const first = yearFirst.exec(day) ?? digitsOnly.exec(day);
  return first === null ? undefined : dateFrom(first[1], first[2], first[3]);
}

/** The same with a time of day behind it: `2026/6/1 20:01`, `2026年6月1日 20:01:30`. As an ISO text, what else is left as it is. */
export function writtenMoment(text: string): string {
  const match = /^(.*\S)(?:\s+|(?<=日)|T)(\d{1,2}):(\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  const date = match === null ? undefined : writtenDate(match[1]);
  if (match === null || date === undefined) return text;
  const [, , hour, minute, seconds = '', offset = ''] = match;
  return `${date}T${hour.padStart(2, '0')}:${minute}${seconds}${offset}`;
}

function dateFrom(year: string, month: string, day: string): BusinessDate | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isBusinessDate(text) ? text : undefined;
}
