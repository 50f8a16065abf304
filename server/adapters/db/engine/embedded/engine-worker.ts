import { parentPort, workerData } from 'node:worker_threads';
import { type Extension, PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { findPostgisBundle } from './postgis-bundle.js';

/** What the worker is started with. */
export interface EngineWorkerData {
  readonly folder: string;
}

/** Sent to the worker: one batch of frontend messages, or the wish to end in good order. */
export type EngineRequest =
  | { readonly kind: 'batch'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'close' };

/** Sent back: `ready` or `unusable` once, first; then the backend's bytes, or why there are none. */
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

/** The engine also throws things that are no errors. */
function describe(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}

/** PostGIS without the parts that nobody asks for, where the build left it so; all of it otherwise. */
const leanPostgis: Extension = {
  ...postgis,
  async setup(engine, options) {
    const set = await postgis.setup(engine, options);
    return { ...set, bundlePath: findPostgisBundle() ?? set.bundlePath };
  },
};

try {
  const engine = await PGlite.create({ dataDir: folder, extensions: { postgis: leanPostgis } });
  port.on('message', async (request: EngineRequest) => {
    if (request.kind === 'close') {
      // Writes the last checkpoint, so that the next start has nothing to recover.
      await engine.close().catch(() => {});
      port.close();
      return;
    }
    const { id } = request;
    try {
      const answer = await engine.runExclusive(() => engine.execProtocolRaw(request.bytes));
      // The engine may hand out a view of its own memory: what crosses the thread must be a copy.
      const bytes = new Uint8Array(answer);
      send({ kind: 'answer', id, bytes }, [bytes.buffer]);
    } catch (error) {
      send({ kind: 'failed', id, message: describe(error) });
    }
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'unusable', message: describe(error) });
}
