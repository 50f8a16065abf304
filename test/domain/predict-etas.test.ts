import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictEtas, type StopSeen } from '../../server/domain/delivery/predict-etas.js';
import type { PlannedStop, Route } from '../../server/domain/planning/plan.js';

const minute = 60;
const eight = 8 * 3600;

/** A stop a quarter of an hour's drive away that takes five minutes. */
function stop(stationId: string, arrives: number): PlannedStop {
  return {
    stationId,
    arrives,
    begins: arrives,
    leaves: arrives + 5 * minute,
    legSeconds: 15 * minute,
    legMeters: 5000,
    consignments: [],
  };
}

/** Two trips from eight o'clock: A, B, home at 8:55; loading until 9:10; C at 9:25. */
const route: Route = {
  vehicleId: 'V1',
  trips: [
    {
      loadBegins: eight - 20 * minute,
      departs: eight,
      returns: eight + 55 * minute,
      meters: 15_000,
      seconds: 45 * minute,
      stops: [stop('A', eight + 15 * minute), stop('B', eight + 35 * minute)],
    },
    {
      loadBegins: eight + 55 * minute,
      departs: eight + 70 * minute,
      returns: eight + 105 * minute,
      meters: 10_000,
      seconds: 30 * minute,
      stops: [stop('C', eight + 85 * minute)],
    },
  ],
};
const nothing: StopSeen = { arrived: undefined, left: undefined };
const allDay = () => [{ opens: 0, closes: 86_400 }];
const minutes = (foreseen: readonly { arrives: number | undefined }[]) =>
  foreseen.map(({ arrives }) => (arrives === undefined ? undefined : (arrives - eight) / minute));

describe('the arrivals foreseen of a run', () => {
  it('are the planned ones when it departs in time', () => {
    expect(minutes(predictEtas(route, eight, [nothing, nothing, nothing], allDay))).toEqual([15, 35, 85]);
  });

  it('shift with a late departure, through the return and the loading to the next trip', () => {
    const foreseen = predictEtas(route, eight + 10 * minute, [nothing, nothing, nothing], allDay);
    expect(minutes(foreseen)).toEqual([25, 45, 95]);
  });

  it('shift with a departure before the loading was to begin, and not with a clock that is hours behind', () => {
    // Loading was to begin at 7:40; gone at 7:30, a quarter of an hour to A.
    const early = predictEtas(route, eight - 30 * minute, [nothing, nothing, nothing], allDay);
    expect(minutes(early)).toEqual([-15, 5, 85]);
    // Gone at 5:00 is no departure of this run; 7:40 is what can be said at the earliest.
    const wrong = predictEtas(route, eight - 180 * minute, [nothing, nothing, nothing], allDay);
    expect(minutes(wrong)).toEqual([-5, 15, 85]);
  });

  it('do not let the next loading begin before it was planned', () => {
    const foreseen = predictEtas(route, eight - 10 * minute, [nothing, nothing, nothing], allDay);
    expect(minutes(foreseen)).toEqual([5, 25, 85]);
  });

  it('follow from the last stop that was reached', () => {
    const seen = [{ arrived: eight + 15 * minute, left: eight + 32 * minute }, nothing, nothing];
    expect(minutes(predictEtas(route, eight, seen, allDay))).toEqual([undefined, 47, 97]);
    const standing = [{ arrived: eight + 20 * minute, left: undefined }, nothing, nothing];
    expect(minutes(predictEtas(route, eight, standing, allDay))).toEqual([undefined, 40, 90]);
  });

  it('expect a stop that was passed over after the one that was reached instead', () => {
    const seen = [nothing, { arrived: eight + 20 * minute, left: eight + 25 * minute }, nothing];
    expect(minutes(predictEtas(route, eight, seen, allDay))).toEqual([40, undefined, 90]);
  });

  it('wait for a window to open, and say by how much the last one is missed', () => {
    const windows = (stationId: string) =>
      stationId === 'A' ? [{ opens: eight + 30 * minute, closes: eight + 40 * minute }] : [{ opens: 0, closes: eight }];
    const foreseen = predictEtas(route, eight, [nothing, nothing, nothing], windows);
    expect(minutes(foreseen)).toEqual([15, 50, 100]);
    expect(foreseen.map(({ lateSeconds }) => lateSeconds)).toEqual([0, 50 * minute, 100 * minute]);
  });

  it('let a vehicle that stands before a closed door wait until it opens', () => {
    // There at 8:10, open from 8:30, five minutes of service, a quarter of an hour to B.
    const windows = (stationId: string) =>
      stationId === 'A' ? [{ opens: eight + 30 * minute, closes: 86_400 }] : allDay();
    const seen = [{ arrived: eight + 10 * minute, left: undefined }, nothing, nothing];
    expect(minutes(predictEtas(route, eight, seen, windows))).toEqual([undefined, 50, 100]);
  });

  it('never lie before what is known, nor before those of earlier stops on the same trip', () => {
    const moment = fc.option(fc.integer({ min: eight - 7200, max: eight + 14_400 }), { nil: undefined });
    const sighting = fc.record({ arrived: moment, left: moment });
    fc.assert(
      fc.property(moment, fc.tuple(sighting, sighting, sighting), (departed, seen) => {
        const foreseen = predictEtas(route, departed, seen, allDay);
        const known = Math.max(...seen.flatMap(({ arrived, left }) => [left ?? arrived ?? 0]));
        foreseen.forEach(({ arrives }, at) => {
          const reached = seen[at].arrived !== undefined || seen[at].left !== undefined;
          expect(arrives === undefined).toBe(reached);
          if (arrives !== undefined) expect(arrives).toBeGreaterThanOrEqual(known);
        });
        const [first, second] = foreseen;
        if (first.arrives !== undefined && second.arrives !== undefined)
          expect(second.arrives).toBeGreaterThan(first.arrives);
      }),
    );
  });
});
