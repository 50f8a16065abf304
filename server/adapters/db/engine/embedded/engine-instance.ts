import { Worker } from 'node:worker_threads';
import { compiledModule } from '../../../../compiled.js';
import { type EngineLoss, EngineLostError } from './engine-lost-error.js';
import type { EngineAnswer, EngineRequest, EngineWorkerData } from './engine-worker.js';
import { type Batch, checkAnswer, type TransactionState } from './wire-protocol.js';

/** How long the engine may take before it counts as hung. */
export interface EngineDeadlines {
  /** To open the data folder, the very first time included. */
  readonly openMilliseconds: number;
  /** For one batch outside of a transaction: what screens ask. */
  readonly queryMilliseconds: number;
  /** For one batch inside a transaction: imports, grouping, migrations. */
  readonly transactionMilliseconds: number;
}

export const usualDeadlines: EngineDeadlines = {
  // Ten seconds of work the first time; a machine that plans meanwhile may draw them out.
  openMilliseconds: 300_000,
  queryMilliseconds: 15_000,
  transactionMilliseconds: 60_000,
};

interface Waiting {
  readonly batch: Batch;
  resolve(answer: Uint8Array): void;
  reject(error: Error): void;
}

/**
 * One run of the engine in one worker thread, good until its first wrong step.
 *
 * The engine can go silently wrong: after one answer that is not whole, whatever it says next may be empty and look
 * well-formed. So the first fault ends the instance, and nobody who holds it gets another answer from it.
 */
export class EngineInstance {
  /** Settles once, when the instance was lost or closed: the thread has ended and the folder is free. */
  readonly ended: Promise<void>;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private loss: EngineLostError | undefined;
  private state: TransactionState = 'idle';
  private used = false;

  private constructor(
    private readonly worker: Worker,
    private readonly deadlines: EngineDeadlines,
    private readonly onLost: (error: EngineLostError) => void,
  ) {
    this.ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (answer: EngineAnswer) => this.take(answer));
    worker.on('error', (error) => this.lose('ENGINE_ENDED', `failed: ${error.message}`));
    worker.on('exit', () => this.lose('ENGINE_ENDED', 'ended'));
  }

  /**
   * Opens the data folder in a new thread.
   *
   * @param onLost called once, when the instance is lost for any reason but `close`.
   * @throws Error when the folder cannot be opened.
   */
  static async start(
    folder: string,
    deadlines: EngineDeadlines,
    onLost: (error: EngineLostError) => void,
  ): Promise<EngineInstance> {
    const worker = new Worker(compiledModule('server/adapters/db/engine/embedded/engine-worker.js'), {
      workerData: { folder } satisfies EngineWorkerData,
    });
    const fault = await new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(
        () => resolve(`it did not open within ${deadlines.openMilliseconds / 1000} s`),
        deadlines.openMilliseconds,
      );
      const settle = (fault?: string) => {
        clearTimeout(timer);
        resolve(fault);
      };
      worker.once('message', (answer: EngineAnswer) => settle(answer.kind === 'unusable' ? answer.message : undefined));
      worker.once('error', (error) => settle(error.message));
      worker.once('exit', () => settle('its thread ended'));
    });
    if (fault === undefined) return new EngineInstance(worker, deadlines, onLost);
    await worker.terminate();
    throw new Error(`The embedded database in ${folder} cannot be opened: ${fault}.`);
  }

  /** Whether a client used it before: its session may hold settings or an open transaction. */
  get isUsed(): boolean {
    return this.used;
  }

  /**
   * Has the engine answer one batch.
   *
   * @throws EngineLostError when it does not answer wholly and in time, or was lost before.
   */
  answer(batch: Batch): Promise<Uint8Array> {
    if (this.loss !== undefined) return Promise.reject(this.loss);
    this.used = true;
    const { queryMilliseconds, transactionMilliseconds } = this.deadlines;
    const milliseconds = this.state === 'idle' ? queryMilliseconds : transactionMilliseconds;
    return new Promise<Uint8Array>((resolve, reject) => {
      const timer = setTimeout(
        () => this.lose('ENGINE_TIMEOUT', `did not answer within ${milliseconds / 1000} s`),
        milliseconds,
      );
      this.waiting.set(this.nextId, {
        batch,
        resolve(answer) {
          clearTimeout(timer);
          resolve(answer);
        },
        reject(error) {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.post({ kind: 'batch', id: this.nextId, bytes: batch.bytes });
      this.nextId++;
    });
  }

  /** Ends the thread in good order, or without it when the engine does not come to an end. */
  async close(): Promise<void> {
    if (this.loss === undefined) {
      this.refuse(new EngineLostError('ENGINE_ENDED', 'The embedded database was closed.'));
      this.post({ kind: 'close' });
      const timer = setTimeout(() => void this.worker.terminate(), 5_000);
      await this.ended;
      clearTimeout(timer);
    }
    await this.ended;
  }

  private post(request: EngineRequest): void {
    this.worker.postMessage(request);
  }

  private take(answer: EngineAnswer): void {
    if (answer.kind === 'failed') {
      this.lose('ENGINE_DESYNC', `failed: ${answer.message}`);
      return;
    }
    if (answer.kind !== 'answer') return;
    const waiting = this.waiting.get(answer.id);
    if (waiting === undefined) return;
    const { fault, state } = checkAnswer(waiting.batch, answer.bytes);
    if (fault !== undefined) {
      this.lose('ENGINE_DESYNC', `gave an answer that is not whole: ${fault}`);
      return;
    }
    this.state = state ?? this.state;
    this.waiting.delete(answer.id);
    waiting.resolve(answer.bytes);
  }

  private lose(code: EngineLoss, why: string): void {
    if (this.loss !== undefined) return;
    const error = new EngineLostError(code, `The embedded database ${why}. It is being opened again; try once more.`);
    this.refuse(error);
    void this.worker.terminate();
    this.onLost(error);
  }

  private refuse(error: EngineLostError): void {
    this.loss = error;
    for (const waiting of this.waiting.values()) waiting.reject(error);
    this.waiting.clear();
  }
}
