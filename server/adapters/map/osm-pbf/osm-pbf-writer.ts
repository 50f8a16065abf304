import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { encodeHeader, encodeNodes, encodeRelations, encodeWays } from './encode-block.js';
import type { Bounds, OsmNode, OsmRelation, OsmWay } from './osm-element.js';

const deflateBytes = promisify(deflate);

/** What other writers put into a block; readers allocate for it. */
const elementsPerBlock = 8000;

export interface OsmPbfSource {
  readonly bounds?: Bounds;
  /** Where the data comes from, e.g. "generated demo city". */
  readonly source?: string;
  /** Each kind in ascending order of id; readers such as Valhalla rely on it. */
  readonly nodes: Iterable<OsmNode>;
  readonly ways: Iterable<OsmWay>;
  readonly relations: Iterable<OsmRelation>;
}

/** Writes an `.osm.pbf` file: header, dense nodes, ways, relations, in blocks compressed by zlib. */
export async function writeOsmPbf(file: string, source: OsmPbfSource): Promise<void> {
  const out = createWriteStream(file);
  const closed = finished(out);
  // The failure is reported by the await below; without a listener it would end the process first.
  closed.catch(() => undefined);
  try {
    await writeBlob(out, 'OSMHeader', encodeHeader(source.bounds, 'tuanda', source.source ?? ''));
    for (const nodes of blocksOf(source.nodes)) await writeBlob(out, 'OSMData', encodeNodes(nodes));
    for (const ways of blocksOf(source.ways)) await writeBlob(out, 'OSMData', encodeWays(ways));
    for (const relations of blocksOf(source.relations)) await writeBlob(out, 'OSMData', encodeRelations(relations));
    out.end();
  } catch (error) {
    out.destroy();
    throw error;
  }
  await closed;
}

async function writeBlob(out: WriteStream, type: 'OSMHeader' | 'OSMData', content: Uint8Array): Promise<void> {
  const blob = new PbfWriter();
  blob.writeVarintField(2, content.length);
  blob.writeBytesField(3, await deflateBytes(content, { level: 6 }));
  const blobBytes = blob.finish();
  const header = new PbfWriter();
  header.writeStringField(1, type);
  header.writeVarintField(3, blobBytes.length);
  const headerBytes = header.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headerBytes.length);
  await new Promise<void>((resolve, reject) => {
    out.write(Buffer.concat([length, headerBytes, blobBytes]), (error) => (error ? reject(error) : resolve()));
  });
}

function* blocksOf<T>(elements: Iterable<T>): Generator<T[]> {
  let block: T[] = [];
  for (const element of elements) {
    block.push(element);
    if (block.length === elementsPerBlock) {
      yield block;
      block = [];
    }
  }
  if (block.length > 0) yield block;
}
