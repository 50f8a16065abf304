import { describe, expect, it } from 'vitest';
import { rememberTravel } from '../../server/application/travel/remember-travel.js';
import {
  blockSize,
  type TravelBasis,
  type TravelBlock,
  type TravelStore,
} from '../../server/application/travel/travel-times.js';

const basis = (speedsKey: string): TravelBasis => ({ mapId: 'm', travelClass: 'auto', speedsKey });
const block = (rowBlock: number, columnBlock: number, value: number): TravelBlock => ({
  rowBlock,
  columnBlock,
  seconds: new Int32Array(blockSize * blockSize).fill(value),
  meters: new Int32Array(blockSize * blockSize).fill(value),
});
const bytesEach = 8 * blockSize * blockSize;

/** A record of squares that counts how often it is read. */
function countedStore() {
  const rows = new Map<string, TravelBlock>();
  const nameOf = ({ speedsKey }: TravelBasis, row: number, column: number) => `${speedsKey} ${row} ${column}`;
  const store = {
    reads: 0,
    async readBlocks(asked: TravelBasis, numbers: readonly number[]) {
      store.reads++;
      return numbers.flatMap((row) => numbers.flatMap((column) => rows.get(nameOf(asked, row, column)) ?? []));
    },
    async writeBlocks(asked: TravelBasis, blocks: readonly TravelBlock[]) {
      for (const each of blocks) rows.set(nameOf(asked, each.rowBlock, each.columnBlock), each);
    },
  };
  return store;
}

const valuesOf = (blocks: readonly TravelBlock[]) =>
  blocks.map(({ rowBlock, columnBlock, seconds }) => [rowBlock, columnBlock, seconds[0]]);

describe('remembered travel times', () => {
  it('are read once, what is not kept included, and known when written', async () => {
    const record = countedStore();
    await record.writeBlocks(basis('a'), [block(0, 0, 1), block(0, 1, 2)]);
    const store = rememberTravel(record as unknown as TravelStore, 100 * bytesEach);
    const expected = [
      [0, 0, 1],
      [0, 1, 2],
    ];
    expect(valuesOf(await store.readBlocks(basis('a'), [0, 1]))).toEqual(expected);
    expect(valuesOf(await store.readBlocks(basis('a'), [0, 1]))).toEqual(expected);
    expect(valuesOf(await store.readBlocks(basis('a'), [0]))).toEqual([[0, 0, 1]]);
    expect(record.reads).toBe(1);
    await store.writeBlocks(basis('a'), [block(1, 1, 3)]);
    expect(valuesOf(await store.readBlocks(basis('a'), [0, 1]))).toEqual([...expected, [1, 1, 3]]);
    expect(record.reads).toBe(1);
    // A square that was not looked up yet.
    await store.readBlocks(basis('a'), [0, 2]);
    expect(record.reads).toBe(2);
  });

  it('are those of their own speeds', async () => {
    const record = countedStore();
    await record.writeBlocks(basis('a'), [block(0, 0, 1)]);
    await record.writeBlocks(basis('b'), [block(0, 0, 9)]);
    const store = rememberTravel(record as unknown as TravelStore, 100 * bytesEach);
    expect(valuesOf(await store.readBlocks(basis('a'), [0]))).toEqual([[0, 0, 1]]);
    expect(valuesOf(await store.readBlocks(basis('b'), [0]))).toEqual([[0, 0, 9]]);
  });

  it('are forgotten, the longest unused first, when they are too many', async () => {
    const record = countedStore();
    for (const key of ['a', 'b', 'c']) await record.writeBlocks(basis(key), [block(0, 0, 1)]);
    const store = rememberTravel(record as unknown as TravelStore, 2 * bytesEach);
    for (const key of ['a', 'b', 'a', 'c']) expect(await store.readBlocks(basis(key), [0])).toHaveLength(1);
    expect(record.reads).toBe(3);
    await store.readBlocks(basis('a'), [0]);
    expect(record.reads).toBe(3);
    await store.readBlocks(basis('b'), [0]);
    expect(record.reads).toBe(4);
  });
});
