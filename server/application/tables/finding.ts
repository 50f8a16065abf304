import type { ToldFacts } from '../../domain/facts.js';
import { beginningOf } from '../../domain/kept-text.js';
import type { Language } from '../../domain/told.js';
import { codeOf, sentenceOf } from './finding-words/sentence.js';

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
  /** Which sentence says what to do: the code, with `/…` behind it where the code has several. */
  readonly sentence: string;
  /** What the sentence names. */
  readonly facts: ToldFacts;
  /** Other rows that it is of, such as all lines of an order. Not kept with an import. */
  readonly alsoRows?: readonly { readonly file: string; readonly line: number }[];
  /** The sentence in English; `reasonIn` tells it in another language. */
  readonly reason: string;
}

/** Where a finding is. */
export type FindingPlace = Pick<Finding, 'file' | 'line' | 'column' | 'value'>;

/** A finding from its sentence and facts; values are cut to what a finding shows. */
export function makeFinding(
  level: Finding['level'],
  place: FindingPlace,
  sentence: string,
  facts: ToldFacts = {},
): Finding {
  const shown = Object.entries(facts).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? beginningOf(fact, mostOfValue) : fact,
  ]);
  const told: ToldFacts = Object.fromEntries(shown);
  return {
    level,
    ...place,
    value: beginningOf(place.value, mostOfValue),
    code: codeOf(sentence),
    sentence,
    facts: told,
    reason: beginningOf(sentenceOf(sentence, told, 'en'), mostOfReason),
  };
}

/** What a finding says, in the reader's language. */
export function reasonIn({ sentence, facts, reason }: Finding, language: Language): string {
  // What was found by an earlier version has no more than its English sentence.
  if (language === 'en' || sentence === '') return reason;
  return beginningOf(sentenceOf(sentence, facts, language), mostOfReason);
}

/** A reason may name what a cell holds, however long that is. */
const mostOfReason = 500;

/** One row of a table file: its cells by column name, or why it is no row. */
export interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** By column, why a cell holds no value that could be meant; a row is refused where such a cell is read. */
  readonly cellFaults?: Readonly<Record<string, CellFault>>;
  /** Which order of a request the row is a line of; in a file the order id tells. */
  readonly orderNo?: number;
  /** By column, the cells as they stood in the file, where they were made other words. */
  readonly asGiven?: Readonly<Record<string, string>>;
  /** What the file calls each column, where that is not our name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fault?: { readonly sentence: string; readonly facts: ToldFacts; readonly value: string };
}

export interface CellFault {
  readonly sentence: string;
  readonly facts: ToldFacts;
}

/** A warning of a whole table, or of the whole workbook that it is a sheet of, which is told once then. */
export interface TableNotice extends CellFault {
  readonly workbook?: string;
}

/** A file as rows. Reading is lazy: a million rows need no more memory than a thousand. */
export interface Table {
  /** Name without folders, as findings show it. */
  readonly file: string;
  readonly columns: readonly string[];
  /** What a person should know of how it was opened. */
  readonly notices?: readonly TableNotice[];
  /** Its columns and words are ours already, as in orders that came as JSON. */
  readonly isOurs?: true;
  rows(): AsyncIterable<TableRow>;
}

/** How many characters of a value a finding shows. */
export const mostOfValue = 200;
