import type { PlanGeoJson } from './api/types.js';

/**
 * Which run of which wave is meant, wherever one is chosen, pointed at or linked to: it stays the same run whatever is
 * planned, and whichever waves are in view.
 */
export type RunKey = string;

export function runKey({ waveId, routeNo }: { readonly waveId: string; readonly routeNo: number }): RunKey {
  return `${waveId} ${routeNo}`;
}

/** The run's number in its wave, of which it has its colour. */
export function numberOf(key: RunKey): number {
  return Number(key.slice(key.lastIndexOf(' ') + 1));
}

export function waveIdOf(key: RunKey): string {
  return key.slice(0, key.lastIndexOf(' '));
}

type DrawnFeature = PlanGeoJson['features'][number];
/** A drawing in which each thing of a run says whose it is. */
export interface DrawnRuns {
  readonly features: readonly { readonly drawn: DrawnFeature; readonly run: RunKey | undefined }[];
}
