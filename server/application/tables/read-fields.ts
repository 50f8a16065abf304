import { toldFacts } from '../../domain/facts.js';
import { plain } from '../../domain/kept-text.js';
import { makeTimeWindow } from '../../domain/local-time.js';
import {
  attributesOf,
  type Faults,
  type Fields,
  type Placed,
  putAt,
  type Thing,
  valueAt,
} from '../../domain/network/attributes/attribute.js';
import { type Note, noteOfPart } from '../../domain/network/attributes/kinds/value-kind.js';
import type { RowReader } from './row-reader.js';

/** Whether the row's file says something of a field: what is optional and has no column stays as it is known. */
export function isSaidIn(row: RowReader, of: Thing): (field: string) => boolean {
  const left = new Set(
    attributesOf(of)
      .filter((placed) => isLeft(row, placed))
      .map(({ field }) => field),
  );
  return (field) => !left.has(field);
}

function isLeft(row: RowReader, placed: Placed): boolean {
  const isLeavable = placed.isOptional || placed.attribute.staysUnsaid === true;
  return isLeavable && !columnsIn(row, placed).some(({ column }) => row.has(column));
}

/** The columns of an attribute as the file calls them. */
function columnsIn(row: RowReader, { attribute: { alsoColumn }, columns }: Placed): Placed['columns'] {
  if (alsoColumn === undefined || row.has(columns[0].column) || !row.has(alsoColumn)) return columns;
  return [{ ...columns[0], column: alsoColumn }];
}

/**
 * The fields of a thing from the cells of a row, each by the form of its attribute.
 *
 * @param before what is known of it: optional fields without a column are left as they are.
 */
export function readFields(row: RowReader, of: Thing, before: Fields | undefined, faults: Faults): Fields {
  const fields: Fields = of.optionalIn === undefined ? {} : { [of.optionalIn]: {} };
  for (const placed of attributesOf(of)) {
    const { field, steps } = placed;
    const { otherwise } = placed.attribute;
    const value = isLeft(row, placed)
      ? (valueAt(before, steps) ?? otherwise)
      : readField(row, placed, faults.noteOf(field));
    if (value !== undefined) putAt(fields, steps, value);
  }
  for (const { field, attribute } of attributesOf(of)) {
    if (attribute.endOf === undefined) continue;
    const [begins, ends] = [fields[attribute.endOf] as number, fields[field] as number];
    fields[field] = makeTimeWindow(begins, ends).closes;
  }
  return fields;
}

function readField(row: RowReader, placed: Placed, note: Note): unknown {
  const { attribute, isOptional } = placed;
  const columns = columnsIn(row, placed);
  const { kind, otherwise, follows } = attribute;
  const isEmpty = (column: string) => plain(row.raw(column)) === '';
  if (columns.length === 0) return otherwise;
  if (kind.parts !== undefined) {
    const given = new Map<string, unknown>();
    for (const { column, at } of columns) {
      if (!isEmpty(column)) given.set(at, kind.parts.kinds[at].parse(row.raw(column), noteOfPart(note, at)));
    }
    return given.size === 0 && isOptional ? undefined : kind.parts.join(given, note);
  }
  const [{ column }] = columns;
  if (!isEmpty(column)) return kind.parse(row.raw(column), note);
  return isOptional || follows || otherwise !== undefined ? otherwise : kind.parse('', note);
}

/** Tells of a row what was found about its fields, by its columns. */
export function tellFaults(row: RowReader, of: Thing, faults: Faults): void {
  if (faults.list.length === 0) return;
  const columns = new Map<string, string>();
  for (const placed of attributesOf(of)) {
    const { field } = placed;
    // The whole of several goes by the first.
    for (const { column, at } of [...columnsIn(row, placed)].reverse()) {
      columns.set(field, column);
      columns.set(at === '' ? field : `${field}.${at}`, column);
    }
  }
  const columnOf = (path: string): string => {
    const own = columns.get(path);
    if (own !== undefined || !path.includes('.')) return own ?? path;
    return columnOf(path.slice(0, path.lastIndexOf('.')));
  };
  for (const { level, field, sentence, facts } of faults.list) {
    const told = toldFacts(facts, (path) => row.nameOf(columnOf(path)));
    if (level === 'refused') row.refuse(columnOf(field), sentence, told);
    else row.warn(columnOf(field), sentence, told);
  }
}
