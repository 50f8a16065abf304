import { TransitionError } from '../dispatch-error.js';
import { addDays, type BusinessDate, instantOf } from '../local-time.js';
import type { Depot } from '../network/network.js';

export const waveStatuses = [
  'collecting',
  'closed',
  'planned',
  'picking',
  'loading',
  'dispatched',
  'finished',
] as const;
export type WaveStatus = (typeof waveStatuses)[number];

/** Orders released together at a cutoff: one depot, one delivery date, and a number where a date has several. */
export interface Wave {
  readonly depotId: string;
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  readonly status: WaveStatus;
  readonly cutoffAt: Date;
  readonly timeZone: string;
}

/**
 * Every allowed change of a wave's status. Anything absent is refused.
 * Planning again is allowed until the first vehicle has left; picking may start before the plan stands.
 */
const nextStatuses: Record<WaveStatus, readonly WaveStatus[]> = {
  collecting: ['closed'],
  closed: ['planned', 'picking'],
  planned: ['planned', 'picking', 'loading', 'dispatched'],
  picking: ['planned', 'picking', 'loading', 'dispatched'],
  loading: ['loading', 'dispatched'],
  dispatched: ['finished'],
  finished: [],
};

/** @throws TransitionError when a wave may not go from `from` to `to`. */
export function assertWaveTransition(from: WaveStatus, to: WaveStatus): void {
  if (!nextStatuses[from].includes(to)) throw new TransitionError('wave', from, to);
}

/** The id of a wave says what it is: depot, date, number. */
export function waveIdOf(depotId: string, deliveryDate: BusinessDate, sequence: number): string {
  return `${depotId}-${deliveryDate.replaceAll('-', '')}-${sequence}`;
}

/** When the wave of a delivery date stops taking orders: the depot's cutoff on the day before. */
export function cutoffOf(depot: Pick<Depot, 'cutoffSecond' | 'timeZone'>, deliveryDate: BusinessDate): Date {
  return instantOf(addDays(deliveryDate, -1), depot.cutoffSecond, depot.timeZone);
}
