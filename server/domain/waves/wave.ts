import { addDays, type BusinessDate, instantOf, weekdayOf } from '../local-time.js';
import type { Cutoff } from '../network/cutoff.js';
import type { Depot } from '../network/network.js';
import { type StateTable, stateAfter } from '../state-table.js';

export const waveStatuses = ['collecting', 'closed', 'planned', 'picking', 'dispatched', 'finished'] as const;
export type WaveStatus = (typeof waveStatuses)[number];

/** Orders released together at a cutoff: one depot, one delivery date, and a number where a date has several. */
export interface Wave {
  readonly depotId: string;
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  /** Of the cutoff that it is of, as it was called when the wave was opened; empty where it has none. */
  readonly name: string;
  readonly status: WaveStatus;
  readonly cutoffAt: Date;
  readonly timeZone: string;
}

export const waveCauses = ['closed', 'planned', 'replanned', 'picked', 'dispatched', 'finished'] as const;
/**
 * What happens to a wave: it is closed; planned, while all of its runs are drafts; planned again over runs that are
 * released; a line is picked; one of its runs has left and another is still to end; all of its runs are over.
 */
export type WaveCause = (typeof waveCauses)[number];

/** Picking may begin before the plan stands. A device without network may report a whole run at once. */
export const waveStates: StateTable<WaveStatus, WaveCause> = {
  collecting: { closed: 'closed' },
  closed: { planned: 'planned', replanned: 'planned', picked: 'picking' },
  planned: {
    planned: 'planned',
    replanned: 'planned',
    picked: 'picking',
    dispatched: 'dispatched',
    finished: 'finished',
  },
  picking: {
    planned: 'picking',
    replanned: 'picking',
    picked: 'picking',
    dispatched: 'dispatched',
    finished: 'finished',
  },
  dispatched: { replanned: 'dispatched', picked: 'dispatched', dispatched: 'dispatched', finished: 'finished' },
  finished: { dispatched: 'finished', finished: 'finished' },
};

/** @throws TransitionError when that may not happen to a wave that is `from`. */
export function waveAfter(from: WaveStatus, cause: WaveCause): WaveStatus {
  return stateAfter('wave', waveStates, from, cause);
}

/** The id of a wave says what it is: depot, date, number. */
export function waveIdOf(depotId: string, deliveryDate: BusinessDate, sequence: number): string {
  return `${depotId}-${deliveryDate.replaceAll('-', '')}-${sequence}`;
}

/** When the wave of a delivery date stops taking orders: the depot's cutoff on the day before. */
export function cutoffOf(depot: Pick<Depot, 'cutoffSecond' | 'timeZone'>, deliveryDate: BusinessDate): Date {
  return instantOf(addDays(deliveryDate, -1), depot.cutoffSecond, depot.timeZone);
}

/** The same for a wave of a named cutoff. */
export function cutoffAtOf(cutoff: Cutoff, deliveryDate: BusinessDate, timeZone: string): Date {
  return instantOf(addDays(deliveryDate, -cutoff.daysBefore), cutoff.cutoffSecond, timeZone);
}

/** Whether a delivery date has a wave of the cutoff. */
export function runsOn(cutoff: Cutoff, deliveryDate: BusinessDate): boolean {
  return cutoff.weekdays.includes(weekdayOf(deliveryDate));
}
