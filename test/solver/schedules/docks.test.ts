import { describe, expect, it } from 'vitest';
import { search } from '../../../server/solver/index.js';
import type { ProblemDepot } from '../../../server/solver/problem.js';
import { always, smallDay, until } from '../oracle/small-day.js';
import { plainCheck } from '../plain-check.js';

/** Two vehicles of one stop each, loaded for a minute from 0 on; the stations are reached ten and twenty seconds later. */
function loadings(depot: Partial<ProblemDepot>, nearCloses: number, farCloses: number) {
  const problem = smallDay({
    depot: { opens: 0, closes: 1000, loading: always(60), ...depot },
    vehicle: { maxStops: 1, shiftEnds: 1000, costPerSecond: 0 },
    second: {},
    near: until(nearCloses),
    far: until(farCloses),
  });
  const solution = search(problem, { seed: 1, stop: { share: (done) => done / 200 } });
  expect(plainCheck(problem, solution)).toEqual([]);
  const begins = solution.routes.map(({ trips: [{ loadBegins, visits }] }) => [visits[0].station, loadBegins]);
  return {
    begins: begins.sort(([one], [other]) => one - other),
    leftOut: solution.unassigned.map(({ station, reason }) => [station, reason]),
  };
}

describe('docks', () => {
  it('load two vehicles at once where there are two', () => {
    // 60 + 10 and 60 + 20: neither could begin later.
    expect(loadings({ docks: 2 }, 70, 80)).toEqual({
      begins: [
        [0, 0],
        [1, 0],
      ],
      leftOut: [],
    });
  });

  it('let the second vehicle wait until the first is loaded', () => {
    // Loaded from 60 to 120, the far one is reached at 140.
    expect(loadings({ docks: 1 }, 70, 140)).toEqual({
      begins: [
        [0, 0],
        [1, 60],
      ],
      leftOut: [],
    });
  });

  it('leave behind what a second too early would be too late for', () => {
    const { begins, leftOut } = loadings({ docks: 1 }, 70, 139);
    expect(begins.map(([, loadBegins]) => loadBegins)).toEqual([0]);
    expect(leftOut.map(([, reason]) => reason)).toEqual(['docks']);
  });

  it('are free again when what takes them ends, and not before', () => {
    const taken = (ends: number) => ({ docks: 1, taken: [{ begins: 0, ends }] });
    // From 60 and from 120: 130 at the near one, 200 at the far one.
    expect(loadings(taken(60), 130, 200)).toEqual({
      begins: [
        [0, 60],
        [1, 120],
      ],
      leftOut: [],
    });
    // Docks are booked in steps of 30 s: from 90 and from 150.
    expect(loadings(taken(61), 160, 230)).toEqual({
      begins: [
        [0, 90],
        [1, 150],
      ],
      leftOut: [],
    });
    expect(loadings(taken(61), 159, 230).leftOut).toEqual([[0, 'docks']]);
  });

  it('are used before they are taken, if that is long enough', () => {
    const taken = (begins: number) => ({ docks: 1, taken: [{ begins, ends: 900 }] });
    expect(loadings(taken(120), 70, 140)).toEqual({
      begins: [
        [0, 0],
        [1, 60],
      ],
      leftOut: [],
    });
    expect(loadings(taken(119), 70, 140).leftOut).toHaveLength(1);
  });
});
