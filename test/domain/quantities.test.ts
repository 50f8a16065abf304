import { describe, expect, it } from 'vitest';
import { costMinorOf } from '../../server/domain/network/money.js';
import { serviceSeconds } from '../../server/domain/network/service-time.js';
import { formatThousandths, parseMicros, parseThousandths } from '../../server/domain/quantity.js';

describe('quantities', () => {
  it('reads kilograms as grams exactly, from text', () => {
    expect(parseThousandths('0.1')).toBe(100);
    expect(parseThousandths('12.345')).toBe(12_345);
    expect(parseThousandths('7')).toBe(7_000);
    expect(parseThousandths('1.5000')).toBe(1_500);
  });

  it('refuses what is finer than a gram, signed, or no plain number', () => {
    for (const text of ['0.0001', '-1', '1e3', '', '.5', '1.', 'NaN', '1,5']) {
      expect(parseThousandths(text), text).toBeUndefined();
    }
  });

  it('reads prices finer than a fen', () => {
    expect(parseMicros('2.6')).toBe(2_600_000);
    expect(parseMicros('0.000001')).toBe(1);
    expect(parseMicros('0.0000001')).toBeUndefined();
  });

  it('writes grams as kilograms without trailing zeros', () => {
    expect([1500, 0, 999, 12_000].map(formatThousandths)).toEqual(['1.5', '0', '0.999', '12']);
  });
});

describe('service time', () => {
  it('is the fixed part and the part by weight, rounded up to a second once', () => {
    // 5 min + 4 min per 100 kg × 12.345 kg = 300 + 29.628 s → 330 s.
    expect(serviceSeconds({ fixedMilliminutes: 5000, milliminutesPer100Kg: 4000 }, 12_345)).toBe(330);
  });

  it('does not round a whole number up', () => {
    // 12 min + 0.8 min per 100 kg × 1,000 kg = 720 + 480 s.
    expect(serviceSeconds({ fixedMilliminutes: 12_000, milliminutesPer100Kg: 800 }, 1_000_000)).toBe(1200);
  });
});

describe('cost', () => {
  it('is rounded half up to a fen once, over all vehicles together', () => {
    const price = { fixedMicros: 0, perKmMicros: 2_600_000, perHourMicros: 0 };
    // 1 m at 2.6 per km is 0.26 fen; two vehicles give 0.52 fen → 1 fen, not 0 + 0.
    const day = { price, meters: 1, seconds: 0 };
    expect(costMinorOf([day])).toBe(0);
    expect(costMinorOf([day, day])).toBe(1);
  });

  it('charges fixed, way and time', () => {
    const price = { fixedMicros: 320_000_000, perKmMicros: 2_600_000, perHourMicros: 38_000_000 };
    // 320 + 2.6 × 10 + 38 × 0.5 = 365 yuan.
    expect(costMinorOf([{ price, meters: 10_000, seconds: 1800 }])).toBe(36_500);
  });
});
