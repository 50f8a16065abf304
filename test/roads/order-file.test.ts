import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOrder } from '../../server/roads/hierarchy/order-file.js';
import { prepareRoads } from '../../server/roads/index.js';
import { gridMap, smallRoads } from './small-roads.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tuanda-kept-'));
  file = path.join(folder, 'order-auto.bin');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a kept order', () => {
  it('comes back as it was made, in memory that threads may share', () => {
    const { graph } = smallRoads(gridMap(5, 4));
    const { turns, hierarchy } = prepareRoads(graph, 'auto', folder);
    const kept = readOrder(file, turns);
    expect(kept).toEqual(hierarchy.rank);
    expect(kept?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(prepareRoads(graph, 'auto', folder).hierarchy).toEqual(hierarchy);
  });

  it('names every vertex once', () => {
    const { hierarchy } = prepareRoads(smallRoads(gridMap(9, 7)).graph, 'auto');
    expect([...hierarchy.rank].sort((a, b) => a - b)).toEqual([...hierarchy.rank.keys()]);
  });

  it('outlives a change of speeds, and is not used for other roads', () => {
    const map = gridMap(5, 4);
    const { turns } = prepareRoads(smallRoads(map).graph, 'auto', folder);
    const first = readOrder(file, turns);
    const faster = { ...map, roads: map.roads.map((road) => ({ ...road, kph: 37 })) };
    expect(readOrder(file, prepareRoads(smallRoads(faster).graph, 'auto').turns)).toEqual(first);

    const oneWay = { ...map, roads: map.roads.map((road, at) => (at === 3 ? { ...road, oneWay: true } : road)) };
    const other = prepareRoads(smallRoads(oneWay).graph, 'auto');
    expect(readOrder(file, other.turns)).toBeUndefined();
    prepareRoads(smallRoads(oneWay).graph, 'auto', folder);
    expect(readOrder(file, other.turns)).toBeDefined();
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4)],
    ['empty', () => Buffer.alloc(0)],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 9 ? byte ^ 1 : byte))),
    ],
    ['something else', () => Buffer.from('<html></html>...'.repeat(50))],
  ])('that is %s is made anew', (_, damage) => {
    const { graph } = smallRoads(gridMap(5, 4));
    const { turns, hierarchy } = prepareRoads(graph, 'auto', folder);
    writeFileSync(file, damage(readFileSync(file)));
    expect(readOrder(file, turns)).toBeUndefined();
    expect(prepareRoads(graph, 'auto', folder).hierarchy).toEqual(hierarchy);
    expect(readOrder(file, turns)).toEqual(hierarchy.rank);
  });

  it('is done without where the folder cannot be written', () => {
    const { graph } = smallRoads(gridMap(3, 3));
    expect(prepareRoads(graph, 'auto', path.join(folder, 'nowhere')).hierarchy.vertexCount).toBeGreaterThan(0);
  });
});
