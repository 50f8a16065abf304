import { isRounded } from './cell-text.js';

/** Styles of cells whose numbers are shown with zeros in front: how many digits at least, by the number of the style. */
export type ZeroFormats = ReadonlyMap<number, number>;

/** A cell whose number has so many digits at least; row and column are counted from 0. */
export interface PaddedCell {
  readonly row: number;
  readonly column: number;
  readonly digits: number;
}

const format = /<(?:\w+:)?numFmt\b([^>]*)>/g;
const formatsOfCells = /<(?:\w+:)?cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/;
const formatOfCells = /<(?:\w+:)?xf\b([^>]*)>/g;
/** `00000`, whatever it says of negative numbers and texts behind a semicolon. */
const onlyZeros = /\bformatCode="(0{2,15})(?:;[^"]*)?"/;

/** @param styles xl/styles.xml of a workbook. */
export function zeroFormats(styles: string): ZeroFormats {
  const digitsOf = new Map<string, number>();
  for (const [, attributes] of styles.matchAll(format)) {
    const zeros = onlyZeros.exec(attributes)?.[1];
    const id = idOf(attributes);
    if (zeros !== undefined && id !== undefined) digitsOf.set(id, zeros.length);
  }
  const formats = new Map<number, number>();
  if (digitsOf.size === 0) return formats;
  let style = 0;
  for (const [, attributes] of (formatsOfCells.exec(styles)?.[1] ?? '').matchAll(formatOfCells)) {
    const digits = digitsOf.get(idOf(attributes) ?? '');
    if (digits !== undefined) formats.set(style, digits);
    style++;
  }
  return formats;
}

function idOf(attributes: string): string | undefined {
  return /\bnumFmtId="(\d+)"/.exec(attributes)?.[1];
}

/** Puts the zeros in front of whole numbers that a sheet shows with them: an id 00042 is not 42. */
export function keepZeros(rows: unknown[][], padded: readonly PaddedCell[]): void {
  for (const { row, column, digits } of padded) {
    const value = rows[row]?.[column];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || isRounded(value)) continue;
    rows[row][column] = String(value).padStart(digits, '0');
  }
}
