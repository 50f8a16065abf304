import { describe, expect, it } from 'vitest';
import { dockUsesOf, homeSeconds, timeTransfer } from '../../../server/domain/planning/timetable/loading.js';
import {
  latenessAt,
  leavesAsTold,
  serviceBegin,
  timeTrip,
  type UntimedVisit,
  windowsWithin,
} from '../../../server/domain/planning/timetable/time-trip.js';
import { smallPlan } from '../checker/small-plan.js';

const visit = (other: Partial<UntimedVisit> = {}): UntimedVisit => ({
  drive: { seconds: 600 },
  seconds: 100,
  windows: [{ opens: 0, closes: 10_000 }],
  ...other,
});
const home = { seconds: 300 };

describe('a trip that is timed', () => {
  it('drives, serves, and drives home', () => {
    const { visits, returns, driving, lateSeconds } = timeTrip({ departs: 1_000, visits: [visit(), visit()], home });
    expect(visits).toEqual([
      { arrives: 1_600, begins: 1_600, leaves: 1_700, legSeconds: 600 },
      { arrives: 2_300, begins: 2_300, leaves: 2_400, legSeconds: 600 },
    ]);
    expect([returns, driving, lateSeconds]).toEqual([2_700, 1_500, 0]);
  });

  it('waits for an opening, and for what is wished as far as the window allows', () => {
    const windows = [{ opens: 2_000, closes: 3_000 }];
    const begins = (waitsUntil?: number) =>
      timeTrip({ departs: 1_000, visits: [visit({ windows, waitsUntil })], home }).visits[0].begins;
    expect([begins(), begins(2_500), begins(4_000), begins(1_000)]).toEqual([2_000, 2_500, 3_000, 2_000]);
  });

  it('counts how long after the last closing and after it was due service begins', () => {
    const windows = [{ opens: 0, closes: 1_500 }];
    expect(timeTrip({ departs: 1_000, visits: [visit({ windows })], home }).lateSeconds).toBe(100);
    expect(timeTrip({ departs: 1_000, visits: [visit({ windows, softToSecond: 1_570 })], home }).lateSeconds).toBe(130);
  });

  it('reaches nothing before the moment that is given', () => {
    const { visits, returns } = timeTrip({ departs: 1_000, notBefore: 1_650, visits: [visit()], home });
    expect([visits[0].arrives, returns]).toEqual([1_650, 2_050]);
  });

  it('takes breaks on the first leg that none is put off from, and drives on with what is left', () => {
    // Half of the first way is driven by 1,300; the second break begins when it is open.
    const breaks = [
      { seconds: 60, opens: 1_300 },
      { seconds: 30, opens: 1_800, closes: 1_790 },
    ];
    const timed = timeTrip({
      departs: 1_000,
      visits: [visit()],
      home,
      breaks,
      postpones: (pause, { leg }) => pause.seconds === 30 && leg === 0,
    });
    expect(timed.visits[0].arrives).toBe(1_660);
    expect(timed.breaks).toEqual([
      { begins: 1_300, ends: 1_360, beforeStop: 0 },
      { begins: 1_800, ends: 1_830, beforeStop: 1 },
    ]);
    // Left at 1,760: 40 s of the way home before the break, 260 behind it.
    expect([timed.returns, timed.lateSeconds]).toEqual([2_090, 10]);
  });

  it('drives each leg at the speed of its hour', () => {
    const timeSlices = [
      { begins: 0, seconds: 600 },
      { begins: 1_300, seconds: 1_200 },
    ];
    const { visits } = timeTrip({ departs: 1_000, visits: [visit({ drive: { seconds: 600, timeSlices } })], home });
    expect(visits[0]).toMatchObject({ arrives: 1_900, legSeconds: 900 });
  });
});

describe('what is known of times', () => {
  const windows = [
    { opens: 100, closes: 200 },
    { opens: 300, closes: 400 },
  ];

  it('says when service begins: in the next window, or at once behind the last', () => {
    expect([50, 150, 250, 401].map((moment) => serviceBegin(moment, windows))).toEqual([100, 150, 300, 401]);
    expect([400, 401].map((moment) => latenessAt(moment, windows))).toEqual([0, 1]);
    expect(latenessAt(5, [])).toBe(5);
  });

  it('is not waited for over night by who is home by then', () => {
    const hour = 3600;
    const [morning, next] = [5, 29].map((opens) => ({ opens: opens * hour, closes: (opens + 3) * hour }));
    const shift = (closes: number) => ({ opens: 6 * hour, closes: closes * hour });
    expect(windowsWithin([morning, next], shift(14))).toEqual([morning]);
    expect(windowsWithin([morning, next], shift(30))).toEqual([morning, next]);
    // A later window of the same day is waited for whenever the shift ends; so is the only one.
    expect(windowsWithin([morning, { opens: 15 * hour, closes: 16 * hour }], shift(14))).toHaveLength(2);
    expect(windowsWithin([next], shift(14))).toEqual([next]);
  });

  it('does not hold up a break that has begun for the moment of planning', () => {
    // 600 s of driving from 1000 on, 300 s of break from 1200 on: at 1900, whatever lies between.
    const timed = timeTrip({
      departs: 1000,
      notBefore: 1300,
      visits: [visit()],
      home,
      breaks: [{ seconds: 300, opens: 1200, hasBegun: true }],
    });
    expect(timed.breaks).toEqual([{ begins: 1200, ends: 1500, beforeStop: 0 }]);
    expect(timed.visits[0].arrives).toBe(1900);
  });

  it('says until when a stop keeps the vehicle', () => {
    expect(leavesAsTold({ arrived: 250, left: 260 }, windows, 30)).toBe(260);
    expect(leavesAsTold({ arrived: 250, left: undefined }, windows, 30)).toBe(330);
    expect(leavesAsTold({ arrived: undefined, left: undefined }, windows, 30)).toBeUndefined();
  });

  it('counts a dock until the vehicle is loaded, or left before; who fetches goods has none', () => {
    const { plan, context } = smallPlan();
    const [trip] = plan.routes[0].trips;
    const uses = (departs: number) => dockUsesOf([{ trips: [{ ...trip, departs }] }], context.depot);
    expect([uses(420), uses(500), uses(400), uses(0)].flat().map(({ ends }) => ends)).toEqual([420, 420, 400, 0]);
  });

  it('takes goods over as long as they are loaded', () => {
    const { plan, context } = smallPlan();
    const [{ stops }] = plan.routes[0].trips;
    expect(timeTransfer({ seconds: 600, meters: 6_000 }, 100, stops, context.depot)).toEqual({
      arrives: 700,
      leaves: 1_120,
      legSeconds: 600,
      legMeters: 6_000,
    });
  });

  it('knows the way home as it was planned', () => {
    const [trip] = smallPlan().plan.routes[0].trips;
    expect(homeSeconds(trip)).toBe(600);
    expect(homeSeconds({ ...trip, returns: 1_600 })).toBe(0);
    expect(homeSeconds({ ...trip, stops: [] })).toBe(1_800);
  });
});
