import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Ask, type Route, route } from '../route.js';
import type { HttpServices } from '../services.js';

const lookMilliseconds = 500;
/** How often a stream asks whether its reader may still read: a session may have ended, a key may be revoked. */
const recheckMilliseconds = 15_000;

/** Background work and the stream of facts. */
export function jobRoutes(services: HttpServices): Route[] {
  return [
    route({
      method: 'get',
      path: '/jobs/:jobId',
      permission: 'jobs:read',
      summary: 'What a job is at.',
      handle: ({ actor, params }) => services.jobs.get(params.jobId, actor.depotId),
    }),
    route({
      method: 'post',
      path: '/jobs/:jobId/cancel',
      permission: 'jobs:write',
      summary: 'Ask a job to stop.',
      handle: ({ actor, params }) => services.jobs.cancel(params.jobId, actor.depotId),
    }),
    route({
      method: 'get',
      path: '/jobs/:jobId/events',
      permission: 'jobs:read',
      summary: "A job's progress as server-sent events, until it ends.",
      async handle(ask) {
        await services.jobs.get(ask.params.jobId, ask.actor.depotId);
        await stream(ask, async (send) => {
          const job = await services.jobs.get(ask.params.jobId, ask.actor.depotId);
          send('progress', job);
          return job.status === 'running' || job.status === 'waiting';
        });
        return undefined;
      },
    }),
    route({
      method: 'get',
      path: '/events',
      permission: 'events:read',
      summary: 'Facts as they happen, as server-sent events; Last-Event-ID replays what was missed.',
      query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
      async handle(ask) {
        const { depotId, courierId, stationId, role } = ask.actor;
        const scope = {
          depotId,
          courierId: role === 'courier' ? (courierId ?? '') : undefined,
          stationId: role === 'station' ? (stationId ?? '') : undefined,
        };
        const given = Number(ask.request.get('last-event-id') ?? ask.query.after ?? Number.NaN);
        let last = Number.isSafeInteger(given) && given >= 0 ? given : await services.lastEventId();
        await stream(ask, async (send) => {
          for (const event of await services.eventsAfter(last, scope)) {
            last = event.eventId as number;
            send('fact', event, last);
          }
          return true;
        });
        return undefined;
      },
    }),
  ];
}

/** Sends events until the other side leaves or `look` says that it is over. */
async function stream(
  { request, response, isStillAllowed }: Ask,
  look: (send: (event: string, data: unknown, id?: number) => void) => Promise<boolean>,
): Promise<void> {
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  let open = true;
  request.on('close', () => {
    open = false;
  });
  let quiet = 0;
  let unchecked = 0;
  const send = (event: string, data: unknown, id?: number) => {
    quiet = 0;
    response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  while (open && !response.destroyed) {
    if (!(await look(send))) break;
    quiet += lookMilliseconds;
    // Something now and then, so that proxies keep the line open.
    if (quiet > 15_000) {
      response.write(': still here\n\n');
      quiet = 0;
    }
    await wait(lookMilliseconds);
    unchecked += lookMilliseconds;
    if (unchecked >= recheckMilliseconds) {
      unchecked = 0;
      if (!(await isStillAllowed())) break;
    }
  }
  response.end();
}
