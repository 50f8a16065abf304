import { entryOf } from '../../../domain/entry-of.js';
import type { PaddedCell, ZeroFormats } from './zero-formats.js';

/** A cell that holds no value that could be meant. */
export type OddCell = { readonly kind: 'error'; readonly text: string } | { readonly kind: 'no-value' };

/** A rectangle of cells that are shown as one, from the first row and column on, both ends included. */
export interface MergedCells {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** As many are kept of each; a sheet with more of them is no table. */
const mostKept = 100_000;
/** A cell that is not whole yet is waited for no longer. */
const longestCell = 200_000;

const cell = /<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g;
const row = /<(?:\w+:)?row\b([^>]*)>/g;
const column = /<(?:\w+:)?col\b([^>]*)>/g;
const merged = /<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"/g;

/**
 * What a sheet has that its values do not tell: errors such as #N/A, formulas that nobody has computed, and cells that are
 * merged; and which rows and columns are hidden. Reads the sheet's XML in pieces.
 */
export class SheetOddities {
  /** By address, such as C3. */
  readonly cells = new Map<string, OddCell>();
  readonly merged: MergedCells[] = [];
  /** Counted from 0. */
  readonly hiddenRows = new Set<number>();
  /** First and last ones, counted from 0, both included. */
  readonly hiddenColumns: (readonly [number, number])[] = [];
  /** Numbers that are shown with zeros in front. */
  readonly padded: PaddedCell[] = [];
  private lastRow = -1;
  private rest = '';

  /** @param zeros the workbook's styles that show numbers so. */
  constructor(private readonly zeros: ZeroFormats = new Map()) {}

  look(text: string): void {
    const whole = this.rest + text;
    let read = 0;
    for (const match of whole.matchAll(cell)) {
      this.lookAt(match[1], match[2] ?? '');
      read = match.index + match[0].length;
    }
    for (const match of whole.matchAll(row)) {
      this.lastRow = Number(attribute(match[1], 'r') ?? this.lastRow + 2) - 1;
      if (isHidden(match[1])) this.hiddenRows.add(this.lastRow);
      read = Math.max(read, match.index + match[0].length);
    }
    for (const match of whole.matchAll(column)) {
      if (isHidden(match[1])) {
        this.hiddenColumns.push([Number(attribute(match[1], 'min')) - 1, Number(attribute(match[1], 'max')) - 1]);
      }
      read = Math.max(read, match.index + match[0].length);
    }
    for (const match of whole.matchAll(merged)) {
      if (this.merged.length < mostKept) this.merged.push(rectangle(match[1], match[2]));
      read = Math.max(read, match.index + match[0].length);
    }
    this.rest = whole.slice(Math.max(read, whole.length - longestCell));
  }

  private lookAtStyle(attributes: string): void {
    const digits = this.zeros.get(Number(attribute(attributes, 's') ?? 0));
    const address = attribute(attributes, 'r');
    if (digits === undefined || address === undefined || !/^[A-Z]{1,3}\d{1,7}$/.test(address)) return;
    this.padded.push({ ...placeOf(address), digits });
  }

  private lookAt(attributes: string, body: string): void {
    const type = /\bt="(\w+)"/.exec(attributes)?.[1];
    if (this.zeros.size > 0 && (type === undefined || type === 'n')) this.lookAtStyle(attributes);
    const hasFormula = /<(?:\w+:)?f\b/.test(body);
    if (type !== 'e' && !hasFormula) return;
    const address = /\br="([A-Z]{1,3}\d{1,7})"/.exec(attributes)?.[1];
    if (address === undefined || this.cells.size >= mostKept) return;
    const value = /<(?:\w+:)?v\b[^>]*>([^<]*)</.exec(body)?.[1];
    if (type === 'e') this.cells.set(address, { kind: 'error', text: value ?? '#ERROR!' });
    // A computed text may be empty.
    else if (value === undefined || (value === '' && type !== 'str')) this.cells.set(address, { kind: 'no-value' });
  }
}

/** Where in the file each sheet that is shown is, by its name, in their order. */
export function sheetPaths(workbook: string, relations: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const [, attributes] of relations.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)) {
    const target = attribute(attributes, 'Target');
    const id = attribute(attributes, 'Id');
    if (id !== undefined && target !== undefined) {
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    }
  }
  const paths = new Map<string, string>();
  for (const [, attributes] of workbook.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)) {
    const path = targets.get(attribute(attributes, '\\w+:id') ?? '');
    const isHidden = attribute(attributes, 'state') !== undefined && attribute(attributes, 'state') !== 'visible';
    if (path !== undefined && !isHidden) paths.set(unescaped(attribute(attributes, 'name') ?? ''), path);
  }
  return paths;
}

function isHidden(attributes: string): boolean {
  return ['1', 'true'].includes(attribute(attributes, 'hidden') ?? '');
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
}

function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entryOf(signs, name) ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

/** The address of a cell whose row and column are counted from 0. */
export function addressOf(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}

function placeOf(address: string): { row: number; column: number } {
  const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(address)!;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(digits) - 1, column: column - 1 };
}

function rectangle(first: string, last: string): MergedCells {
  const [from, to] = [placeOf(first), placeOf(last)];
  return { firstRow: from.row, lastRow: to.row, firstColumn: from.column, lastColumn: to.column };
}
