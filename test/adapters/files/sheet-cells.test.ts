import { describe, expect, it } from 'vitest';
import { cellText, isRounded } from '../../../server/adapters/files/xlsx/cell-text.js';
import { hiddenCells } from '../../../server/adapters/files/xlsx/hidden-content.js';
import { addressOf, SheetOddities, sheetPaths } from '../../../server/adapters/files/xlsx/sheet-oddities.js';

describe('a cell of a workbook', () => {
  const day = (text: string) => new Date(`${text}Z`);
  it.each([
    ['a time of day', day('1899-12-30T07:30:00'), '07:30'],
    ['a time of day that is a little off, as fractions are', day('1899-12-30T04:59:59.999'), '05:00'],
    ['a time with seconds', day('1899-12-30T07:30:15'), '07:30:15'],
    ['midnight at the end of a day', day('1899-12-31T00:00:00'), '24:00'],
    ['midnight at its beginning', day('1899-12-30T00:00:00'), '00:00'],
    ['an hour of the next day', day('1899-12-31T02:00:00'), '26:00'],
    ['a time in the calendar from 1904', day('1904-01-01T18:05:00'), '18:05'],
    ['a day', day('2024-06-14T00:00:00'), '2024-06-14'],
    ['a moment', day('2024-06-13T20:01:30'), '2024-06-13T20:01:30'],
    ['a sum of decimals', 0.1 + 0.2, '0.3'],
    ['a mark', true, '1'],
    ['nothing', null, ''],
  ])('is read as text: %s', (_, cell, text) => {
    expect(cellText(cell)).toBe(text);
  });

  it('is a number that was rounded from the sixteenth digit on', () => {
    expect([999_999_999_999_999, 1e15, -1e15, '2026060112345678901'].map(isRounded)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe("a sheet's oddities", () => {
  const xml =
    '<sheetData><row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>1+1</f><v/></c><c r="C2"><f>1+1</f><v>2</v></c>' +
    '<c r="D2" t="str"><f>T(1)</f><v></v></c><c r="E2" s="1"/><c r="AA2" t="inlineStr"><is><t>#N/A</t></is></c>' +
    '<c r="F2"><f>NOW()</f></c></row></sheetData><mergeCells><mergeCell ref="A3:B5"/></mergeCells>';

  it.each([1, 7, 50, 10_000])('are found in pieces of %i characters', (size) => {
    const oddities = new SheetOddities();
    for (let at = 0; at < xml.length; at += size) oddities.look(xml.slice(at, at + size));
    expect([...oddities.cells]).toEqual([
      ['A2', { kind: 'error', text: '#N/A' }],
      ['B2', { kind: 'no-value' }],
      ['F2', { kind: 'no-value' }],
    ]);
    expect(oddities.merged).toEqual([{ firstRow: 2, lastRow: 4, firstColumn: 0, lastColumn: 1 }]);
  });

  it.each([1, 7, 50, 10_000])('are hidden rows and columns, found in pieces of %i characters', (size) => {
    const sheet =
      '<cols><col min="1" max="1" hidden="0"/><col min="2" max="3" width="0" hidden="1"/></cols><sheetData>' +
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="3" hidden="1"><c r="A3"><v>3</v></c></row>' +
      '<row hidden="true"><c r="B4"><v>4</v></c></row><row r="9" hidden="1"/></sheetData>';
    const oddities = new SheetOddities();
    for (let at = 0; at < sheet.length; at += size) oddities.look(sheet.slice(at, at + size));
    expect([...oddities.hiddenRows]).toEqual([2, 3, 8]);
    expect(oddities.hiddenColumns).toEqual([[1, 2]]);
    // The ninth row and the third column hold nothing.
    expect(hiddenCells([[1], [], [3], [null, 4], [' ']], oddities)).toEqual({ rows: 2, columns: 1 });
    expect(hiddenCells([[1]], new SheetOddities())).toEqual({ rows: 0, columns: 0 });
  });

  it('are told by the names of the sheets', () => {
    const workbook =
      '<sheets><sheet name="A &amp; B" sheetId="1" r:id="rId2"/><sheet name="站点" r:id="rId1"/><sheet name="old" state="hidden" r:id="rId1"/></sheets>';
    const relations =
      '<Relationship Id="rId1" Target="worksheets/sheet2.xml"/><Relationship Target="/xl/worksheets/sheet1.xml" Id="rId2"/>';
    expect([...sheetPaths(workbook, relations)]).toEqual([
      ['A & B', 'xl/worksheets/sheet1.xml'],
      ['站点', 'xl/worksheets/sheet2.xml'],
    ]);
  });

  it('have the addresses that people see', () => {
    expect([0, 25, 26, 701, 702].map((column) => addressOf(9, column))).toEqual([
      'A10',
      'Z10',
      'AA10',
      'ZZ10',
      'AAA10',
    ]);
  });
});
