import { ApiError } from '../api/api-error.js';
import type { EventEffect, RunEvent } from '../api/types.js';

/**
 * Sends what a courier reported on a run. A run that the server does not know as this courier's any more, because it was
 * given to somebody else, takes no report ever again: its reports count as refused, and the
 * courier is told why, so that they do not hold back what was reported on other runs.
 *
 * @throws what `send` threw, but for such a run.
 */
export async function settleGoneRun(
  send: () => Promise<readonly EventEffect[]>,
  events: readonly RunEvent[],
  detail: string,
): Promise<readonly EventEffect[]> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
    return events.map(({ deviceEventId }) => ({ deviceEventId, effect: 'refused', detail }));
  }
}
