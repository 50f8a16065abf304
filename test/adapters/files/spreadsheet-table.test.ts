import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openCsvTable } from '../../../server/adapters/files/csv/csv-table.js';
import { openSpreadsheetTables } from '../../../server/adapters/files/xlsx/spreadsheet-table.js';
import { codeOf } from '../../../server/application/tables/finding-words/sentence.js';

const openSpreadsheetTable = async (file: string) => (await openSpreadsheetTables(file))[0];
const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-test-'));
const bytes = (text: string) => new TextEncoder().encode(text);

function workbook(name: string, rows: string, more: Readonly<Record<string, Uint8Array>> = {}): string {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const file = path.join(folder, name);
  const entries = {
    '[Content_Types].xml': bytes('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': bytes(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': bytes(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': bytes(`<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`),
    ...more,
  };
  writeFileSync(file, zipSync(entries));
  return file;
}

const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
const header = `<row r="1">${cell('A1', 'order_id')}${cell('B1', 'note')}</row>`;

it('reads all rows of a sheet in their order, a slice after another', async () => {
  const rows = Array.from({ length: 1001 }, (_, at) => `<row r="${at + 2}">${cell(`A${at + 2}`, `O${at}`)}</row>`);
  const table = await openSpreadsheetTable(workbook('many.xlsx', header + rows.join('')));
  const read: string[] = [];
  for await (const { line, cells } of table.rows()) read.push(`${line} ${cells.order_id}`);
  expect(read).toEqual(rows.map((_, at) => `${at + 2} O${at}`));
});

it('refuses a workbook that unpacks to more than may be read, and names the limit', async () => {
  const file = workbook('bomb.xlsx', header, { 'xl/media/a.bin': new Uint8Array(200_000_000) });
  const begun = performance.now();
  await expect(openSpreadsheetTable(file)).rejects.toThrow(/more than 30 MB once unpacked/);
  expect(performance.now() - begun).toBeLessThan(5000);
});

it('refuses a workbook of very many files', async () => {
  const more = Object.fromEntries(Array.from({ length: 1100 }, (_, at) => [`xl/media/${at}`, bytes('x')]));
  await expect(openSpreadsheetTable(workbook('files.xlsx', header, more))).rejects.toThrow(/more than 1000 files/);
});

it('refuses a sheet with a cell in its furthest corner at once', async () => {
  const file = workbook('corner.xlsx', `${header}<row r="1048576">${cell('XFD1048576', 'x')}</row>`);
  const begun = performance.now();
  await expect(openSpreadsheetTable(file)).rejects.toThrow(/reaches over more than 2000000 cells/);
  expect(performance.now() - begun).toBeLessThan(5000);
});

it('says of what is no workbook that it is none', async () => {
  const file = path.join(folder, 'none.xlsx');
  for (const content of ['', 'PK', 'order_id,note\n', 'PK\x05\x06']) {
    writeFileSync(file, content);
    await expect(openSpreadsheetTable(file)).rejects.toThrow(/cannot be read as an Excel workbook/);
  }
});

it('refuses a line without an end, and holds nobody up meanwhile', async () => {
  const file = path.join(folder, 'line.csv');
  writeFileSync(file, `order_id,note\nO1,${'a'.repeat(20_000_000)}`);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  await expect(openCsvTable(file)).rejects.toThrow(/Line 2 has more than 100000 bytes without an end/);
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(100);
});

it('refuses the row of a quote that is never closed and reads the others, and holds nobody up meanwhile', async () => {
  const file = path.join(folder, 'quote.csv');
  writeFileSync(file, `order_id,note\nO1,"a\n${Array.from({ length: 200_000 }, (_, at) => `O${at + 2},b`).join('\n')}`);
  const table = await openCsvTable(file);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const faults: string[] = [];
  let rows = 0;
  for await (const { line, fault } of table.rows()) {
    if (++rows % 100 === 0) await new Promise(setImmediate);
    if (fault !== undefined) faults.push(`${line} ${codeOf(fault.sentence)}`);
  }
  delay.disable();
  expect(faults).toEqual(['2 wrong-column-count']);
  expect(rows).toBe(200_001);
  expect(delay.max / 1e6).toBeLessThan(100);
});

it('passes over a file of short and empty rows without holding anybody up', async () => {
  const file = path.join(folder, 'short.csv');
  // Small in bytes, and every row another length than the header: what costs a parser most.
  writeFileSync(file, `order_id,customer_id,station_id,note\n${',\n'.repeat(60_000)}O1,c\n`);
  const table = await openCsvTable(file);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const faults: string[] = [];
  for await (const { line, fault } of table.rows()) faults.push(`${line} ${codeOf(fault!.sentence)}`);
  delay.disable();
  expect(faults).toEqual(['60002 wrong-column-count']);
  expect(delay.max / 1e6).toBeLessThan(400);
});
