import { describe, expect, it } from 'vitest';
import { joinTimeSlices } from '../../server/application/travel/time-slices/join-time-slices.js';
import { profileTimeSlices, speedTimeSlices } from '../../server/application/travel/time-slices/speed-time-slices.js';
import type { SpeedsOfHour } from '../../server/application/travel/travel-speeds.js';
import { waveClockOf } from '../../server/domain/waves/wave-clock.js';

const hourOf = (factor: number, learned: readonly number[] = []): SpeedsOfHour => ({
  share: 1,
  classFactors: Array.from({ length: 8 }, () => factor),
  learned: { edgeIds: learned, kph: learned.map(() => 20) },
  reports: [],
});
const from = 5 * 3600;
const { hoursBetween } = waveClockOf('2026-06-02', 'Asia/Shanghai');
const bandsOf = (hours: readonly SpeedsOfHour[]) =>
  speedTimeSlices(hours, hoursBetween(from, from + hours.length * 3600));
const begins = (hours: readonly SpeedsOfHour[]) => bandsOf(hours).map((slice) => slice.begins / 3600);

describe('slices of hours', () => {
  it('join hours that are alike, or nearly', () => {
    expect(begins([hourOf(1), hourOf(1), hourOf(0.6), hourOf(0.61), hourOf(1)])).toEqual([5, 7, 9]);
    expect(begins([hourOf(0.8), hourOf(0.8)])).toEqual([5]);
    expect(bandsOf([])).toEqual([]);
  });

  it('keep hours apart in which single roads differ', () => {
    expect(begins([hourOf(1), hourOf(1, [7])])).toEqual([5, 6]);
  });

  it('are few: those that differ least are joined, and know the hours of each', () => {
    const factors = [1, 0.95, 0.9, 0.6, 0.55, 0.6, 0.9, 0.7, 0.72, 0.5];
    const timeSlices = bandsOf(factors.map((factor) => hourOf(factor)));
    expect(timeSlices.length).toBe(4);
    expect(timeSlices[0]).toMatchObject({ begins: from, ends: from + 3 * 3600 });
    expect(timeSlices[0].speeds.hours).toHaveLength(3);
    for (const [at, slice] of timeSlices.slice(1).entries()) expect(slice.begins).toBe(timeSlices[at].ends);
    expect(timeSlices.at(-1)!.ends).toBe(from + factors.length * 3600);
  });

  describe('of a day with restrictions', () => {
    const held = [
      {
        restrictionId: 'r-1',
        place: { kind: 'line', points: [], bothWays: true },
        vehicles: { over: { weight: 4500 } },
        allowsDestinations: true,
        edgeIds: [7],
      },
    ] as const;
    const factors = [1, 0.95, 0.9, 0.6, 0.55, 0.6, 0.9, 0.7, 0.72, 0.5, 0.52, 0.8, 0.85, 0.9, 0.95];
    const dayWith = (hours: readonly number[]) =>
      factors.map((factor, at) =>
        hours.includes(5 + at) ? { ...hourOf(factor), restrictions: held } : hourOf(factor),
      );

    it('change when they begin and end, however much speeds change in other hours', () => {
      const day = dayWith([7, 8, 16, 17, 18, 19]);
      // Four changes, and so four slices more than four at most.
      expect(bandsOf(day).length).toBeLessThanOrEqual(8);
      expect(begins(day)).toEqual(expect.arrayContaining([7, 9, 16]));
      for (const { speeds } of bandsOf(day)) {
        expect(new Set(speeds.hours.map(({ restrictions }) => restrictions === undefined)).size).toBe(1);
      }
      // None more than without where they hold all day, and the same as without where they never do.
      const all = Array.from({ length: 24 }, (_, hour) => hour);
      expect(begins(dayWith(all))).toEqual(begins(dayWith([])));
    });

    it('are few all the same where they change from hour to hour', () => {
      expect(bandsOf(dayWith([5, 7, 9, 11, 13, 15, 17, 19])).length).toBe(8);
    });
  });

  it('begin and end with the driving, within the hour', () => {
    const [slice] = speedTimeSlices([hourOf(0.8), hourOf(0.8)], hoursBetween(from + 1800, from + 4000));
    expect(slice).toMatchObject({ begins: from + 1800, ends: from + 4000 });
  });

  it('have a factor each where nothing finer is known', () => {
    const profile = Array.from({ length: 24 }, (_, hour) => (hour === 8 ? 0.5 : 1));
    expect(profileTimeSlices(profile, hoursBetween(7 * 3600, 10 * 3600), 0.8)).toEqual([
      { begins: 7 * 3600, ends: 8 * 3600, factor: 0.8 },
      { begins: 8 * 3600, ends: 9 * 3600, factor: 1.6 },
      { begins: 9 * 3600, ends: 10 * 3600, factor: 0.8 },
    ]);
    // Where clocks go from 03:00 back to 02:00, the hour from 8 on comes an hour later.
    const night = waveClockOf('2026-10-25', 'Europe/Berlin');
    expect(profileTimeSlices(profile, night.hoursBetween(0, 10 * 3600), 0.8)).toEqual([
      { begins: 0, ends: 9 * 3600, factor: 0.8 },
      { begins: 9 * 3600, ends: 10 * 3600, factor: 1.6 },
    ]);
    expect(profileTimeSlices(undefined, hoursBetween(0, 3600), 1)).toEqual([]);
  });
});

describe('the matrix of several slices', () => {
  const matrixOf = (seconds: number[], meters: number[]) => ({
    rows: 1,
    columns: seconds.length,
    seconds: Int32Array.from(seconds),
    meters: Int32Array.from(meters),
  });

  it('has the mean of the seconds, the meters of the longest, and a way only where all have one', () => {
    const joined = joinTimeSlices([
      { begins: 0, ends: 100, matrix: matrixOf([10, -1, 4], [50, -1, 9]), isRestricted: false },
      { begins: 100, ends: 400, matrix: matrixOf([30, 20, 4], [60, 70, 8]), isRestricted: false },
    ]);
    expect([...joined.seconds]).toEqual([25, -1, 4]);
    expect([...joined.meters]).toEqual([60, -1, 8]);
    expect(joined.timeSlices!.map((slice) => [slice.begins, ...slice.seconds!])).toEqual([
      [0, 10, -1, 4],
      [100, 30, -1, 4],
    ]);
  });
});
