import { z } from 'zod';
import type { DraftPlace, PlaceSaid } from '../../../application/exchange/imports/places/draft-places.js';
import type { RememberedPlace } from '../../../application/network/remembered-places.js';
import { tellFault } from '../../../application/words/tell-fault.js';
import { greatCircleMeters } from '../../../domain/network/place.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { job } from '../jobs-contract.js';
import { languageOf } from '../requests/language-of.js';
import type { HttpServices } from '../services.js';
import { pageOf, pageQuery } from '../shared-contract.js';
import { pageOfStream } from './page-of-stream.js';
import {
  confirmed,
  confirmFrom,
  draftPlace,
  draftPlaces,
  draftPlacesQuery,
  placeSaid,
  rememberedPlace,
} from './places-contract.js';
import { ownerOf, startDraftJob } from './start-draft-job.js';

/** Where stations of a draft lie that have an address and no coordinates, and what is remembered of addresses. */
export function placeEndpoints(services: HttpServices): Endpoint[] {
  const { draftPlaces: places, rememberedPlaces, clock } = services;
  return [
    endpoint({
      method: 'get',
      path: '/import-drafts/:draftId/places',
      permission: 'imports:read',
      summary:
        'Addresses of new stations without coordinates that the last preview found, with where they may lie or are placed.',
      query: draftPlacesQuery,
      answer: draftPlaces,
      async handle({ actor, params, query: { state, ...page }, request, response }) {
        const { places: all, fault } = await places.list(params.draftId, ownerOf(actor));
        const language = languageOf(request, response);
        const found = await pageOfStream(oneByOne(all), page, (each) => state === undefined || each.state === state);
        const countOf = (wanted: DraftPlace['state']) => all.filter((each) => each.state === wanted).length;
        return {
          data: found.data.map(tellPlace),
          nextCursor: found.nextCursor,
          counts: {
            open: countOf('open'),
            placed: countOf('placed'),
            leftOut: countOf('left-out'),
            unasked: all.filter((each) => each.state === 'open' && !each.isAsked).length,
          },
          fault: fault === undefined ? null : { code: fault.code, detail: tellFault(language, fault) },
        };
      },
    }),
    endpoint({
      method: 'post',
      path: '/import-drafts/:draftId/places/search',
      permission: 'imports:write',
      summary:
        'Look up where the addresses of a draft lie, in the background. What is found waits for somebody to confirm it.',
      status: 202,
      answer: job,
      async handle(ask) {
        const seconds = await places.searchSeconds(ask.params.draftId, ownerOf(ask.actor));
        return startDraftJob(services, ask, 'search-places', seconds);
      },
    }),
    endpoint({
      method: 'put',
      path: '/import-drafts/:draftId/places',
      permission: 'imports:write',
      summary:
        'Say where an address lies: a candidate, a position, or that its stations are left out. The place is remembered for later files.',
      body: placeSaid,
      answer: draftPlace,
      async handle({ actor, params, body: { depotId, addressKey, ...said } }) {
        const owner = ownerOf(actor);
        await places.say(params.draftId, owner, { depotId, addressKey }, saidOf(said));
        const { places: all } = await places.list(params.draftId, owner);
        return tellPlace(all.find((each) => each.depotId === depotId && each.addressKey === addressKey)!);
      },
    }),
    endpoint({
      method: 'post',
      path: '/import-drafts/:draftId/places/confirm',
      permission: 'imports:write',
      summary:
        'Confirm the first candidate of every open address that is at least of this confidence, where no other is as sure.',
      body: confirmFrom,
      answer: confirmed,
      async handle({ actor, params, body }) {
        return places.confirmFrom(params.draftId, ownerOf(actor), body.confidence);
      },
    }),
    endpoint({
      method: 'get',
      path: '/remembered-places',
      permission: 'imports:read',
      summary: 'Where addresses lie that somebody has placed; files with the same address are placed by it.',
      query: z.strictObject(pageQuery),
      answer: pageOf(rememberedPlace),
      async handle({ actor, query }) {
        const found = await pageOfStream(oneByOne(await rememberedPlaces.list(actor.depotIds)), query, () => true);
        return { ...found, data: found.data.map(tellRemembered) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/remembered-places/:depotId/:addressKey',
      permission: 'imports:write',
      summary: 'Forget where an address lies. Stations that were placed by it stay where they are.',
      async handle({ actor, params }) {
        const trail = { depotIds: actor.depotIds, by: actor.name, at: clock.now() };
        await rememberedPlaces.remove(params.depotId, params.addressKey, trail);
        return undefined;
      },
    }),
  ];
}

async function* oneByOne<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

function saidOf({
  candidateNo,
  position,
  state,
}: Pick<z.infer<typeof placeSaid>, 'candidateNo' | 'position' | 'state'>): PlaceSaid {
  if (candidateNo !== undefined) return { candidateNo };
  if (position !== undefined) return { position };
  return state === 'left-out' ? { leaveOut: true } : { reopen: true };
}

function tellPlace({ place, candidates, ...rest }: DraftPlace) {
  const told = candidates?.map((candidate) => {
    return { ...candidate, metersFromDepot: Math.round(greatCircleMeters(candidate, rest.depot)) };
  });
  return { ...rest, place: place === undefined ? null : tellPlaced(place), candidates: told ?? null };
}

function tellRemembered(place: RememberedPlace) {
  const { depotId, addressKey, address } = place;
  return { depotId, addressKey, address, ...tellPlaced(place) };
}

function tellPlaced({ lon, lat, placed, placedBy, placedAt }: RememberedPlace) {
  const found = placed.how === 'hand' ? { source: null, match: null, confidence: null } : placed;
  return {
    lon,
    lat,
    how: placed.how,
    source: found.source,
    match: found.match,
    confidence: found.confidence,
    placedBy,
    placedAt: placedAt.toISOString(),
  };
}
