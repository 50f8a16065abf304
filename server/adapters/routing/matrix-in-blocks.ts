import { isOnGlobe, type LonLat } from '../../domain/network/place.js';
import { inParallel } from './http/in-parallel.js';

export interface MatrixBlocks {
  readonly sources: readonly LonLat[];
  readonly targets: readonly LonLat[];
  /** The most sources, and the most targets, of one request. */
  readonly side: number;
  readonly requestsAtOnce: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Asks for some rows and columns and keeps the answer; false when the engine refuses them as a whole. */
  readonly ask: (rows: readonly number[], columns: readonly number[]) => Promise<boolean>;
}

/**
 * Asks for a matrix in requests that an engine accepts, rows after rows.
 *
 * Engines refuse a request as a whole for a single place without a road; such a request is asked again in halves,
 * down to single pairs, so that only the pairs concerned stay without a way. Places off the globe are never asked.
 */
export async function matrixInBlocks(blocks: MatrixBlocks): Promise<void> {
  const { sources, targets, side, requestsAtOnce, onProgress, ask } = blocks;
  const rows = onGlobe(sources);
  const columns = onGlobe(targets);
  const askPart = async (rowPart: readonly number[], columnPart: readonly number[]): Promise<void> => {
    if (await ask(rowPart, columnPart)) return;
    if (rowPart.length > 1) {
      const half = Math.ceil(rowPart.length / 2);
      await askPart(rowPart.slice(0, half), columnPart);
      await askPart(rowPart.slice(half), columnPart);
    } else if (columnPart.length > 1) {
      const half = Math.ceil(columnPart.length / 2);
      await askPart(rowPart, columnPart.slice(0, half));
      await askPart(rowPart, columnPart.slice(half));
    }
  };
  for (let first = 0; first < rows.length; first += side) {
    const rowPart = rows.slice(first, first + side);
    await inParallel(Math.ceil(columns.length / side), requestsAtOnce, (part) =>
      askPart(rowPart, columns.slice(part * side, (part + 1) * side)),
    );
    onProgress?.(sources.length - rows.length + first + rowPart.length, sources.length);
  }
}

function onGlobe(places: readonly LonLat[]): number[] {
  return places.flatMap((place, at) => (isOnGlobe(place) ? [at] : []));
}
