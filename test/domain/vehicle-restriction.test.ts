import { describe, expect, it } from 'vitest';
import { restrictionsBetween } from '../../server/application/travel/restrictions/restrictions-between.js';
import { liesIn } from '../../server/domain/network/drawn-place.js';
import { concerns, holdsIn, type VehicleRestriction } from '../../server/domain/network/vehicle-restriction.js';
import {
  dimensions,
  limitsExceeded,
  profileOf,
  restrictionsOf,
  withoutRestrictions,
  withRestrictions,
} from '../../server/domain/travel/travel-class.js';
import { usualMeasures } from '../../server/domain/travel/usual-measures.js';
import { everyDay } from '../../server/domain/travel/week-hours.js';
import { waveClockOf } from '../../server/domain/waves/wave-clock.js';

const hour = 3600;
const [monday, friday, saturday, sunday] = ['2024-06-10', '2024-06-14', '2024-06-15', '2024-06-16'];
const workdays = 0b0011111;

const drawn: VehicleRestriction = {
  restrictionId: 'r1',
  depotId: 'D1',
  name: '二环内',
  place: { kind: 'line', points: [], bothWays: false },
  hours: [],
  vehicles: { over: { weight: 4500 } },
  allowsDestinations: false,
  isOn: true,
};

describe('the hours of a restriction', () => {
  const daytime = { isOn: true, hours: [{ days: workdays, begins: 7 * hour, ends: 9.5 * hour }] };

  it('holds on its days, in every hour of the clock that it holds in a part of', () => {
    const held = (date: string) => Array.from({ length: 24 }, (_, at) => at).filter((at) => holdsIn(daytime, date, at));
    expect(held(monday)).toEqual([7, 8, 9]);
    expect(held(saturday)).toEqual([]);
  });

  it('goes on past midnight into a day on which it does not begin', () => {
    const nightly = { isOn: true, hours: [{ days: 1 << 4, begins: 22 * hour, ends: 30 * hour }] };
    expect([holdsIn(nightly, friday, 21), holdsIn(nightly, friday, 22)]).toEqual([false, true]);
    expect([holdsIn(nightly, saturday, 5), holdsIn(nightly, saturday, 6)]).toEqual([true, false]);
    // Not in the night from Thursday.
    expect(holdsIn(nightly, friday, 5)).toBe(false);
  });

  it('holds on its first and last day, whose night is its own', () => {
    const week = {
      isOn: true,
      hours: [{ days: everyDay, begins: 22 * hour, ends: 30 * hour }],
      validFrom: friday,
      validUntil: saturday,
    };
    expect([holdsIn(week, friday, 3), holdsIn(week, friday, 23)]).toEqual([false, true]);
    expect([holdsIn(week, sunday, 3), holdsIn(week, sunday, 23)]).toEqual([true, false]);
  });

  it('holds at all hours where none is said, and never while it is off', () => {
    expect(holdsIn({ isOn: true, hours: [] }, sunday, 3)).toBe(true);
    expect(holdsIn({ isOn: false, hours: [] }, sunday, 3)).toBe(false);
    expect(holdsIn({ isOn: true, hours: [], validUntil: saturday }, sunday, 0)).toBe(false);
  });

  it('counts by the clock on the day on which clocks are put forward', () => {
    // In Berlin on 2024-03-31 clocks go from 02:00 to 03:00: the fifth hour of the day is from 05:00 on.
    const clock = waveClockOf('2024-03-31', 'Europe/Berlin');
    const early = { ...drawn, hours: [{ days: 1 << 6, begins: 5 * hour, ends: 6 * hour }] };
    const between = (begins: number, ends: number) =>
      restrictionsBetween([early], clock, 'Europe/Berlin', { begins: begins * hour, ends: ends * hour }).length;
    expect([between(3, 4), between(4, 5), between(5, 6)]).toEqual([0, 1, 0]);
  });
});

describe('the vehicles of a restriction', () => {
  const of = (measures: object, profile: 'auto' | 'truck' = 'auto') => ({ profile, measures });

  it('concerns what is beyond a bound, and not what is just as heavy', () => {
    const heavy = { over: { weight: 4500 } };
    expect(concerns(heavy, of({ weight: 4500 }), [])).toBe(false);
    expect(concerns(heavy, of({ weight: 4501 }), [])).toBe(true);
  });

  it('concerns what is beyond any of several bounds', () => {
    const large = { over: { weight: 4500, height: 2500 } };
    expect(concerns(large, of({ weight: 3000, height: 2600 }), [])).toBe(true);
    expect(concerns(large, of({ weight: 3000, height: 2500 }), [])).toBe(false);
  });

  it('counts what is usual for a lorry where nobody has said its weight', () => {
    const heavy = { over: { weight: 4500 } };
    expect([concerns(heavy, of({}, 'truck'), []), concerns(heavy, of({}), [])]).toEqual([true, false]);
  });

  it('counts what is usual for every measure of a van as well', () => {
    for (const dimension of dimensions) {
      const usual = usualMeasures.auto[dimension];
      expect(usual, dimension).toBeGreaterThan(0);
      expect(concerns({ over: { [dimension]: usual - 1 } }, of({}), []), dimension).toBe(true);
      expect(concerns({ over: { [dimension]: usual } }, of({}), []), dimension).toBe(false);
    }
    // An axle bears no more than the vehicle weighs.
    expect(usualMeasures.auto.axleLoad).toBeLessThan(usualMeasures.auto.weight);
  });

  it('concerns all of a profile without a bound, and none of another with one', () => {
    expect(concerns({ profile: 'truck', over: {} }, of({ weight: 1 }, 'truck'), [])).toBe(true);
    expect(concerns({ profile: 'truck', over: { weight: 4500 } }, of({ weight: 9000 }), [])).toBe(false);
  });

  it('lets vehicles with the permit in', () => {
    const permitted = { over: { weight: 4500 }, permitSkill: 'permit' };
    expect(concerns(permitted, of({ weight: 9000 }), ['cold', 'permit'])).toBe(false);
    expect(concerns(permitted, of({ weight: 9000 }), ['cold'])).toBe(true);
  });
});

describe('a class with restrictions', () => {
  it('says which, beside the limits of the map, and is without them what it was', () => {
    const restricted = withRestrictions('truck height>2200', ['b', 'a']);
    expect(restricted).toBe('truck height>2200 restricted:a,b');
    expect([profileOf(restricted), limitsExceeded(restricted)]).toEqual(['truck', { height: 2200 }]);
    expect(restrictionsOf(restricted)).toEqual(['a', 'b']);
    expect(withoutRestrictions(restricted)).toBe('truck height>2200');
    expect(withRestrictions('auto', [])).toBe('auto');
  });
});

describe('places in what was drawn', () => {
  it('lie within the corners of an area', () => {
    const corners = [
      [0, 0],
      [0.02, 0],
      [0.02, 0.02],
      [0.01, 0.005],
      [0, 0.02],
      [0, 0],
    ];
    const area = { kind: 'area', ring: corners.map(([lon, lat]) => ({ lon, lat })) } as const;
    expect(liesIn(area, { lon: 0.002, lat: 0.01 })).toBe(true);
    // In the notch.
    expect(liesIn(area, { lon: 0.01, lat: 0.01 })).toBe(false);
    expect(liesIn(area, { lon: 0.03, lat: 0.01 })).toBe(false);
  });

  it('lie within 50 m of a line', () => {
    const points = [
      { lon: 120, lat: 30 },
      { lon: 120.01, lat: 30 },
    ];
    const line = { kind: 'line', points, bothWays: true } as const;
    // A thousandth of a degree of latitude is 111 m.
    expect(liesIn(line, { lon: 120.005, lat: 30.0004 })).toBe(true);
    expect(liesIn(line, { lon: 120.005, lat: 30.0005 })).toBe(false);
    expect(liesIn(line, { lon: 120.0112, lat: 30 })).toBe(false);
  });
});
