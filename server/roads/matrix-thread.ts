import { Worker } from 'node:worker_threads';
import { RoadTileError } from './tiles/road-tile-error.js';
import type { WorkerAnswer, WorkerCalls, WorkerQuestion } from './worker-calls.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** One worker thread, asked by promises. */
export class MatrixThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private ended: Error | undefined;

  /** @param workerUrl the compiled `server/roads/worker.js`. */
  constructor(workerUrl: URL) {
    this.worker = new Worker(workerUrl);
    // The thread keeps the program alive only while it has something to answer.
    this.worker.unref();
    this.worker.on('message', (answer: WorkerAnswer) => this.settle(answer));
    this.worker.on('error', (error) => this.end(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', (code) => this.end(new Error(`A matrix thread ended with code ${code}.`)));
  }

  /** @throws RoadTileError from `load`; Error when the thread failed or has ended. */
  ask<Call extends keyof WorkerCalls>(
    call: Call,
    ...args: Parameters<WorkerCalls[Call]>
  ): Promise<ReturnType<WorkerCalls[Call]>> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      const question: WorkerQuestion = { id: this.nextId++, call, args };
      this.waiting.set(question.id, { resolve: resolve as (value: unknown) => void, reject });
      this.worker.ref();
      this.worker.postMessage(question);
    });
  }

  async close(): Promise<void> {
    this.end(new Error('The road engine was closed.'));
    await this.worker.terminate();
  }

  private settle(answer: WorkerAnswer): void {
    const question = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('error' in answer) question?.reject(toError(answer.error));
    else question?.resolve(answer.value);
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}

function toError({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (name === 'RoadTileError') return new RoadTileError(message);
  return name === 'RangeError' ? new RangeError(message) : new Error(message);
}
