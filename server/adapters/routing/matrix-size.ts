import { MatrixTooLargeError } from '../../application/travel/routing/routing-errors.js';
import type { LonLat } from '../../domain/network/place.js';
import { maxPairs } from '../../roads/index.js';

/** @throws MatrixTooLargeError above the limit that all engines share. */
export function assertMatrixSize(sources: readonly LonLat[], targets: readonly LonLat[]): void {
  if (sources.length * targets.length > maxPairs) {
    throw new MatrixTooLargeError(sources.length, targets.length, maxPairs);
  }
}
