import type { ToldFacts } from '../../../../domain/facts.js';
import type { OwnDepots } from '../../../../domain/own-depots.js';
import type { ImportedFile, WaveCount } from '../../../orders/intake-store.js';
import type { IncompleteOrders } from '../../../orders/order-intake.js';
import type { Datum } from '../../../tables/columns/datum.js';
import type { CellFix } from '../../../tables/columns/interpret-table.js';
import type { TableKind } from '../../../tables/table-kinds.js';

/** Encodings and delimiters that a person may choose for a text file. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'windows-1252'] as const;
export const delimiters = [',', ';', '\t', '|'] as const;

/** How a text file is written; undefined for workbooks. */
export interface TextForm {
  readonly encoding: (typeof encodings)[number];
  readonly delimiter: (typeof delimiters)[number];
}

/** How sure it is what a header means: by our name, another one, a weak one, by a person, by a kept mapping, or not. */
export type HowSure = 'name' | 'other-name' | 'weak-name' | 'said' | 'kept' | 'unsure' | 'unknown';

/** One header of a file and the column that it is; `null` where it is none and is passed over. */
export interface DraftColumn {
  readonly header: string;
  readonly column: string | null;
  /** What its numbers are multiplied with, where the header says another unit. */
  readonly factor: number;
  readonly sure: HowSure;
  /** Columns that it may be, where that is for a person to say. */
  readonly candidates: readonly string[];
}

/** One sheet of a workbook, or a text file, before it is taken. */
export interface DraftTable {
  /** Goes by it in the draft. */
  readonly tableNo: number;
  /** The uploaded file's name, and the sheet within. */
  readonly file: string;
  readonly sheet: string | undefined;
  /** What findings call it. */
  readonly name: string;
  readonly text: TextForm | undefined;
  /** Whether it is taken at all. */
  readonly isUsed: boolean;
  /** Undefined: nobody knows yet. */
  readonly kind: TableKind | undefined;
  /** Which of the first rows is the header, counted from 0. */
  readonly headerAt: number;
  /** The first rows as they stand in the file, cells cut to what a page shows. */
  readonly sample: readonly (readonly string[])[];
  readonly columns: readonly DraftColumn[];
  /** What stands in every row, by our column. */
  readonly constants: Readonly<Record<string, string>>;
  readonly datum: Datum;
  readonly fixes: readonly CellFix[];
  /** The kept mapping that it is read by. */
  readonly mapping: string | undefined;
}

/** What became of a table in the preview, with what is new apart from what changes. */
export interface PreviewedFile extends ImportedFile {
  readonly added: number;
  readonly changed: number;
}

export interface DraftPreview {
  /** The version of the draft that it is of: after a change it has to be made again. */
  readonly version: number;
  readonly files: readonly PreviewedFile[];
  readonly findingCount: number;
  readonly refusedCount: number;
  readonly changeCount: number;
  /** Addresses of new stations without coordinates, placed before or still to be. Previews of an earlier version count none. */
  readonly addressCount?: number;
  /** How many findings of each code there are, refused and warned apart. */
  readonly codes: readonly {
    readonly level: 'refused' | 'warned';
    readonly code: string;
    readonly count: number;
    /** What the first of them says. */
    readonly first: { readonly sentence: string; readonly facts: ToldFacts };
  }[];
  /** Which waves the orders would go to, and what puts them there. Left out by a preview that was made before. */
  readonly waves?: readonly WaveCount[];
}

/** A file of a draft that is no table, and why. */
export interface UnreadableDraftFile {
  readonly file: string;
  readonly sentence: string;
  readonly facts: ToldFacts;
}

/** Files that were sent and not taken yet. Of one account; gone after a day. */
export interface Draft {
  readonly draftId: string;
  readonly accountId: string;
  readonly depotIds: OwnDepots;
  readonly begunBy: string;
  readonly begunAt: Date;
  readonly endsAt: Date;
  readonly version: number;
  /** From day.json; undefined: the installation's. */
  readonly timeZone: string | undefined;
  readonly tables: readonly DraftTable[];
  readonly unreadable: readonly UnreadableDraftFile[];
  /** Addresses that somebody has said to leave out, by `placeKeyOf`. */
  readonly leftOut: readonly string[];
  /** What becomes of orders of which a line is refused. */
  readonly incompleteOrders: IncompleteOrders;
  readonly preview: DraftPreview | undefined;
}

/** A thing that is known and would be another: what stands in the record, and what the files say. */
export interface DraftChange {
  readonly kind: string;
  readonly id: string;
  readonly isNew: boolean;
  readonly fields: readonly { readonly field: string; readonly from: string; readonly to: string }[];
}
