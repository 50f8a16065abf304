/**
 * The outcome of work, or the reason of an abort, whichever comes first. A request that is aborted while its answer is read may
 * else be waited for without end: `fetch` of Node 20 forgets an answer that is garbage, though somebody still reads its body.
 */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}

/**
 * Ends work when it is no longer wanted, or when it has taken too long.
 *
 * In place of `AbortSignal.any` with `AbortSignal.timeout`: Node may collect the inner signal as garbage before its time,
 * and the work is then waited for without end (nodejs/node, issue 57736).
 */
export class TimeLimit {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private isPast = false;

  /** @param wanted is aborted when nobody wants the work any more. */
  constructor(
    private readonly wanted: AbortSignal,
    milliseconds: number,
  ) {
    this.timer = setTimeout(() => {
      this.isPast = true;
      this.controller.abort(new DOMException(`It took longer than ${milliseconds} ms.`, 'TimeoutError'));
    }, milliseconds);
    if (wanted.aborted) this.stop();
    else wanted.addEventListener('abort', this.stop, { once: true });
  }

  /** Is aborted when either comes. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether the work has taken too long. */
  get isOver(): boolean {
    return this.isPast;
  }

  /** To be called when the work has ended, well or badly. */
  end(): void {
    clearTimeout(this.timer);
    this.wanted.removeEventListener('abort', this.stop);
  }

  private readonly stop = () => this.controller.abort(this.wanted.reason);
}
