import { setTimeout as wait } from 'node:timers/promises';
import type { Ask } from '../endpoint.js';

const lookMilliseconds = 500;
/** How often a stream asks whether its reader may still read: a session may have ended, a key may be revoked. */
const recheckMilliseconds = 15_000;

/**
 * Sends events until the other side leaves, `look` says that it is over, or the server stops: then the reader comes again
 * by itself. Who does not read is not sent more.
 */
export async function streamEvents(
  { request, response, isStillAllowed }: Ask,
  stopping: AbortSignal,
  look: (send: (event: string, data: unknown, id?: number) => void) => Promise<boolean>,
): Promise<void> {
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  const over = new AbortController();
  const end = () => over.abort();
  response.once('close', end);
  stopping.addEventListener('abort', end, { once: true });
  let quiet = 0;
  let unchecked = 0;
  const send = (event: string, data: unknown, id?: number) => {
    quiet = 0;
    response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  try {
    while (!over.signal.aborted && !stopping.aborted) {
      if (!response.writableNeedDrain && !(await look(send))) break;
      quiet += lookMilliseconds;
      // Something now and then, so that proxies keep the line open.
      if (quiet > 15_000 && !response.writableNeedDrain) {
        response.write(': still here\n\n');
        quiet = 0;
      }
      await wait(lookMilliseconds, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) break;
      unchecked += lookMilliseconds;
      if (unchecked >= recheckMilliseconds) {
        unchecked = 0;
        if (!(await isStillAllowed())) break;
      }
    }
  } finally {
    stopping.removeEventListener('abort', end);
  }
  response.end();
}
