import { useEffect, useRef, useState } from 'preact/hooks';
import { word } from '../../../components/form/wording.js';
import type { Kind } from '../../../components/network/change-api.js';
import { attributesOf } from '../../../components/network/described.js';
import { Empty } from '../../../components/states.js';
import { t } from '../../../i18n/language.js';
import { hrefOf, openSection } from '../../address.js';
import { overviewOf } from '../network-state.js';
import { sectionOf } from '../section-names.js';
import { Cell, columnsOf } from './columns.js';
import { TableFilters } from './table-filters.js';
import { type TableRow, windowOf } from './table-rows.js';
import { tableState } from './table-state.js';

const rowHeight = 44;

/** All things of a kind: searched, narrowed, sorted, chosen. Only the rows in view are drawn, however many there are. */
export function ThingTable({ kind, mayChange }: { readonly kind: Kind; readonly mayChange: boolean }) {
  const state = tableState(kind);
  const { view, chosen, active, shown } = state;
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const [scroll, setScroll] = useState({ top: state.scrollTop, height: 600 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.scrollTop = state.scrollTop;
    const measure = () => setScroll({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [kind]);
  const rows = shown.value;
  const columns = columnsOf[kind];
  const { first, end } = windowOf(scroll.top, scroll.height, rowHeight, rows.length);
  const isAll = rows.length > 0 && rows.every(({ id }) => chosen.value.has(id));

  const show = (at: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, at));
    active.value = to;
    const element = box.current;
    if (element === null) return;
    const top = to * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    // The head stands over the first rows.
    else if (top + 2 * rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + 2 * rowHeight - element.clientHeight;
    }
  };
  const choose = ({ id }: TableRow) => {
    const now = new Set(chosen.value);
    if (!now.delete(id)) now.add(id);
    chosen.value = now;
  };
  const onKey = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(scroll.height / rowHeight) - 2);
    const steps: Record<string, number> = {
      ArrowDown: active.value + 1,
      ArrowUp: active.value - 1,
      PageDown: active.value + page,
      PageUp: active.value - page,
      Home: 0,
      End: rows.length - 1,
    };
    if (event.target !== table.current) return;
    const row = rows[active.value];
    if (event.key in steps) show(steps[event.key]);
    else if (event.key === 'Enter' && row !== undefined) openSection(sectionOf(kind), row.id);
    else if (event.key === ' ' && row !== undefined && mayChange) choose(row);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <TableFilters kind={kind} onDown={() => table.current?.focus({ preventScroll: true })} />
      <div
        ref={box}
        class="things card"
        onScroll={(event) => {
          state.scrollTop = event.currentTarget.scrollTop;
          setScroll({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight });
        }}
      >
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that keys move in
          role="grid"
          tabIndex={0}
          aria-label={t('network.table.keys')}
          aria-rowcount={rows.length}
          aria-activedescendant={rows[active.value] === undefined ? undefined : `row-${active.value}`}
          onKeyDown={onKey}
        >
          <thead>
            <tr>
              {mayChange && (
                <th class="things__choose">
                  <input
                    type="checkbox"
                    aria-label={t('network.chooseAll')}
                    checked={isAll}
                    onChange={() => {
                      chosen.value = isAll ? new Set() : new Set(rows.map(({ id }) => id));
                    }}
                  />
                </th>
              )}
              {columns.map((field) => (
                <Head key={field} kind={kind} field={field} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap height={first * rowHeight} columns={columns.length} />
            {rows.slice(first, end).map((row, at) => (
              <Row key={row.id} kind={kind} row={row} at={first + at} mayChange={mayChange} onChoose={choose} />
            ))}
            <Gap height={(rows.length - end) * rowHeight} columns={columns.length} />
          </tbody>
        </table>
        {rows.length === 0 && (
          <Empty
            title={t(isFiltered(view.value) ? 'network.noMatch' : 'network.empty')}
            text={t(isFiltered(view.value) ? 'network.noMatch.text' : `network.empty.${kind}`)}
          />
        )}
      </div>
    </>
  );
}

const isFiltered = ({ query, filters }: { readonly query: string; readonly filters: object }) =>
  query !== '' || Object.keys(filters).length > 0;

function Head({ kind, field }: { readonly kind: Kind; readonly field: string }) {
  const { view } = tableState(kind);
  const { sort } = view.value;
  const isSorted = sort.field === field;
  const form = attributesOf(kind).find((each) => each.field === field);
  return (
    <th class={`things__${field}`} aria-sort={isSorted ? (sort.isDown ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        class="things__heading"
        onClick={() => {
          view.value = { ...view.value, sort: { field, isDown: isSorted && !sort.isDown } };
        }}
      >
        {form === undefined ? field : word(form.label)}
        <span aria-hidden="true">{isSorted ? (sort.isDown ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td class="things__gap" colSpan={columns + 1} style={{ height: `${height}px` }} />
    </tr>
  );
}

interface RowProps {
  readonly kind: Kind;
  readonly row: TableRow;
  readonly at: number;
  readonly mayChange: boolean;
  readonly onChoose: (row: TableRow) => void;
}

function Row({ kind, row, at, mayChange, onChoose }: RowProps) {
  const { chosen, active } = tableState(kind);
  const fields = overviewOf(kind)?.fields ?? [];
  const isChosen = chosen.value.has(row.id);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    active.value = at;
    openSection(sectionOf(kind), row.id);
  };
  return (
    <tr
      id={`row-${at}`}
      aria-rowindex={at + 1}
      aria-selected={isChosen}
      class={at === active.value ? 'things__active' : undefined}
    >
      {mayChange && (
        <td class="things__choose">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('network.choose', { name: row.id })}
            checked={isChosen}
            onChange={() => onChoose(row)}
          />
        </td>
      )}
      {columnsOf[kind].map((field, column) => {
        const value = row.values[fields.indexOf(field)];
        const form = attributesOf(kind).find((each) => each.field === field);
        const cell = <Cell form={form} field={field} value={value} />;
        return (
          <td key={field} class={`things__${field}`} title={typeof value === 'string' ? value : undefined}>
            {column < 2 ? (
              <a href={hrefOf(sectionOf(kind), row.id)} tabIndex={-1} onClick={open}>
                {cell}
              </a>
            ) : (
              cell
            )}
          </td>
        );
      })}
    </tr>
  );
}
