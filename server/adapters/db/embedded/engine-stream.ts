import { Duplex } from 'node:stream';
import type { EmbeddedEngine } from './engine.js';
import { type Batch, BatchCutter, startupAnswer } from './wire-protocol.js';

/**
 * What the ordinary `pg` client takes for a socket: its bytes go to the embedded engine batch by batch, the answers
 * come back in order.
 */
export class EngineStream extends Duplex {
  private readonly cutter = new BatchCutter();
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly engine: EmbeddedEngine) {
    super({ allowHalfOpen: false });
  }

  /** Called by the client in place of a network connection. */
  connect(): this {
    this.engine.open().then(
      () => this.emit('connect'),
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    try {
      this.cutter.push(
        chunk,
        () => this.push(startupAnswer()),
        (batch) => this.enqueue(batch),
      );
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private enqueue(batch: Batch): void {
    if (batch.endsWith === 'terminate') {
      this.queue = this.queue.then(() => {
        this.push(null);
        this.destroy();
      });
      return;
    }
    this.queue = this.queue.then(async () => {
      if (this.destroyed) return;
      try {
        this.push(await this.engine.answer(batch));
      } catch (error) {
        this.destroy(error as Error);
      }
    });
  }
}
