/**
 * Lists for paper as plain data: what stands on them and in which order, not where. The PDF writer lays them out on A4.
 * Everything can be handed to a worker thread.
 */
export interface PrintedBook {
  readonly title: string;
  readonly language: string;
  /** "Page {n} of {of}", counted for each sheet by itself: sheets are handed to different people. */
  readonly pagePattern: string;
  /** "Printed 2024-06-14 05:10", at the foot of every page. */
  readonly printedAt: string;
}

/** One list that begins on a page of its own. */
export interface PrintedSheet {
  /** What it is, e.g. "Pick list". */
  readonly kind: string;
  readonly title: string;
  /** Small lines under the title. */
  readonly facts: readonly string[];
  /** What must not be overlooked. */
  readonly notes: readonly string[];
  /** What a scanner reads; none where there is nothing to scan. */
  readonly code: string | undefined;
  /** At the head of every page after the first. */
  readonly runningHead: string;
  readonly blocks: readonly PrintedBlock[];
  /** Lines to sign on at the end. */
  readonly signatures: readonly string[];
}

export type PrintedBlock =
  | PrintedHeading
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'figures'; readonly figures: readonly PrintedFigure[] }
  | PrintedTable;

export interface PrintedHeading {
  readonly kind: 'heading';
  readonly text: string;
  /** Whether the table below begins on a new page rather than go on there, where one page can hold it. */
  readonly keepsTable?: boolean;
}

/** A number with its name. */
export interface PrintedFigure {
  readonly name: string;
  readonly value: string;
}

/** A table whose head is repeated on every page and whose rows are never broken. */
export interface PrintedTable {
  readonly kind: 'table';
  readonly columns: readonly PrintedColumn[];
  readonly rows: readonly PrintedRow[];
}

export interface PrintedColumn {
  readonly title: string;
  /** In points of 1/72 inch; columns with 0 share what is left. */
  readonly width: number;
  readonly align: 'left' | 'right' | 'center';
}

export interface PrintedRow {
  readonly cells: readonly PrintedCell[];
  /** A sum under the rows above it. */
  readonly isSum?: boolean;
}

export interface PrintedCell {
  readonly text: string;
  /** A second line in small type. */
  readonly small?: string;
  readonly isBold?: boolean;
  /** Short texts that flow below, none broken inside. */
  readonly pieces?: readonly string[];
  /** A box to tick off beside the text. */
  readonly hasTick?: boolean;
  /** Longer texts are cut and end in "…"; unlimited when undefined. */
  readonly mostLines?: number;
}

/** A cell of plain text, cut after two lines. */
export function cell(text: string, more: Omit<PrintedCell, 'text'> = {}): PrintedCell {
  return { mostLines: 2, ...more, text };
}
