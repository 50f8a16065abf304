import { z } from 'zod';
import { type Endpoint, endpoint } from '../endpoint.js';
import { slicePage } from '../requests/slice-page.js';
import type { HttpServices } from '../services.js';
import { pageOf, pageQuery } from '../shared-contract.js';
import { toteCount, zoneTotes } from './empty-totes-contract.js';

/** Empty totes that wait at stations. */
export function emptyToteEndpoints({ field, clock }: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/stations/:stationId/empty-totes',
      permission: 'network:read',
      summary: 'Empty totes that wait at a station now, by zone: counted, or kept from what was brought and taken.',
      query: z.strictObject(pageQuery),
      answer: pageOf(zoneTotes),
      async handle({ actor, params, query }) {
        const totes = await field.listEmptyTotes(params.stationId, actor.depotIds, clock.now());
        return slicePage(totes, `empty totes ${params.stationId}`, ({ zoneId }) => zoneId, query);
      },
    }),
    endpoint({
      method: 'put',
      path: '/stations/:stationId/empty-totes',
      permission: 'network:write',
      summary:
        'Set how many empty totes wait at a station, as counted there; zones that are left out stay as they are.',
      body: toteCount,
      answer: z.object({ totes: z.array(zoneTotes) }),
      async handle({ actor, params, body }) {
        await field.countEmptyTotes(params.stationId, actor.depotIds, body.totes, actor.name, clock.now());
        return { totes: await field.listEmptyTotes(params.stationId, actor.depotIds, clock.now()) };
      },
    }),
  ];
}
