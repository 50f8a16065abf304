import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { PbfReader } from 'pbf';
import { UnusableMapFileError } from '../../../application/travel/routing/routing-errors.js';

/** Limits of the format, https://wiki.openstreetmap.org/wiki/PBF_Format. */
const maxBlobHeaderBytes = 64 * 1024;
const maxBlobBytes = 32 * 1024 * 1024;

export interface CheckedExtract {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Reads an OpenStreetMap extract once from end to end: is it one, is it whole, which one is it?
 *
 * Only the frames around the blocks are looked at, so a fault inside a block is left for the builder to find.
 *
 * @throws UnusableMapFileError with a sentence that names the file.
 */
export async function checkExtract(
  file: string,
  signal: AbortSignal | undefined,
  onProgress: (doneBytes: number, totalBytes: number) => void,
): Promise<CheckedExtract> {
  const name = path.basename(file);
  const bytes = await sizeOf(file);
  if (bytes === 0) throw new UnusableMapFileError(`${name} is empty.`);
  const hash = createHash('sha256');
  const frames = new FrameWalk(name, bytes);
  for await (const chunk of readChunks(file, hash, signal)) {
    frames.take(chunk);
    onProgress(frames.position, bytes);
  }
  frames.end();
  return { sha256: hash.digest('hex'), bytes };
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new UnusableMapFileError(`${file} is not a file.`);
    return found.size;
  } catch (error) {
    if (error instanceof UnusableMapFileError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UnusableMapFileError(missing ? `There is no file ${file}.` : `${file} cannot be read.`, { cause: error });
  }
}

async function* readChunks(file: string, hash: Hash, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Follows the frames of a file: 4 bytes of length, a BlobHeader, and the blob that it announces, over and over. */
class FrameWalk {
  position = 0;
  private readonly pieces: Buffer[] = [];
  private kept = 0;
  private blobs = 0;
  private dataBlobs = 0;
  /** Bytes of the present blob that are still to come and of no interest. */
  private passing = 0;

  constructor(
    private readonly name: string,
    private readonly fileBytes: number,
  ) {}

  take(chunk: Buffer): void {
    this.position += chunk.length;
    let rest = chunk;
    while (rest.length > 0) {
      if (this.passing > 0) {
        const passed = Math.min(this.passing, rest.length);
        this.passing -= passed;
        rest = rest.subarray(passed);
        continue;
      }
      rest = this.takeHeader(rest);
    }
  }

  end(): void {
    if (this.passing > 0 || this.kept > 0) {
      if (this.blobs === 0) throw this.notAnExtract();
      throw new UnusableMapFileError(
        `${this.name} is cut short: it ends after ${this.fileBytes} bytes in the middle of a block. Download it again.`,
      );
    }
    if (this.dataBlobs === 0) throw new UnusableMapFileError(`${this.name} holds a header and nothing else.`);
  }

  /** Gathers a length and a BlobHeader, which may lie across chunks. */
  private takeHeader(chunk: Buffer): Buffer {
    this.pieces.push(chunk);
    this.kept += chunk.length;
    if (this.kept < 4) return Buffer.alloc(0);
    const gathered = this.pieces.length === 1 ? chunk : Buffer.concat(this.pieces);
    const headerBytes = gathered.readUInt32BE(0);
    if (headerBytes === 0 || headerBytes > maxBlobHeaderBytes) throw this.notAnExtract();
    if (gathered.length < 4 + headerBytes) {
      this.pieces.splice(0, this.pieces.length, gathered);
      return Buffer.alloc(0);
    }
    const { type, dataBytes } = this.readBlobHeader(gathered.subarray(4, 4 + headerBytes));
    if (this.blobs === 0 ? type !== 'OSMHeader' : type === '') throw this.notAnExtract();
    if (dataBytes <= 0 || dataBytes > maxBlobBytes) throw this.notAnExtract();
    this.blobs++;
    if (type === 'OSMData') this.dataBlobs++;
    this.passing = dataBytes;
    this.pieces.length = 0;
    this.kept = 0;
    return gathered.subarray(4 + headerBytes);
  }

  private readBlobHeader(bytes: Uint8Array): { type: string; dataBytes: number } {
    const header = { type: '', dataBytes: 0 };
    try {
      const reader = new PbfReader(bytes);
      reader.readFields((tag, _, field) => {
        if (tag === 1) header.type = field.readString();
        else if (tag === 3) header.dataBytes = field.readVarint();
      }, header);
    } catch {
      throw this.notAnExtract();
    }
    return header;
  }

  private notAnExtract(): UnusableMapFileError {
    return new UnusableMapFileError(
      this.blobs === 0
        ? `${this.name} is no OpenStreetMap extract in the .osm.pbf format.`
        : `${this.name} is damaged: block ${this.blobs + 1} does not begin as a block of an .osm.pbf file does.`,
    );
  }
}
