import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCsvTable } from '../../../server/adapters/files/csv/csv-table.js';
import { recogniseEncoding } from '../../../server/adapters/files/csv/text-encoding.js';
import { sentenceOf } from '../../../server/application/tables/finding-words/sentence.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-forms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function read(content: string | Uint8Array, name = 'lines.csv') {
  const table = await openCsvTable(written(name, content));
  const rows: { line: number; cells: Readonly<Record<string, string>>; fault?: string }[] = [];
  for await (const { line, cells, fault } of table.rows())
    rows.push({ line, cells, ...(fault && { fault: sentenceOf(fault.sentence, fault.facts, 'en') }) });
  return { columns: table.columns, rows };
}

const columns = ['order_id', 'line_no', 'sku_id', 'qty'];
const cells = { order_id: 'A;1', line_no: '1', sku_id: 'M,2', qty: '3' };
const rowBy = (delimiter: string) =>
  ['A;1', '1', 'M,2', '3'].map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter);

describe('a CSV file', () => {
  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('is read with %s between its cells', async (_, delimiter) => {
    const text = `${columns.join(delimiter)}\n${rowBy(delimiter)}\n`;
    expect(await read(text)).toEqual({ columns, rows: [{ line: 2, cells }] });
  });

  it('says in a first line what stands between its cells, as spreadsheets are told', async () => {
    const text = `\ufeffsep=;\r\n${columns.join(';')}\r\n${rowBy(';')}\r\n`;
    expect(await read(text)).toEqual({ columns, rows: [{ line: 3, cells }] });
  });

  it('may have a title above its header, blank lines and cells that go over lines', async () => {
    const title = 'Orders of Friday,,,\n\n"printed\nby Ms Li",,,\n,,,\n';
    const text = `${title}${columns.join(',')}\n"A\n7",1,M2,3\n`;
    expect(await read(text)).toEqual({
      columns,
      rows: [{ line: 7, cells: { order_id: 'A\n7', line_no: '1', sku_id: 'M2', qty: '3' } }],
    });
  });

  it('names the sign that may be missing where a row has other columns than the header', async () => {
    const { rows } = await read(`${columns.join(';')}\nA1;1;M\n`);
    expect(rows[0].fault).toBe('The row has 3 columns instead of 4. Look for a missing semicolon or quote.');
  });

  it('keeps one column of text with commas in it as it is, where no file of ours has such a header', async () => {
    expect((await read('a,b,c\n1,2,3\n', 'other.csv')).columns).toEqual(['a', 'b', 'c']);
  });
});

/** Bytes of one character each; what is above ASCII is given as it is. */
const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the encoding of a text file', () => {
  const simplified = '订单号,自提点,商品,数量\n一号,东门社区,鲜牛奶,三\n';
  const utf16 = (text: string, isBig: boolean, mark: boolean) => {
    const buffer = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
    return isBig ? buffer.swap16() : buffer;
  };
  it.each([
    ['UTF-8', Buffer.from(simplified), 'utf-8'],
    ['plain ASCII', bytes('order_id,qty\nA1,3\n'), 'utf-8'],
    ['UTF-16 with a mark', utf16(simplified, false, true), 'utf-16le'],
    ['UTF-16 the other way round with a mark', utf16(simplified, true, true), 'utf-16be'],
    ['UTF-16 without a mark', utf16('order_id,sku_id,qty\nA1,M,3\n', false, false), 'utf-16le'],
    ['UTF-16 the other way round without a mark', utf16('order_id,sku_id,qty\nA1,M,3\n', true, false), 'utf-16be'],
    // 订单号,自提点 东门社区
    [
      'GBK',
      bytes('\xb6\xa9\xb5\xa5\xba\xc5,\xd7\xd4\xcc\xe1\xb5\xe3\n\xb6\xab\xc3\xc5\xc9\xe7\xc7\xf8,1\n'),
      'gb18030',
    ],
    // 訂單號,自提點 東門社區
    ['Big5', bytes('\xad\x71\xb3\xe6\xb8\xb9,\xa6\xdb\xb4\xa3\xc2\x49\n\xaa\x46\xaa\xf9\xaa\xc0\xb0\xcf,1\n'), 'big5'],
    // 一 and 要 happen to be UTF-8 of rare letters; 团长 is none.
    ['a little GBK', bytes('\xd2\xbb,1\n\xd2\xaa,2\n\xcd\xc5\xb3\xa4,3\n'), 'gb18030'],
    ['nothing but such characters', bytes('\xd2\xbb,1\n'), 'gb18030'],
    ['UTF-8 with Latin letters alone', Buffer.from('Café,1\nŁódź,2\n'), 'utf-8'],
    ['Windows-1252', bytes('name,stra\xdfe\nM\xfcller,Gr\xf6\xdfe\nCaf\xe9,Allee\nBar\xe9s,\xd6l\n'), 'windows-1252'],
  ])('is recognised: %s', async (_, content, encoding) => {
    expect(await recogniseEncoding(written('text.csv', content))).toBe(encoding);
  });

  it('is what the rows are read in', async () => {
    const header = utf16(`${columns.join('\t')}\n一\t1\t奶\t3\n`, false, true);
    expect((await read(header)).rows).toEqual([
      { line: 2, cells: { order_id: '一', line_no: '1', sku_id: '奶', qty: '3' } },
    ]);
  });
});
