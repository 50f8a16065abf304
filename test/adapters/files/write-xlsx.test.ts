import readWorkbook from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { writeXlsxDocument } from '../../../server/adapters/files/write-document.js';
import { sheetNames } from '../../../server/adapters/files/xlsx/sheet-names.js';
import type { ExportCell, ExportTable } from '../../../server/application/exchange/exports/export-table.js';
import { collectBytes } from '../../support/collect-bytes.js';

const columns = [
  { title: '站点', kind: 'text', width: 20 },
  { title: '公斤', kind: 'kilograms', width: 10 },
  { title: '到达', kind: 'time', width: 17 },
] as const;

async function writtenWith(tables: readonly ExportTable[]): Promise<Buffer> {
  const { out, bytes } = collectBytes();
  await writeXlsxDocument(tables, out);
  return bytes();
}

it('writes typed cells that read back as they were, hostile texts too', async () => {
  const arrives = new Date(Date.UTC(2024, 5, 14, 8, 3, 7));
  const rows: ExportCell[][] = [
    ['一号站', 12.345, arrives],
    ["=cmd|'/c calc'!A0", 0, undefined],
    ['<b>&"\'', -1.5, undefined],
    ['😀 a\tb', undefined, undefined],
    ['0012', undefined, undefined],
  ];
  const file = await writtenWith([{ name: '停靠', columns, rows }]);
  const [{ sheet, data }] = await readWorkbook(file);
  expect(sheet).toBe('停靠');
  const read = rows.map((row) => row.map((cell) => cell ?? null));
  expect(data).toEqual([['站点', '公斤', '到达'], ...read]);
});

it('leaves out what XML forbids and ends a text where a cell is full', async () => {
  const rows = [
    ['a\u0000b\u001b\ud800c', 1, undefined],
    ['站'.repeat(40_000), 1, undefined],
  ];
  const [{ data }] = await readWorkbook(await writtenWith([{ name: 'A', columns, rows }]));
  expect(data[1][0]).toBe('abc');
  expect(data[2][0]).toBe('站'.repeat(32_767));
});

it('hands rows over in slices and loses none', async () => {
  const rows = Array.from({ length: 2500 }, (_, at) => [`S${at}`, at, undefined]);
  const tables = [
    { name: 'many', columns, rows },
    { name: 'none', columns, rows: [] },
  ];
  const [many, none] = await readWorkbook(await writtenWith(tables));
  expect(many.data.slice(1).map((row) => row[1])).toEqual(rows.map((row) => row[1]));
  expect(none.data).toHaveLength(1);
});

it('refuses a table that no sheet can hold, in words', async () => {
  const rows = {
    *[Symbol.iterator]() {
      for (let row = 0; row < 1_048_576; row++) yield [];
    },
  };
  await expect(writtenWith([{ name: '分货', columns, rows }])).rejects.toThrow(
    '分货 has more than the 1048575 rows that a sheet of a workbook can hold. Export it as CSV.',
  );
}, 60_000);

it('gives sheets names that a workbook takes', () => {
  expect(sheetNames(['冷冻', '冷冻', 'a/b:c*', '', `${'长'.repeat(40)}`, `${'长'.repeat(40)}`])).toEqual([
    '冷冻',
    '冷冻 2',
    'a b c',
    'Sheet',
    '长'.repeat(31),
    `${'长'.repeat(29)} 2`,
  ]);
});
