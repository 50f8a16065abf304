import { TransitionError } from '../dispatch-error.js';

export const runStatuses = ['draft', 'released', 'departed', 'finished', 'cancelled'] as const;
/** A run is a route given to a vehicle. */
export type RunStatus = (typeof runStatuses)[number];

/** Every allowed change of a run's status. Anything absent is refused. */
const nextStatuses: Record<RunStatus, readonly RunStatus[]> = {
  draft: ['released', 'cancelled'],
  released: ['draft', 'departed', 'cancelled'],
  departed: ['finished'],
  finished: [],
  cancelled: [],
};

/** @throws TransitionError when a run may not go from `from` to `to`. */
export function assertRunTransition(from: RunStatus, to: RunStatus): void {
  if (!nextStatuses[from].includes(to)) throw new TransitionError('run', from, to);
}

export const stopStatuses = ['planned', 'arrived', 'delivered', 'partial', 'refused', 'failed', 'skipped'] as const;
export type StopStatus = (typeof stopStatuses)[number];

/** What couriers report. Taken in batches, in any order, repeated at will. */
export const runEventKinds = [
  'departed',
  'arrived',
  'delivered',
  'refused',
  'failed',
  'returned',
  'temperature',
  'note',
  'acknowledged',
] as const;
export type RunEventKind = (typeof runEventKinds)[number];
