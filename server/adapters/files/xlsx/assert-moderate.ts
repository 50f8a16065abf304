import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { sentenceOf } from '../../../application/tables/finding-words/sentence.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { SheetOddities, sheetPaths } from './sheet-oddities.js';
import { type ZeroFormats, zeroFormats } from './zero-formats.js';

/** What a workbook may be, once unpacked. Reading one takes several times its unpacked size in memory. */
const mostEntries = 1000;
const mostBytes = 30_000_000;
const mostCells = 2_000_000;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly at: number;
}

/**
 * Unpacks a workbook without keeping it, and counts: the sizes that a file tells of itself may be untrue. What its sheets
 * have beside plain values is looked for meanwhile.
 *
 * @returns by the name of the sheet.
 * @throws DispatchError `too-large` naming the limit; Error when it is no ZIP file.
 */
export async function assertModerate(file: string): Promise<ReadonlyMap<string, SheetOddities>> {
  const handle = await open(file);
  const oddities = new Map<string, SheetOddities>();
  const parts = { workbook: '', relations: '', styles: '' };
  try {
    const entries = await listEntries(handle);
    // How cells are shown has to be known before they are looked at.
    entries.sort((one, other) => Number(isStyles(other)) - Number(isStyles(one)));
    let zeros: ZeroFormats | undefined;
    let left = mostBytes;
    for (const entry of entries) {
      const { name } = entry;
      const isSheet = /worksheets\/[^/]+\.xml$/i.test(name);
      if (isSheet) zeros ??= zeroFormats(parts.styles);
      const cells = isSheet ? new SheetOddities(zeros) : undefined;
      if (cells !== undefined) oddities.set(name.toLowerCase(), cells);
      left -= await countEntry(handle, entry, left, (text) => {
        cells?.look(text);
        if (isStyles(entry)) parts.styles += text;
        if (name === 'xl/workbook.xml') parts.workbook += text;
        if (name === 'xl/_rels/workbook.xml.rels') parts.relations += text;
      });
    }
  } finally {
    await handle.close();
  }
  const paths = sheetPaths(parts.workbook, parts.relations);
  return new Map([...paths].flatMap(([sheet, at]) => [[sheet, oddities.get(at.toLowerCase()) ?? new SheetOddities()]]));
}

const isStyles = ({ name }: Entry) => name.toLowerCase() === 'xl/styles.xml';

async function listEntries(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 20 > tail.length) throw new Error('No end of a central directory.');
  const count = tail.readUInt16LE(end + 10);
  if (count > mostEntries) throw tooLarge('too-large/entries', mostEntries);
  const directory = await readAt(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      at: directory.readUInt32LE(at + 42),
    });
    if (entries.length > mostEntries) throw tooLarge('too-large/entries', mostEntries);
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (entries.length !== count) throw new Error('The central directory is not whole.');
  return entries;
}

/** How many bytes it unpacks to; looks how far a sheet reaches meanwhile. */
async function countEntry(
  handle: FileHandle,
  { name, method, packedBytes, at }: Entry,
  left: number,
  onText: (text: string) => void,
): Promise<number> {
  if (method !== 0 && method !== 8) throw new Error('Packed in a way that is not read.');
  const head = await readAt(handle, at, 30);
  const start = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const packed = Readable.from(pieces(handle, start, packedBytes));
  const inflate = createInflateRaw();
  packed.on('error', (error) => inflate.destroy(error));
  const bytes = method === 0 ? packed : packed.pipe(inflate);
  const reach = new Reach();
  const decoder = new TextDecoder();
  let counted = 0;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      counted += chunk.length;
      if (counted > left) throw tooLarge('too-large/unpacked', mostBytes / 1_000_000);
      if (/worksheets\/[^/]+\.xml$/i.test(name)) reach.look(chunk.toString('latin1'));
      if (/\.(xml|rels)$/i.test(name)) onText(decoder.decode(chunk, { stream: true }));
    }
  } finally {
    packed.destroy();
    inflate.destroy();
  }
  return counted;
}

/** The cells between A1 and the furthest one of a sheet. */
class Reach {
  private columns = 1;
  private rows = 1;
  private rest = '';

  look(text: string): void {
    const whole = this.rest + text;
    for (const [, letters, digits] of whole.matchAll(/[\s"]r\s*=\s*["']([A-Za-z]{0,3})(\d{1,8})["']/g)) {
      this.rows = Math.max(this.rows, Number(digits));
      let column = 0;
      for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
      this.columns = Math.max(this.columns, column);
    }
    if (this.rows * this.columns > mostCells) throw tooLarge('too-large/cells', mostCells);
    this.rest = whole.slice(-40);
  }
}

async function* pieces(handle: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += 1 << 16) yield await readAt(handle, start + at, Math.min(1 << 16, length - at));
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  if (length > largestPiece) throw new Error('A piece is larger than the file may be.');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new Error('It ends too early.');
  return buffer;
}

const largestPiece = 20_000_000;

function tooLarge(sentence: string, most: number): DispatchError {
  return new DispatchError('too-large', sentenceOf(sentence, { most }, 'en'), {
    details: { sentence, facts: { most } },
  });
}
