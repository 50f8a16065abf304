import { describe, expect, it } from 'vitest';
import { type KnownWave, makeWaveChoice } from '../../server/application/orders/wave-choice.js';
import type { Cutoff } from '../../server/domain/network/cutoff.js';
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
  expect(choose([], '2024-06-13T23:00:00.999')).toBe('2024-06-14 1');
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

it('says nothing of a move while the wave with the cutoff of the depot takes the order as well', () => {
  const noon = further('2024-06-13T12:00:00');
  expect(choose([noon], '2024-06-13T11:00:00')).toBe('2024-06-14 2');
  expect(choose([noon], '2024-06-13T13:00:00')).toBe('2024-06-14 1');
  expect(choose([noon, first(false)], '2024-06-13T11:00:00')).toBe('2024-06-14 2 wave-closed');
  expect(choose([noon, first(false)], '2024-06-13T13:00:00')).toBe('2024-06-15 1 wave-closed');
});

it('goes by cutoffs, not by numbers', () => {
  const waves = [further('2024-06-14T12:00:00', true, 2), further('2024-06-14T08:00:00', true, 3)];
  expect(choose(waves, '2024-06-14T07:00:00')).toBe('2024-06-14 3 after-cutoff');
  expect(choose(waves, '2024-06-14T09:00:00')).toBe('2024-06-14 2 after-cutoff');
});

describe('with named cutoffs', () => {
  const cutoff = (
    cutoffId: string,
    sequence: number,
    hour: number,
    daysBefore: number,
    more: Partial<Cutoff> = {},
  ) => ({
    depotId: 'D1',
    cutoffId,
    name: cutoffId,
    sequence,
    cutoffSecond: hour * 3600,
    daysBefore,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    isDefault: false,
    ...more,
  });
  /** 22:00 of the day before, and 10:00 of the day. */
  const morning = cutoff('early', 1, 22, 1);
  const evening = cutoff('late', 2, 10, 0);
  const named = (
    placed: string,
    {
      wish,
      known = [],
      cutoffs = [evening, morning],
      date = '2024-06-14',
      of = depot,
    }: { wish?: Cutoff; known?: KnownWave[]; cutoffs?: Cutoff[]; date?: string; of?: Depot } = {},
  ) => {
    const moment = placed.endsWith('Z') ? new Date(placed) : at(placed);
    const chosen = makeWaveChoice(known, cutoffs)(of, date, moment, wish);
    return `${chosen.deliveryDate} ${chosen.sequence} ${chosen.cutoff?.name} ${chosen.why ?? ''}`.trim();
  };

  it('takes the next wave of the date whose cutoff is met, to the very second, and says nothing of it', () => {
    expect(named('2024-06-13T22:00:00')).toBe('2024-06-14 1 early');
    expect(named('2024-06-13T22:00:01')).toBe('2024-06-14 2 late');
    expect(named('2024-06-14T10:00:00')).toBe('2024-06-14 2 late');
    // Behind all of them the first of the next date.
    expect(named('2024-06-14T10:00:01')).toBe('2024-06-15 1 early after-cutoff');
  });

  it('takes the wave that is asked for while it collects, and the next one with a reason where it does not', () => {
    expect(named('2024-06-13T20:00:00', { wish: evening })).toBe('2024-06-14 2 late');
    expect(named('2024-06-13T22:00:01', { wish: morning })).toBe('2024-06-14 2 late after-cutoff');
    const closed = { ...further('2024-06-14T10:00:00', false), cutoffId: 'late' };
    // No later one that day: the earlier one of the date still goes before another date.
    expect(named('2024-06-13T20:00:00', { wish: evening, known: [closed] })).toBe('2024-06-14 1 early wave-closed');
    // Of a later date the same wave again.
    expect(named('2024-06-14T10:00:01', { wish: evening })).toBe('2024-06-15 2 late after-cutoff');
  });

  it('goes first to the wave by default', () => {
    const cutoffs = [morning, { ...evening, isDefault: true }];
    expect(named('2024-06-13T20:00:00', { cutoffs })).toBe('2024-06-14 2 late');
    expect(named('2024-06-13T20:00:00', { cutoffs, wish: morning })).toBe('2024-06-14 1 early');
  });

  it('knows the days of the week of a wave', () => {
    // The 14th of June 2024 was a Friday.
    const weekend = { ...evening, weekdays: [6, 7] };
    expect(named('2024-06-13T22:00:01', { cutoffs: [morning, weekend] })).toBe('2024-06-15 1 early after-cutoff');
    expect(named('2024-06-13T20:00:00', { cutoffs: [morning, weekend], wish: weekend })).toBe(
      '2024-06-14 1 early no-wave',
    );
    expect(named('2024-06-13T20:00:00', { cutoffs: [weekend] })).toBe('2024-06-15 2 late no-wave');
  });

  it('follows changes of clocks: a cutoff left out has come with the change, one that comes twice the first time', () => {
    const of = { ...depot, timeZone: 'Europe/Berlin' };
    const cutoffs = [cutoff('night', 1, 2.5, 0)];
    // In the night of the 31st of March 2024 02:00 became 03:00, which is 01:00 UTC.
    expect(named('2024-03-31T01:00:00Z', { of, cutoffs, date: '2024-03-31' })).toBe('2024-03-31 1 night');
    expect(named('2024-03-31T01:00:01Z', { of, cutoffs, date: '2024-03-31' })).toBe('2024-04-01 1 night after-cutoff');
    // In that of the 27th of October 02:30 came at 00:30 and at 01:30 UTC.
    expect(named('2024-10-27T00:30:00Z', { of, cutoffs, date: '2024-10-27' })).toBe('2024-10-27 1 night');
    expect(named('2024-10-27T00:30:01Z', { of, cutoffs, date: '2024-10-27' })).toBe('2024-10-28 1 night after-cutoff');
  });

  it('keeps the time of a wave that somebody added by hand, and offers further ones', () => {
    const byHand = further('2024-06-14T08:00:00');
    expect(named('2024-06-14T08:00:01', { known: [byHand], wish: evening })).toBe('2024-06-15 2 late after-cutoff');
    const third = further('2024-06-14T15:00:00', true, 3);
    expect(named('2024-06-14T12:00:00', { known: [third] })).toBe('2024-06-14 3 undefined');
  });
});
