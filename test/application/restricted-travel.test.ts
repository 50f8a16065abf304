import { describe, expect, it } from 'vitest';
import {
  type AskMatrix,
  restrictedDrive,
  restrictedMatrix,
} from '../../server/application/travel/restrictions/restricted-drives.js';
import { heldRestrictions, speedsForClass } from '../../server/application/travel/restrictions/speeds-for-class.js';
import { joinTimeSlices } from '../../server/application/travel/time-slices/join-time-slices.js';
import {
  freeSpeeds,
  type HeldRestriction,
  makeTravelSpeeds,
  type SpeedsOfHour,
} from '../../server/application/travel/travel-speeds.js';
import { noWay, type TravelMatrix } from '../../server/domain/travel/travel.js';
import { withRestrictions } from '../../server/domain/travel/travel-class.js';

const free: SpeedsOfHour = {
  share: 1,
  classFactors: Array<number>(8).fill(1),
  learned: { edgeIds: [], kph: [] },
  reports: [],
};

/** A square around a meridian, half a degree wide. */
function around(restrictionId: string, lon: number, allowsDestinations: boolean): HeldRestriction {
  const corners = [-0.25, 0.25].flatMap((east) => [-1, 1].map((north) => ({ lon: lon + east, lat: east * north * 4 })));
  const ring = [corners[0], corners[1], corners[3], corners[2], corners[0]];
  return {
    restrictionId,
    place: { kind: 'area', ring },
    vehicles: { over: { weight: 4500 } },
    allowsDestinations,
    edgeIds: [lon],
  };
}

const [one, two] = [around('one', 1, true), around('two', 2, true)];
const closed = around('closed', 3, false);
const places = [0, 1, 2, 3].map((lon) => ({ lon, lat: 0 }));
const heavy = withRestrictions('truck', ['one', 'two', 'closed']);

/** Takes 100 s a drive, and one more for each degree of the restrictions that hold. */
function asking() {
  const asked: string[] = [];
  const ask: AskMatrix = async (rows, columns, travelClass, speeds) => {
    const edges =
      speeds?.hours.flatMap(({ restrictions = [] }) => restrictions.flatMap(({ edgeIds }) => edgeIds)) ?? [];
    asked.push(`${travelClass} ${rows.join('')}>${columns.join('')} ${edges.join(' ')}`);
    const seconds = new Int32Array(rows.length * columns.length).fill(100 + edges.reduce((sum, edge) => sum + edge, 0));
    return { rows: rows.length, columns: columns.length, seconds, meters: seconds.slice() };
  };
  return { asked, ask };
}

describe('the speeds of a class', () => {
  const speeds = makeTravelSpeeds([
    { ...free, restrictions: [one] },
    { ...free, restrictions: [one] },
  ]);

  it('are those of a day without restrictions for vehicles that none concerns', () => {
    expect(speeds.key).not.toBe('');
    expect(speedsForClass(speeds, 'auto').key).toBe('');
    expect(speedsForClass(speeds, withRestrictions('truck', ['one'])).key).not.toBe('');
    expect(heldRestrictions(speeds, 'auto')).toEqual([]);
  });

  it('have the key of the hours in which nothing concerns the class, joined or alone', () => {
    const slow = { ...free, classFactors: Array<number>(8).fill(0.5) };
    const day = makeTravelSpeeds([slow, { ...slow, restrictions: [one] }]);
    const night = speedsForClass(makeTravelSpeeds([{ ...slow, restrictions: [two] }]), 'auto');
    expect(speedsForClass(day, 'auto').key).toBe(night.key);
    expect(night.meanFactor).toBe(0.5);
  });

  it('are left as they are on a day without restrictions', () => {
    expect(speedsForClass(freeSpeeds, heavy)).toBe(freeSpeeds);
  });
});

describe('drives while restrictions hold', () => {
  it('cost one question where no restriction concerns the class', async () => {
    const { asked, ask } = asking();
    const speeds = makeTravelSpeeds([{ ...free, restrictions: [one, closed] }]);
    const { matrix, isRestricted } = await restrictedMatrix(places, places, 'auto', speeds, ask);
    expect(asked).toEqual(['auto 0123>0123 ']);
    expect([isRestricted, new Set(matrix.seconds)]).toEqual([false, new Set([100])]);
  });

  it('go within where they begin or end, and around everything else', async () => {
    const { asked, ask } = asking();
    const speeds = makeTravelSpeeds([{ ...free, restrictions: [one, two] }]);
    const { matrix } = await restrictedMatrix(places, places, heavy, speeds, ask);
    const row = (from: number) => [...matrix.seconds.slice(from * 4, from * 4 + 4)];
    // 100, and 1 or 2 for what is driven around.
    expect(row(0)).toEqual([103, 102, 101, 103]);
    expect(row(1)).toEqual([102, 102, 100, 102]);
    expect(row(3)).toEqual([103, 102, 101, 103]);
    expect(asked).toHaveLength(4);
    expect(asked.every((each) => each.startsWith('truck '))).toBe(true);
    expect(restrictedDrive(speeds, heavy, places[1], places[2]).speeds?.key).toBe('');
  });

  it('have no way into what is closed to destinations too', async () => {
    const { ask } = asking();
    const speeds = makeTravelSpeeds([{ ...free, restrictions: [closed] }]);
    const { matrix, isRestricted } = await restrictedMatrix(places, places, heavy, speeds, ask);
    expect(isRestricted).toBe(true);
    expect([...matrix.seconds.slice(0, 4)]).toEqual([103, 103, 103, noWay]);
    expect([...matrix.meters.slice(12)].slice(0, 3)).toEqual([noWay, noWay, noWay]);
    expect(restrictedDrive(speeds, heavy, places[0], places[3])).toMatchObject({ isForbidden: true });
    expect(restrictedDrive(speeds, heavy, places[0], places[1])).toMatchObject({ isForbidden: false });
  });

  it('are answered for other sources than targets', async () => {
    const { ask } = asking();
    const speeds = makeTravelSpeeds([{ ...free, restrictions: [one, closed] }]);
    const { matrix } = await restrictedMatrix([places[0]], places.slice(1), heavy, speeds, ask);
    expect([...matrix.seconds]).toEqual([103, 104, noWay]);
  });
});

describe('time slices of which a restriction closes some', () => {
  const matrix = (seconds: number): TravelMatrix => ({
    rows: 1,
    columns: 1,
    seconds: Int32Array.of(seconds),
    meters: Int32Array.of(seconds === noWay ? noWay : seconds * 10),
  });

  it('wait for the hours in which there is a way', () => {
    const joined = joinTimeSlices([
      { begins: 0, ends: 7200, matrix: matrix(noWay), isRestricted: true },
      { begins: 7200, ends: 10_800, matrix: matrix(600), isRestricted: false },
    ]);
    expect([...joined.seconds, ...joined.meters]).toEqual([600, 6000]);
    // Less than a second of it is driven in two hours.
    expect(7200 / joined.timeSlices![0].seconds![0]).toBeLessThan(1 / 600);
    expect(joined.timeSlices![1].seconds![0]).toBe(600);
  });

  it('have no way where all are closed, or one is for another reason', () => {
    for (const second of [true, false]) {
      const joined = joinTimeSlices([
        { begins: 0, ends: 3600, matrix: matrix(second ? noWay : 600), isRestricted: true },
        { begins: 3600, ends: 7200, matrix: matrix(noWay), isRestricted: second },
      ]);
      expect([...joined.seconds, ...joined.meters, ...joined.timeSlices![0].seconds!]).toEqual([noWay, noWay, noWay]);
    }
  });
});
