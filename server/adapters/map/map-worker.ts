import { parentPort, workerData } from 'node:worker_threads';
import { yieldToRequests } from '../../background-thread.js';
import { writeAddressIndex } from './address-index/address-index.js';
import { readNames } from './address-index/read-names.js';
import { buildBaseMap } from './base-map/build-base-map.js';
import type { MapTask, MapWorkerMessage } from './in-map-worker.js';
import { readRoadLimits } from './road-limits/read-road-limits.js';
import { writeDemo } from './write-demo.js';

/** Entry of the worker thread: does the one task that it was started with. Never imported. */
yieldToRequests();
const task = workerData as MapTask;
const send = (message: MapWorkerMessage) => parentPort?.postMessage(message);

if (task.kind === 'demo') {
  send({ kind: 'done', result: await writeDemo(task.options) });
} else if (task.kind === 'addresses') {
  await writeAddressIndex(task.folder, await readNames(task.osmPbfFile));
  send({ kind: 'done', result: undefined });
} else if (task.kind === 'road-limits') {
  send({ kind: 'done', result: await readRoadLimits(task.osmPbfFile) });
} else {
  const result = await buildBaseMap(task.osmPbfFile, task.folder, {
    name: task.name,
    onProgress: (share) => send({ kind: 'progress', share }),
  });
  send({ kind: 'done', result });
}
