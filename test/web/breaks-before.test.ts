import { expect, it } from 'vitest';
import type { Run } from '../../web/api/types.js';
import { breaksBefore } from '../../web/components/breaks-before.js';

/** A day of two trips with two stops each. */
function runWith(...breaks: readonly (readonly [tripNo: number, beforeStop: number])[]): Run {
  const stops = [1, 1, 2, 2].map((tripNo, at) => ({ tripNo, sequence: at + 1 }));
  return { stops, breaks: breaks.map(([tripNo, beforeStop]) => ({ tripNo, beforeStop })) } as unknown as Run;
}

const placesOf = (run: Run) => [0, 1, 2, 3, 4].map((at) => breaksBefore(run, at).length);

it('shows a break before the stop of its trip', () => {
  expect(placesOf(runWith([1, 0], [1, 1], [2, 1]))).toEqual([1, 1, 0, 1, 0]);
});

it('shows a break on the way home before the next trip, or after the last stop', () => {
  expect(placesOf(runWith([1, 2], [2, 2]))).toEqual([0, 0, 1, 0, 1]);
});

it('takes a run that a phone kept from before runs told their breaks', () => {
  expect(placesOf({ ...runWith(), breaks: undefined } as unknown as Run)).toEqual([0, 0, 0, 0, 0]);
});
