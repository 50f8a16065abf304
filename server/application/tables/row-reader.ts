import { type ToldFacts, toldFacts } from '../../domain/facts.js';
import { plain } from '../../domain/kept-text.js';
import { count, thousandths } from '../../domain/network/attributes/kinds/number-kinds.js';
import { id, text } from '../../domain/network/attributes/kinds/text-kinds.js';
import type { Note, ValueKind } from '../../domain/network/attributes/kinds/value-kind.js';
import { type Finding, makeFinding, type TableRow } from './finding.js';

export { plain };

const idKind = id();
const textOf = remember((most: number) => text({ most }));
const countOf = remember((least: number, most: number) => count({ least, most }));
const thousandthsOf = remember((most: number) => thousandths({ unit: '', most }));

/** Files have a handful of bounds and millions of rows. */
function remember<Bounds extends readonly number[], T>(make: (...bounds: Bounds) => T): (...bounds: Bounds) => T {
  const made = new Map<string, T>();
  return (...bounds) => {
    const key = bounds.join(' ');
    const known = made.get(key) ?? make(...bounds);
    made.set(key, known);
    return known;
  };
}

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

  /** @param sentence a code, with `/…` behind it where the code has several sentences. */
  refuse(column: string, sentence: string, facts: ToldFacts = {}): void {
    this.note('refused', column, sentence, facts);
  }

  warn(column: string, sentence: string, facts: ToldFacts = {}): void {
    this.note('warned', column, sentence, facts);
  }

  /** Takes back warnings that a row above has told already of what both are of. @param told what was told; the others are added. */
  withdrawTold(told: Set<string>): void {
    const fresh = this.findings.filter(({ level, column, sentence, value }) => {
      if (level === 'refused') return true;
      const key = JSON.stringify([column, sentence, value]);
      const isFresh = !told.has(key);
      told.add(key);
      return isFresh;
    });
    this.findings.splice(0, this.findings.length, ...fresh);
  }

  /** What the file calls a column. */
  nameOf(column: string): string {
    return this.row.headers?.[column] ?? column;
  }

  /** Whether the file has the column at all. */
  has(column: string): boolean {
    return Object.hasOwn(this.row.cells, column);
  }

  /** The cell as written. Empty when the column is not there. What is wrong with the cell itself is noted. */
  raw(column: string): string {
    const fault = this.row.cellFaults?.[column];
    if (fault !== undefined) this.refuse(column, fault.sentence, fault.facts);
    return this.written(column);
  }

  private written(column: string): string {
    return this.row.cells[column] ?? '';
  }

  /** As it stood in the file, before words of other languages were made ours. */
  private asGiven(column: string): string {
    return this.row.asGiven?.[column] ?? this.written(column);
  }

  /** An id: required and cleaned; compared without case by the caller where that is meant. */
  id(column: string): string {
    const value = idKind.parse(this.raw(column), this.noteOf(column));
    return idKind.settle!(value, this.noteOf(column), nothingKnown)!;
  }

  /** Free text: blanks around and control characters removed, cut at `most` characters. */
  text(column: string, most = 200): string {
    return textOf(most).parse(this.raw(column), this.noteOf(column));
  }

  /** A whole number within limits. */
  whole(column: string, least: number, most: number): number {
    return this.value(column, countOf(least, most));
  }

  /** A decimal number in thousandths, of whatever unit. */
  thousandths(column: string, most: number): number {
    return this.value(column, thousandthsOf(most));
  }

  /** The value of a cell by its kind; something that stands in for it where it was refused. */
  value<T>(column: string, kind: ValueKind<T>): T {
    return kind.parse(this.raw(column), this.noteOf(column));
  }

  private noteOf(column: string): Note {
    return {
      refuse: (sentence, facts = {}) =>
        this.refuse(
          column,
          sentence,
          toldFacts(facts, (path) => this.nameOf(path)),
        ),
      warn: (sentence, facts = {}) =>
        this.warn(
          column,
          sentence,
          toldFacts(facts, (path) => this.nameOf(path)),
        ),
    };
  }

  private note(level: Finding['level'], column: string, sentence: string, facts: ToldFacts): void {
    // A cell that holds nothing that could be meant is faulty once, whatever reads it.
    if (this.row.cellFaults?.[column] !== undefined && this.findings.some((finding) => finding.column === column))
      return;
    const place = { file: this.file, line: this.row.line, column, value: this.asGiven(column) };
    this.findings.push(makeFinding(level, place, sentence, { name: this.nameOf(column), ...facts }));
  }
}

const nothingKnown = {
  zoneIds: new Set<string>(),
  depotIds: new Set<string>(),
  depotOfVehicle: () => undefined,
  findStation: () => undefined,
  hasSku: () => false,
  cutoffsOf: () => [],
  collectingWaves: [],
  closesAt: () => undefined,
  timeZone: 'UTC',
};
