import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import type { EventScope } from '../../../application/exchange/event-reader.js';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { streamEvents } from '../connections/stream-events.js';
import { type Ask, type Endpoint, endpoint } from '../endpoint.js';
import { event } from '../jobs-contract.js';
import type { HttpServices } from '../services.js';
import { id, pageOf, pageQuery } from '../shared-contract.js';

const eventId = z.coerce.number().int().min(0);
const query = z.strictObject({
  after: eventId.optional(),
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  wave: id.optional(),
  run: id.optional(),
  stop: id.optional(),
  station: id.optional(),
  kind: z.string().max(200).optional(),
});
type Query = z.infer<typeof query>;

/** What happened: as a list, or as it happens. */
export function eventEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/events',
      permission: 'events:read',
      summary: 'Facts, the oldest first. As server-sent events unless Accept asks for JSON; Last-Event-ID replays.',
      query,
      answer: pageOf(event),
      forms: { 'text/event-stream': undefined },
      async handle(ask: Ask<unknown, Query>) {
        const wantsPage = ask.request.accepts(['text/event-stream', 'json']) === 'json';
        return wantsPage ? listFacts(ask, services) : tellFacts(ask, services);
      },
    }),
    endpoint({
      method: 'get',
      path: '/events/:eventId',
      permission: 'events:read',
      summary: 'One of the facts.',
      answer: event,
      async handle({ actor, params }) {
        const id = eventId.safeParse(params.eventId);
        await services.lastEventId();
        const [found] = id.success
          ? await services.eventsAfter(id.data - 1, { ...scopeOf(actor), eventId: id.data }, 1)
          : [];
        if (found === undefined) throw new NotFoundError('event', params.eventId);
        return found;
      },
    }),
  ];
}

async function listFacts({ actor, query }: Ask<unknown, Query>, services: HttpServices) {
  const { limit, cursor, after, wave, run, stop, station, kind } = query;
  const from = cursor === undefined ? (after ?? 0) : readCursor(cursor);
  const asked = { waveId: wave, runId: run, stopId: stop, kind };
  const own = scopeOf(actor);
  // A station that asks for another one's gets nothing, not its own.
  if (station !== undefined && own.stationId !== undefined && own.stationId !== station)
    return { data: [], nextCursor: null };
  const scope = { ...asked, ...own, stationId: own.stationId ?? station };
  // All that has happened until now is to be told, however long nobody has looked.
  await services.lastEventId();
  const facts = await services.eventsAfter(from, scope, limit + 1);
  const data = facts.slice(0, limit);
  return { data, nextCursor: facts.length > limit ? cursorOf(data[limit - 1].eventId) : null };
}

async function tellFacts(ask: Ask<unknown, Query>, services: HttpServices) {
  const { wave, run, stop, station, kind, cursor } = ask.query;
  if ([wave, run, stop, station, kind, cursor].some((each) => each !== undefined)) {
    throw new InvalidInputError(
      'The stream knows no filters but after. Ask for the list with Accept: application/json.',
    );
  }
  const scope = scopeOf(ask.actor);
  const given = Number(ask.request.get('last-event-id') ?? ask.query.after ?? Number.NaN);
  // Asked in any case: what happened in a quiet time is told at once, and a stream begins with what comes after it.
  const newest = await services.lastEventId();
  // A number that was not given out yet is of a record that was restored since: who waits for it would hear nothing.
  let last = Number.isSafeInteger(given) && given >= 0 && given <= newest ? given : newest;
  await streamEvents(ask, services.stopping, async (send) => {
    for (const fact of await services.eventsAfter(last, scope)) {
      last = fact.eventId;
      send('fact', fact, last);
    }
    return true;
  });
  return undefined;
}

/** What of the facts somebody may know: a courier's own runs, a station's own deliveries, those of depots. */
function scopeOf({ depotIds, courierId, stationId, role }: Actor): EventScope {
  return {
    depotIds,
    courierId: role === 'courier' ? (courierId ?? '') : undefined,
    stationId: role === 'station' ? (stationId ?? '') : undefined,
  };
}

function cursorOf(id: number): string {
  return Buffer.from(JSON.stringify(['events', id])).toString('base64url');
}

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  const id = Number(/^\["events",(\d{1,15})\]$/.exec(text)?.[1]);
  if (Number.isNaN(id) || cursorOf(id) !== cursor) {
    throw new InvalidInputError('The cursor is not one that this list has given out.');
  }
  return id;
}
