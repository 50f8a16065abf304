import { parentPort, workerData } from 'node:worker_threads';
import type { GeneratorInput, Shots } from './open-loop.js';
import { WirePool } from './wire.js';

/** Sends each request at its time, whatever became of those before, and notes what came back: a thread of its own. */
const { ports, texts, mark, connections, patienceMilliseconds } = workerData as GeneratorInput;
const bytes = texts.map(({ text }) => Buffer.from(text));
const pools = ports.map((port) => new WirePool(port, connections));
const count = texts.length;
const shots: Shots = {
  milliseconds: new Float64Array(count).fill(Number.NaN),
  endedAt: new Float64Array(count).fill(Number.NaN),
  status: new Uint16Array(count),
  marked: new Uint8Array(count),
  retryAfter: new Uint8Array(count),
  sentLate: new Float64Array(count),
};

const begin = performance.now() + 100;
let next = 0;
let open = count;

function sendDue(): void {
  for (let now = performance.now(); next < count && begin + texts[next].at <= now; next++) {
    const at = next;
    const { at: intended, server } = texts[at];
    shots.sentLate[at] = now - begin - intended;
    pools[server].send(bytes[at], (answer) => {
      const end = performance.now() - begin;
      open--;
      if (answer === undefined) return;
      shots.endedAt[at] = end;
      shots.milliseconds[at] = end - intended;
      shots.status[at] = answer.status;
      shots.retryAfter[at] = answer.hasRetryAfter ? 1 : 0;
      shots.marked[at] = mark === undefined || answer.body.includes(mark) ? 1 : 0;
    });
    now = performance.now();
  }
  const isOver = open === 0 || performance.now() - begin > (texts.at(-1)?.at ?? 0) + patienceMilliseconds;
  if (next < count || !isOver) setTimeout(sendDue, 1);
  else {
    parentPort!.postMessage(shots);
    for (const pool of pools) pool.close();
    setTimeout(() => process.exit(0), 100);
  }
}
sendDue();
