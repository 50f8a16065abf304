import { TransitionError } from '../../domain/dispatch-error.js';
import type { Clock } from '../clock.js';
import type { WaveStore } from './wave-store.js';

/** Which process may do what is due at a moment: the first to write the slot. */
export interface ScheduleSlots {
  /** True for one process only, once. */
  claim(schedule: string, slotAt: Date, by: string): Promise<boolean>;
}

/**
 * Closes the waves whose cutoff has passed while they collected. Called by the ticker; a cutoff missed while the server
 * was down is caught up at the next tick, and of several processes one does it.
 *
 * @returns the ids of the waves that were closed.
 */
export function makeCloseDueWaves(waves: WaveStore, slots: ScheduleSlots, clock: Clock, owner: string) {
  return async (): Promise<string[]> => {
    const closed: string[] = [];
    const faults: unknown[] = [];
    for (const wave of await waves.listDue(clock.now())) {
      if (!(await slots.claim(`cutoff ${wave.waveId}`, wave.cutoffAt, owner))) continue;
      try {
        await waves.close(wave.waveId, clock.now(), 'cutoff');
        closed.push(wave.waveId);
      } catch (error) {
        // Somebody closed it by hand meanwhile.
        if (!(error instanceof TransitionError)) faults.push(error);
      }
    }
    // One wave that cannot be closed holds up no other.
    if (faults.length > 0) throw faults[0];
    return closed;
  };
}
