import { z } from 'zod';
import type { Facts } from '../../../facts.js';
import { plain } from '../../../kept-text.js';
import { parseTimeOfDay } from '../../../local-time.js';
import { formatMicros, formatThousandths, parseMicros, parseThousandths } from '../../../quantity.js';
import type { ValueKind } from './value-kind.js';

export const secondsOfDay = 86_400;
/** A thousand tonnes or cubic meters, in grams or milliliters. */
export const thousandTonnes = 1_000_000_000;
/** What a cell may say of money: nine digits, and six behind the point. */
const mostMicros = 999_999_999_999_999;

/** A number with a comma where a point is meant. One of thousands with three digits behind it could be either. */
const decimalComma = /^-?\d{1,9},\d+$/;

/** Which sentence says why a cell is no decimal number. */
function decimalFault(digits: string, { most }: { readonly most: number }): [string, Facts] {
  const point = digits.replace(',', '.');
  return decimalComma.test(digits) ? ['not-a-decimal/comma', { most, point }] : ['not-a-decimal', { most }];
}

interface DecimalBounds {
  /** Kilograms, liters, minutes, meters, kilometers: what the cell counts. */
  readonly unit: string;
  /** In thousandths of the unit, as JSON has it. */
  readonly most: number;
}

/** A decimal number with at most three decimals in a cell; its thousandths, exactly, in JSON. */
export function thousandths({ unit, most }: DecimalBounds): ValueKind<number> {
  return {
    schema: z.int().min(0).max(most),
    json: 'integer',
    control: 'number',
    unit,
    asked: { scale: 1000, least: 0, most },
    form: `${unit}, 0–${grouped(most / 1000)}`,
    codes: ['not-a-decimal'],
    parse(cell, note) {
      const value = parseThousandths(plain(cell));
      if (value !== undefined && value <= most) return value;
      note.refuse(...decimalFault(plain(cell), { most: most / 1000 }));
      return 0;
    },
    format: formatThousandths,
  };
}

/** The same for an amount of which 0 says no more than nothing would. */
export function someThousandths(bounds: DecimalBounds): ValueKind<number> {
  return { ...thousandths(bounds), settle: (value) => value || undefined };
}

/** Minutes with at most three decimals in a cell, whole seconds in JSON. */
export function minutes({ least = 0, most }: { readonly least?: number; readonly most: number }): ValueKind<number> {
  const inThousandths = thousandths({ unit: 'minutes', most: (most * 1000) / 60 });
  return {
    ...inThousandths,
    asked: { scale: 60, least, most },
    schema: z.int().min(least).max(most),
    parse(cell, note) {
      const seconds = Math.floor((inThousandths.parse(cell, note) * 60) / 1000);
      if (least > 0 && parseThousandths(plain(cell)) === 0) {
        note.refuse('not-a-decimal/above-0');
      }
      return seconds;
    },
    // Rounded up, so that what is read again is no second less.
    format: (seconds) => formatThousandths(Math.ceil((seconds * 1000) / 60)),
  };
}

/** A whole number. */
export function count({ least, most }: { readonly least: number; readonly most: number }): ValueKind<number> {
  return {
    schema: z.int().min(least).max(most),
    json: 'integer',
    control: 'number',
    asked: { least, most },
    form: `a whole number, ${least}–${grouped(most)}`,
    codes: ['not-a-count'],
    parse(cell, note) {
      const digits = plain(cell);
      const value = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
      if (value >= least && value <= most) return value;
      note.refuse('not-a-count', { least, most });
      return least;
    },
    format: String,
  };
}

/** A tenth of a millimeter. */
const degreeDecimals = 9;

/** Degrees of WGS-84, up to so many to either side. */
export function degrees(most: 90 | 180): ValueKind<number> {
  return {
    schema: z.number().min(-most).max(most),
    json: 'number',
    control: 'number',
    unit: 'degrees',
    asked: { least: -most, most },
    form: `degrees, -${most}–${most}`,
    codes: ['not-degrees'],
    parse(cell, note) {
      const digits = plain(cell);
      const value = /^-?\d{1,3}(\.\d+)?$/.test(digits) ? Number(digits) : Number.NaN;
      if (Math.abs(value) <= most) return value;
      if (decimalComma.test(digits)) note.refuse('not-degrees/comma', { most, point: digits.replace(',', '.') });
      else note.refuse('not-degrees', { most });
      return 0;
    },
    format: (value) => value.toFixed(degreeDecimals).replace(/\.?0+$/, ''),
    settle: (value) => Number(value.toFixed(degreeDecimals)) + 0,
  };
}

/** Degrees Celsius. */
export function celsius(): ValueKind<number> {
  return {
    schema: z.number().min(-100).max(100),
    json: 'number',
    control: 'number',
    unit: '°C',
    asked: { least: -100, most: 100 },
    form: 'degrees Celsius, -100–100',
    codes: [],
    parse: Number,
    format: String,
  };
}

/** A time of day in a cell, `HH:MM` up to 24:00; whole minutes in seconds after midnight in JSON. */
export function timeOfDay({ most = secondsOfDay }: { readonly most?: number } = {}): ValueKind<number> {
  return {
    schema: z.int().min(0).max(most).multipleOf(60),
    json: 'integer',
    control: 'time',
    asked: { least: 0, most },
    form: '`HH:MM`',
    codes: ['not-a-time'],
    parse(cell, note) {
      const value = parseTimeOfDay(plain(cell));
      if (value === undefined) note.refuse('not-a-time');
      return value ?? 0;
    },
    format: formatTimeCell,
  };
}

/** Seconds after midnight as a cell has them; a time of the next day is written as of its own day. */
export function formatTimeCell(second: number): string {
  const inDay = second > secondsOfDay ? second - secondsOfDay : second;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(inDay / 3600))}:${pad(Math.floor((inDay % 3600) / 60))}`;
}

/** An amount of money in a cell; its millionths, exactly, in JSON. */
export function money(): ValueKind<number> {
  return {
    schema: z.int().min(0).max(mostMicros),
    json: 'integer',
    control: 'number',
    unit: 'currency',
    asked: { scale: 1_000_000, least: 0, most: mostMicros },
    form: 'an amount, up to six decimals',
    codes: ['not-money'],
    parse(cell, note) {
      const value = parseMicros(plain(cell));
      if (value === undefined) {
        const digits = plain(cell);
        if (decimalComma.test(digits)) note.refuse('not-money/comma', { point: digits.replace(',', '.') });
        else note.refuse('not-money');
      }
      return value ?? 0;
    },
    format: formatMicros,
  };
}

/** A price that plans prefer by: 0 is none. */
export function price(): ValueKind<number> {
  return { ...money(), settle: (value) => value || undefined };
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
