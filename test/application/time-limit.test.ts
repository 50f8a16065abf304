import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { TimeLimit, untilAborted } from '../../server/application/time-limit.js';

const never = () => new AbortController().signal;

it('ends work that takes too long, also when nothing else refers to it', async () => {
  const limits = Array.from({ length: 50 }, () => {
    const { signal } = new TimeLimit(never(), 30);
    return new Promise<unknown>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));
  });
  const reasons = await Promise.all(limits);
  expect(new Set(reasons.map((reason) => (reason as Error).name))).toEqual(new Set(['TimeoutError']));
});

it('ends work that nobody wants any more, with the reason why', () => {
  const wanted = new AbortController();
  const limit = new TimeLimit(wanted.signal, 60_000);
  expect(limit.signal.aborted).toBe(false);
  wanted.abort('unwanted');
  expect(limit.signal.reason).toBe('unwanted');
  expect(limit.isOver).toBe(false);
  limit.end();
  expect(new TimeLimit(wanted.signal, 1).signal.reason).toBe('unwanted');
});

it('lets go of both once the work has ended', async () => {
  const wanted = new AbortController();
  const limit = new TimeLimit(wanted.signal, 20);
  limit.end();
  await wait(40);
  wanted.abort();
  expect([limit.signal.aborted, limit.isOver]).toEqual([false, false]);
});

it('waits for work no longer than until the abort, and for none that has failed by itself', async () => {
  const wanted = new AbortController();
  const waits = untilAborted(wanted.signal, new Promise(() => undefined));
  wanted.abort('unwanted');
  await expect(waits).rejects.toBe('unwanted');
  await expect(untilAborted(wanted.signal, Promise.resolve(1))).rejects.toBe('unwanted');
  await expect(untilAborted(never(), Promise.resolve(1))).resolves.toBe(1);
  await expect(untilAborted(never(), Promise.reject(new Error('away')))).rejects.toThrow('away');
});
