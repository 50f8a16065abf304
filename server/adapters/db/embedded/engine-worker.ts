import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';

/** What the worker is started with. */
export interface EngineWorkerData {
  readonly folder: string;
}

/** Sent to the worker: one batch of frontend messages. */
export interface EngineRequest {
  readonly id: number;
  readonly batch: Uint8Array;
}

/** Sent back: the backend's bytes, or why there are none. `ready` comes once, first. */
export type EngineAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

const port = parentPort!;
const { folder } = workerData as EngineWorkerData;

function send(answer: EngineAnswer, transfer: ArrayBuffer[] = []): void {
  port.postMessage(answer, transfer);
}

try {
  const engine = await PGlite.create({ dataDir: folder, extensions: { postgis } });
  port.on('message', async ({ id, batch }: EngineRequest) => {
    try {
      const answer = await engine.runExclusive(() => engine.execProtocolRaw(batch));
      // The engine may hand out a view of its own memory: what crosses the thread must be a copy.
      const bytes = Uint8Array.from(answer);
      send({ kind: 'answer', id, bytes }, [bytes.buffer as ArrayBuffer]);
    } catch (error) {
      send({ kind: 'failed', id, message: String(error) });
    }
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'unusable', message: String(error) });
}
