import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  formatCount,
  formatDate,
  formatDistance,
  formatDuration,
  formatKilograms,
  formatMoney,
  formatTime,
  formatWindows,
  formatWorkedHours,
  shiftDate,
  shortCode,
  today,
} from '../../web/format.js';
import { language } from '../../web/i18n/language.js';

beforeEach(() => {
  language.value = 'en';
});

describe('format', () => {
  it('shows a dash where there is no value, and zero where it is zero', () => {
    expect([formatCount(undefined), formatCount(null), formatCount(0)]).toEqual(['–', '–', '0']);
    expect(formatTime(null, 'Asia/Shanghai')).toBe('–');
  });

  it('shows kilograms with a fraction only below 100 kg', () => {
    expect(formatKilograms(1_250)).toBe('1.3 kg');
    expect(formatKilograms(3_380_000)).toBe('3,380 kg');
  });

  it('shows meters below a kilometer and whole kilometers from 100 on', () => {
    expect([formatDistance(999), formatDistance(26_040), formatDistance(503_400)]).toEqual([
      '999 m',
      '26.0 km',
      '503 km',
    ]);
  });

  it('shows fen as whole yuan', () => {
    expect(formatMoney(634_512)).toBe('¥6,345');
  });

  it('shows seconds as minutes below an hour, and carries minutes into hours', () => {
    expect(formatDuration(59 * 60)).toBe('59 min');
    // 3,599 s are 59.98 minutes, which round to 60 and are an hour.
    expect(formatDuration(3_599)).toBe('1:00 h');
    expect(formatDuration(57_240)).toBe('15:54 h');
    expect(formatDuration(4 * 86_400 - 60)).toBe('95:59 h');
    expect(formatDuration(900 * 86_400)).toBe('900 d');
    language.value = 'zh';
    expect([12 * 60, 57_240, 7_200, 900 * 86_400].map(formatDuration)).toEqual([
      '12 分钟',
      '15 小时 54 分',
      '2 小时',
      '900 天',
    ]);
  });

  it('adds up the work of many in hours, however much it is', () => {
    expect([undefined, 0, 36_180, 556_560].map(formatWorkedHours)).toEqual(['–', '0.0 h', '10.1 h', '155 h']);
  });

  it('shows an instant in the time zone of the wave, whatever the zone of the device', () => {
    expect(formatTime('2026-11-23T23:30:00Z', 'Asia/Shanghai')).toBe('07:30');
  });

  it('names a business date without moving it by a time zone', () => {
    expect(formatDate('2026-11-23')).toContain('23');
    language.value = 'zh';
    vi.setSystemTime('2026-06-01T12:00:00Z');
    expect(formatDate('2026-11-23')).toBe('11月23日周一');
    expect(formatDate('2024-06-14')).toBe('2024年6月14日周五');
    vi.useRealTimers();
  });

  it('steps over the end of a month and a year', () => {
    expect(shiftDate('2026-12-31', 1)).toBe('2027-01-01');
    expect(shiftDate('2024-03-01', -1)).toBe('2024-02-29');
  });

  it('knows that it is tomorrow in Shanghai when it is evening in London', () => {
    expect(today(new Date('2026-11-23T18:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-24');
  });

  it('shows a window that ends after midnight by the hours of the clock', () => {
    expect(formatWindows([{ opens: 82_800, closes: 93_600 }])).toBe('23:00–02:00');
  });

  it('leaves the wave out of a tote code', () => {
    expect(shortCode('WH1-20261123-1.TD0134.frozen.2')).toBe('TD0134.frozen.2');
  });
});
