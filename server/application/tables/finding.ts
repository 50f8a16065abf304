/** Something about one row (or, with line 0, one file) that a person should know. */
export interface Finding {
  /** `refused`: the row was not taken. `warned`: it was taken, but look at it. */
  readonly level: 'refused' | 'warned';
  readonly file: string;
  /** Line in the file, the header being line 1. 0 when the whole file is meant. */
  readonly line: number;
  readonly column: string;
  /** As it stood in the file, cut to 200 characters. */
  readonly value: string;
  /** Stable, listed in docs/import-format.md. */
  readonly code: string;
  /** A sentence that says what to do. */
  readonly reason: string;
}

/** One row of a table file: its cells by column name, or why it is no row. */
export interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** By column, why a cell holds no value that could be meant; a row is refused where such a cell is read. */
  readonly cellFaults?: Readonly<Record<string, CellFault>>;
  /** Which order of a request the row is a line of; in a file the order id tells. */
  readonly orderNo?: number;
  readonly fault?: { readonly code: string; readonly reason: string; readonly value: string };
}

export interface CellFault {
  readonly code: string;
  readonly reason: string;
}

/** A file as rows. Reading is lazy: a million rows need no more memory than a thousand. */
export interface Table {
  /** Name without folders, as findings show it. */
  readonly file: string;
  readonly columns: readonly string[];
  rows(): AsyncIterable<TableRow>;
}

/** How many characters of a value a finding shows. */
export const mostOfValue = 200;
