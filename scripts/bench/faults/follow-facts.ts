import { setTimeout as wait } from 'node:timers/promises';
import { ask } from '../servers/ask.js';
import { adminKey } from '../servers/tuanda-server.js';

/** Reads the stream of facts page by page as a program would, going on after what it has heard. */
export class FactFollower {
  readonly heard = new Set<number>();
  /** The highest id heard. Everything below it must have been told before it. */
  upTo = 0;

  constructor(private readonly fault: (text: string) => void) {}

  /** Follows until told to stop; where nobody answers it asks again. */
  async follow(address: () => string, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if ((await this.readPage(address())) === 0) await wait(200);
    }
  }

  /** Reads all that can be told now. */
  async catchUp(address: string): Promise<void> {
    while ((await this.readPage(address)) !== 0);
  }

  private async readPage(address: string): Promise<number | undefined> {
    const path = `/events?after=${this.upTo}&limit=200`;
    const answer = await ask(address, { method: 'GET', path, key: adminKey }).catch(() => undefined);
    if (answer?.status !== 200) {
      await wait(200);
      return undefined;
    }
    for (const { eventId } of answer.body.data as { eventId: number }[]) {
      if (eventId <= this.upTo) this.fault(`Fact ${eventId} was told after ${this.upTo}.`);
      this.heard.add(eventId);
      this.upTo = eventId;
    }
    return answer.body.data.length;
  }
}
