import { beginningOf, isKeepable } from '../../domain/kept-text.js';
import { parseTimeOfDay } from '../../domain/local-time.js';
import { parseThousandths } from '../../domain/quantity.js';
import type { Finding, TableRow } from './finding.js';

/** Invisible characters that spreadsheets and chat programs leave in ids: zero-width marks, joiners, byte order marks. */
const invisible = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;

/**
 * An id or number as it was meant: no blanks around, no invisible characters, full-width digits and letters made plain.
 * What is plain already stays as it is.
 */
export function plain(text: string): string {
  // What an invisible character held apart may join without it, so that goes first.
  return text.replace(invisible, '').normalize('NFKC').trim();
}

/** How many characters of a cell a finding shows. */
const mostOfValue = 200;
/** A reason may name what a cell holds, however long that is. */
const mostOfReason = 500;

/** Reads the cells of one row and collects what is wrong with them. A row with a refusal is not taken. */
export class RowReader {
  readonly findings: Finding[] = [];

  constructor(
    private readonly file: string,
    private readonly row: TableRow,
  ) {}

  get refused(): boolean {
    return this.findings.some((finding) => finding.level === 'refused');
  }

  refuse(column: string, code: string, reason: string): void {
    this.note('refused', column, code, reason);
  }

  warn(column: string, code: string, reason: string): void {
    this.note('warned', column, code, reason);
  }

  /** Whether the file has the column at all. */
  has(column: string): boolean {
    return Object.hasOwn(this.row.cells, column);
  }

  /** The cell as written. Empty when the column is not there. */
  raw(column: string): string {
    return this.row.cells[column] ?? '';
  }

  /** An id: required, cleaned, in capitals where the record's own ids are (compared without case by the caller). */
  id(column: string): string {
    const text = plain(this.raw(column));
    if (text === '') this.refuse(column, 'missing', `The column ${column} is empty. Fill it in.`);
    else if (!isKeepable(text)) this.refuseBroken(column);
    else if (text.length > 100) this.refuse(column, 'too-long', `${column} has more than 100 characters.`);
    // They would make two ids look the same, or break a line of a list.
    else if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text)) {
      this.refuse(column, 'control-characters', `${column} holds characters that cannot be printed. Remove them.`);
    }
    return text;
  }

  /** Free text: blanks around and control characters removed, cut at `most` characters. */
  text(column: string, most = 200): string {
    const text = this.raw(column)
      .replace(/(?![\t\n\r])\p{Cc}/gu, '')
      .trim();
    if (!isKeepable(text)) this.refuseBroken(column);
    if (text.length <= most) return text;
    this.warn(column, 'cut', `${column} has ${text.length} characters and was cut to ${most}.`);
    return [...text].slice(0, most).join('');
  }

  /** One of the given words. */
  oneOf<T extends string>(column: string, words: readonly T[], otherwise?: T): T {
    const text = plain(this.raw(column)).toLowerCase();
    if (text === '' && otherwise !== undefined) return otherwise;
    const found = words.find((word) => word === text);
    if (found === undefined) this.refuse(column, 'unknown-word', `${column} must be one of ${words.join(', ')}.`);
    return found ?? words[0];
  }

  /** A whole number within limits; `otherwise` when the cell is empty. */
  whole<T extends number | undefined = number>(
    column: string,
    least: number,
    most: number,
    ...otherwise: readonly T[]
  ): number | T {
    const text = plain(this.raw(column));
    if (text === '' && otherwise.length > 0) return otherwise[0];
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value) || value < least || value > most) {
      this.refuse(column, 'not-a-count', `${column} must be a whole number from ${least} to ${most}.`);
      return least;
    }
    return value;
  }

  /** A decimal number in thousandths (grams of kilograms, milliliters of liters, milliminutes of minutes). */
  thousandths<T extends number | undefined = number>(
    column: string,
    most: number,
    ...otherwise: readonly T[]
  ): number | T {
    const text = plain(this.raw(column));
    if (text === '' && otherwise.length > 0) return otherwise[0];
    const value = parseThousandths(text);
    if (value === undefined || value > most) {
      this.refuse(
        column,
        'not-a-decimal',
        `${column} must be a number from 0 to ${most / 1000} with at most three decimals.`,
      );
      return 0;
    }
    return value;
  }

  /** A time of day "HH:MM" as seconds after midnight. */
  timeOfDay<T extends number | undefined = number>(column: string, ...otherwise: readonly T[]): number | T {
    const text = plain(this.raw(column));
    if (text === '' && otherwise.length > 0) return otherwise[0];
    const value = parseTimeOfDay(text);
    if (value === undefined) this.refuse(column, 'not-a-time', `${column} must be a time of day such as 07:30.`);
    return value ?? 0;
  }

  /** A coordinate in degrees. */
  degrees(column: string, most: 90 | 180): number {
    const text = plain(this.raw(column));
    const value = /^-?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value) || Math.abs(value) > most) {
      this.refuse(column, 'not-degrees', `${column} must be degrees from -${most} to ${most} (WGS-84).`);
      return 0;
    }
    return value;
  }

  private refuseBroken(column: string): void {
    const reason = `${column} holds half a character, e.g. of an emoji that was cut in two. Remove it or write it again.`;
    this.refuse(column, 'half-a-character', reason);
  }

  private note(level: Finding['level'], column: string, code: string, reason: string): void {
    const value = beginningOf(this.raw(column), mostOfValue);
    const { line } = this.row;
    this.findings.push({
      level,
      file: this.file,
      line,
      column,
      value,
      code,
      reason: beginningOf(reason, mostOfReason),
    });
  }
}
