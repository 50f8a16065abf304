import type { WaveInView } from './waves-in-view.js';

type Views = readonly WaveInView[];

/** Still collecting orders. */
export const closable = (views: Views): Views => views.filter(({ wave }) => wave.status === 'collecting');

/** Nothing of it is released, or out. */
export const plannable = (views: Views): Views =>
  views.filter(
    ({ wave, runs }) =>
      wave.status !== 'dispatched' && wave.status !== 'finished' && runs.every((run) => run.status === 'draft'),
  );

/** Has a plan with runs that couriers have not seen. */
export const releasable = (views: Views): Views =>
  views.filter(({ plan, runs }) => plan !== undefined && runs.some((run) => run.status === 'draft'));

/** Released, and nobody has left. */
export const withdrawable = (views: Views): Views =>
  views.filter(
    ({ plan, runs }) => plan !== undefined && runs.length > 0 && runs.every((run) => run.status === 'released'),
  );
