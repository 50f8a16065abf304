import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import type { TextForm } from '../../../application/exchange/imports/drafts/draft.js';
import type { Table, TableRow } from '../../../application/tables/finding.js';
import { beginningOf } from '../../../domain/kept-text.js';
import { columnNames } from '../header-row.js';
import { asRefusal, rowsInThread } from '../rows-in-thread.js';
import { UnreadableFileError } from '../unreadable-file-error.js';
import { type CsvForm, csvSyntax, type Delimiter, findCsvForm } from './csv-form.js';
import { recogniseEncoding, type TextEncoding } from './text-encoding.js';

/** In characters, the same for a line in bytes: looking for the end of one this long takes some 50 ms. */
const longestRecord = 100_000;

/** In bytes; a thread of its own would take longer to start than to read this, unless all of its rows are broken. */
const largestHere = 10_000;

/** In bytes. A record of the wrong length costs the parser some 0.1 ms and a kilobyte, and two bytes can be one. */
const bytesAtOnce = 1 << 11;

const optionsOf = (delimiter: Delimiter): Options => ({
  ...csvSyntax(delimiter),
  bom: true,
  skip_empty_lines: true,
  raw: true,
  info: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: longestRecord,
});

/** A parsed record with the text that it came from and the line that it ended on. */
interface RawRecord {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/**
 * Opens a CSV file as a table, however it is written: commas, semicolons, tabs or bars between cells, `sep=` in its first
 * line, a title above its header, and any encoding that `recogniseEncoding` knows; LF or CRLF.
 *
 * @param said how a person says that it is written; found out otherwise.
 * @throws UnreadableFileError when it is empty or its first line is no header.
 */
export async function openCsvTable(file: string, said?: TextForm & { readonly headerAt: number }): Promise<Table> {
  const name = path.basename(file);
  const size = await assertText(file, name);
  const encoding = said?.encoding ?? (await recogniseEncoding(file));
  const form = said === undefined ? await readForm(file, name, encoding) : await headerOf(file, name, said);
  const columns = columnNames(form.header);
  const task = { file, columns, encoding, delimiter: form.delimiter, headerAt: form.headerAt };
  return {
    file: name,
    columns,
    rows: () => (size > largestHere ? readInThread(task, name) : readCsvRows(task)),
  };
}

/** How a file is probably written, or as it is said to be, with its first rows. @throws UnreadableFileError */
export async function inspectCsv(file: string, said?: TextForm): Promise<TextForm & CsvForm & { rows: string[][] }> {
  const name = path.basename(file);
  await assertText(file, name);
  const encoding = said?.encoding ?? (await recogniseEncoding(file));
  const form = await readForm(file, name, encoding, said?.delimiter);
  const rows: string[][] = [];
  try {
    for await (const { record } of records(file, encoding, form.delimiter, 0)) {
      if (rows.push(record) === mostShown) break;
    }
  } catch (error) {
    // The rows before a quote that does not end are enough to look at.
    if (!isUnendingRecord(error) || rows.length === 0) throw error;
  }
  return { ...form, encoding, rows };
}

/** Rows that a person looks at to say what they are. */
const mostShown = 45;

/** Its size in bytes. @throws UnreadableFileError when it is empty or has a line that is too long to be one. */
async function assertText(file: string, name: string): Promise<number> {
  const { size } = await stat(file);
  if (size === 0) throw new UnreadableFileError(name, 'empty-file');
  await assertLinesEnd(file, name);
  return size;
}

/** The header where a person says that it is. */
async function headerOf(file: string, name: string, said: TextForm & { readonly headerAt: number }): Promise<CsvForm> {
  for await (const { record } of records(file, said.encoding, said.delimiter, said.headerAt)) {
    return { delimiter: said.delimiter, headerAt: said.headerAt, header: record };
  }
  throw new UnreadableFileError(name, 'empty-file/no-header');
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
  readonly delimiter: Delimiter;
  /** Records above the rows' header, those that are not blank. */
  readonly headerAt: number;
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
  const facts = { line, most: longestRecord };
  return new UnreadableFileError(name, line === 1 ? 'broken-header/long' : 'line-too-long', facts);
}

/** Of a file whose header does not end, the beginning is read as far as one may be long. */
async function readForm(file: string, name: string, encoding: TextEncoding, delimiter?: Delimiter): Promise<CsvForm> {
  let beginning = '';
  for await (const text of decoded(file, encoding)) {
    beginning += text;
    if (beginning.length > mostBeginning) break;
  }
  const form = findCsvForm(name, wholeLines(beginning), delimiter);
  if (form === undefined) throw new UnreadableFileError(name, 'empty-file/no-header');
  try {
    for await (const { record } of records(file, encoding, form.delimiter, form.headerAt)) {
      return { ...form, header: record };
    }
  } catch (error) {
    if (!isUnendingRecord(error)) throw error;
    throw new UnreadableFileError(name, 'broken-header');
  }
  throw new UnreadableFileError(name, 'empty-file/no-header');
}

/** As much of a file as is looked at for its form. */
const mostBeginning = 60_000;

/** Without a last line that is cut off. */
function wholeLines(text: string): string {
  if (text.length <= mostBeginning) return text;
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end < 0 ? text : text.slice(0, end);
}

function isUnendingRecord(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
}

/** The rows behind the header; those that are none come with their fault. */
export async function* readCsvRows(task: CsvTask): AsyncGenerator<TableRow> {
  const { file, encoding, delimiter, headerAt } = task;
  let isHeader = true;
  let lastLine = 0;
  try {
    for await (const raw of records(file, encoding, delimiter, headerAt)) {
      lastLine = raw.info.lines;
      if (isHeader) isHeader = false;
      else yield* toRows(raw, task);
    }
  } catch (error) {
    if (!isUnendingRecord(error)) throw error;
    yield* readBehindOpenQuote(task, lastLine);
  }
}

/** A quote that is never closed swallows the rest of the file: its line is refused, the others are read one by one. */
async function* readBehindOpenQuote(task: CsvTask, lastLine: number): AsyncGenerator<TableRow> {
  let line = 0;
  for await (const text of createInterface({ input: Readable.from(decoded(task.file, task.encoding)) })) {
    line++;
    if (line === lastLine + 1) yield broken(line, text, task, countCells(text, task));
    else if (line > lastLine + 1) yield* readLoneLine(text, line, task);
  }
}

/**
 * The rows in one record. Normally one; where a missing quote glued several lines together, the first is refused and
 * the others are read by themselves, so that a row survives its broken neighbours.
 */
function* toRows({ record, raw, info }: RawRecord, task: CsvTask): Generator<TableRow> {
  const text = raw.replace(/[\r\n]+$/, '');
  const inner = text.split(/\r\n|\n|\r/);
  const line = info.lines - inner.length + 1;
  if (record.every((cell) => cell.trim() === '')) return;
  if (record.length !== task.columns.length && inner.length > 1) {
    yield broken(line, inner[0], task, countCells(inner[0], task));
    for (const [at, rest] of inner.slice(1).entries()) yield* readLoneLine(rest, line + 1 + at, task);
    return;
  }
  yield toRow(line, record, text, task);
}

function* readLoneLine(text: string, line: number, task: CsvTask): Generator<TableRow> {
  if (text.trim() === '') return;
  let record: string[];
  try {
    record = parseLine(text, task);
  } catch {
    yield broken(line, text, task, 0);
    return;
  }
  if (record.some((cell) => cell.trim() !== '')) yield toRow(line, record, text, task);
}

function toRow(line: number, record: readonly string[], text: string, task: CsvTask): TableRow {
  const { columns } = task;
  if (record.length !== columns.length) return broken(line, text, task, record.length);
  if (text.includes('\ufffd')) {
    return { line, cells: {}, fault: { sentence: 'wrong-encoding', facts: {}, value: beginningOf(text, 200) } };
  }
  const cells: Record<string, string> = {};
  for (let at = 0; at < columns.length; at++) cells[columns[at]] = record[at];
  return { line, cells };
}

function broken(line: number, text: string, { columns, delimiter }: CsvTask, found: number): TableRow {
  const missing = found === 0 ? 'quote' : { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[delimiter];
  const facts = { found, expected: columns.length };
  return {
    line,
    cells: {},
    fault: { sentence: `wrong-column-count/${missing}`, facts, value: beginningOf(text, 200) },
  };
}

function countCells(text: string, task: CsvTask): number {
  try {
    return parseLine(text, task).length;
  } catch {
    return 0;
  }
}

function parseLine(text: string, { delimiter }: CsvTask): string[] {
  return parseSync(text, csvSyntax(delimiter))[0] as unknown as string[];
}

/** @param from which of the records, those that are not blank, is the first to come. */
async function* records(
  file: string,
  encoding: TextEncoding,
  delimiter: Delimiter,
  from: number,
): AsyncGenerator<RawRecord> {
  const parser = parse(optionsOf(delimiter));
  // One piece at a time: those that wait are parsed one after the other without a turn for anybody else.
  const source = Readable.from(decoded(file, encoding), { highWaterMark: 1 });
  source.on('error', (error) => parser.destroy(error));
  let at = 0;
  for await (const record of source.pipe(parser) as AsyncIterable<RawRecord>) if (at++ >= from) yield record;
}

async function* decoded(file: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(file, { highWaterMark: bytesAtOnce }) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}
