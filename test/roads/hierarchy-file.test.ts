import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHierarchy } from '../../server/roads/hierarchy-file.js';
import { prepareRoads } from '../../server/roads/index.js';
import { gridMap, smallRoads } from './small-roads.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tuanda-kept-'));
  file = path.join(folder, 'roads-auto.bin');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a kept hierarchy', () => {
  it('comes back as it was made', () => {
    const { graph } = smallRoads(gridMap(5, 4));
    const { turns, hierarchy } = prepareRoads(graph, 'auto', folder);
    const kept = readHierarchy(file, turns);
    expect(kept).toEqual(hierarchy);
    expect(kept?.upTo.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(prepareRoads(graph, 'auto', folder).hierarchy).toEqual(hierarchy);
  });

  it('is not used for other roads or speeds', () => {
    const map = gridMap(5, 4);
    prepareRoads(smallRoads(map).graph, 'auto', folder);
    const faster = smallRoads({
      ...map,
      roads: map.roads.map((road, index) => (index === 3 ? { ...road, kph: 37 } : road)),
    });
    const { turns } = prepareRoads(faster.graph, 'auto');
    expect(readHierarchy(file, turns)).toBeUndefined();
    prepareRoads(faster.graph, 'auto', folder);
    expect(readHierarchy(file, turns)).toBeDefined();
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
    expect(readHierarchy(file, turns)).toBeUndefined();
    expect(prepareRoads(graph, 'auto', folder).hierarchy).toEqual(hierarchy);
    expect(readHierarchy(file, turns)).toEqual(hierarchy);
  });

  it('is done without where the folder cannot be written', () => {
    const { graph } = smallRoads(gridMap(3, 3));
    expect(prepareRoads(graph, 'auto', path.join(folder, 'nowhere')).hierarchy.vertexCount).toBeGreaterThan(0);
  });
});
