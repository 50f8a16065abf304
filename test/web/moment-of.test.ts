import { describe, expect, it } from 'vitest';
import type { Plan } from '../../web/api/types.js';
import { momentOf } from '../../web/console/replan/moment-of.js';
import { formatPlanSecond, formatWindows } from '../../web/format.js';

const hour = 3600;
/** From loading to return, in hours after the day's first moment. */
const planOf = (timeZone: string, beginsAt: string, loads: number, returns: number) =>
  ({
    timeZone,
    beginsAt,
    routes: [{ vehicleId: 'V1', trips: [{ loadBegins: loads * hour, returns: returns * hour }] }],
  }) as unknown as Plan;

describe('the moment that a dispatcher chooses', () => {
  it('is one of the delivery date', () => {
    // Midnight in Shanghai is 16:00 UTC of the day before.
    const plan = planOf('Asia/Shanghai', '2026-06-01T16:00:00Z', 5, 12);
    expect(momentOf('04:00', plan)).toBe('2026-06-01T20:00:00.000Z');
    expect(momentOf('23:00', plan)).toBe('2026-06-02T15:00:00.000Z');
  });

  it('is one of the next day in a night that goes past midnight', () => {
    const plan = planOf('Asia/Shanghai', '2026-06-01T16:00:00Z', 18, 27);
    expect(momentOf('19:00', plan)).toBe('2026-06-02T11:00:00.000Z');
    expect(momentOf('01:30', plan)).toBe('2026-06-02T17:30:00.000Z');
    // At 04:00 all are back: that can only be the morning before.
    expect(momentOf('04:00', plan)).toBe('2026-06-01T20:00:00.000Z');
  });

  it('follows the clocks of the zone in nights in which they are changed', () => {
    // Berlin: midnight is 23:00 UTC; from 02:00 to 03:00 at 01:00 UTC, and in autumn from 03:00 back to 02:00.
    const spring = planOf('Europe/Berlin', '2026-03-28T23:00:00Z', 0, 9);
    expect(momentOf('04:30', spring)).toBe('2026-03-29T02:30:00.000Z');
    expect(momentOf('02:30', spring)).toBe('2026-03-29T01:00:00.000Z');
    const autumn = planOf('Europe/Berlin', '2026-10-24T22:00:00Z', 0, 9);
    expect(momentOf('02:30', autumn)).toBe('2026-10-25T00:30:00.000Z');
    expect(momentOf('04:30', autumn)).toBe('2026-10-25T03:30:00.000Z');
  });
});

describe('times of a plan on screen', () => {
  it('are what clocks show', () => {
    // Three and a half hours after midnight of a night that has lost one.
    expect(formatPlanSecond(3.5 * hour, { beginsAt: '2026-03-28T23:00:00Z', timeZone: 'Europe/Berlin' })).toBe('04:30');
    expect(formatPlanSecond(3.5 * hour, { beginsAt: '2026-10-24T22:00:00Z', timeZone: 'Europe/Berlin' })).toBe('02:30');
  });

  it('say 24:00 for the end of a day', () => {
    expect(
      formatWindows([
        { opens: 0, closes: 86_400 },
        { opens: 82_800, closes: 90_000 },
      ]),
    ).toBe('00:00–24:00  23:00–01:00');
  });
});
