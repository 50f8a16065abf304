import { describe, expect, it } from 'vitest';
import { never } from '../../../server/solver/model/model.js';
import { TravelByHour } from '../../../server/solver/model/travel-by-hour.js';
import type { ProblemBreak } from '../../../server/solver/problem.js';
import { arriveWithBreaks, leaveWithBreaks } from '../../../server/solver/schedules/breaks/break-leg.js';
import { arriveByHour, leaveByHour } from '../../../server/solver/schedules/breaks/break-leg-by-hour.js';

const pause = (opens: number, closes = opens, seconds = 5): ProblemBreak => ({ seconds, windows: [{ opens, closes }] });
/** A leg of ten seconds that is left at 100. */
const arrival = (...breaks: ProblemBreak[]) => arriveWithBreaks(100, 10, breaks, 0, breaks.length);
/** The latest departure on such a leg. */
const departure = (arrives: number, ...breaks: ProblemBreak[]) =>
  leaveWithBreaks(arrives, 10, breaks, 0, breaks.length);

describe('a break on a leg', () => {
  it.each([
    ['before it, standing', 100, 115],
    ['four seconds on the way', 104, 115],
    ['at its end', 110, 115],
    ['two seconds after its end, for which the vehicle waits', 112, 117],
  ])('is taken %s', (_, opens, arrives) => {
    expect(arrival(pause(opens))).toBe(arrives);
    // The departure for which that is just in time; it is the latest but for the seconds that wait.
    expect(departure(arrives, pause(opens))).toBe(opens === 112 ? 102 : 100);
  });

  it('begins as early as its window allows, and not at all when that has closed', () => {
    expect(arrival(pause(0, 100))).toBe(115);
    expect(arrival(pause(0, 99))).toBe(never);
  });

  it('is taken in the second of two windows when the first has closed', () => {
    const windows = [
      { opens: 90, closes: 99 },
      { opens: 107, closes: 120 },
    ];
    // Seven seconds on the way, five of standing, three more.
    expect(arrival({ seconds: 5, windows })).toBe(115);
    expect(arrival({ seconds: 5, windows: [windows[0], { opens: 111, closes: 120 }] })).toBe(116);
  });

  it('comes after another one on the same leg', () => {
    // 104–109, then two seconds of driving, 111–118, four left.
    expect(arrival(pause(104), pause(111, 111, 7))).toBe(122);
    // The second cannot begin while the first goes on.
    expect(arrival(pause(104), pause(108, 108))).toBe(never);
  });

  it('leaves no departure where it can be taken too late only', () => {
    // It has to begin at 104 and ends at 109; with six seconds left one is there at 115 for leaving at 100.
    expect(departure(115, pause(104))).toBe(100);
    expect(departure(114, pause(104))).toBe(99);
    expect(departure(108, pause(104))).toBe(-1);
  });
});

describe('a break on a leg whose speed changes with the hour', () => {
  /** Ten seconds until 104, twenty from then on. */
  const hours = new TravelByHour(
    [
      { begins: 0, seconds: Int32Array.of(10) },
      { begins: 104, seconds: Int32Array.of(20) },
    ],
    1,
  );
  const arc = { hours, cell: 0, usual: 10 };

  it('is taken on the way, each part at its own speed', () => {
    // Four tenths until 104, six tenths of 20 s behind it: 116; with a break of five seconds 121.
    expect(arriveByHour(arc, 100, [], 0, 0)).toBe(116);
    expect(arriveByHour(arc, 100, [pause(104)], 0, 1)).toBe(121);
    // Two tenths before 102; behind 107 eight tenths of 20 s.
    expect(arriveByHour(arc, 100, [pause(102)], 0, 1)).toBe(123);
  });

  it('is left by in time', () => {
    expect(leaveByHour(arc, 121, [pause(104)], 0, 1)).toBe(100);
    expect(leaveByHour(arc, 120, [pause(104)], 0, 1)).toBe(99);
  });

  it('never arrives earlier for leaving later', () => {
    const arrivals = Array.from({ length: 14 }, (_, at) => arriveByHour(arc, 90 + at, [pause(104)], 0, 1));
    expect(arrivals).toEqual([...arrivals].sort((one, other) => one - other));
    expect(arrivals[arrivals.length - 1]).toBeGreaterThan(arrivals[0]);
  });
});
