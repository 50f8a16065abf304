import { expect, it } from 'vitest';
import type { WaveRule } from '../../server/domain/network/cutoff.js';
import { inRuleOrder, ruleFor } from '../../server/domain/waves/wave-rules.js';

const nothing = { zoneId: undefined, skuId: undefined, stationId: undefined, area: undefined };
const rule = (ruleId: string, rank: number, says: Partial<WaveRule>): WaveRule => ({
  depotId: 'D1',
  ruleId,
  rank,
  ...nothing,
  cutoffId: 'late',
  ...says,
});
const order = {
  stationId: 'S1',
  area: 'east',
  lines: [
    { skuId: 'MILK', zoneId: 'chilled' },
    { skuId: 'ICE', zoneId: 'frozen' },
  ],
};
const first = (...rules: WaveRule[]) => ruleFor(inRuleOrder(rules), order)?.ruleId;

it('fits an order that has all that the rule says, in one of its products', () => {
  expect(first(rule('zone', 1, { zoneId: 'frozen' }))).toBe('zone');
  expect(first(rule('product', 1, { skuId: 'MILK' }))).toBe('product');
  expect(first(rule('station', 1, { stationId: 'S1' }))).toBe('station');
  expect(first(rule('area', 1, { area: 'east', zoneId: 'chilled' }))).toBe('area');
  expect(first(rule('other', 1, { area: 'east', zoneId: 'ambient' }))).toBeUndefined();
  expect(first(rule('other', 1, { stationId: 'S2' }))).toBeUndefined();
});

it('takes the first that fits, in the order of their ranks', () => {
  const rules = [
    rule('second', 20, { area: 'east' }),
    rule('first', 3, { zoneId: 'frozen' }),
    rule('none', 1, { area: 'x' }),
  ];
  expect(first(...rules)).toBe('first');
  expect(first(rule('b', 1, { area: 'east' }), rule('a', 1, { area: 'east' }))).toBe('a');
});
