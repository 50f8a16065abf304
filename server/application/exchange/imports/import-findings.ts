import { DispatchError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import type { ImportedFile } from '../../orders/intake-store.js';
import { type Finding, makeFinding, type TableRow } from '../../tables/finding.js';
import type { TableKind } from '../../tables/table-kinds.js';

/** Beyond this a file is not dirty but wrong. */
const findingLimit = 200_000;
/** What the values and reasons of the findings may have together, for they are held in memory until the end. */
const findingCharacterLimit = 40_000_000;
/** What an import found, and what became of the rows of each file. */
export class ImportFindings {
  readonly all: Finding[] = [];
  readonly files = new Map<string, ImportedFile>();
  private characters = 0;

  /** @throws DispatchError `too-many-findings` */
  add(finding: Finding): void {
    this.characters += finding.value.length + finding.reason.length;
    if (this.all.length >= findingLimit || this.characters > findingCharacterLimit) {
      throw new DispatchError(
        'too-many-findings',
        told`More than ${this.all.length} rows have faults. Check that the file is the right one.`,
      );
    }
    this.all.push(finding);
  }

  /** @param mapping the name of the kept mapping that it is read by. */
  beginFile(file: string, kind: TableKind, mapping: string | undefined): void {
    const counts = newFile(file, kind);
    this.files.set(file, mapping === undefined ? counts : { ...counts, mapping });
  }

  /** A file that cannot be read as a whole. */
  refuseFile(finding: Finding): void {
    this.files.set(finding.file, { ...newFile(finding.file, 'unknown'), refused: 1 });
    this.add(finding);
  }

  /** A row that could not be read as cells. */
  addFault(file: string, row: TableRow): void {
    const { sentence, facts, value } = row.fault!;
    this.add(makeFinding('refused', { file, line: row.line, column: '', value }, sentence, facts));
  }
}

function newFile(file: string, kind: string): ImportedFile {
  return { file, kind, rows: 0, taken: 0, unchanged: 0, warned: 0, refused: 0 };
}
