import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waveClockOf } from '../../../server/domain/waves/wave-clock.js';
import { clockChangesOf, clockOf, dayShown } from '../../support/zone-clock.js';

const hour = 3600;
const time = (hours: number, minutes = 0) => hours * hour + minutes * 60;
const at = (clock: ReturnType<typeof waveClockOf>, second: number) => clock.instantAt(second).toISOString();

describe('a wave clock', () => {
  it('counts as the wall clock does on a day on which clocks are not changed', () => {
    const clock = waveClockOf('2026-06-02', 'Europe/Berlin');
    expect(clock.begins.toISOString()).toBe('2026-06-01T22:00:00.000Z');
    for (const second of [0, time(8), time(24), time(26, 30)]) {
      expect([clock.opening(second), clock.closing(second), clock.wallClockAt(second)]).toEqual([
        second,
        second,
        second,
      ]);
    }
    expect(clock.windowsAt({ opens: time(23), closes: time(25) })).toEqual([{ opens: time(23), closes: time(25) }]);
  });

  it('loses an hour in the night in which clocks are put forward', () => {
    // Berlin goes from 02:00 (01:00 UTC) to 03:00: 04:30 by the clock is three and a half hours after midnight.
    const clock = waveClockOf('2026-03-29', 'Europe/Berlin');
    expect(clock.opening(time(4, 30))).toBe(time(3, 30));
    expect(at(clock, time(3, 30))).toBe('2026-03-29T02:30:00.000Z');
    expect(clock.wallClockAt(time(3, 30))).toBe(time(4, 30));
    // What is left out comes with the change, whether something begins then or ends.
    expect([clock.opening(time(2, 30)), clock.closing(time(2, 30))]).toEqual([time(2), time(2)]);
    expect(clock.windowsAt({ opens: time(1), closes: time(2, 30) })).toEqual([{ opens: time(1), closes: time(2) }]);
    expect(clock.opening(time(24))).toBe(time(23));
  });

  it('wins an hour in the night in which they are put back', () => {
    // Berlin goes from 03:00 (01:00 UTC) to 02:00: 02:30 comes after two and a half hours, and an hour later again.
    const clock = waveClockOf('2026-10-25', 'Europe/Berlin');
    expect([clock.opening(time(2, 30)), clock.closing(time(2, 30))]).toEqual([time(2, 30), time(3, 30)]);
    expect([clock.opening(time(2)), clock.closing(time(2))]).toEqual([time(2), time(2)]);
    expect([clock.opening(time(3)), clock.closing(time(3))]).toEqual([time(4), time(4)]);
    expect([time(2, 30), time(3, 30)].map(clock.wallClockAt)).toEqual([time(2, 30), time(2, 30)]);
    expect(clock.windowsAt({ opens: time(1), closes: time(4) })).toEqual([{ opens: time(1), closes: time(5) }]);
    // A window that ends or begins in the hour that comes twice is open twice.
    expect(clock.windowsAt({ opens: time(1), closes: time(2, 30) })).toEqual([
      { opens: time(1), closes: time(2, 30) },
      { opens: time(3), closes: time(3, 30) },
    ]);
    expect(clock.windowsAt({ opens: time(2, 30), closes: time(4) })).toEqual([
      { opens: time(2, 30), closes: time(3) - 1 },
      { opens: time(3, 30), closes: time(5) },
    ]);
  });

  it('knows a change by half an hour', () => {
    // Lord Howe goes from 02:00 back to 01:30 on 2026-04-05, and from 02:00 to 02:30 on 2026-10-04.
    const back = waveClockOf('2026-04-05', 'Australia/Lord_Howe');
    expect(back.opening(time(3))).toBe(time(3, 30));
    expect(back.hoursBetween(time(1), time(3))).toEqual([
      { begins: time(1), ends: time(2), hourOfDay: 1 },
      { begins: time(2), ends: time(2, 30), hourOfDay: 1 },
      { begins: time(2, 30), ends: time(3), hourOfDay: 2 },
    ]);
    const forward = waveClockOf('2026-10-04', 'Australia/Lord_Howe');
    expect(forward.opening(time(3))).toBe(time(2, 30));
    expect(forward.hourAt(time(2, 10))).toEqual({ begins: time(2), ends: time(2, 30), hourOfDay: 2 });
  });

  it('begins at the first moment of a day that has no midnight', () => {
    // São Paulo went from 24:00 to 01:00 on 2018-11-04; 03:00 UTC is that moment.
    const clock = waveClockOf('2018-11-04', 'America/Sao_Paulo');
    expect(clock.begins.toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect([clock.opening(0), clock.opening(time(1)), clock.opening(time(8))]).toEqual([0, 0, time(7)]);
    expect(clock.wallClockAt(0)).toBe(time(1));
  });

  it('ends a day whose last hour comes twice with the second, and one whose end comes twice with the first', () => {
    // São Paulo went from 24:00 back to 23:00 on 2018-02-17; Havana from 01:00 back to 00:00 on 2026-11-01.
    expect(waveClockOf('2018-02-17', 'America/Sao_Paulo').closing(time(24))).toBe(time(25));
    expect(waveClockOf('2026-10-31', 'America/Havana').closing(time(24))).toBe(time(24));
  });
});

describe('in every time zone, on the days around each change of clocks, a wave clock', () => {
  const nights = Intl.supportedValuesOf('timeZone').flatMap((timeZone) =>
    clockChangesOf(timeZone, 2026).flatMap((change) => {
      const days = [change - 1000, change].map((instant) => dayShown(clockOf(timeZone)(instant)));
      return [...new Set(days)].map((date) => {
        const midnight = Date.parse(`${date}T00:00Z`);
        return { timeZone, date, changes: (clockOf(timeZone)(change) - midnight) / 1000 };
      });
    }),
  );
  const zones = new Set(nights.map(({ timeZone }) => timeZone));

  it('is looked at in many zones', () => {
    // Some 120 zones change their clocks in 2026, those at midnight on two days each.
    expect(zones.size).toBeGreaterThan(100);
    expect(nights.length).toBeGreaterThanOrEqual(2 * zones.size);
  });

  it('counts real seconds, and shows what clocks show', () => {
    for (const { timeZone, date } of nights) {
      const [clock, shows] = [waveClockOf(date, timeZone), clockOf(timeZone)];
      const midnight = Date.parse(`${date}T00:00Z`);
      expect(dayShown(shows(clock.begins.getTime()))).toBe(date);
      expect(dayShown(shows(clock.begins.getTime() - 1000)) < date).toBe(true);
      for (let second = 0; second <= time(50); second += 3600) {
        const instant = clock.instantAt(second);
        expect(instant.getTime() - clock.begins.getTime()).toBe(second * 1000);
        expect(clock.secondAt(instant)).toBe(second);
        expect(clock.wallClockAt(second), `${timeZone} ${instant.toISOString()}`).toBe(
          (shows(instant.getTime()) - midnight) / 1000,
        );
      }
    }
  });

  it('opens at the first second that shows the time or a later one, and closes when none will show an earlier one', () => {
    for (const { timeZone, date, changes } of nights) {
      const [clock, shows] = [waveClockOf(date, timeZone), clockOf(timeZone)];
      const midnight = Date.parse(`${date}T00:00Z`);
      const shown = (second: number) => (shows(clock.instantAt(second).getTime()) - midnight) / 1000;
      const near = Array.from({ length: 25 }, (_, step) => changes - time(3) + step * 900);
      for (const wallClock of [0, time(12), time(24), time(36), ...near].filter((each) => each >= 0)) {
        const [opens, closes] = [clock.opening(wallClock), clock.closing(wallClock)];
        const name = `${timeZone} ${date} ${wallClock}`;
        expect(shown(opens) >= wallClock, name).toBe(true);
        if (opens > 0) expect(shown(opens - 1) < wallClock, name).toBe(true);
        expect(closes >= opens, name).toBe(true);
        // No clock was put back by more than an hour.
        for (let later = closes; later <= closes + time(1); later += 900) expect(shown(later) >= wallClock).toBe(true);
        if (closes > 0) expect(shown(closes - 1) < wallClock, name).toBe(true);
      }
    }
  });

  it('opens a window while clocks show a time of it, and never else', () => {
    const minutes = (most: number) => fc.integer({ min: 1, max: most / 5 }).map((steps) => steps * 5);
    const night = fc.constantFrom(...nights);
    const before = time(2);
    let looked = 0;
    fc.assert(
      fc.property(night, minutes(2000), minutes(600), ({ timeZone, date }, first, length) => {
        const [clock, shows] = [waveClockOf(date, timeZone), clockOf(timeZone)];
        const midnight = Date.parse(`${date}T00:00Z`);
        const window = { opens: first * 60, closes: (first + length) * 60 };
        const open = clock.windowsAt(window);
        // One that clocks leave out is open for a moment.
        const isLeftOut = open.length === 1 && open[0].opens === open[0].closes;
        for (let second = Math.max(0, window.opens - before); second < window.closes + before; second += 300) {
          const shown = (shows(clock.instantAt(second).getTime()) - midnight) / 1000;
          const isOpen = open.some(({ opens, closes }) => opens <= second && second <= closes);
          const isShown = window.opens <= shown && shown < window.closes;
          looked++;
          // At the closing itself clocks may be put forward.
          if (isOpen !== isShown && !isLeftOut) {
            expect([isOpen, open.some(({ closes }) => closes === second)]).toEqual([true, true]);
          }
        }
      }),
      { seed: 2026, numRuns: 400 },
    );
    expect(looked).toBeGreaterThan(20_000);
  });

  it('divides the time into the hours that clocks show', () => {
    for (const { timeZone, date } of nights) {
      const [clock, shows] = [waveClockOf(date, timeZone), clockOf(timeZone)];
      const hours = clock.hoursBetween(time(0, 20), time(30, 40));
      expect([hours[0].begins, hours.at(-1)!.ends]).toEqual([time(0, 20), time(30, 40)]);
      hours.forEach(({ begins, ends, hourOfDay }, place) => {
        if (place > 0) expect(begins).toBe(hours[place - 1].ends);
        expect(ends > begins && ends - begins <= hour).toBe(true);
        for (const second of [begins, ends - 1]) {
          const shown = new Date(shows(clock.instantAt(second).getTime()));
          expect(shown.getUTCHours(), `${timeZone} ${date} ${second}`).toBe(hourOfDay);
        }
      });
    }
  });
});

describe('on random days of random zones a wave clock', () => {
  it('gives times back as they were taken, but where clocks leave them out', () => {
    const day = fc.integer({ min: 0, max: 365 * 70 }).map((days) => dayShown(days * 86_400_000));
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    let times = 0;
    fc.assert(
      fc.property(zone, day, fc.integer({ min: 0, max: 2 * 1440 }), (timeZone, date, minutes) => {
        const clock = waveClockOf(date, timeZone);
        const back = clock.wallClockAt(clock.opening(minutes * 60));
        const isLeftOut = clock.opening(minutes * 60) === clock.opening(minutes * 60 + 60);
        if (isLeftOut) return;
        times++;
        expect(back).toBe(minutes * 60);
      }),
      { seed: 1970, numRuns: 2000 },
    );
    expect(times).toBeGreaterThan(1900);
  });
});
