import type { TableColumn } from './table-column.js';
import { sortBy, type TableView } from './table-view.js';

interface SortHeadProps<Row> {
  readonly view: TableView;
  readonly columns: readonly TableColumn<Row>[];
  /** Whether rows end with something to press. */
  readonly hasActs?: boolean;
}

/** Titles of columns, each a button that sorts by it. */
export function SortHead<Row>({ view, columns, hasActs = false }: SortHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map(({ key, title, hint, kind }) => {
          const { key: sorted, isDown } = view.sort.value ?? {};
          const isSorted = sorted === key;
          return (
            <th
              key={key}
              class={kind === 'text' ? undefined : 'number'}
              title={hint?.()}
              aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" class="sort-button" onClick={() => sortBy(view, key)}>
                {title()}
                <span aria-hidden="true">{isSorted ? (isDown ? ' ↓' : ' ↑') : ''}</span>
              </button>
            </th>
          );
        })}
        {hasActs && <td />}
      </tr>
    </thead>
  );
}
