import { z } from 'zod';
import { plain } from '../../../kept-text.js';
import type { Weekday } from '../../cutoff.js';
import type { ValueKind } from './value-kind.js';

export const everyWeekday: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** A day or a span of days: 3, 1-5, 6~2. */
const span = /^([1-7])(?:[-~–—至到]([1-7]))?$/;

/** Days of the week, Monday first: `1|2|3` or `1-5` in a cell. */
export function weekdays(): ValueKind<readonly Weekday[]> {
  return {
    schema: z.array(z.int().min(1).max(7)).min(1).max(7),
    json: 'object',
    control: 'weekdays',
    form: '1 (Monday) to 7 with `|` between, or a span such as `1-5`',
    codes: ['not-weekdays'],
    parse(cell, note) {
      const days = plain(cell)
        .split('|')
        .flatMap((part) => daysOf(part.trim()));
      if (days.length > 0 && !days.includes(0)) return days;
      note.refuse('not-weekdays');
      return everyWeekday;
    },
    format: (value) => value.join('|'),
    settle: (value) => [...new Set(value)].sort((one, other) => one - other),
  };
}

/** The days of a span, which may go over the end of the week; 0 where it is none. */
function daysOf(part: string): Weekday[] {
  const match = span.exec(part);
  if (match === null) return [0];
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, at) => ((from + at - 1) % 7) + 1);
}
