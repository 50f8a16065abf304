import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { PbfReader } from 'pbf';
import { decodeBlock, decodeHeader, type OsmBlock, type OsmHeader, type WantedKinds } from './decode-block.js';

const inflateBytes = promisify(inflate);

/** Limits of the format: larger is no map but damage. */
const maxHeaderBytes = 64 * 1024;
const maxBlobBytes = 32 * 1024 * 1024;

const knownFeatures = new Set(['OsmSchema-V0.6', 'DenseNodes']);
/** Fields of `Blob` that hold content in compressions other than none and zlib. */
const otherCompressions: Record<number, string> = { 4: 'lzma', 5: 'bzip2', 6: 'lz4', 7: 'zstd' };

/** The file is no `.osm.pbf`, is cut off or damaged. The message is one sentence that names the file. */
export class OsmPbfError extends Error {
  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`The map file ${path.basename(file)} ${what}.`, options);
    this.name = 'OsmPbfError';
  }
}

/** Reads only the header of an `.osm.pbf` file. @throws OsmPbfError when it is none. */
export async function readOsmPbfHeader(file: string): Promise<OsmHeader> {
  const handle = await open(file);
  try {
    const first = await readBlob(file, handle);
    if (first === undefined) throw new OsmPbfError(file, 'is empty');
    return headerOf(file, first);
  } finally {
    await handle.close();
  }
}

/**
 * Reads an `.osm.pbf` file block by block; only one block is held at a time.
 *
 * @param wanted kinds to decode, all unless given.
 * @throws OsmPbfError when the file is no such file, is cut off or damaged.
 */
export async function* readOsmPbf(
  file: string,
  wanted: WantedKinds = { nodes: true, ways: true, relations: true },
): AsyncGenerator<OsmBlock, void, undefined> {
  const handle = await open(file);
  try {
    const first = await readBlob(file, handle);
    if (first === undefined) throw new OsmPbfError(file, 'is empty');
    headerOf(file, first);
    let blocks = 0;
    for (let blob = await readBlob(file, handle); blob !== undefined; blob = await readBlob(file, handle)) {
      // Other types are extensions, to be passed over.
      if (blob.type !== 'OSMData') continue;
      blocks++;
      yield guarded(file, () => decodeBlock(blob.content, wanted));
    }
    if (blocks === 0) throw new OsmPbfError(file, 'has a header but no data: it is cut off or empty');
  } finally {
    await handle.close();
  }
}

interface Blob {
  readonly type: string;
  readonly content: Uint8Array;
}

function headerOf(file: string, blob: Blob): OsmHeader {
  if (blob.type !== 'OSMHeader') throw new OsmPbfError(file, 'is not an OpenStreetMap PBF file');
  const header = guarded(file, () => decodeHeader(blob.content));
  const unknown = header.requiredFeatures.find((feature) => !knownFeatures.has(feature));
  if (unknown !== undefined) {
    throw new OsmPbfError(file, `needs the feature "${unknown}" that is not supported; take a plain extract instead`);
  }
  return header;
}

/** The next blob, or undefined at the end of the file. */
async function readBlob(file: string, handle: FileHandle): Promise<Blob | undefined> {
  const lengthBytes = await readUpTo(handle, 4);
  if (lengthBytes.length === 0) return undefined;
  if (lengthBytes.length < 4) throw new OsmPbfError(file, 'is cut off');
  const headerLength = lengthBytes.readUInt32BE();
  if (headerLength === 0 || headerLength > maxHeaderBytes) {
    throw new OsmPbfError(file, 'is not an OpenStreetMap PBF file, or is damaged');
  }
  const headerBytes = await readUpTo(handle, headerLength);
  if (headerBytes.length < headerLength) throw new OsmPbfError(file, 'is cut off');
  const header = guarded(file, () =>
    new PbfReader(headerBytes).readFields(
      (field, result, pbf) => {
        if (field === 1) result.type = pbf.readString();
        else if (field === 3) result.length = pbf.readVarint();
      },
      { type: '', length: -1 },
    ),
  );
  if (header.type === '' || header.length < 0 || header.length > maxBlobBytes) {
    throw new OsmPbfError(file, 'is not an OpenStreetMap PBF file, or is damaged');
  }
  const blobBytes = await readUpTo(handle, header.length);
  if (blobBytes.length < header.length) throw new OsmPbfError(file, 'is cut off');
  return { type: header.type, content: await contentOf(file, blobBytes) };
}

async function contentOf(file: string, blobBytes: Buffer): Promise<Uint8Array> {
  interface Content {
    plain: Uint8Array | undefined;
    deflated: Uint8Array | undefined;
    other: string | undefined;
    length: number;
  }
  const empty: Content = { plain: undefined, deflated: undefined, other: undefined, length: -1 };
  const blob = guarded(file, () =>
    new PbfReader(blobBytes).readFields((field, result, pbf) => {
      if (field === 1) result.plain = pbf.readBytes();
      else if (field === 2) result.length = pbf.readVarint();
      else if (field === 3) result.deflated = pbf.readBytes();
      else if (otherCompressions[field] !== undefined) result.other = otherCompressions[field];
    }, empty),
  );
  if (blob.plain !== undefined) return blob.plain;
  if (blob.deflated === undefined) {
    if (blob.other === undefined) throw new OsmPbfError(file, 'is damaged: a block has no content');
    throw new OsmPbfError(file, `is compressed by ${blob.other}; only zlib can be read, which is the usual form`);
  }
  let content: Buffer;
  try {
    content = await inflateBytes(blob.deflated, { maxOutputLength: maxBlobBytes });
  } catch (cause) {
    throw new OsmPbfError(file, 'is damaged: a block cannot be decompressed', { cause });
  }
  if (content.length !== blob.length) throw new OsmPbfError(file, 'is damaged: a block has the wrong length');
  return content;
}

async function readUpTo(handle: FileHandle, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Any failure to decode means damage; the reader of the message needs to know the file, not the byte. */
function guarded<T>(file: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw new OsmPbfError(file, 'is damaged: a block cannot be read', { cause });
  }
}
