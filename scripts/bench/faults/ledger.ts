import { randomUUID } from 'node:crypto';
import { type Answer, ask, type Request } from '../servers/ask.js';
import { gramsOf, type MadeOrder } from '../servers/small-network.js';

/** A request that is repeated, with the same Idempotency-Key, until somebody answers it. */
export interface LedgerRequest {
  /** Fits `request` for people, e.g. "import of 100 orders". */
  readonly what: string;
  readonly request: Request;
  /** What its answer says of what it was for. Called once, with the first answer. */
  readonly onAnswer: (answer: Answer) => void;
  /** Refusals that are no fault, besides 2xx, e.g. 409 of a wave that was closed meanwhile. */
  readonly mayBe: readonly number[];
  /** Orders that must all be there, or none of them. */
  readonly orders: readonly MadeOrder[];
}

/**
 * What was sent and what is known of it: the bench's own memory, with which the record is compared.
 *
 * A connection that ends, a 503 and a 429 leave a request open; anything else answers it.
 */
export class Ledger {
  /** Sent, but not answered yet. */
  readonly open = new Set<LedgerRequest>();
  /** Of orders that are acknowledged as taken. */
  readonly takenGrams = new Map<string, number>();
  /** Of things that are made once, by their name: `user x`, `webhook x`, `key x`. */
  readonly made = new Set<string>();
  /** Of reports that are acknowledged, by run and the device's id. */
  readonly reports = new Set<string>();
  /** What must not happen, in words. */
  readonly faults: string[] = [];
  acknowledged = 0;
  repeated = 0;

  /** Sends a request; what no answer is known of stays open. @returns the answer, where there is one. */
  async send(address: string, entry: LedgerRequest): Promise<Answer | undefined> {
    this.open.add(entry);
    let answer: Answer;
    try {
      answer = await ask(address, entry.request);
    } catch {
      return undefined;
    }
    const { status } = answer;
    if (status === 503 || status === 429) {
      if (answer.headers.get('retry-after') === null) this.fault(`${entry.what}: ${status} without Retry-After.`);
      return undefined;
    }
    this.open.delete(entry);
    if (status >= 300 && !entry.mayBe.includes(status)) {
      this.fault(`${entry.what}: ${status} ${JSON.stringify(answer.body).slice(0, 500)}`);
      return answer;
    }
    this.acknowledged++;
    entry.onAnswer(answer);
    return answer;
  }

  fault(text: string): void {
    this.faults.push(text);
    console.log(`FAULT ${text}`);
  }

  /** A request with an Idempotency-Key of its own. */
  entry(what: string, request: Request, more: Partial<Pick<LedgerRequest, 'onAnswer' | 'mayBe' | 'orders'>> = {}) {
    const headers = { 'idempotency-key': randomUUID(), ...request.headers };
    return { what, request: { ...request, headers }, onAnswer: () => undefined, mayBe: [], orders: [], ...more };
  }

  /** Orders of one request or file, of which the answer tells one by one or in sum. */
  noteOrders(orders: readonly MadeOrder[]): void {
    for (const order of orders) this.takenGrams.set(order.orderId, gramsOf(order));
  }
}
