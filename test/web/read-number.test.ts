import { describe, expect, it } from 'vitest';
import { numberText, readNumber } from '../../web/components/form/read-number.js';

const kilograms = { scale: 1000, least: 0, most: 5_000_000 };
const minutes = { scale: 60, least: 60, most: 28_800 };

describe('numbers as they are typed', () => {
  it.each([
    ['1.5', kilograms, 1500],
    ['0.001', kilograms, 1],
    ['１２', kilograms, 12_000],
    ['1,200', kilograms, 1_200_000],
    ['1.50', kilograms, 1500],
    ['30', minutes, 1800],
    ['0.5', { scale: 60 }, 30],
    ['0.000001', { scale: 1_000_000 }, 1],
    ['-25.5', { least: -100, most: 100 }, -25.5],
    ['120.123456789', { least: -180, most: 180 }, 120.123456789],
  ])('takes %s', (text, form, value) => {
    expect(readNumber(text, form)).toEqual({ value });
    expect(readNumber(numberText(value, form), form)).toEqual({ value });
  });

  it.each([
    ['', kilograms, 'not-a-number'],
    ['1,5', kilograms, 'not-a-number'],
    ['1e3', kilograms, 'not-a-number'],
    ['1.2345', kilograms, 'too-many-decimals'],
    ['1.5', { isWhole: true as const }, 'not-whole'],
    ['-1', kilograms, 'out-of-bounds'],
    ['5000.001', kilograms, 'out-of-bounds'],
    ['0.5', minutes, 'out-of-bounds'],
  ])('refuses %s', (text, form, fault) => {
    expect(readNumber(text, form)).toMatchObject({ fault });
  });

  it('names bounds as they are typed', () => {
    expect(readNumber('9000', kilograms)).toEqual({ fault: 'out-of-bounds', least: '0', most: '5000' });
  });
});
