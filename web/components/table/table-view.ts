import { type Signal, signal } from '@preact/signals';
import type { TableColumn, TableSort } from './table-column.js';

/** How a table is looked at: kept while the page is open, and the choice of columns by the browser. */
export interface TableView {
  /** Of the file that it is saved as. */
  readonly name: string;
  readonly sort: Signal<TableSort | undefined>;
  /** Columns that were shown or hidden by hand, by their keys. */
  readonly chosen: Signal<Readonly<Record<string, boolean>>>;
}

const storageKey = (name: string) => `tuanda.columns.${name}`;

export function makeTableView(name: string): TableView {
  return { name, sort: signal<TableSort | undefined>(undefined), chosen: signal(readChosen(name)) };
}

function readChosen(name: string): Readonly<Record<string, boolean>> {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(storageKey(name)) ?? '{}');
    const entries = Object.entries(kept ?? {}).filter(([, isShown]) => typeof isShown === 'boolean');
    return Object.fromEntries(entries) as Record<string, boolean>;
  } catch {
    // What another version, or nobody, has kept.
    return {};
  }
}

export function isShown<Row>({ chosen }: TableView, { key, isFixed, isHidden }: TableColumn<Row>): boolean {
  return isFixed === true || (chosen.value[key] ?? isHidden !== true);
}

export function chooseColumn({ name, chosen }: TableView, key: string, shown: boolean): void {
  chosen.value = { ...chosen.value, [key]: shown };
  window.localStorage.setItem(storageKey(name), JSON.stringify(chosen.value));
}

/** First from low to high, then from high to low, then as the rows come. */
export function sortBy({ sort }: TableView, key: string): void {
  const now = sort.value;
  if (now?.key !== key) sort.value = { key, isDown: false };
  else sort.value = now.isDown ? undefined : { key, isDown: true };
}
