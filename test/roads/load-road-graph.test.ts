import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compiledModule } from '../../server/compiled.js';
import { loadRoadGraph, openRoadEngine, RoadTileError, tileVersion } from '../../server/roads/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tuanda-tiles-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A tile without roads: a header of 272 bytes that says so. */
function emptyTile({ version = tileVersion, announcedBytes = 272, bytes = 272, nodes = 0 } = {}): Uint8Array {
  const tile = Buffer.alloc(bytes);
  tile.writeUInt32LE(2 + (748_545 << 3), 0);
  tile.write(version, 16, 'latin1');
  tile.writeUInt32LE(nodes, 40);
  for (const offset of [96, 100, 104, 108]) tile.writeUInt32LE(272, offset);
  tile.writeUInt32LE(announcedBytes, 224);
  return tile;
}

function writeTile(tile: Uint8Array): void {
  mkdirSync(path.join(folder, '2', '000', '748'), { recursive: true });
  writeFileSync(path.join(folder, '2', '000', '748', '545.gph'), tile);
}

describe('loading tiles', () => {
  it('reads a tile without roads as a map without roads', () => {
    writeTile(emptyTile());
    expect(loadRoadGraph(folder)).toMatchObject({ nodeCount: 0, edgeCount: 0 });
  });

  it.each([
    ['another version', emptyTile({ version: '3.5.1' }), /version 3\.5\.1.*reads version 3\.6\.1/],
    ['a file cut short', emptyTile({ announcedBytes: 300 }), /should be 300 bytes long and has 272/],
    ['a file cut within its header', new Uint8Array(100), /100 bytes are too few/],
    ['a file that is no tile', new TextEncoder().encode('<html>'.repeat(100)), /unknown format/],
    ['lists longer than the file', emptyTile({ nodes: 5 }), /lists overlap/],
  ])('refuses %s with a sentence', (_, tile, message) => {
    writeTile(tile);
    expect(() => loadRoadGraph(folder)).toThrow(RoadTileError);
    expect(() => loadRoadGraph(folder)).toThrow(message);
  });

  it('refuses a folder that holds no tiles, and one that is not there', () => {
    expect(() => loadRoadGraph(folder)).toThrow(/holds no road tiles/);
    expect(() => loadRoadGraph(path.join(folder, 'nowhere'))).toThrow(/cannot be read/);
  });

  it('refuses in the engine as well, by the same error', async () => {
    writeTile(emptyTile({ version: '3.5.1' }));
    const opening = openRoadEngine(folder, { workerUrl: compiledModule('server/roads/worker.js'), threads: 1 });
    await expect(opening).rejects.toThrow(RoadTileError);
  });
});
