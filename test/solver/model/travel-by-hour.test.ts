import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TravelByHour } from '../../../server/solver/model/travel-by-hour.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';

const ways = fc.record({
  wholes: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 5 }),
  lengths: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 4, maxLength: 4 }),
  factor: fc.constantFrom(1, 0.7, 1.25),
});

function hoursOf({ wholes, lengths, factor }: { wholes: number[]; lengths: number[]; factor: number }) {
  let begins = -20;
  const timeSlices = wholes.map((whole, at) => {
    begins += lengths[at] ?? 60;
    return { begins, seconds: Int32Array.of(whole) };
  });
  return new TravelByHour(timeSlices, factor);
}

describe('ways whose speed changes with the hour', () => {
  it('never arrive earlier for leaving later, and are left by exactly in time', () => {
    fc.assert(
      fc.property(ways, (way) => {
        const hours = hoursOf(way);
        const arrivals = Array.from({ length: 400 }, (_, at) => hours.arriveAt(0, 0, at - 100));
        const tooEarly = arrivals.filter(
          (arrives, at) => arrives < at - 100 || arrives < (arrivals[at - 1] ?? arrives),
        );
        expect(tooEarly).toEqual([]);
        const departures = Array.from({ length: 200 }, (_, by) => hours.leaveBy(0, 0, by));
        const notLatest = departures.filter(
          (latest, by) => hours.arriveAt(0, 0, latest) > by || hours.arriveAt(0, 0, latest + 1) <= by,
        );
        expect(notLatest).toEqual([]);
      }),
      fuzzRuns(60, 11),
    );
  });

  it('take the share of each slice that is driven in it', () => {
    const hours = new TravelByHour(
      [
        { begins: 0, seconds: Int32Array.of(100) },
        { begins: 1000, seconds: Int32Array.of(300) },
        { begins: 1060, seconds: Int32Array.of(50) },
      ],
      1,
    );
    expect(hours.arriveAt(0, 0, 900)).toBe(1000);
    // Half of it before 1000, a fifth in the jam, three tenths of 50 s behind it.
    expect(hours.arriveAt(0, 0, 950)).toBe(1075);
    expect(hours.leaveBy(0, 0, 1075)).toBe(950);
    expect(hours.partDriven(0, 0, 950, 1060)).toBeCloseTo(0.7);
  });

  it('are as long as ever where all slices are alike', () => {
    const hours = new TravelByHour(
      [0, 10, 20, 30].map((begins) => ({ begins, seconds: Int32Array.of(7) })),
      1,
    );
    for (let leaves = 0; leaves < 40; leaves++) {
      expect(hours.arriveAt(0, 0, leaves)).toBe(leaves + 7);
      expect(hours.leaveBy(0, 0, leaves + 7)).toBe(leaves);
    }
  });
});
