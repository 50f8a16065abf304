import { csvLine } from './csv-line.js';

const columns = [
  'auditId',
  'at',
  'actor',
  'action',
  'subjectKind',
  'subjectId',
  'depotId',
  'reason',
  'detail',
] as const;

/** Rows of the audit as lines of CSV, the header first. */
export async function* auditCsv(rows: AsyncIterable<Readonly<Record<string, unknown>>>): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const row of rows) yield csvLine(columns.map((column) => cellOf(row[column])));
}

function cellOf(value: unknown): string | number {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
