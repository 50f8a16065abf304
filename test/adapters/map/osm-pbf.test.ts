import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PbfWriter } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OsmNode, OsmRelation, OsmWay } from '../../../server/adapters/map/osm-pbf/osm-element.js';
import { OsmPbfError, readOsmPbf, readOsmPbfHeader } from '../../../server/adapters/map/osm-pbf/osm-pbf-reader.js';
import { writeOsmPbf } from '../../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import { sharedData } from '../../support/shared-data.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'osm-pbf-'));
});
afterAll(() => rm(folder, { recursive: true }));

const nodes: OsmNode[] = [
  { id: 3, lon: 113.9, lat: 29.9, tags: {} },
  { id: 4, lon: -0.0000001, lat: -33.5, tags: { highway: 'traffic_signals' } },
  { id: 9_876_543_210, lon: 179.9999999, lat: 89.9, tags: { name: '云杉路 & 滨江东路', 'name:en': '' } },
];
const ways: OsmWay[] = [
  { id: 7, refs: [9_876_543_210, 3, 4, 3], tags: { highway: 'primary', name: '云杉大道' } },
  { id: 8_000_000_001, refs: [4, 3], tags: {} },
];
const relations: OsmRelation[] = [
  {
    id: 1,
    tags: { type: 'restriction', restriction: 'no_left_turn' },
    members: [
      { type: 'way', ref: 7, role: 'from' },
      { type: 'node', ref: 3, role: 'via' },
      { type: 'way', ref: 8_000_000_001, role: 'to' },
      { type: 'relation', ref: 1, role: '' },
    ],
  },
];

async function readAll(file: string) {
  const all = { nodes: [] as OsmNode[], ways: [] as OsmWay[], relations: [] as OsmRelation[], blocks: 0 };
  for await (const block of readOsmPbf(file)) {
    all.nodes.push(...block.nodes);
    all.ways.push(...block.ways);
    all.relations.push(...block.relations);
    all.blocks++;
  }
  return all;
}

async function fileWith(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

describe('writing and reading .osm.pbf', () => {
  it('gives back what was put in', async () => {
    const file = path.join(folder, 'small.osm.pbf');
    await writeOsmPbf(file, { bounds: [113, 29, 115, 31], source: 'a test', nodes, ways, relations });
    expect(await readOsmPbfHeader(file)).toEqual({
      bounds: [113, 29, 115, 31],
      requiredFeatures: ['OsmSchema-V0.6', 'DenseNodes'],
      source: 'a test',
    });
    const read = await readAll(file);
    expect(read.nodes).toEqual(nodes);
    expect(read.ways).toEqual(ways);
    expect(read.relations).toEqual(relations);
  });

  it('splits many elements into blocks that can be read one at a time', async () => {
    const file = path.join(folder, 'many.osm.pbf');
    function* many(): Generator<OsmNode> {
      for (let id = 1; id <= 20_000; id++) {
        yield { id, lon: 113 + id / 1e6, lat: 29, tags: id % 3 === 0 ? { ref: String(id) } : {} };
      }
    }
    await writeOsmPbf(file, { nodes: many(), ways: [], relations: [] });
    const read = await readAll(file);
    // 8,000 elements a block.
    expect(read.blocks).toBe(3);
    expect(read.nodes).toHaveLength(20_000);
    expect(read.nodes[17_999].tags).toEqual({ ref: '18000' });
    expect(read.nodes[19_999].lon).toBeCloseTo(113.02, 7);
  });

  it('passes over kinds that are not wanted', async () => {
    const file = path.join(folder, 'kinds.osm.pbf');
    await writeOsmPbf(file, { nodes, ways, relations });
    const found: OsmWay[] = [];
    for await (const block of readOsmPbf(file, { ways: true })) {
      expect(block.nodes).toEqual([]);
      expect(block.relations).toEqual([]);
      found.push(...block.ways);
    }
    expect(found).toEqual(ways);
  });
});

describe('a file that is no map', () => {
  const sentence = /^The map file [\w.-]+ [^\n]+\.$/;

  it('is refused wherever it is cut off', async () => {
    const whole = path.join(folder, 'whole.osm.pbf');
    await writeOsmPbf(whole, { nodes, ways, relations });
    const bytes = await readFile(whole);
    const complete = await readAll(whole);
    let refused = 0;
    for (let length = 0; length < bytes.length; length++) {
      const file = await fileWith('cut.osm.pbf', bytes.subarray(0, length));
      const outcome = await readAll(file).catch((error: unknown) => error);
      if (outcome instanceof OsmPbfError) {
        expect(outcome.message).toMatch(sentence);
        refused++;
      } else {
        // Only a cut exactly between two blocks cannot be told from a smaller map.
        expect(outcome).toMatchObject({ blocks: expect.any(Number) });
        expect((outcome as { blocks: number }).blocks).toBeLessThan(complete.blocks);
      }
    }
    expect(complete.blocks).toBe(3);
    expect(refused).toBe(bytes.length - 2);
  });

  it.each([
    ['empty.osm.pbf', Buffer.alloc(0), 'is empty'],
    ['text.osm.pbf', Buffer.from('<?xml version="1.0"?><osm version="0.6"></osm>'), 'is not an OpenStreetMap PBF file'],
    ['zeros.osm.pbf', Buffer.alloc(5000), 'is not an OpenStreetMap PBF file'],
    ['short.osm.pbf', Buffer.from([0, 0, 0]), 'is cut off'],
  ])('is refused in one sentence: %s', async (name, bytes, words) => {
    const file = await fileWith(name, bytes);
    await expect(readAll(file)).rejects.toThrow(words);
    await expect(readOsmPbfHeader(file)).rejects.toThrow(sentence);
  });

  it('is refused when bytes in its middle are damaged', async () => {
    const whole = path.join(folder, 'damaged.osm.pbf');
    await writeOsmPbf(whole, { nodes, ways, relations });
    const bytes = await readFile(whole);
    // The tail of the first data block's compressed content: past the headers, before the next block.
    bytes.fill(0xaa, 170, 190);
    await expect(readAll(await fileWith('damaged.osm.pbf', bytes))).rejects.toThrow(sentence);
  });

  it('is refused when it needs what is not supported, naming it', async () => {
    const header = new PbfWriter();
    header.writeStringField(4, 'HistoricalInformation');
    const blob = new PbfWriter();
    blob.writeBytesField(1, header.finish());
    const blobBytes = blob.finish();
    const blobHeader = new PbfWriter();
    blobHeader.writeStringField(1, 'OSMHeader');
    blobHeader.writeVarintField(3, blobBytes.length);
    const headerBytes = blobHeader.finish();
    const file = await fileWith(
      'history.osm.pbf',
      Buffer.concat([Buffer.from([0, 0, 0, headerBytes.length]), headerBytes, blobBytes]),
    );
    await expect(readAll(file)).rejects.toThrow('"HistoricalInformation"');
  });
});

const hangzhou = sharedData('data', 'osm', 'hangzhou-2015.osm.pbf');
describe.skipIf(hangzhou === undefined)('a real extract (left out where the shared data is absent)', () => {
  it('is read whole: Hangzhou has 24,726 nodes, 3,649 ways and 30 relations', async () => {
    const read = await readAll(hangzhou!);
    expect([read.nodes.length, read.ways.length, read.relations.length]).toEqual([24_726, 3_649, 30]);
  });

  it('stays the same when it is written and read again', async () => {
    const first = await readAll(hangzhou!);
    const copy = path.join(folder, 'copy.osm.pbf');
    await writeOsmPbf(copy, first);
    const second = await readAll(copy);
    expect(second.ways).toEqual(first.ways);
    expect(second.relations).toEqual(first.relations);
    expect(second.nodes).toEqual(first.nodes);
  });
});
