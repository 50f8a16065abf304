import type { Language } from '../../../../domain/told.js';
import { type Finding, reasonIn, type Table } from '../../../tables/finding.js';
import type { ExportTable } from '../../exports/export-table.js';
import type { Draft, DraftTable } from './draft.js';
import { usedTables } from './draft-choices.js';
import type { DraftFiles } from './draft-ports.js';

const words = {
  zh: { line: '原行号', reasons: '原因' },
  en: { line: 'Line in the file', reasons: 'Reasons' },
} as const;
/** What a spreadsheet shows without a struggle; more are in the findings. */
const mostRows = 50_000;

/**
 * The refused rows of a draft as tables of the same columns as the files, with what is wrong beside each, so that they can
 * be corrected and sent again: the two columns at the end are passed over then.
 *
 * @param tableNo one of its tables; all that have refused rows where none is named.
 */
export async function refusedRows(
  draft: Draft,
  files: DraftFiles,
  language: Language,
  tableNo?: number,
): Promise<ExportTable[]> {
  const made: ExportTable[] = [];
  const byTable = await refusalsByTable(draft, files);
  for (const table of usedTables(draft)) {
    const refusals = byTable.get(table.name);
    if (refusals === undefined || (tableNo !== undefined && table.tableNo !== tableNo)) continue;
    const opened = await files.open(draft.draftId, table);
    made.push({
      name: table.name,
      columns: columnsOf(opened, language),
      rows: await rowsOf(opened, table, refusals, language),
    });
  }
  return made;
}

async function refusalsByTable(draft: Draft, files: DraftFiles): Promise<Map<string, Map<number, Finding[]>>> {
  const byTable = new Map<string, Map<number, Finding[]>>();
  for await (const finding of files.findings(draft.draftId)) {
    if (finding.level !== 'refused') continue;
    for (const { file, line } of [finding, ...(finding.alsoRows ?? [])]) {
      const lines = byTable.get(file) ?? new Map<number, Finding[]>();
      byTable.set(file, lines.set(line, [...(lines.get(line) ?? []), finding]));
    }
  }
  return byTable;
}

function columnsOf({ columns }: Table, language: Language): ExportTable['columns'] {
  const text = (title: string, width: number) => ({ title, kind: 'text' as const, width });
  return [
    ...columns.map((column) => text(column, 18)),
    text(words[language].line, 12),
    text(words[language].reasons, 70),
  ];
}

async function rowsOf(
  opened: Table,
  { fixes, columns }: DraftTable,
  refusals: ReadonlyMap<number, readonly Finding[]>,
  language: Language,
): Promise<(string | undefined)[][]> {
  const rows: (string | undefined)[][] = [];
  // A refusal of the whole table stands at its header: every row is refused then.
  const whole = refusals.get(1) ?? refusals.get(0);
  const headerOf = (column: string) => columns.find((each) => each.column === column)?.header;
  const fixed = new Map(fixes.map(({ line, column, value }) => [`${line} ${headerOf(column)}`, value]));
  for await (const { line, cells, fault } of opened.rows()) {
    const own = refusals.get(line) ?? whole;
    if (own === undefined) continue;
    if (rows.length === mostRows) break;
    const reasons = [...new Set(own.map((finding) => reasonIn(finding, language)))].join(' ');
    const given =
      fault === undefined
        ? opened.columns.map((column) => fixed.get(`${line} ${column}`) ?? cells[column] ?? '')
        : opened.columns.map((_, at) => (at === 0 ? fault.value : ''));
    rows.push([...given, String(line), reasons]);
  }
  return rows;
}
