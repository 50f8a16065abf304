import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readOsmPbf } from '../../../server/adapters/map/osm-pbf/osm-pbf-reader.js';
import { projectRoot } from '../../../server/compiled.js';
import { writeTown } from '../../contract/routing-town.js';

it('keeps in routing-town.osm.pbf, for engines that are started before the tests, the very town of the contract', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tuanda-town-'));
  try {
    const written = path.join(folder, 'town.osm.pbf');
    await writeTown(written);
    const blocks = await allOf(readOsmPbf(written));
    const kept = await allOf(readOsmPbf(path.join(projectRoot, 'test', 'contract', 'routing-town.osm.pbf')));
    expect(kept).toEqual(blocks);
    // 12 × 12 and 8 × 8 crossings, 24 and 16 streets.
    expect(blocks.flatMap(({ nodes }) => nodes)).toHaveLength(208);
    expect(blocks.flatMap(({ ways }) => ways)).toHaveLength(40);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
