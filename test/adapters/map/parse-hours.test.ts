import { expect, it } from 'vitest';
import { parseHours } from '../../../server/adapters/map/road-limits/parse-hours.js';

const hour = 3600;

it.each([
  ['07:00-19:00', [{ days: 127, begins: 7 * hour, ends: 19 * hour }]],
  ['Mo-Fr 07:00-19:00', [{ days: 31, begins: 7 * hour, ends: 19 * hour }]],
  ['22:00-06:00', [{ days: 127, begins: 22 * hour, ends: 30 * hour }]],
  [
    'Mo,We 07:00-09:30,16:00-19:00',
    [
      { days: 5, begins: 7 * hour, ends: 9.5 * hour },
      { days: 5, begins: 16 * hour, ends: 19 * hour },
    ],
  ],
  [
    'Mo-Fr 07:00-19:00; Sa-Su 08:00-12:00',
    [
      { days: 31, begins: 7 * hour, ends: 19 * hour },
      { days: 96, begins: 8 * hour, ends: 12 * hour },
    ],
  ],
  ['Fr-Mo', [{ days: 113, begins: 0, ends: 24 * hour }]],
  ['00:00-24:00', [{ days: 127, begins: 0, ends: 24 * hour }]],
])('reads %s', (text, hours) => {
  expect(parseHours(text)).toEqual(hours);
});

it.each(['', 'destination', 'PH 07:00-19:00', 'Jan-Mar 07:00-19:00', 'sunrise-sunset', 'weight>7.5', 'wet'])(
  'does not guess at %s',
  (text) => {
    expect(parseHours(text)).toBeUndefined();
  },
);
