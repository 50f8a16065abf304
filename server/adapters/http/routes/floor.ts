import { z } from 'zod';
import { type Route, route } from '../route.js';
import type { HttpServices } from '../services.js';

/** The warehouse: pick lists and load lists. */
export function floorRoutes(services: HttpServices): Route[] {
  return [
    route({
      method: 'get',
      path: '/pick-lists',
      permission: 'picking:read',
      summary: 'Pick lists of a wave, narrowed to a zone.',
      query: z.strictObject({ wave: z.string().max(200), zone: z.string().max(50).optional() }),
      async handle({ actor, query }) {
        const data = await services.listPickLists({ waveId: query.wave, zoneId: query.zone }, actor.depotId);
        return { data, nextCursor: null };
      },
    }),
    route({
      method: 'get',
      path: '/pick-lists/:pickListId',
      permission: 'picking:read',
      summary: 'A pick list in walking order.',
      handle: ({ actor, params }) => services.pickList(params.pickListId, actor.depotId),
    }),
    route({
      method: 'patch',
      path: '/pick-lists/:pickListId/lines',
      permission: 'picking:write',
      summary: 'Tick off lines; a short pick says how many and why.',
      body: z.object({
        lines: z
          .array(
            z.object({
              lineNo: z.number().int().min(1),
              pickedQuantity: z.number().int().min(0),
              shortReason: z.string().trim().max(200).optional(),
            }),
          )
          .min(1)
          .max(2000),
      }),
      async handle({ actor, params, body }) {
        await services.field.pick(params.pickListId, body.lines, services.clock.now(), actor.name, actor.depotId);
        return services.pickList(params.pickListId, actor.depotId);
      },
    }),
    route({
      method: 'get',
      path: '/waves/:waveId/load-lists',
      permission: 'picking:read',
      summary: 'Every run of a wave with what to load; load in reverse stop order.',
      async handle({ actor, params }) {
        return { data: await services.runs.listOfWave(params.waveId, actor.depotId), nextCursor: null };
      },
    }),
  ];
}
