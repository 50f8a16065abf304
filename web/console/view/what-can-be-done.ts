import type { RunRow } from '../../api/types.js';
import type { WaveInView } from './waves-in-view.js';

type Views = readonly WaveInView[];

/** Runs that a re-plan left empty stand in the list and hold nothing up. */
const live = (runs: readonly RunRow[]) => runs.filter(({ status }) => status !== 'cancelled');

/** Still collecting orders. */
export const closable = (views: Views): Views => views.filter(({ wave }) => wave.status === 'collecting');

/** Nothing of it is released, or out. */
export const plannable = (views: Views): Views =>
  views.filter(
    ({ wave, runs }) =>
      wave.status !== 'dispatched' && wave.status !== 'finished' && live(runs).every((run) => run.status === 'draft'),
  );

/** Has a plan with runs that couriers have not seen. */
export const releasable = (views: Views): Views =>
  views.filter(({ plan, runs }) => plan !== undefined && runs.some((run) => run.status === 'draft'));

/** Released, and nobody has left. */
export const withdrawable = (views: Views): Views =>
  views.filter(
    ({ plan, runs }) =>
      plan !== undefined && live(runs).length > 0 && live(runs).every((run) => run.status === 'released'),
  );
