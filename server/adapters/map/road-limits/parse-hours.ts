import { daySeconds } from '../../../domain/local-time.js';
import { everyDay, type WeekHours } from '../../../domain/travel/week-hours.js';

const dayNames = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

/**
 * Reads hours such as "Mo-Fr 07:00-09:00,16:00-19:00; Sa 08:00-12:00". Source: wiki.openstreetmap.org/wiki/Key:opening_hours.
 *
 * @returns undefined where they say more than days of the week and times of the day, such as months or holidays.
 */
export function parseHours(text: string): readonly WeekHours[] | undefined {
  const rules = text
    .split(';')
    .map((rule) => rule.trim().toLowerCase())
    .filter((rule) => rule !== '');
  const hours: WeekHours[] = [];
  for (const rule of rules) {
    const [, days = '', times = ''] = /^([a-z][a-z,\- ]*?)?\s*(\d[\d:,\- ]*)?$/.exec(rule) ?? [];
    const mask = days === '' ? everyDay : daysOf(days);
    const spans = times === '' ? [{ begins: 0, ends: daySeconds }] : times.split(',').map(spanOf);
    if (mask === undefined || (days === '' && times === '')) return undefined;
    for (const span of spans) {
      if (span === undefined) return undefined;
      hours.push({ days: mask, ...span });
    }
  }
  return hours.length === 0 ? undefined : hours;
}

function daysOf(text: string): number | undefined {
  let mask = 0;
  for (const part of text.split(',')) {
    const [first, last = first] = part.split('-').map((name) => dayNames.indexOf(name.trim()));
    if (first < 0 || last < 0) return undefined;
    for (let day = first; ; day = (day + 1) % 7) {
      mask |= 1 << day;
      if (day === last) break;
    }
  }
  return mask;
}

function spanOf(text: string): Pick<WeekHours, 'begins' | 'ends'> | undefined {
  const found = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/.exec(text);
  if (found === null) return undefined;
  const [fromHour, fromMinute, toHour, toMinute] = found.slice(1).map(Number);
  const begins = fromHour * 3600 + fromMinute * 60;
  const ends = toHour * 3600 + toMinute * 60;
  return { begins, ends: ends <= begins ? ends + daySeconds : ends };
}
