import type { RunKey } from '../../run-key.js';

/** What a bar stands for: a vehicle at the dock, under way, at a station or at rest. */
export const barKinds = ['loading', 'transfer', 'drive', 'wait', 'service', 'break', 'return'] as const;
export type BarKind = (typeof barKinds)[number];

/** A span of a run. Its ends are instants, in milliseconds: nights and changes of clocks are no matter here. */
export interface Bar {
  readonly kind: BarKind;
  /** By the plan, as couriers reported it, or as it looks now. */
  readonly time: 'planned' | 'actual' | 'predicted';
  readonly begins: number;
  readonly ends: number;
  readonly run: RunKey;
  readonly tripNo: number;
  /** The stop that it is of, or leads to. */
  readonly stationId: string | undefined;
  /** Its place in its trip, from 0. */
  readonly stopAt: number | undefined;
  /** By how much service begins after closing. */
  readonly lateSeconds: number;
}

/** Tells the visits of a run apart: goods of a station in parts may come on several of its trips. */
export function visitOf({ tripNo, stationId }: Pick<Bar, 'tripNo' | 'stationId'>): string {
  return `${tripNo} ${stationId}`;
}
