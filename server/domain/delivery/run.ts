import { type StateTable, stateAfter } from '../state-table.js';

export const runStatuses = ['draft', 'released', 'departed', 'finished', 'cancelled'] as const;
/** A run is a route given to a vehicle. */
export type RunStatus = (typeof runStatuses)[number];

export const runCauses = ['released', 'withdrawn', 'replanned', 'emptied', 'waiting', 'departed', 'finished'] as const;
/**
 * What happens to a run. Commands: it is released, or the release is taken back; a plan over released runs gives it
 * a route (`replanned`) or none (`emptied`). The others are what its facts come to: see `progressOf`.
 */
export type RunCause = (typeof runCauses)[number];

/**
 * A draft that a plan leaves empty is deleted. A finished run departs again when the vehicle's breakdown is undone.
 * What was cancelled stays so, whatever is reported: the courier may not have seen it yet. Only a plan that gives its
 * vehicle a route again makes it the run that it was.
 */
export const runStates: StateTable<RunStatus, RunCause> = {
  draft: { released: 'released', replanned: 'draft', waiting: 'draft' },
  released: {
    withdrawn: 'draft',
    replanned: 'released',
    emptied: 'cancelled',
    waiting: 'released',
    departed: 'departed',
    finished: 'finished',
  },
  departed: { replanned: 'departed', emptied: 'departed', departed: 'departed', finished: 'finished' },
  finished: { replanned: 'finished', emptied: 'finished', departed: 'departed', finished: 'finished' },
  cancelled: { replanned: 'released', waiting: 'cancelled', departed: 'cancelled', finished: 'cancelled' },
};

/** @throws TransitionError when that may not happen to a run that is `from`. */
export function runAfter(from: RunStatus, cause: RunCause): RunStatus {
  return stateAfter('run', runStates, from, cause);
}

/** What is known of a run from its facts, in whatever order they came. */
export interface RunFacts {
  /** Whether any report says that the vehicle has left. */
  readonly hasLeft: boolean;
  /** When it left and came home, as it was reported first and last. */
  readonly departedAt: Date | undefined;
  readonly returnedAt: Date | undefined;
  /** When the vehicle broke down, where it did not go on since. */
  readonly brokenDownAt: Date | undefined;
}

/** A run as its facts have it. */
export interface RunState {
  readonly status: RunStatus;
  readonly departedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
}

/** A run is over when its vehicle is home, or broke down on the road; and has left when anything says so. */
export function progressOf({ hasLeft, returnedAt, brokenDownAt }: RunFacts): 'waiting' | 'departed' | 'finished' {
  if (returnedAt !== undefined || brokenDownAt !== undefined) return 'finished';
  return hasLeft ? 'departed' : 'waiting';
}

/** A run by its facts. @throws TransitionError when facts say of it what cannot be, such as of a draft that it left. */
export function runByFacts(run: RunState, facts: RunFacts): RunState {
  const status = runAfter(run.status, progressOf(facts));
  if (status === 'cancelled') return run;
  const ends = [facts.returnedAt, facts.brokenDownAt].flatMap((at) => at?.getTime() ?? []);
  const finishedAt = ends.length === 0 ? undefined : new Date(Math.max(...ends));
  return { status, departedAt: facts.departedAt, finishedAt };
}

/** What a wave is told by the states of its runs; undefined while none has left. */
export function waveCauseOf(runs: readonly RunStatus[]): 'dispatched' | 'finished' | undefined {
  if (!runs.some((status) => status === 'departed' || status === 'finished')) return undefined;
  return runs.every((status) => status === 'finished' || status === 'cancelled') ? 'finished' : 'dispatched';
}

/** Who drove a run that is over stays on record. */
export function mayChangeCourier(status: RunStatus): boolean {
  return status !== 'finished' && status !== 'cancelled';
}
