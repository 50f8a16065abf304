import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Hierarchy } from './contract.js';
import type { TurnGraph } from './turn-graph.js';

/** "TuRH" and the version of the layout. */
const magic = 0x48527554;
const layout = 1;
const headerWords = 8;

/**
 * Reads a kept hierarchy into memory that threads may share.
 *
 * @returns undefined when there is none, or it is damaged, or it was made for other roads, costs or rules: then it has
 *   to be made anew.
 */
export function readHierarchy(file: string, turns: TurnGraph): Hierarchy | undefined {
  let memory: SharedArrayBuffer;
  try {
    const bytes = statSync(file).size;
    memory = new SharedArrayBuffer(bytes);
    const handle = openSync(file, 'r');
    try {
      if (readSync(handle, new Uint8Array(memory), 0, bytes, 0) !== bytes) return undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
  if (memory.byteLength < headerWords * 4 || memory.byteLength % 4 !== 0) return undefined;
  const words = new Uint32Array(memory);
  const [foundMagic, foundLayout, key, vertexCount, ups, downs, sum] = words;
  const sizes = sizesOf(vertexCount, ups, downs);
  const expectedWords = sizes.reduce((total, size) => total + size, headerWords);
  if (foundMagic !== magic || foundLayout !== layout || vertexCount !== turns.vertexCount) return undefined;
  if (words.length !== expectedWords || key !== hashOf(keyArrays(turns))) return undefined;
  if (sum !== hashOf([words.subarray(headerWords)])) return undefined;

  let at = headerWords * 4;
  const next = (size: number): number => {
    const begin = at;
    at += size * 4;
    return begin;
  };
  const unsigned = (size: number): Uint32Array => new Uint32Array(memory, next(size), size);
  const signed = (size: number): Int32Array => new Int32Array(memory, next(size), size);
  return {
    vertexCount,
    rank: unsigned(vertexCount),
    firstUp: unsigned(vertexCount + 1),
    upTo: unsigned(ups),
    upCost: signed(ups),
    upTime: signed(ups),
    upMeters: signed(ups),
    firstDown: unsigned(vertexCount + 1),
    downFrom: unsigned(downs),
    downCost: signed(downs),
    downTime: signed(downs),
    downMeters: signed(downs),
  };
}

/** Keeps a hierarchy for the next start. The file appears whole or not at all. */
export function writeHierarchy(file: string, turns: TurnGraph, hierarchy: Hierarchy): void {
  const arrays = arraysOf(hierarchy);
  const { vertexCount, upTo, downFrom } = hierarchy;
  const header = new Uint32Array(headerWords);
  header.set([magic, layout, hashOf(keyArrays(turns)), vertexCount, upTo.length, downFrom.length, hashOf(arrays)]);
  const unfinished = `${file}.${process.pid}.tmp`;
  const handle = openSync(unfinished, 'w');
  try {
    for (const array of [header, ...arrays]) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    }
  } catch (error) {
    closeSync(handle);
    rmSync(unfinished, { force: true });
    throw error;
  }
  closeSync(handle);
  renameSync(unfinished, file);
}

function sizesOf(vertexCount: number, ups: number, downs: number): number[] {
  return [vertexCount, vertexCount + 1, ups, ups, ups, ups, vertexCount + 1, downs, downs, downs, downs];
}

function arraysOf(hierarchy: Hierarchy): (Uint32Array | Int32Array)[] {
  const { rank, firstUp, upTo, upCost, upTime, upMeters } = hierarchy;
  const { firstDown, downFrom, downCost, downTime, downMeters } = hierarchy;
  return [rank, firstUp, upTo, upCost, upTime, upMeters, firstDown, downFrom, downCost, downTime, downMeters];
}

/** All that a hierarchy depends on: any change of map, costs or rules shows in these. */
function keyArrays({ firstArc, arcTo, arcCost, arcTime, arcMeters }: TurnGraph): (Uint32Array | Int32Array)[] {
  return [firstArc, arcTo, arcCost, arcTime, arcMeters];
}

/** A number that tells contents apart (FNV-1a, a word at a time). Order of the arrays counts, their limits do not. */
function hashOf(arrays: readonly (Uint32Array | Int32Array)[]): number {
  let hash = 0x811c9dc5;
  for (const array of arrays) {
    for (let index = 0; index < array.length; index++) {
      hash = Math.imul(hash ^ array[index], 0x01000193);
      hash ^= hash >>> 15;
    }
  }
  return hash >>> 0;
}
