import { lackingColumns, type TableKind } from '../table-kinds.js';
import { type LooseName, looseName } from './loose-name.js';
import { otherNamesOf } from './other-names.js';
import { type TableColumn, tableColumnsOf } from './table-columns.js';

/** A header that is one of our columns. */
export interface MatchedColumn {
  readonly header: string;
  readonly column: string;
  /** By our own name, by another one, or by one that is only taken where there is no better. */
  readonly by: 'name' | 'other-name' | 'weak-name';
  /** What a number in the file is to be multiplied with, where its header says another unit. */
  readonly factor: number;
}

/** A header that may be more than one column, or several that may be the same one: a person has to say which. */
export type UnsureColumn =
  | { readonly why: 'many-columns'; readonly header: string; readonly columns: readonly string[] }
  | { readonly why: 'rivals'; readonly headers: readonly string[]; readonly column: string };

export interface ColumnMatch {
  readonly matched: readonly MatchedColumn[];
  readonly unsure: readonly UnsureColumn[];
  /** Required columns that no header is. */
  readonly missing: readonly string[];
}

type Rank = 0 | 1 | 2;
const byRank = ['name', 'other-name', 'weak-name'] as const;

/**
 * Which headers of a file of the given kind are which of its columns: by our names first, then by what partners call
 * them. A header with several meanings takes the one that no other header has; where more than one is left, none is
 * guessed.
 */
export function matchColumns(kind: TableKind, headers: readonly string[]): ColumnMatch {
  const names = namesOf(kind);
  const open = new Map<string, Map<string, Rank>>();
  const loose = new Map<string, LooseName>();
  for (const header of headers) {
    if (header.trim() === '' || loose.has(header)) continue;
    const own = header.normalize('NFKC').trim().toLowerCase();
    loose.set(header, looselyOf(header));
    const found = names.exact.get(own) ?? names.loose.get(loose.get(header)!.name);
    if (found !== undefined) open.set(header, new Map(found));
  }
  const matched: MatchedColumn[] = [];
  const take = (header: string, column: string, rank: Rank) => {
    open.delete(header);
    for (const candidates of open.values()) candidates.delete(column);
    const unit = loose.get(header)!.unit;
    matched.push({ header, column, by: byRank[rank], factor: factorOf(names.columns.get(column)!, unit) });
  };
  for (const rank of [0, 1, 2] as const) {
    for (let again = true; again; ) {
      again = false;
      for (const [header, candidates] of [...open]) {
        const columns = [...candidates].filter(([, each]) => each === rank).map(([column]) => column);
        if (columns.length !== 1) continue;
        const [column] = columns;
        const isWanted = [...open].some(
          ([other, theirs]) => other !== header && theirs.get(column) === rank && isOnly(theirs, rank),
        );
        if (isWanted) continue;
        take(header, column, rank);
        again = true;
      }
    }
  }
  const unsure = unsureOf(open);
  const taken = new Set(matched.map(({ column }) => column));
  const missing = lackingColumns(kind, taken);
  return { matched: inOrder(matched, headers), unsure, missing };
}

/** Loose names of late: a file's first rows are matched against every kind, and its header again with each preview. */
const looseNames = new Map<string, LooseName>();
const mostLooseNames = 5_000;

function looselyOf(header: string): LooseName {
  const known = looseNames.get(header);
  if (known !== undefined) return known;
  const made = looseName(header);
  if (looseNames.size >= mostLooseNames) looseNames.clear();
  looseNames.set(header, made);
  return made;
}

const isOnly = (candidates: ReadonlyMap<string, Rank>, rank: Rank) =>
  [...candidates.values()].filter((each) => each === rank).length === 1;

function unsureOf(open: ReadonlyMap<string, ReadonlyMap<string, Rank>>): UnsureColumn[] {
  const unsure: UnsureColumn[] = [];
  const rivals = new Map<string, string[]>();
  for (const [header, candidates] of open) {
    const best = Math.min(...candidates.values());
    const columns = [...candidates].filter(([, rank]) => rank === best).map(([column]) => column);
    if (columns.length > 1) unsure.push({ why: 'many-columns', header, columns });
    else if (columns.length === 1) rivals.set(columns[0], [...(rivals.get(columns[0]) ?? []), header]);
  }
  for (const [column, headers] of rivals) {
    // One alone has lost to nobody here: another header was the column by a better name, and it is passed over.
    if (headers.length > 1) unsure.push({ why: 'rivals', headers, column });
  }
  return unsure;
}

function inOrder(matched: readonly MatchedColumn[], headers: readonly string[]): MatchedColumn[] {
  return [...matched].sort((one, other) => headers.indexOf(one.header) - headers.indexOf(other.header));
}

/** What the numbers under a header are multiplied with to be those of a column. */
export function factorFor(kind: TableKind, column: string, header: string): number {
  const of = namesOf(kind).columns.get(column);
  return of === undefined ? 1 : factorOf(of, looseName(header).unit);
}

function factorOf(column: TableColumn, unit: LooseName['unit']): number {
  if (unit === undefined || column.unit === undefined) return 1;
  if (column.unit === unit.of) return unit.factor;
  if (column.unit === 'kilometers' && unit.of === 'meters') return unit.factor / 1000;
  if (column.unit === 'meters' && unit.of === 'kilometers') return unit.factor * 1000;
  return 1;
}

interface KindNames {
  readonly exact: ReadonlyMap<string, ReadonlyMap<string, Rank>>;
  readonly loose: ReadonlyMap<string, ReadonlyMap<string, Rank>>;
  readonly columns: ReadonlyMap<string, TableColumn>;
}

const made = new Map<TableKind, KindNames>();

function namesOf(kind: TableKind): KindNames {
  const known = made.get(kind);
  if (known !== undefined) return known;
  const exact = new Map<string, Map<string, Rank>>();
  const loose = new Map<string, Map<string, Rank>>();
  const add = (into: Map<string, Map<string, Rank>>, name: string, column: string, rank: Rank) => {
    const columns = into.get(name) ?? new Map<string, Rank>();
    if ((columns.get(column) ?? 3) > rank) columns.set(column, rank);
    into.set(name, columns);
  };
  const columns = tableColumnsOf(kind);
  for (const { column, label } of columns) {
    add(exact, column, column, 0);
    add(loose, looseName(column).name, column, 1);
    const others = otherNamesOf(kind, column);
    for (const name of [label.zh, label.en, ...(others?.zh ?? []), ...(others?.en ?? [])]) {
      add(loose, looseName(name).name, column, 1);
    }
    for (const name of others?.weak ?? []) add(loose, looseName(name).name, column, 2);
  }
  const names = { exact, loose, columns: new Map(columns.map((each) => [each.column, each])) };
  made.set(kind, names);
  return names;
}
