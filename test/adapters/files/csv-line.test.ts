import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from '../../../server/adapters/files/csv/csv-line.js';

/** The rule for programs in docs/export-formats.md. */
const unguarded = (text: string) => (/^'+[=+\-@＝＋－＠\t\r\n]/.test(text) ? text.slice(1) : text);

const cellOf = (text: string): string => parse(csvLine([text, 'end']), { relax_column_count: true })[0][0];

it('guards text that a spreadsheet would run, and leaves numbers and the rest alone', () => {
  expect(
    csvLine(["=cmd|'/c calc'!A0", '-1+2', '@SUM(A1)', '＝1+1', '-12.5', '+8613800000000', "it's", 3, undefined]),
  ).toBe("'=cmd|'/c calc'!A0,'-1+2,'@SUM(A1),'＝1+1,-12.5,+8613800000000,it's,3,\r\n");
});

const texts = (units: readonly string[]) => fc.string({ unit: fc.constantFrom(...units) });

it('gives every text back to a program', () => {
  const given = texts(["'", '=', '+', '-', '@', '＝', '"', ',', '\n', '\r', '\t', '1', '站']);
  fc.assert(
    fc.property(given, (text) => {
      expect(unguarded(cellOf(text))).toBe(text);
    }),
  );
});

it('writes no cell that begins like a formula unless it is a number', () => {
  fc.assert(
    fc.property(texts(["'", '=', '+', '-', '@', '\t', '1', '.', 'a']), (text) => {
      expect(cellOf(text)).toMatch(/^([-+]?\d+(\.\d+)?|[^=+\-@\t][\s\S]*|)$/);
    }),
  );
});
