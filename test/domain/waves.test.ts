import { describe, expect, it } from 'vitest';
import { mayDo, permissions, roles } from '../../server/domain/accounts/role.js';
import { dateOf, instantOf, isBusinessDate, makeTimeWindow, parseTimeOfDay } from '../../server/domain/local-time.js';
import { orderClassOf } from '../../server/domain/orders/order.js';
import { priorityOf, standardPriorityRules } from '../../server/domain/orders/priority.js';
import { cutoffOf, waveIdOf } from '../../server/domain/waves/wave.js';

describe('waves', () => {
  it('stop taking orders at 23:00 of the day before, in the time zone of the depot', () => {
    const cutoff = cutoffOf({ cutoffSecond: 23 * 3600, timeZone: 'Asia/Shanghai' }, '2024-06-14');
    expect(cutoff.toISOString()).toBe('2024-06-13T15:00:00.000Z');
  });

  it('are named after depot, date and number', () => {
    expect(waveIdOf('HZ-WH1', '2024-06-14', 1)).toBe('HZ-WH1-20240614-1');
  });
});

describe('local time', () => {
  it('keeps the wall clock across a daylight-saving change', () => {
    // On 2026-03-29 Berlin jumps from 02:00 to 03:00: 08:00 is 06:00 UTC, the day before it was 07:00 UTC.
    expect(instantOf('2026-03-29', 8 * 3600, 'Europe/Berlin').toISOString()).toBe('2026-03-29T06:00:00.000Z');
    expect(instantOf('2026-03-28', 8 * 3600, 'Europe/Berlin').toISOString()).toBe('2026-03-28T07:00:00.000Z');
  });

  it('counts seconds past midnight into the next day', () => {
    expect(instantOf('2024-06-14', 86_400 + 3600, 'Asia/Shanghai').toISOString()).toBe('2024-06-14T17:00:00.000Z');
    expect(dateOf(new Date('2024-06-14T17:00:00Z'), 'Asia/Shanghai')).toBe('2024-06-15');
  });

  it('knows days and times of day from what only looks like them', () => {
    expect(['2024-02-29', '2024-02-30', '06/14/2024', '2024-6-1'].map(isBusinessDate)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(['0000-01-01', '1969-12-31', '2200-01-01', '9999-12-31'].some(isBusinessDate)).toBe(false);
    expect(['07:30', '24:00', '24:01', '7:5', '25:00'].map(parseTimeOfDay)).toEqual([
      27_000,
      86_400,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('lets a window that ends before it begins end the next day', () => {
    expect(makeTimeWindow(22 * 3600, 2 * 3600)).toEqual({ opens: 79_200, closes: 93_600 });
  });
});

describe('priorities', () => {
  it('follow class, tier and area; a row for the area wins over the one for all', () => {
    const rules = [
      ...standardPriorityRules,
      { orderClass: 'fresh', customerTier: 'vip', area: 'north', priority: 1 } as const,
    ];
    expect(priorityOf(rules, 'fresh', 'vip', 'north')).toBe(1);
    expect(priorityOf(rules, 'fresh', 'vip', 'south')).toBeGreaterThan(1);
  });

  it('put cold before fresh before ordinary, and vip before normal', () => {
    const at = (orderClass: 'cold' | 'fresh' | 'ordinary', tier: 'normal' | 'vip') =>
      priorityOf(standardPriorityRules, orderClass, tier, 'centre');
    expect(at('cold', 'normal')).toBeGreaterThan(at('fresh', 'normal'));
    expect(at('fresh', 'normal')).toBeGreaterThan(at('ordinary', 'normal'));
    expect(at('cold', 'vip')).toBeGreaterThan(at('cold', 'normal'));
  });

  it('know the class of an order by its coldest goods', () => {
    expect(orderClassOf(['ambient', 'frozen'])).toBe('cold');
    expect(orderClassOf(['ambient', 'fresh'])).toBe('fresh');
    expect(orderClassOf(['ambient'])).toBe('ordinary');
  });
});

describe('roles', () => {
  it('grant a courier and a station nothing of what is not their own', () => {
    for (const role of ['courier', 'station'] as const) {
      const allowed = permissions.filter((permission) => mayDo(role, permission));
      expect(
        // Facts are narrowed to their own, and a track tells of roads, not of anybody else.
        allowed.every((permission) => /-own$|^self|^events|^tracks:write$/.test(permission)),
        `${role}: ${allowed}`,
      ).toBe(true);
    }
  });

  it('let nobody but the admin manage users and keys', () => {
    const managers = roles.filter((role) => mayDo(role, 'users:manage') || mayDo(role, 'keys:manage'));
    expect(managers).toEqual(['admin']);
  });
});
