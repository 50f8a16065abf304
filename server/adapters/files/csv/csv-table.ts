import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import type { Table, TableRow } from '../../../application/tables/finding.js';
import { beginningOf } from '../../../domain/kept-text.js';
import { asRefusal, rowsInThread } from '../rows-in-thread.js';
import { UnreadableFileError } from '../unreadable-file-error.js';
import { recogniseEncoding, type TextEncoding } from './text-encoding.js';

/** In characters, the same for a line in bytes: looking for the end of one this long takes some 50 ms. */
const longestRecord = 100_000;

/** In bytes; a thread of its own would take longer to start than to read this. */
const largestHere = 500_000;

const options: Options = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  raw: true,
  info: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: longestRecord,
};

/** A parsed record with the text that it came from and the line that it ended on. */
interface RawRecord {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/**
 * Opens a CSV file as a table: UTF-8 with or without a byte order mark, or GBK/GB18030; LF or CRLF.
 *
 * @throws UnreadableFileError when it is empty or its first line is no header.
 */
export async function openCsvTable(file: string): Promise<Table> {
  const name = path.basename(file);
  const { size } = await stat(file);
  if (size === 0) {
    throw new UnreadableFileError(name, 'empty-file', 'The file is empty. Export it again, with its header line.');
  }
  await assertLinesEnd(file, name);
  const encoding = await recogniseEncoding(file);
  const columns = await readHeader(file, name, encoding);
  const task = { file, columns, encoding };
  return { file: name, columns, rows: () => (size > largestHere ? readInThread(task, name) : readCsvRows(task)) };
}

async function* readInThread(task: CsvTask, name: string): AsyncGenerator<TableRow> {
  const slices = rowsInThread<TableRow>('server/adapters/files/csv/csv-worker.js', task, name);
  for await (const rows of asRefusal(slices)) yield* rows;
}

/** What is known of a file before its rows are read. */
export interface CsvTask {
  readonly file: string;
  readonly columns: readonly string[];
  readonly encoding: TextEncoding;
}

/** @throws UnreadableFileError naming the first line that is too long to be one. */
async function assertLinesEnd(file: string, name: string): Promise<void> {
  let line = 1;
  let length = 0;
  for await (const bytes of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (const end of lineEnds(bytes)) {
      if (length + end - start > longestRecord) throw endless(name, line);
      [length, start] = [0, end + 1];
      line++;
    }
    length += bytes.length - start;
    if (length > longestRecord) throw endless(name, line);
  }
}

/** Where lines end; in a file of carriage returns alone, there. */
function* lineEnds(bytes: Buffer): Generator<number> {
  const sign = bytes.includes(10) ? 10 : 13;
  for (let end = bytes.indexOf(sign); end >= 0; end = bytes.indexOf(sign, end + 1)) yield end;
}

function endless(name: string, line: number): UnreadableFileError {
  const reason = `Line ${line} has more than ${longestRecord} bytes without an end. Export the file again as CSV, a line a row.`;
  return new UnreadableFileError(name, line === 1 ? 'broken-header' : 'line-too-long', reason);
}

async function readHeader(file: string, name: string, encoding: TextEncoding): Promise<string[]> {
  try {
    for await (const { record } of records(file, encoding)) {
      const columns = record.map((column) => column.normalize('NFKC').trim().toLowerCase());
      const twice = columns.find((column, at) => column !== '' && columns.indexOf(column) !== at);
      if (twice !== undefined) {
        throw new UnreadableFileError(name, 'column-twice', `The column ${twice} stands twice in the header.`);
      }
      return columns;
    }
  } catch (error) {
    if (!isUnendingRecord(error)) throw error;
    const reason = 'The header line does not end. Look for a quote in it that is opened and not closed.';
    throw new UnreadableFileError(name, 'broken-header', reason);
  }
  throw new UnreadableFileError(name, 'empty-file', 'The file holds no header line.');
}

function isUnendingRecord(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
}

/** The rows behind the header; those that are none come with their fault. */
export async function* readCsvRows({ file, columns, encoding }: CsvTask): AsyncGenerator<TableRow> {
  let isHeader = true;
  let lastLine = 0;
  try {
    for await (const raw of records(file, encoding)) {
      lastLine = raw.info.lines;
      if (isHeader) isHeader = false;
      else yield* toRows(raw, columns);
    }
  } catch (error) {
    if (!isUnendingRecord(error)) throw error;
    yield* readBehindOpenQuote(file, columns, encoding, lastLine);
  }
}

/** A quote that is never closed swallows the rest of the file: its line is refused, the others are read one by one. */
async function* readBehindOpenQuote(
  file: string,
  columns: readonly string[],
  encoding: TextEncoding,
  lastLine: number,
): AsyncGenerator<TableRow> {
  let line = 0;
  for await (const text of createInterface({ input: Readable.from(decoded(file, encoding)) })) {
    line++;
    if (line === lastLine + 1) yield broken(line, text, columns.length, countCells(text));
    else if (line > lastLine + 1) yield* readLoneLine(text, line, columns);
  }
}

/**
 * The rows in one record. Normally one; where a missing quote glued several lines together, the first is refused and
 * the others are read by themselves, so that a row survives its broken neighbours.
 */
function* toRows({ record, raw, info }: RawRecord, columns: readonly string[]): Generator<TableRow> {
  const text = raw.replace(/[\r\n]+$/, '');
  const inner = text.split(/\r\n|\n|\r/);
  const line = info.lines - inner.length + 1;
  if (record.every((cell) => cell.trim() === '')) return;
  if (record.length !== columns.length && inner.length > 1) {
    yield broken(line, inner[0], columns.length, countCells(inner[0]));
    for (const [at, rest] of inner.slice(1).entries()) yield* readLoneLine(rest, line + 1 + at, columns);
    return;
  }
  yield toRow(line, record, text, columns);
}

function* readLoneLine(text: string, line: number, columns: readonly string[]): Generator<TableRow> {
  if (text.trim() === '') return;
  let record: string[];
  try {
    record = parseSync(text, { relax_column_count: true, relax_quotes: true })[0] as unknown as string[];
  } catch {
    yield broken(line, text, columns.length, 0);
    return;
  }
  if (record.some((cell) => cell.trim() !== '')) yield toRow(line, record, text, columns);
}

function toRow(line: number, record: readonly string[], text: string, columns: readonly string[]): TableRow {
  if (record.length !== columns.length) return broken(line, text, columns.length, record.length);
  if (text.includes('\ufffd')) {
    const reason = 'The row is not written in the encoding of the rest of the file. Save the file as UTF-8.';
    return { line, cells: {}, fault: { code: 'wrong-encoding', reason, value: beginningOf(text, 200) } };
  }
  const cells: Record<string, string> = {};
  for (let at = 0; at < columns.length; at++) cells[columns[at]] = record[at];
  return { line, cells };
}

function broken(line: number, text: string, expected: number, found: number): TableRow {
  const reason =
    found === 0
      ? `A quote is opened and not closed, so that the row does not have its ${expected} columns.`
      : `The row has ${found} columns instead of ${expected}. Look for a missing comma or quote.`;
  return { line, cells: {}, fault: { code: 'wrong-column-count', reason, value: beginningOf(text, 200) } };
}

function countCells(text: string): number {
  try {
    return (parseSync(text, { relax_column_count: true, relax_quotes: true })[0] as unknown as string[]).length;
  } catch {
    return 0;
  }
}

async function* records(file: string, encoding: TextEncoding): AsyncGenerator<RawRecord> {
  const parser = parse(options);
  const source = Readable.from(decoded(file, encoding));
  source.on('error', (error) => parser.destroy(error));
  yield* source.pipe(parser) as AsyncIterable<RawRecord>;
}

async function* decoded(file: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 16 }) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}
