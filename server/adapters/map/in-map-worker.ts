import { Worker } from 'node:worker_threads';
import { compiledModule } from '../../compiled.js';
import type { RoadLimits } from '../../roads/index.js';
import type { BaseMapMetadata, BuildBaseMapOptions } from './base-map/build-base-map.js';
import type { WriteDemoOptions, WrittenDemo } from './write-demo.js';

/** What the worker is started with. */
export type MapTask =
  | { readonly kind: 'demo'; readonly options: WriteDemoOptions }
  | { readonly kind: 'road-limits'; readonly osmPbfFile: string }
  | { readonly kind: 'addresses'; readonly osmPbfFile: string; readonly folder: string }
  | { readonly kind: 'base-map'; readonly osmPbfFile: string; readonly folder: string; readonly name: string };

export type MapWorkerMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly result: unknown };

/** As `writeDemo`, in a thread of its own, so that a server goes on answering meanwhile. */
export async function writeDemoInWorker(options: WriteDemoOptions, signal?: AbortSignal): Promise<WrittenDemo> {
  return (await runTask({ kind: 'demo', options }, { signal })) as WrittenDemo;
}

/** As `buildBaseMap`, in a thread of its own, so that a server goes on answering meanwhile. */
export async function buildBaseMapInWorker(
  osmPbfFile: string,
  folder: string,
  { name, onProgress, signal }: BuildBaseMapOptions,
): Promise<BaseMapMetadata> {
  return (await runTask({ kind: 'base-map', osmPbfFile, folder, name }, { onProgress, signal })) as BaseMapMetadata;
}

/** As `readRoadLimits`, in a thread of its own. */
export async function readRoadLimitsInWorker(osmPbfFile: string, signal?: AbortSignal): Promise<RoadLimits> {
  return (await runTask({ kind: 'road-limits', osmPbfFile }, { signal })) as RoadLimits;
}

/** Keeps in a map's folder what its addresses can be found by, in a thread of its own. */
export async function writeAddressIndexInWorker(
  osmPbfFile: string,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  await runTask({ kind: 'addresses', osmPbfFile, folder }, { signal });
}

/** @throws what the task threw, as an Error with the same message; the signal's reason when it is aborted. */
function runTask(
  task: MapTask,
  { onProgress, signal }: Pick<BuildBaseMapOptions, 'onProgress' | 'signal'>,
): Promise<unknown> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker(compiledModule('server/adapters/map/map-worker.js'), { workerData: task });
    const stop = () => {
      reject(signal?.reason);
      void worker.terminate();
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: MapWorkerMessage) => {
      if (message.kind === 'progress') onProgress?.(message.share);
      else resolve(message.result);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      // After an answer or an error this changes nothing.
      reject(new Error(`The map worker ended without an answer (exit code ${code}).`));
    });
  });
}
