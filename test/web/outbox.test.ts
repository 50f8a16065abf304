import { describe, expect, it } from 'vitest';
import type { EventEffect, RunEvent } from '../../web/api/types.js';
import { Outbox, type OutboxStorage } from '../../web/courier/outbox.js';

function memory(): OutboxStorage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
  };
}

const event = (deviceEventId: string): RunEvent => ({
  deviceEventId,
  kind: 'arrived',
  deviceAt: '2026-11-23T08:00:00Z',
  stopId: 's1',
});
const taken = (events: readonly RunEvent[]): EventEffect[] =>
  events.map(({ deviceEventId }) => ({ deviceEventId, effect: 'taken' }));

describe('the outbox of a courier', () => {
  it('keeps events while there is no network and sends them in order later', async () => {
    const storage = memory();
    const sent: string[] = [];
    let isOnline = false;
    const outbox = new Outbox(storage, 'box', async (_runId, events) => {
      if (!isOnline) throw new Error('no network');
      sent.push(...events.map(({ deviceEventId }) => deviceEventId));
      return taken(events);
    });
    outbox.add('r1', event('a'));
    outbox.add('r1', event('b'));

    await expect(outbox.flush()).rejects.toThrow('no network');
    expect(outbox.list()).toHaveLength(2);

    isOnline = true;
    await outbox.flush();
    expect(sent).toEqual(['a', 'b']);
    expect(outbox.list()).toEqual([]);
  });

  it('still has its events after the page was closed', () => {
    const storage = memory();
    new Outbox(storage, 'box', async () => []).add('r1', event('a'));

    const reopened = new Outbox(storage, 'box', async () => []);
    expect(reopened.list().map((waiting) => waiting.event.deviceEventId)).toEqual(['a']);
  });

  it('keeps what is added while it sends', async () => {
    const batches: string[][] = [];
    const outbox: Outbox = new Outbox(memory(), 'box', async (_runId, events) => {
      batches.push(events.map(({ deviceEventId }) => deviceEventId));
      if (batches.length === 1) outbox.add('r1', event('late'));
      return taken(events);
    });
    outbox.add('r1', event('early'));

    await outbox.flush();
    expect(batches).toEqual([['early'], ['late']]);
  });

  it('sends each run its own events only', async () => {
    const batches: [string, number][] = [];
    const outbox = new Outbox(memory(), 'box', async (runId, events) => {
      batches.push([runId, events.length]);
      return taken(events);
    });
    outbox.add('r1', event('a'));
    outbox.add('r2', event('b'));
    outbox.add('r1', event('c'));

    await outbox.flush();
    expect(batches).toEqual([
      ['r1', 2],
      ['r2', 1],
    ]);
  });

  it('sends once when asked twice at the same time', async () => {
    let calls = 0;
    const outbox = new Outbox(memory(), 'box', async (_runId, events) => {
      calls++;
      return taken(events);
    });
    outbox.add('r1', event('a'));

    await Promise.all([outbox.flush(), outbox.flush()]);
    expect(calls).toBe(1);
  });

  it('lets go of an event that the server refused, and tells why', async () => {
    const outbox = new Outbox(memory(), 'box', async () => [
      { deviceEventId: 'a', effect: 'refused', detail: 'No such stop.' },
    ]);
    outbox.add('r1', event('a'));

    expect(await outbox.flush()).toEqual([{ deviceEventId: 'a', effect: 'refused', detail: 'No such stop.' }]);
    expect(outbox.list()).toEqual([]);
  });

  it('does not ask for ever when the answer tells of no event', async () => {
    const outbox = new Outbox(memory(), 'box', async () => []);
    outbox.add('r1', event('a'));

    await expect(outbox.flush()).rejects.toThrow('none of the events');
    expect(outbox.list()).toHaveLength(1);
  });
});
