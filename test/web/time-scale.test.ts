import { describe, expect, it } from 'vitest';
import { broughtIntoView, moved, rangeAround, stepOf, ticksOf, zoomed } from '../../web/console/timeline/time-scale.js';

const minute = 60_000;
const hour = 60 * minute;
const range = { from: 0, to: 8 * hour };

describe('the range of the timeline', () => {
  it('shows less around a moment that stays where it is, down to minutes and up to days', () => {
    expect(zoomed(range, 2 * hour, 2)).toEqual({ from: hour, to: 5 * hour });
    const near = zoomed(range, 4 * hour, 1e6);
    expect(near.to - near.from).toBe(10 * minute);
    expect(near.from + 5 * minute).toBe(4 * hour);
    const far = zoomed(range, 0, 1e-6);
    expect(far).toEqual({ from: 0, to: 72 * hour });
  });

  it('shows all of some spans, and one moment with minutes around it', () => {
    const spans = [
      { begins: 2 * hour, ends: 3 * hour },
      { begins: hour, ends: 11 * hour },
    ];
    const shown = rangeAround(spans)!;
    expect(shown).toEqual({ from: hour - 12 * minute, to: 11 * hour + 12 * minute });
    expect(rangeAround([{ begins: hour, ends: hour }])).toEqual({ from: hour - 5 * minute, to: hour + 5 * minute });
    expect(rangeAround([])).toBeUndefined();
  });

  it('moves only as far as a bar asks', () => {
    expect(broughtIntoView(range, { begins: hour, ends: 2 * hour })).toEqual(range);
    const behind = broughtIntoView(range, { begins: 8 * hour, ends: 9 * hour });
    expect(behind.to).toBe(9 * hour + 0.04 * 8 * hour);
    expect(behind.to - behind.from).toBe(8 * hour);
    const before = broughtIntoView(moved(range, 10 * hour), { begins: hour, ends: 2 * hour });
    expect(before.from).toBe(hour - 0.04 * 8 * hour);
    // Of one longer than all that is shown the begin is shown.
    const long = broughtIntoView(range, { begins: 4 * hour, ends: 40 * hour });
    expect(long.from).toBe(4 * hour - 0.04 * 8 * hour);
  });
});

describe('the ticks of the timeline', () => {
  it('stand as near as can be read', () => {
    expect(stepOf(range, 800)).toBe(hour);
    expect(stepOf(range, 390)).toBe(2 * hour);
    expect(stepOf({ from: 0, to: 10 * minute }, 1000)).toBe(minute);
  });

  it('are full hours by the clock of the depot, also where that is half an hour off', () => {
    const from = Date.parse('2024-06-14T00:10:00Z');
    const ticks = ticksOf({ from, to: from + 2 * hour }, hour, 'Asia/Kolkata');
    expect(ticks.map((tick) => new Date(tick).toISOString().slice(11, 16))).toEqual(['00:30', '01:30']);
  });

  it('come once each on the day on which clocks go forward, and on the one on which they go back', () => {
    const shown = (date: string, from: string, to: string) =>
      ticksOf({ from: Date.parse(from), to: Date.parse(to) }, hour, 'Europe/Berlin').map((tick) =>
        new Date(tick).toLocaleString('en-GB', { timeZone: 'Europe/Berlin' }).replace(`${date}, `, '').slice(0, 5),
      );
    // 02:00 is left out on the 31st of March 2024.
    expect(shown('31/03/2024', '2024-03-31T00:00:00Z', '2024-03-31T02:00:00Z')).toEqual(['01:00', '03:00', '04:00']);
    // 02:00 comes twice on the 27th of October 2024.
    const back = shown('27/10/2024', '2024-10-26T23:00:00Z', '2024-10-27T02:00:00Z');
    expect(back).toEqual(['01:00', '02:00', '03:00']);
  });
});
