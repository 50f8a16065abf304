import type { TravelBasis, TravelBlock, TravelStore } from './travel-times.js';

/** Two numbers of four bytes for every pair of places. */
const bytesOf = ({ seconds, meters }: TravelBlock) => seconds.byteLength + meters.byteLength;

/** The squares of one basis that were looked up; undefined where none is kept. */
type KnownBlocks = Map<string, TravelBlock | undefined>;

/** A store that can be told that what it remembers is not kept any more. */
export interface RememberingTravelStore extends TravelStore {
  forget(): void;
}

/**
 * A store of travel times that remembers the squares it has read and written lately, so that pricing and re-planning
 * need not unpack them again for every slice of hours.
 *
 * What is remembered never becomes wrong while it is kept: times of a map, profile and state of speeds do not change. Squares that another
 * process has filled meanwhile are computed again at worst.
 *
 * @param mostBytes above it, what was used longest ago is forgotten.
 */
export function rememberTravel(store: TravelStore, mostBytes: number): RememberingTravelStore {
  /** Least recently used first. */
  const known = new Map<string, KnownBlocks>();
  let bytes = 0;

  function blocksOf({ mapId, travelClass, speedsKey }: TravelBasis): KnownBlocks {
    const key = `${mapId} ${travelClass} ${speedsKey}`;
    const blocks = known.get(key) ?? new Map();
    known.delete(key);
    known.set(key, blocks);
    return blocks;
  }

  function remember(blocks: KnownBlocks, row: number, column: number, block: TravelBlock | undefined): void {
    const key = `${row} ${column}`;
    const before = blocks.get(key);
    if (before !== undefined) bytes -= bytesOf(before);
    if (block !== undefined) bytes += bytesOf(block);
    blocks.set(key, block);
  }

  function forgetOldest(): void {
    for (const [key, blocks] of known) {
      if (bytes <= mostBytes) return;
      for (const block of blocks.values()) if (block !== undefined) bytes -= bytesOf(block);
      known.delete(key);
    }
  }

  return {
    ...store,
    forget() {
      known.clear();
      bytes = 0;
    },
    async readBlocks(basis, numbers) {
      const pairs = numbers.flatMap((row) => numbers.map((column) => [row, column] as const));
      let blocks = blocksOf(basis);
      if (!pairs.every(([row, column]) => blocks.has(`${row} ${column}`))) {
        const read = new Map(
          (await store.readBlocks(basis, numbers)).map((block) => [`${block.rowBlock} ${block.columnBlock}`, block]),
        );
        blocks = blocksOf(basis);
        for (const [row, column] of pairs) {
          // What somebody wrote while this was read is newer.
          if (blocks.get(`${row} ${column}`) === undefined) remember(blocks, row, column, read.get(`${row} ${column}`));
        }
      }
      const found = pairs.flatMap(([row, column]) => blocks.get(`${row} ${column}`) ?? []);
      forgetOldest();
      return found;
    },
    async writeBlocks(basis, written) {
      await store.writeBlocks(basis, written);
      const blocks = blocksOf(basis);
      for (const block of written) remember(blocks, block.rowBlock, block.columnBlock, block);
      forgetOldest();
    },
  };
}
