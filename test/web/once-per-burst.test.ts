import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { oncePerBurst } from '../../web/console/view/once-per-burst.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('works once for a burst, and during a steady stream again and again', async () => {
  const work = vi.fn(async () => undefined);
  const ask = oncePerBurst(work, 400);
  for (let fact = 0; fact < 3; fact++) ask();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledTimes(1);
  for (let fact = 0; fact < 20; fact++) {
    ask();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(work.mock.calls.length).toBeGreaterThanOrEqual(5);
});

it('never works side by side, and once more for what came meanwhile', async () => {
  let underWay = 0;
  let most = 0;
  const work = vi.fn(async () => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    underWay--;
  });
  const ask = oncePerBurst(work, 400);
  ask();
  await vi.advanceTimersByTimeAsync(1_000);
  ask();
  ask();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([work.mock.calls.length, most]).toEqual([2, 1]);
});

it('goes on after work that failed', async () => {
  const work = vi.fn(() => Promise.reject(new Error('no network')));
  const ask = oncePerBurst(work, 400);
  ask();
  await vi.advanceTimersByTimeAsync(500);
  ask();
  await vi.advanceTimersByTimeAsync(500);
  expect(work).toHaveBeenCalledTimes(2);
});
