import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { TurnGraph } from '../costs/turn-graph.js';
import { sharedU32 } from '../shared-arrays.js';

/** "TuRO" and the version of the layout. */
const magic = 0x4f527554;
const layout = 1;
const headerWords = 5;

/**
 * Reads a kept order of contraction.
 *
 * @returns by vertex its rank; undefined when none is kept, or it is damaged, or it was made for other roads or rules:
 *   then it has to be made anew.
 */
export function readOrder(file: string, turns: TurnGraph): Uint32Array | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  if (bytes.length !== (headerWords + turns.vertexCount) * 4) return undefined;
  const words = new Uint32Array(new Uint8Array(bytes).buffer);
  const [foundMagic, foundLayout, key, vertexCount, sum] = words;
  const rank = words.subarray(headerWords);
  if (foundMagic !== magic || foundLayout !== layout || vertexCount !== turns.vertexCount) return undefined;
  return key === keyOf(turns) && sum === hashOf([rank]) ? sharedU32(rank) : undefined;
}

/** Keeps an order for the next start. The file appears whole or not at all. */
export function writeOrder(file: string, turns: TurnGraph, rank: Uint32Array): void {
  const words = new Uint32Array(headerWords + rank.length);
  words.set([magic, layout, keyOf(turns), rank.length, hashOf([rank])]);
  words.set(rank, headerWords);
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, words);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** All that an order depends on: which turns there are, at whatever speeds. */
function keyOf({ firstArc, arcTo, vertexEdge }: TurnGraph): number {
  return hashOf([firstArc, arcTo, vertexEdge]);
}

/** A number that tells contents apart (FNV-1a, a word at a time). Order of the arrays counts, their limits do not. */
function hashOf(arrays: readonly Uint32Array[]): number {
  let hash = 0x811c9dc5;
  for (const array of arrays) {
    for (let index = 0; index < array.length; index++) {
      hash = Math.imul(hash ^ array[index], 0x01000193);
      hash ^= hash >>> 15;
    }
  }
  return hash >>> 0;
}
