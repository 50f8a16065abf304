import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { compiledModule } from '../../../compiled.js';
import type { EngineAnswer, EngineRequest } from './engine-worker.js';
import { type Batch, checkAnswer } from './wire-protocol.js';

/** The embedded engine lost its place, hung or died; the instance was thrown away and the next use opens a new one. */
export class EngineLostError extends Error {
  readonly code = 'ENGINE_DESYNC';
}

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * PGlite in a worker thread, so that a long query never holds up the event loop.
 *
 * The engine can go silently wrong (see docs/decisions): an answer that is not whole, or none within the deadline,
 * kills the instance. What was acknowledged is on disk; whoever waited gets an EngineLostError.
 */
export class EmbeddedEngine {
  private worker: Worker | undefined;
  private opening: Promise<void> | undefined;
  private waiting = new Map<number, Waiting>();
  private nextId = 1;
  private closed = false;

  constructor(
    private readonly folder: string,
    private readonly log: Logger,
    private readonly deadlineMilliseconds: number,
  ) {}

  /** Opens the data folder unless it is open. @throws Error when the folder cannot be opened. */
  open(): Promise<void> {
    if (this.closed) return Promise.reject(new Error('The embedded database is closed.'));
    this.opening ??= this.start().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  /** Has the engine answer one batch. @throws EngineLostError when it does not answer wholly or in time. */
  async answer(batch: Batch): Promise<Uint8Array> {
    await this.open();
    const worker = this.worker;
    if (worker === undefined) throw new EngineLostError('The embedded database was lost and is being opened again.');
    const id = this.nextId++;
    return new Promise<Uint8Array>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.lose(`did not answer within ${this.deadlineMilliseconds / 1000} s`);
      }, this.deadlineMilliseconds);
      const settle = () => {
        clearTimeout(timer);
        this.waiting.delete(id);
      };
      this.waiting.set(id, {
        batch,
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      worker.postMessage({ id, batch: batch.bytes } satisfies EngineRequest);
    });
  }

  /** Ends the worker. Writes that were acknowledged are on disk already. */
  async close(): Promise<void> {
    this.closed = true;
    const worker = this.worker;
    this.lose('was closed');
    await worker?.terminate();
  }

  private start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(compiledModule('server/adapters/db/embedded/engine-worker.js'), {
        workerData: { folder: this.folder },
      });
      worker.on('message', (answer: EngineAnswer) => {
        if (answer.kind === 'ready') {
          this.worker = worker;
          resolve();
        } else if (answer.kind === 'unusable') {
          reject(new Error(`The embedded database in ${this.folder} cannot be opened: ${answer.message}`));
        } else this.take(worker, answer);
      });
      worker.on('error', (error) => {
        reject(error);
        if (this.worker === worker) this.lose(`failed: ${error.message}`);
      });
      worker.on('exit', () => {
        reject(new Error(`The embedded database in ${this.folder} ended while it was being opened.`));
        if (this.worker === worker) this.lose('ended');
      });
    });
  }

  private take(worker: Worker, answer: Extract<EngineAnswer, { id: number }>): void {
    const waiting = this.waiting.get(answer.id);
    if (waiting === undefined || this.worker !== worker) return;
    if (answer.kind === 'failed') {
      this.lose(`failed: ${answer.message}`);
      return;
    }
    const fault = checkAnswer(waiting.batch, answer.bytes);
    if (fault === undefined) waiting.resolve(answer.bytes);
    else this.lose(`gave an answer that is not whole: ${fault}`);
  }

  /** Throws the instance away: after one wrong answer nothing it says can be trusted. */
  private lose(why: string): void {
    const worker = this.worker;
    this.worker = undefined;
    this.opening = undefined;
    if (!this.closed) this.log.error({ why }, 'The embedded database is opened again.');
    for (const waiting of [...this.waiting.values()]) {
      waiting.reject(new EngineLostError(`The embedded database ${why}.`));
    }
    void worker?.terminate();
  }
}
