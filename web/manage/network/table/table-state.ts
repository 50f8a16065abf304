import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Kind } from '../../../components/network/change-api.js';
import { overviewOf } from '../network-state.js';
import { columnsOf } from './columns.js';
import { makeRows, rowsShown, sortRows, type TableRow, type TableView } from './table-rows.js';

/** A table of things as it was left, so that coming back from one of them finds it again. */
export interface TableState {
  readonly view: Signal<TableView>;
  readonly chosen: Signal<ReadonlySet<string>>;
  /** The row that keys move from. */
  readonly active: Signal<number>;
  scrollTop: number;
  readonly rows: ReadonlySignal<readonly TableRow[]>;
  readonly shown: ReadonlySignal<readonly TableRow[]>;
}

/** By what tables of things that have an order of their own are sorted to begin with. */
const firstSortOf: Partial<Record<Kind, string>> = { cutoffs: 'sequence', wave_rules: 'rank' };

const states = new Map<Kind, TableState>();

export function tableState(kind: Kind): TableState {
  const known = states.get(kind);
  if (known !== undefined) return known;
  const view = signal<TableView>({
    query: '',
    filters: {},
    sort: { field: firstSortOf[kind] ?? columnsOf[kind][0], isDown: false },
  });
  const rows = computed(() => {
    const overview = overviewOf(kind);
    return overview === undefined ? [] : makeRows(overview);
  });
  const fields = computed(() => overviewOf(kind)?.fields ?? []);
  // What is typed leaves the order as it is.
  const sort = computed(() => view.value.sort);
  const sorted = computed(() => sortRows(rows.value, fields.value, sort.value));
  const made: TableState = {
    view,
    chosen: signal(new Set<string>()),
    active: signal(0),
    scrollTop: 0,
    rows,
    shown: computed(() => rowsShown(sorted.value, fields.value, view.value)),
  };
  states.set(kind, made);
  return made;
}
