import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { Archive, Manifest, PartSummary, ReadPart } from '../../application/backups/archive-port.js';
import { keyFileName } from '../../application/secret-box.js';
import { DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import { damaged, type Frame, type FrameKey, openFrames, readFrames } from './frames.js';

const text = z.string().max(1000);
const partSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('table'),
    table: z.strictObject({ name: text, columns: z.array(z.strictObject({ name: text, type: text })) }),
  }),
  z.strictObject({ kind: z.literal('file'), path: text.refine(isInside, 'leads out of the data folder') }),
]);
const summarySchema = z.strictObject({
  name: text,
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const manifestSchema = z.strictObject({
  productVersion: text,
  madeAt: z.iso.datetime(),
  steps: z.array(text),
  madeFrom: text,
  identities: z.array(z.strictObject({ table: text, column: text, lastValue: z.string().regex(/^\d{1,19}$/) })),
  tables: z.array(summarySchema),
  files: z.array(summarySchema),
});

/**
 * Opens a backup for reading.
 *
 * @throws InvalidInputError when there is no such file; DispatchError backup-damaged or backup-password.
 */
export async function openArchive(file: string, password: string | undefined): Promise<Archive> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
    if (!(await handle.stat()).isFile()) {
      await handle.close();
      throw new InvalidInputError(`${file} is no file. Name the file of a backup.`);
    }
  } catch (error) {
    if (error instanceof DispatchError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidInputError(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`);
  }
  let key: FrameKey;
  try {
    key = await openFrames(handle, password);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    async verify(onProgress, signal) {
      const reader = new ArchiveReader(handle, key);
      let bytes = 0;
      for await (const { content } of reader.parts(signal)) {
        for await (const chunk of content) {
          bytes += chunk.length;
          onProgress(bytes);
        }
      }
      return reader.manifest();
    },
    parts: (signal) => new ArchiveReader(handle, key).parts(signal),
    close: () => handle.close(),
  };
}

/** Reads an archive once, from its beginning to its end. */
class ArchiveReader {
  private readonly frames: AsyncGenerator<Frame>;
  private readonly seen: PartSummary[] = [];
  private found: Manifest | undefined;

  constructor(handle: FileHandle, key: FrameKey) {
    this.frames = readFrames(handle, key);
  }

  /** What stood at the end; known when all parts were read. */
  manifest(): Manifest {
    if (this.found === undefined) throw new Error('The archive was not read to its end.');
    return this.found;
  }

  async *parts(signal: AbortSignal): AsyncGenerator<ReadPart> {
    try {
      for (;;) {
        const frame = await this.next(signal);
        if (frame.kind === 'manifest') break;
        if (frame.kind !== 'part') throw damaged('its parts are in disorder');
        const part = parse(partSchema, frame.payload);
        const before = this.seen.length;
        yield { part, content: this.content(part.kind === 'table' ? part.table.name : part.path, signal) };
        if (this.seen.length === before) throw new Error('A part was not read to its end before the next.');
      }
      await this.next(signal);
    } finally {
      await this.frames.return(undefined);
    }
  }

  private async *content(name: string, signal: AbortSignal): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let bytes = 0;
    let told: PartSummary | undefined;
    const compressed = async function* (this: ArchiveReader): AsyncGenerator<Buffer> {
      for (;;) {
        const frame = await this.next(signal);
        if (frame.kind === 'partEnd') {
          told = parse(summarySchema, frame.payload);
          return;
        }
        if (frame.kind !== 'data') throw damaged('its parts are in disorder');
        yield frame.payload;
      }
    }.bind(this);
    const gunzip = createGunzip({ chunkSize: 256 * 1024 });
    pipeline(Readable.from(compressed(), { objectMode: true, highWaterMark: 1 }), gunzip, () => undefined);
    try {
      for await (const chunk of gunzip as AsyncIterable<Buffer>) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      // What undoes the compression knows no better than that it cannot go on.
      throw (error as { code?: string }).code?.startsWith('Z_') ? damaged('a part of it was changed', error) : error;
    }
    if (told === undefined) throw damaged('a part of it goes on behind its end');
    if (told.name !== name || told.bytes !== bytes || told.sha256 !== hash.digest('hex')) {
      throw damaged(`the checksum of ${name} is another one`);
    }
    this.seen.push(told);
  }

  private async next(signal: AbortSignal): Promise<Frame> {
    signal.throwIfAborted();
    const { value, done } = await this.frames.next();
    if (done) throw damaged('its end is missing');
    const frame = value as Frame;
    if (frame.kind === 'manifest') this.found = this.checked(parse(manifestSchema, frame.payload));
    return frame;
  }

  /** The manifest lists exactly the parts that stood before it. */
  private checked(manifest: Manifest): Manifest {
    const listed = JSON.stringify([...manifest.tables, ...manifest.files]);
    if (listed !== JSON.stringify(this.seen)) throw damaged('its list of contents is of another one');
    return manifest;
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, payload: Buffer): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(payload.toString()));
  } catch (error) {
    throw damaged('a part of it cannot be read', error);
  }
}

/** Whether a path stays below `maps` or `photos`, or is the key's, whoever wrote it. */
function isInside(path: string): boolean {
  if (path === keyFileName) return true;
  const steps = path.split('/');
  return (
    (steps[0] === 'maps' || steps[0] === 'photos') &&
    steps.length > 1 &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    steps.every((step) => step !== '' && step !== '.' && step !== '..')
  );
}
