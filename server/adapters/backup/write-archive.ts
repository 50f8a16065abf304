import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ArchiveWriter, Piece } from '../../application/backups/archive-port.js';
import { FrameWriter } from './frames.js';

const chunkBytes = 256 * 1024;
/** Quick: on the embedded database everybody waits while it is written. */
const gzipLevel = 3;

/** Begins an archive on a stream. */
export async function beginArchive(stream: Writable, password: string | undefined): Promise<ArchiveWriter> {
  const frames = await FrameWriter.begin(stream, password);
  return {
    async add(part, pieces) {
      await frames.write('part', JSON.stringify(part));
      const hash = createHash('sha256');
      let rows = 0;
      let bytes = 0;
      const counted = async function* (): AsyncGenerator<Buffer> {
        for await (const piece of pieces as AsyncIterable<Piece>) {
          hash.update(piece.bytes);
          rows += piece.rows;
          bytes += piece.bytes.length;
          yield piece.bytes;
        }
      };
      await pipeline(
        // A piece ahead, so that the next one is read while this one is compressed.
        Readable.from(counted(), { objectMode: true, highWaterMark: 2 }),
        createGzip({ level: gzipLevel, chunkSize: chunkBytes }),
        async (compressed: AsyncIterable<Buffer>) => {
          for await (const chunk of compressed) await frames.write('data', chunk);
        },
      );
      const name = part.kind === 'table' ? part.table.name : part.path;
      const summary = { name, rows, bytes, sha256: hash.digest('hex') };
      await frames.write('partEnd', JSON.stringify(summary));
      return summary;
    },
    async end(manifest) {
      await frames.write('manifest', JSON.stringify(manifest));
      return frames.end();
    },
  };
}
