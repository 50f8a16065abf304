import { describe, expect, it } from 'vitest';
import { endAfter, hoursText, readHours, readTime, timeText } from '../../web/components/form/read-hours.js';

const hour = 3600;
const of = (...hours: number[]) =>
  Array.from({ length: hours.length / 2 }, (_, at) => ({
    opens: hours[2 * at] * hour,
    closes: hours[2 * at + 1] * hour,
  }));

describe('opening hours as people write them', () => {
  it.each([
    ['7:00-9:30, 18:00-20:00', of(7, 9.5, 18, 20)],
    ['07:00–09:30 18:00–20:00', of(7, 9.5, 18, 20)],
    ['7-9', of(7, 9)],
    ['0730-0930', of(7.5, 9.5)],
    ['7.30 - 9.30', of(7.5, 9.5)],
    ['７：００～９：３０；１８：００～２０：００', of(7, 9.5, 18, 20)],
    ['早上7点到9点半、下午6点至8点', of(7, 9.5, 18, 20)],
    ['下午2点-5点', of(14, 17)],
    ['7am-9am and 6pm-8pm', of(7, 9, 18, 20)],
    ['7-9pm', of(19, 21)],
    ['9am-5pm', of(9, 17)],
    ['18:00-20:00, 7:00-9:30', of(7, 9.5, 18, 20)],
    ['22:00-2:00', of(22, 26)],
    ['8:00-0:00', of(8, 24)],
    ['0:00-24:00', of(0, 24)],
    ['全天', of(0, 24)],
    ['12点-13点半', of(12, 13.5)],
    ['中午12点-下午1点', of(12, 13)],
    ['12am-1am', of(0, 1)],
  ])('understands %s', (text, hours) => {
    expect(readHours(text)).toEqual(hours);
  });

  it.each(['', '7', '7-', 'often', '7-9,', '25-26', '7:75-9', '7-9 or so', '7-9-11'])(
    'does not guess at "%s"',
    (text) => {
      expect(readHours(text)).toBeUndefined();
    },
  );

  it('shows what it understood so that it is understood again', () => {
    for (const hours of [of(7, 9.5, 18, 20), of(22, 26), of(0, 24)]) expect(readHours(hoursText(hours))).toEqual(hours);
    expect(hoursText(of(22, 26))).toBe('22:00–02:00');
  });

  it('reads single times', () => {
    expect(['7:30', '7点半', '24:00', '6pm', '7:30 or so', '', '24:30'].map(readTime)).toEqual([
      7.5 * hour,
      7.5 * hour,
      24 * hour,
      18 * hour,
      undefined,
      undefined,
      undefined,
    ]);
    expect(timeText(25.5 * hour)).toBe('01:30');
    expect([endAfter(8 * hour, 17 * hour), endAfter(22 * hour, 2 * hour), endAfter(2 * hour, 27 * hour)]).toEqual([
      17 * hour,
      26 * hour,
      3 * hour,
    ]);
  });
});
