import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openTables } from '../../../server/adapters/files/open-tables.js';
import { inspectSpreadsheet, openSheet } from '../../../server/adapters/files/xlsx/spreadsheet-table.js';
import { readFiles } from '../../../server/application/exchange/imports/import-files.js';
import { reasonIn } from '../../../server/application/tables/finding.js';
import { emptyRecord } from '../../support/empty-record.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-hidden-'));
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface Sheet {
  readonly name: string;
  readonly isHidden?: boolean;
  readonly xml: string;
}

function workbook(file: string, sheets: readonly Sheet[], styles = ''): string {
  const place = path.join(folder, file);
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets
      .map(({ name, isHidden }, at) => {
        return `<sheet name="${name}" sheetId="${at + 1}"${isHidden ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`;
      })
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join(
        '',
      )}${styles && `<Relationship Id="rId99" Type="${relations}/styles" Target="styles.xml"/>`}</Relationships>`,
  };
  for (const [at, { xml }] of sheets.entries()) {
    parts[`xl/worksheets/sheet${at + 1}.xml`] = `<worksheet xmlns="${main}">${xml}</worksheet>`;
  }
  if (styles !== '') parts['xl/styles.xml'] = `<styleSheet xmlns="${main}">${styles}</styleSheet>`;
  writeFileSync(
    place,
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, new TextEncoder().encode(text)]))),
  );
  return place;
}

const cells = (no: number, texts: readonly string[], more = '') =>
  `<row r="${no}"${more}>${texts
    .map((text, at) => `<c r="${String.fromCharCode(65 + at)}${no}" t="inlineStr"><is><t>${text}</t></is></c>`)
    .join('')}</row>`;
const header = cells(1, ['courier_id', 'name', 'phone']);

async function read(file: string) {
  const { tables, unreadable } = await openTables([file]);
  const input = { tables, unreadable, timeZone: 'Asia/Shanghai', begunBy: 'test' };
  return (await readFiles(emptyRecord(), input)).findings.filter(({ code }) => code.startsWith('hidden'));
}

it('says how many hidden rows and columns were read, and reads them', async () => {
  const xml =
    `<cols><col min="3" max="16384" hidden="1"/></cols><sheetData>${header}${cells(2, ['C1', '张', '1'])}` +
    `${cells(3, ['C2', '李', '2'], ' hidden="1"')}${cells(4, ['C3', '王', '3'], ' hidden="1"')}<row r="5" hidden="1"/></sheetData>`;
  const file = workbook('couriers.xlsx', [{ name: 'a', xml }]);
  const [finding, ...more] = await read(file);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    level: 'warned',
    file: 'couriers.xlsx',
    line: 0,
    code: 'hidden-cells',
    facts: { rows: 2, columns: 1 },
  });
  expect(reasonIn(finding, 'zh')).toContain('2 行、1 列');
  const ids: string[] = [];
  for await (const row of (await openSheet(file, 'a', 0)).rows())
    ids.push(`${row.cells.courier_id} ${row.cells.phone}`);
  expect(ids).toEqual(['C1 1', 'C2 2', 'C3 3']);
});

it('says once of a workbook which hidden sheets were not read, and nothing of empty ones', async () => {
  const stations = cells(1, ['sku_id', 'name', 'temp_zone', 'unit_weight_kg', 'unit_volume_l']);
  const sheets = [
    { name: '司机', xml: `<sheetData>${header}${cells(2, ['C1', '张', '1'])}</sheetData>` },
    { name: '商品', xml: `<sheetData>${stations}${cells(2, ['A', 'a', 'ambient', '1', '1'])}</sheetData>` },
    { name: '旧', isHidden: true, xml: `<sheetData>${header}${cells(2, ['C9', '赵', '9'])}</sheetData>` },
    { name: '空', isHidden: true, xml: '<sheetData/>' },
  ];
  const told = await read(workbook('day.xlsx', sheets));
  expect(told.map(({ file, code, facts }) => ({ file, code, ...facts }))).toEqual([
    { file: 'day.xlsx', code: 'hidden-sheets', count: 1, names: '旧' },
  ]);
});

it('says nothing of a workbook that hides nothing', async () => {
  expect(
    await read(
      workbook('plain.xlsx', [{ name: 'a', xml: `<sheetData>${header}${cells(2, ['C1', '张', '1'])}</sheetData>` }]),
    ),
  ).toEqual([]);
});

it('keeps the zeros that a number format of only zeros shows, in ids of numbers', async () => {
  const styles =
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="000;-000"/>' +
    '<numFmt numFmtId="166" formatCode="0.00"/></numFmts><cellStyleXfs><xf numFmtId="164"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"><alignment/></xf><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>';
  const numbers = (no: number, ...given: readonly (readonly [number, number])[]) =>
    `<row r="${no}">${given
      .map(([style, value], at) => `<c r="${String.fromCharCode(65 + at)}${no}" s="${style}"><v>${value}</v></c>`)
      .join('')}</row>`;
  const rows = [
    cells(1, ['courier_id', 'name', 'phone']),
    numbers(2, [1, 42], [0, 42], [2, 7]),
    numbers(3, [1, 123456], [3, 42], [2, 1.5]),
    numbers(4, [2, -7], [1, 0], [1, 99999]),
  ];
  const file = workbook('zeros.xlsx', [{ name: 'a', xml: `<sheetData>${rows.join('')}</sheetData>` }], styles);
  const [head] = await inspectSpreadsheet(file);
  const [{ rows: read }] = (await openTables([file])).tables;
  const texts: string[][] = [];
  for await (const { cells: row } of read()) texts.push(Object.values(row));
  expect(texts).toEqual([
    ['00042', '42', '007'],
    ['123456', '42', '1.5'],
    ['-7', '00000', '99999'],
  ]);
  // What a person is shown before anything is taken is the same.
  expect(head.rows.slice(1)).toEqual(texts);
});
