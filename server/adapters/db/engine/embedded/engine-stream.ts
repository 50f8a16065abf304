import { Duplex } from 'node:stream';
import type { EmbeddedEngine } from './engine.js';
import type { EngineInstance } from './engine-instance.js';
import { type Batch, BatchCutter, queryBatch, startupAnswer, syncBatch } from './wire-protocol.js';

/**
 * What the ordinary `pg` client takes for a socket: its bytes go to the embedded engine batch by batch, the answers
 * come back in order.
 *
 * It stays with the one instance of the engine that it began with: were a new instance to go on with the second half
 * of a transaction, that half would be committed alone.
 */
export class EngineStream extends Duplex {
  private readonly cutter = new BatchCutter();
  private instance: EngineInstance | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly engine: EmbeddedEngine) {
    super({ allowHalfOpen: false });
  }

  /** Called by the client in place of a network connection. */
  connect(): this {
    this.begin().then(
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

  /** The engine has one session for all its clients: what the last one left behind is cleared away first. */
  private async begin(): Promise<void> {
    const instance = await this.engine.instance();
    if (instance.isUsed) {
      await instance.answer(syncBatch());
      await instance.answer(queryBatch('rollback'));
      await instance.answer(queryBatch('discard all'));
    }
    this.instance = instance;
  }

  private enqueue(batch: Batch): void {
    this.queue = this.queue.then(async () => {
      if (this.destroyed) return;
      if (batch.endsWith === 'terminate') {
        this.push(null);
        this.destroy();
        return;
      }
      try {
        this.push(await this.instance!.answer(batch));
      } catch (error) {
        this.destroy(error as Error);
      }
    });
  }
}
