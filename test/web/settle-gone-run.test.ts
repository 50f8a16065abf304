import { expect, it } from 'vitest';
import { ApiError } from '../../web/api/api-error.js';
import type { EventEffect, RunEvent } from '../../web/api/types.js';
import { Outbox } from '../../web/courier/outbox.js';
import { settleGoneRun } from '../../web/courier/settle-gone-run.js';

const event = (deviceEventId: string): RunEvent => ({
  deviceEventId,
  kind: 'departed',
  deviceAt: '2026-11-23T08:00:00Z',
});

function outboxOver(answer: (runId: string, events: readonly RunEvent[]) => EventEffect[]) {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  return new Outbox(storage, 'box', (runId, events) =>
    settleGoneRun(async () => answer(runId, events), events, 'gone'),
  );
}

it('empties of a run that is not there any more, and sends what waits behind it', async () => {
  const outbox = outboxOver((runId, events) => {
    if (runId === 'r1') throw new ApiError(404, 'not-found', 'There is no run r1.');
    return events.map(({ deviceEventId }) => ({ deviceEventId, effect: 'taken' }));
  });
  outbox.add('r1', event('a'));
  outbox.add('r2', event('b'));
  expect(await outbox.flush()).toEqual([
    { deviceEventId: 'a', effect: 'refused', detail: 'gone' },
    { deviceEventId: 'b', effect: 'taken' },
  ]);
  expect(outbox.list()).toEqual([]);
});

it('keeps everything when anything else goes wrong', async () => {
  for (const error of [
    new ApiError(0, 'offline', ''),
    new ApiError(503, 'not-ready', ''),
    new ApiError(404, 'internal', ''),
  ]) {
    const outbox = outboxOver(() => {
      throw error;
    });
    outbox.add('r1', event('a'));
    await expect(outbox.flush()).rejects.toBe(error);
    expect(outbox.list()).toHaveLength(1);
  }
});
