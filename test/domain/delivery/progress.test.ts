import { describe, expect, it } from 'vitest';
import {
  departureDelay,
  type FollowedRun,
  type FollowedStop,
  progressOfStop,
  resultOfAll,
  resultOfGoods,
  resultOfStop,
  tally,
} from '../../../server/domain/delivery/progress.js';

const minute = 60;
const eight = 8 * 3600;
/** Planned for 8:30, open from 8:20 to 9:00. */
const stop: FollowedStop = {
  status: 'planned',
  plannedArrives: eight + 30 * minute,
  plannedBegins: eight + 30 * minute,
  predictedArrives: undefined,
  arrived: undefined,
  left: undefined,
  windows: [{ opens: eight + 20 * minute, closes: eight + 60 * minute }],
};
const released: FollowedRun = { status: 'released', plannedDeparts: eight };
const departed: FollowedRun = { status: 'departed', plannedDeparts: eight };
const at = (minutes: number) => eight + minutes * minute;
const looks = (given: Partial<FollowedStop>, run: FollowedRun, minutes: number) => {
  const { result, standing, late, expected } = progressOfStop({ ...stop, ...given }, run, at(minutes));
  const rounded = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds / minute);
  return {
    result,
    standing,
    late: [rounded(late.planned), rounded(late.predicted), rounded(late.actual)],
    expected: expected === undefined ? undefined : rounded(expected - eight),
  };
};

describe('what became of something', () => {
  it('is told apart for stops, and skipped is what a run that is over left without a word', () => {
    expect(resultOfStop('delivered', 'departed')).toBe('delivered');
    expect(resultOfStop('refused', 'finished')).toBe('refused');
    expect(resultOfStop('arrived', 'departed')).toBe('open');
    expect(resultOfStop('arrived', 'finished')).toBe('skipped');
  });

  it('counts goods that came home as failed', () => {
    expect(resultOfGoods('returned', 'finished')).toBe('failed');
    expect(resultOfGoods('planned', 'departed')).toBe('open');
    expect(resultOfGoods('planned', 'finished')).toBe('skipped');
  });

  it('keeps an order open until nothing of it is, and calls what ended in different ways partial', () => {
    expect(resultOfAll(['delivered', 'open'])).toBe('open');
    expect(resultOfAll(['delivered', 'delivered'])).toBe('delivered');
    expect(resultOfAll(['delivered', 'refused'])).toBe('partial');
    expect(resultOfAll(['skipped'])).toBe('skipped');
  });

  it('is counted', () => {
    const counted = tally([
      ['delivered', 2],
      ['open', 1],
      ['delivered', 3],
    ]);
    expect(counted).toEqual({ delivered: 5, partial: 0, refused: 0, failed: 0, skipped: 0, open: 1 });
  });
});

describe('a run that has not left', () => {
  it('is late from a minute after its time, whether or not it is released', () => {
    expect(departureDelay(released, at(0) + 60)).toBe(0);
    expect(departureDelay(released, at(0) + 61)).toBe(61);
    expect(departureDelay({ ...released, status: 'draft' }, at(180))).toBe(3 * 3600);
    expect(departureDelay({ ...released, status: 'draft' }, at(24 * 60 + 1))).toBe(0);
    expect(departureDelay(released, at(24 * 60 + 1))).toBe(24 * 3600 + 60);
    expect(departureDelay(departed, at(180))).toBe(0);
    expect(departureDelay({ ...released, status: 'cancelled' }, at(180))).toBe(0);
  });

  it('follows no draft whose day is over, but what was released', () => {
    const draft: FollowedRun = { ...released, status: 'draft' };
    expect(looks({}, draft, 120)).toMatchObject({ standing: 'overdue' });
    expect(looks({}, draft, 25 * 60)).toEqual({
      result: 'open',
      standing: undefined,
      late: [0, undefined, undefined],
      expected: undefined,
    });
    expect(looks({}, released, 25 * 60)).toMatchObject({ standing: 'overdue' });
  });

  it('brings its stops later by as much: late once that is behind closing, overdue once the door is closed', () => {
    expect(looks({}, released, -60)).toEqual({
      result: 'open',
      standing: 'on-time',
      late: [0, 0, undefined],
      expected: 30,
    });
    // At 8:20 it is 20 minutes late: there at 8:50. At 8:40, there at 9:10.
    expect(looks({}, released, 20)).toMatchObject({ standing: 'on-time', expected: 50 });
    expect(looks({}, released, 40)).toMatchObject({ standing: 'late', late: [0, 10, undefined], expected: 70 });
    // Three hours overdue: expected at 11:30, closed since 9:00.
    expect(looks({}, released, 180)).toMatchObject({ standing: 'overdue', late: [0, 150, undefined], expected: 210 });
  });
});

describe('a stop of a run that has left', () => {
  it('goes by what was predicted, but never before now', () => {
    expect(looks({ predictedArrives: at(25) }, departed, 10)).toMatchObject({ standing: 'on-time', expected: 25 });
    expect(looks({ predictedArrives: at(25) }, departed, 55)).toMatchObject({ standing: 'on-time', expected: 55 });
    expect(looks({ predictedArrives: at(70) }, departed, 30)).toMatchObject({
      standing: 'late',
      late: [0, 10, undefined],
    });
    expect(looks({ predictedArrives: at(25) }, departed, 61)).toMatchObject({ standing: 'overdue', expected: 61 });
  });

  it('is waited at before the door opens, and is late by when it was reached', () => {
    const early = { status: 'arrived', arrived: at(5) } as const;
    expect(looks(early, departed, 10)).toEqual({
      result: 'open',
      standing: 'waiting',
      late: [0, undefined, 0],
      expected: undefined,
    });
    expect(looks(early, departed, 20)).toMatchObject({ standing: 'there' });
    const late = { status: 'arrived', arrived: at(75) } as const;
    expect(looks(late, departed, 80)).toMatchObject({ standing: 'late', late: [0, undefined, 15] });
  });

  it('stands nowhere once it is done, with how late it was', () => {
    const done = { status: 'refused', arrived: at(62), left: at(70) } as const;
    expect(looks(done, departed, 200)).toEqual({
      result: 'refused',
      standing: undefined,
      late: [0, undefined, 2],
      expected: undefined,
    });
    // Planned late: service was to begin at 9:05.
    expect(looks({ ...done, plannedBegins: at(65) }, departed, 200).late).toEqual([5, undefined, 2]);
    // A run that is over without a word about the stop.
    expect(looks({}, { ...departed, status: 'finished' }, 200)).toMatchObject({
      result: 'skipped',
      standing: undefined,
      late: [0, undefined, undefined],
    });
  });

  it('is late where the station is closed all day', () => {
    expect(looks({ windows: [] }, released, -30)).toMatchObject({ standing: 'overdue' });
  });
});
