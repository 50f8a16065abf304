import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driveSeconds, partDriven } from '../../../server/domain/planning/timetable/drive-seconds.js';
import { TravelByHour } from '../../../server/solver/model/travel-by-hour.js';
import { fuzzRuns } from '../../support/fuzz-runs.js';

describe('drives by the hour', () => {
  it('are timed in plans as the search times them', () => {
    const slice = fc.record({ length: fc.integer({ min: 1, max: 300 }), seconds: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.array(slice, { minLength: 1, maxLength: 6 }), fc.nat(1500), (drawn, leaves) => {
        let begins = 0;
        const timeSlices = drawn.map(({ length, seconds }) => {
          begins += length;
          return { begins, seconds };
        });
        const search = new TravelByHour(
          timeSlices.map((each) => ({ begins: each.begins, seconds: Int32Array.of(each.seconds) })),
          1,
        );
        expect(driveSeconds({ seconds: 0, timeSlices }, leaves)).toBe(search.arriveAt(0, 0, leaves) - leaves);
      }),
      fuzzRuns(500, 3),
    );
  });

  it('go on behind a break with what is left', () => {
    const drive = {
      seconds: 100,
      timeSlices: [
        { begins: 0, seconds: 100 },
        { begins: 50, seconds: 200 },
      ],
    };
    expect(partDriven(drive, 0, 50)).toBeCloseTo(0.5);
    expect(driveSeconds(drive, 80, 0.5)).toBe(100);
    expect(partDriven({ seconds: 100 }, 0, 30)).toBeCloseTo(0.3);
    expect(driveSeconds({ seconds: 100 }, 30, 0.7)).toBe(70);
    expect(partDriven({ seconds: 0 }, 5, 6)).toBe(1);
  });

  it('of no length take no time, and leave nothing behind a break', () => {
    const nothing = driveSeconds({ seconds: 0 }, 100);
    expect(nothing).toBe(0);
    expect(partDriven({ seconds: nothing }, 100, 200)).toBe(1);
  });
});
