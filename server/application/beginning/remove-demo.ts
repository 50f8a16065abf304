import { setTimeout as wait } from 'node:timers/promises';
import { DispatchError } from '../../domain/dispatch-error.js';
import type { Clock } from '../clock.js';
import type { DemoStore, RemovedDemo } from './demo-store.js';

const lookMilliseconds = 300;
/** A process that loads the demo looks every second whether it is still wanted; one that was killed holds it a minute. */
const longestLoadingMilliseconds = 75_000;
/** A search listens at once; a process that was killed is known to be gone after its lease. */
const longestJobMilliseconds = 20_000;

/** What taking the demo away is at. */
export type DemoProgress =
  | { readonly phase: 'demo'; readonly step: 'city' | 'map' | 'import' | 'plan' | 'stopping' | 'removing' }
  | { readonly phase: 'rows'; readonly table: string; readonly rows: number };

export interface DemoRemoval {
  readonly by: string;
  readonly accountId: string | undefined;
  readonly signal: AbortSignal;
  tell(progress: DemoProgress): void;
}

export type RemoveDemo = (removal: DemoRemoval) => Promise<RemovedDemo>;

/**
 * Takes the demo away: ends what is under way on it, then all of its rows at once, then its map. Asked again after it was
 * interrupted, it goes on.
 *
 * @param dropMap puts the demo's map out of use and deletes its files; called when the rows are gone.
 */
export function makeRemoveDemo(demo: DemoStore, clock: Clock, dropMap: () => Promise<void>): RemoveDemo {
  return async ({ by, accountId, signal, tell }) => {
    tell({ phase: 'demo', step: 'stopping' });
    await demo.beginRemoval(by, clock.now());
    await until(async () => !(await demo.find()).isBeingLoaded, longestLoadingMilliseconds, signal);
    await until(async () => (await demo.cancelJobs(clock.now())) === 0, longestJobMilliseconds, signal);
    tell({ phase: 'demo', step: 'removing' });
    const removed = await demo.remove({ by, accountId, at: clock.now() }, (table, rows) =>
      tell({ phase: 'rows', table, rows }),
    );
    await dropMap();
    return removed;
  };
}

/** @throws DispatchError `demo-busy` when it takes longer. */
async function until(isSo: () => Promise<boolean>, milliseconds: number, signal: AbortSignal): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    signal.throwIfAborted();
    if (performance.now() > end) {
      throw new DispatchError(
        'demo-busy',
        'Work on the demo is still under way. Cancel it, or wait until it has ended, and remove the demo again.',
      );
    }
    await wait(lookMilliseconds, undefined, { signal });
  }
}
