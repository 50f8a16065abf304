import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeWindow } from '../../../server/domain/local-time.js';
import type { Depot, Station, Vehicle } from '../../../server/domain/network/network.js';
import {
  depotOnDay,
  plannedDayOf,
  stationOnDay,
  vehicleOnDay,
  windowsOnDay,
} from '../../../server/domain/waves/planned-day.js';
import { waveClockOf } from '../../../server/domain/waves/wave-clock.js';
import { clockChangesOf, clockOf, dayShown } from '../../support/zone-clock.js';

const hours = (opens: number, closes: number): TimeWindow => ({ opens: opens * 3600, closes: closes * 3600 });
const usual = waveClockOf('2026-06-02', 'Asia/Shanghai');
const dayOf = (shifts: readonly TimeWindow[], clock = usual) =>
  plannedDayOf(
    clock,
    shifts.map((shift) => ({ shift })),
  );
const windows = (said: readonly TimeWindow[], ...shifts: TimeWindow[]) => windowsOnDay(said, dayOf(shifts));

describe('the windows of a planned day', () => {
  it('are those that people say while nobody is out past midnight', () => {
    const said = [hours(5, 6), hours(7, 9), hours(23, 25)];
    expect(windows(said, hours(6, 14))).toEqual(said);
    expect(windows(said, hours(0, 24))).toEqual([hours(0, 1), ...said]);
    expect(windows(said)).toEqual([hours(0, 1), ...said]);
  });

  it('of the next day count as far as they begin before the last shift ends', () => {
    expect(windows([hours(0.5, 2)], hours(18, 27))).toEqual([hours(24.5, 26)]);
    expect(windows([hours(3, 8)], hours(18, 27))).toEqual([hours(27, 32)]);
    expect(windows([hours(3.5, 8)], hours(18, 27))).toEqual([hours(3.5, 8)]);
    expect(windows([hours(23, 25)], hours(18, 27))).toEqual([hours(23, 25)]);
    // Those of a day that somebody else is out in stay beside them.
    expect(windows([hours(5, 8)], hours(6, 14), hours(22, 30))).toEqual([hours(5, 8), hours(29, 32)]);
  });

  it('of the day before count in what is left of them when the first shift begins', () => {
    expect(windows([hours(22, 26)], hours(0, 9))).toEqual([hours(0, 2)]);
    expect(windows([hours(22, 26)], hours(3, 9))).toEqual([hours(22, 26)]);
    expect(windows([hours(22, 26)], hours(0, 9), hours(20, 23))).toEqual([hours(0, 2), hours(22, 26)]);
  });

  it('that touch are one', () => {
    expect(windows([hours(0, 24)], hours(18, 27))).toEqual([hours(0, 48)]);
    expect(windows([hours(0, 2), hours(22, 24)], hours(18, 27))).toEqual([hours(22, 26), hours(46, 48)].slice(0, 1));
  });

  it('of a closed station stay none', () => {
    expect(windows([], hours(18, 27))).toEqual([]);
  });
});

describe('a planned day', () => {
  const station = {
    windows: [hours(0.5, 2)],
    rules: { softFromSecond: 3600, softToSecond: 5400 },
  } as unknown as Station;
  const depot = { open: hours(17, 28), rules: { releaseSeconds: { fresh: 18.5 * 3600 } } } as unknown as Depot;

  it('has soft times on the day of the windows that they are said of', () => {
    expect(stationOnDay(station, dayOf([hours(18, 27)])).rules).toEqual({
      softFromSecond: 25 * 3600,
      softToSecond: 25.5 * 3600,
    });
    expect(stationOnDay(station, dayOf([hours(0, 9)]))).toEqual(station);
    // 23:30 of a window from 23:00 to 01:00 is over when the day begins.
    const evening = { windows: [hours(23, 25)], rules: { softToSecond: 23.5 * 3600 } } as unknown as Station;
    expect(stationOnDay(evening, dayOf([hours(0, 9)])).rules).toEqual({ softToSecond: 0 });
  });

  it('has the hours of its depot while somebody is out', () => {
    const open = (said: TimeWindow, ...shifts: TimeWindow[]) =>
      depotOnDay({ ...depot, open: said }, dayOf(shifts)).open;
    expect(open(hours(17, 28), hours(18, 27))).toEqual(hours(17, 28));
    expect(open(hours(0, 24), hours(18, 27))).toEqual(hours(0, 48));
    expect(open(hours(4, 12), hours(22, 30))).toEqual(hours(28, 36));
    expect(open(hours(5, 23), hours(6, 14), hours(22, 30))).toEqual(hours(5, 23));
    expect(open(hours(22, 30), hours(4, 12))).toEqual(hours(0, 6));
  });

  it('has release times in the hours of the depot that hold', () => {
    const ready = (said: TimeWindow, second: number, shift: TimeWindow) =>
      depotOnDay({ ...depot, open: said, rules: { releaseSeconds: { fresh: second } } }, dayOf([shift])).rules!
        .releaseSeconds!.fresh;
    expect(ready(hours(17, 28), 25 * 3600, hours(18, 27))).toBe(25 * 3600);
    expect(ready(hours(17, 28), 25 * 3600, hours(0, 9))).toBe(3600);
    expect(ready(hours(4, 12), 5 * 3600, hours(22, 30))).toBe(29 * 3600);
    expect(ready(hours(0, 24), 5 * 3600, hours(22, 30))).toBe(5 * 3600);
  });

  it('has all of them in real seconds where clocks are changed', () => {
    // Berlin goes from 02:00 to 03:00.
    const day = dayOf([hours(0.5, 9)], waveClockOf('2026-03-29', 'Europe/Berlin'));
    expect(windowsOnDay([hours(1, 4.5)], day)).toEqual([hours(1, 3.5)]);
    expect(stationOnDay({ ...station, windows: [hours(1, 5)] }, day).rules).toEqual({
      softFromSecond: 3600,
      softToSecond: 5400,
    });
    expect(depotOnDay({ open: hours(0, 12) } as Depot, day).open).toEqual(hours(0, 11));
    const vehicle = {
      shift: hours(0.5, 9),
      rules: { breaks: [{ seconds: 1800, begins: hours(4, 6) }] },
    } as unknown as Vehicle;
    expect(vehicleOnDay(vehicle, day)).toEqual({
      shift: hours(0.5, 8),
      rules: { breaks: [{ seconds: 1800, begins: hours(3, 5) }] },
    });
  });
});

describe('while somebody is out', () => {
  it('a station is open when clocks show a time of its hours, in every zone and night', () => {
    const nights = Intl.supportedValuesOf('timeZone').flatMap((timeZone) =>
      clockChangesOf(timeZone, 2026).flatMap((change) =>
        // The night itself, and the evening before it.
        [0, 86_400_000].map((earlier) => ({ timeZone, date: dayShown(clockOf(timeZone)(change) - earlier) })),
      ),
    );
    const minute = fc.integer({ min: 0, max: 287 }).map((steps) => steps * 300);
    const length = fc.integer({ min: 1, max: 280 }).map((steps) => steps * 300);
    const span = fc.tuple(minute, length).map(([opens, long]) => ({ opens, closes: opens + long }));
    let looked = 0;
    let open = 0;
    fc.assert(
      fc.property(fc.constantFrom(...nights), span, span, ({ timeZone, date }, shift, said) => {
        const [clock, shows] = [waveClockOf(date, timeZone), clockOf(timeZone)];
        const found = windowsOnDay([said], dayOf([shift], clock));
        for (let second = clock.opening(shift.opens); second <= clock.closing(shift.closes); second += 300) {
          const shown = (shows(clock.instantAt(second).getTime()) / 1000) % 86_400;
          const isShown = [shown, shown + 86_400].some((each) => said.opens <= each && each < said.closes);
          const isOpen = found.some(({ opens, closes }) => opens <= second && second <= closes);
          looked++;
          if (isOpen) open++;
          // Both ends are included; and hours that clocks leave out are open for the moment of the change.
          if (isOpen !== isShown) expect([isOpen, found.some(({ closes }) => closes === second)]).toEqual([true, true]);
        }
      }),
      { seed: 29, numRuns: 400 },
    );
    expect(looked).toBeGreaterThan(20_000);
    expect(open).toBeGreaterThan(5_000);
  });
});
