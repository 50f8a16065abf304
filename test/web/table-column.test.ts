import { describe, expect, it, vi } from 'vitest';
import {
  seenTableOf,
  shownValue,
  sortedRows,
  type TableColumn,
  tabSeparated,
} from '../../web/components/table/table-column.js';

interface Row {
  readonly name: string;
  readonly kilometers: number | undefined;
}
const name: TableColumn<Row> = { key: 'name', kind: 'text', title: () => '车辆', value: (row) => row.name };
const kilometers: TableColumn<Row> = {
  key: 'kilometers',
  kind: 'kilometers',
  title: () => '里程 km',
  value: (row) => row.kilometers,
};
const columns = [name, kilometers];
const rows: Row[] = [
  { name: 'V10', kilometers: 9.96 },
  { name: 'V9', kilometers: undefined },
  { name: 'V2\tx', kilometers: 1234.04 },
];
const namesBy = (key: string, isDown: boolean) => sortedRows(rows, columns, { key, isDown }).map((row) => row.name[1]);

describe('rows of a table', () => {
  it('stand by numbers as numbers, in names too, and without a value last in both directions', () => {
    expect(namesBy('name', false)).toEqual(['2', '9', '1']);
    expect(namesBy('name', true)).toEqual(['1', '9', '2']);
    expect(namesBy('kilometers', false)).toEqual(['1', '2', '9']);
    expect(namesBy('kilometers', true)).toEqual(['2', '1', '9']);
  });

  it('stand as they come where nothing is said, or a column that is gone', () => {
    expect(sortedRows(rows, columns, undefined)).toEqual(rows);
    expect(sortedRows(rows, columns, { key: 'moon', isDown: true })).toEqual(rows);
  });

  it('go by another order where a column has one', () => {
    const byDistance = { ...name, sortedBy: kilometers.value };
    expect(sortedRows(rows, [byDistance], { key: 'name', isDown: true })[0].name).toBe('V2\tx');
  });
});

describe('what is seen of a table', () => {
  it('is saved with the digits that are shown', () => {
    vi.stubGlobal('window', undefined);
    expect(rows.map((row) => shownValue(kilometers, row))).toEqual(['10.0', '–', '1,234.0']);
    vi.unstubAllGlobals();
    expect(seenTableOf('车次', [kilometers, name], rows)).toEqual({
      name: '车次',
      columns: [
        { title: '里程 km', kind: 'kilometers' },
        { title: '车辆', kind: 'text' },
      ],
      rows: [
        [10, 'V10'],
        [null, 'V9'],
        [1234, 'V2\tx'],
      ],
    });
  });

  it('is rounded in files as on the screen, where a computer has a little less than a half', () => {
    const half = [{ name: 'V1', kilometers: 28.95 }];
    vi.stubGlobal('window', undefined);
    expect(shownValue(kilometers, half[0])).toBe('29.0');
    vi.unstubAllGlobals();
    expect(seenTableOf('车次', [kilometers], half).rows).toEqual([[29]]);
  });

  it('is copied with tabs between cells, which no cell has', () => {
    expect(tabSeparated(seenTableOf('车次', columns, rows))).toBe('车辆\t里程 km\nV10\t10\nV9\t\nV2 x\t1234');
  });
});
