import type { EventEffect, RunEvent } from '../api/types.js';

/** An event that waits for the network, with the run that it belongs to. */
export interface WaitingEvent {
  readonly runId: string;
  readonly event: RunEvent;
}

/** Where waiting events are kept: localStorage in the page, so that they outlive a closed browser and an empty battery. */
export interface OutboxStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export type SendEvents = (runId: string, events: readonly RunEvent[]) => Promise<readonly EventEffect[]>;

const batchSize = 200;

/**
 * Keeps what a courier reports until the server has it.
 *
 * Every event has an id of the device, so that sending one twice does no harm; it leaves the outbox only when the server
 * has told its effect. Sending stops at the first failure and is tried again by whoever calls `flush` next.
 */
export class Outbox {
  private readonly storage: OutboxStorage;
  private readonly key: string;
  private readonly send: SendEvents;
  private flushing: Promise<readonly EventEffect[]> | undefined;

  constructor(storage: OutboxStorage, key: string, send: SendEvents) {
    this.storage = storage;
    this.key = key;
    this.send = send;
  }

  /** What is not sent yet, the oldest first. */
  list(): readonly WaitingEvent[] {
    const text = this.storage.getItem(this.key);
    return text === null ? [] : (JSON.parse(text) as WaitingEvent[]);
  }

  add(runId: string, event: RunEvent): void {
    this.keep([...this.list(), { runId, event }]);
  }

  /**
   * Sends what waits, run by run; one sending at a time.
   *
   * @returns the effects of what was sent.
   * @throws what `send` threw; the events it was about stay.
   */
  flush(): Promise<readonly EventEffect[]> {
    this.flushing ??= this.sendAll().finally(() => {
      this.flushing = undefined;
    });
    return this.flushing;
  }

  private async sendAll(): Promise<readonly EventEffect[]> {
    const effects: EventEffect[] = [];
    for (;;) {
      const waiting = this.list();
      if (waiting.length === 0) return effects;
      const { runId } = waiting[0];
      const batch = waiting.filter((each) => each.runId === runId).slice(0, batchSize);
      const told = await this.send(
        runId,
        batch.map(({ event }) => event),
      );
      const settled = new Set(told.map(({ deviceEventId }) => deviceEventId));
      if (!batch.some(({ event }) => settled.has(event.deviceEventId))) {
        throw new Error('The server told the effect of none of the events sent.');
      }
      effects.push(...told);
      // Read anew: more may have been added meanwhile.
      this.keep(this.list().filter(({ event }) => !settled.has(event.deviceEventId)));
    }
  }

  private keep(waiting: readonly WaitingEvent[]): void {
    this.storage.setItem(this.key, JSON.stringify(waiting));
  }
}
