import type { Overview } from '../../../api/types.js';
import { compareTexts, compareValues } from '../../../components/table/compare-values.js';
import { areaName } from '../../../i18n/area-name.js';

/** A thing as tables have it. */
export interface TableRow {
  readonly id: string;
  readonly values: readonly unknown[];
  /** All that is searched, in small letters. */
  readonly haystack: string;
}

/** What a table shows now. */
export interface TableView {
  readonly query: string;
  /** By field, the value that all rows shown have. */
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: { readonly field: string; readonly isDown: boolean };
}

/** Fields whose texts are looked through, beside ids and names. */
const searched: ReadonlySet<string> = new Set(
  'name nameZh nameEn street area tier type phone vehicleId category location zoneId depotId'.split(' '),
);

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** Rows with what is searched of them, made once. The first field is the id. */
export function makeRows({ fields, rows }: Pick<Overview, 'fields' | 'rows'>): TableRow[] {
  const places = fields.flatMap((field, at) => (at === 0 || searched.has(field) ? [at] : []));
  return rows.map((values) => ({
    id: String(values[0]),
    values,
    haystack: plain(places.map((at) => textsOf(fields[at], values[at])).join('\n')),
  }));
}

/** As it stands in the record, and as the table shows it. */
function textsOf(field: string, value: unknown): string {
  const text = String(value ?? '');
  return field === 'area' ? `${text}\n${areaName(text)}` : text;
}

/** The rows in their order. It is worked out once for each: ten thousand names take longer to compare than to look through. */
export function sortRows(
  rows: readonly TableRow[],
  fields: readonly string[],
  { field, isDown }: TableView['sort'],
): TableRow[] {
  const at = Math.max(0, fields.indexOf(field));
  const sign = isDown ? -1 : 1;
  return [...rows].sort(
    (one, other) => sign * compareValues(one.values[at], other.values[at]) || compareTexts(one.id, other.id),
  );
}

/** The rows that are shown, in the order that they came in. Every word of the query stands somewhere in a row. */
export function rowsShown(
  rows: readonly TableRow[],
  fields: readonly string[],
  view: Pick<TableView, 'query' | 'filters'>,
): readonly TableRow[] {
  const words = plain(view.query)
    .split(/\s+/)
    .filter((word) => word !== '');
  const filters = Object.entries(view.filters).map(([field, value]) => [fields.indexOf(field), value] as const);
  if (words.length === 0 && filters.length === 0) return rows;
  return rows.filter(
    ({ haystack, values }) =>
      words.every((word) => haystack.includes(word)) &&
      filters.every(([at, value]) => String(values[at] ?? '') === value),
  );
}

/** The values that a field has among rows, the frequent first, with how often. */
export function valuesAmong(rows: readonly TableRow[], fields: readonly string[], field: string): [string, number][] {
  const at = fields.indexOf(field);
  const counts = new Map<string, number>();
  for (const { values } of rows) {
    const value = String(values[at] ?? '');
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([one, many], [other, more]) => more - many || compareTexts(one, other));
}

/** Which rows of a long table are drawn, so that what is in view and a little around it is there. */
export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number, around = 8) {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - around);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + around);
  return { first, end: Math.max(first, end) };
}
