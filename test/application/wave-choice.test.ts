import { expect, it } from 'vitest';
import { type KnownWave, makeWaveChoice } from '../../server/application/orders/wave-choice.js';
import type { Depot } from '../../server/domain/network/network.js';

/** Cutoff 23:00 of the day before. */
const depot = { depotId: 'D1', cutoffSecond: 23 * 3600, timeZone: 'Asia/Shanghai' } as Depot;
const at = (text: string) => new Date(`${text}+08:00`);
const further = (cutoff: string, isOpen = true, sequence = 2): KnownWave => ({
  depotId: 'D1',
  deliveryDate: '2024-06-14',
  sequence,
  cutoffMilliseconds: at(cutoff).getTime(),
  isOpen,
});
const first = (isOpen: boolean): KnownWave => ({ ...further('2024-06-13T23:00:00', isOpen), sequence: 1 });
const choose = (known: readonly KnownWave[], placed: string) => {
  const { deliveryDate, sequence, why } = makeWaveChoice(known)(depot, '2024-06-14', at(placed));
  return `${deliveryDate} ${sequence} ${why ?? ''}`.trim();
};

it('takes the one wave of a date until the cutoff, and then that of the next', () => {
  expect(choose([], '2024-06-13T23:00:00')).toBe('2024-06-14 1');
  expect(choose([], '2024-06-13T23:00:01')).toBe('2024-06-15 1 after-cutoff');
  expect(choose([first(false)], '2024-06-13T20:00:00')).toBe('2024-06-15 1 wave-closed');
});

it('takes a further wave of the date whose cutoff has not passed', () => {
  const evening = further('2024-06-14T10:00:00');
  expect(choose([evening], '2024-06-13T20:00:00')).toBe('2024-06-14 1');
  expect(choose([evening], '2024-06-14T09:59:00')).toBe('2024-06-14 2 after-cutoff');
  expect(choose([evening, first(false)], '2024-06-13T20:00:00')).toBe('2024-06-14 2 wave-closed');
  expect(choose([evening], '2024-06-14T10:00:01')).toBe('2024-06-15 1 after-cutoff');
  expect(choose([further('2024-06-14T10:00:00', false)], '2024-06-14T09:00:00')).toBe('2024-06-15 1 after-cutoff');
});

it('goes by cutoffs, not by numbers', () => {
  const waves = [further('2024-06-14T12:00:00', true, 2), further('2024-06-14T08:00:00', true, 3)];
  expect(choose(waves, '2024-06-14T07:00:00')).toBe('2024-06-14 3 after-cutoff');
  expect(choose(waves, '2024-06-14T09:00:00')).toBe('2024-06-14 2 after-cutoff');
});
