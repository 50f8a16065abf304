import { z } from 'zod';
import { run } from '../delivery/runs-contract.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { queryOf } from '../list-endpoints.js';
import { slicePage } from '../requests/slice-page.js';
import type { HttpServices } from '../services.js';
import { pageOf, pageQuery } from '../shared-contract.js';
import { pickList, pickListRow, picks, putBacks } from './picking-contract.js';

/** The warehouse: pick lists and load lists. */
export function floorEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/pick-lists',
      permission: 'picking:read',
      summary: 'Pick lists; with their lines where a wave is named.',
      query: queryOf(services, 'pick-lists', pickListRow),
      answer: pageOf(pickListRow),
      async handle({ actor, query: { limit, cursor, ...given } }) {
        const page = await services.list('pick-lists', given, { limit, cursor }, actor.depotIds);
        const { wave, zone } = given as { wave?: string; zone?: string };
        if (wave === undefined) return page;
        const lists = await services.listPickLists({ waveId: wave, zoneId: zone }, actor.depotIds);
        const linesOf = new Map(lists.map(({ pickListId, lines }) => [pickListId, lines]));
        const data = page.data.map((row) => ({ ...row, lines: linesOf.get(row.pickListId) ?? [] }));
        return { ...page, data };
      },
    }),
    endpoint({
      method: 'get',
      path: '/pick-lists/:pickListId',
      permission: 'picking:read',
      summary: 'A pick list in walking order.',
      answer: pickList,
      handle: ({ actor, params }) => services.pickList(params.pickListId, actor.depotIds),
    }),
    endpoint({
      method: 'patch',
      path: '/pick-lists/:pickListId/lines',
      permission: 'picking:write',
      summary: 'Tick off lines; a short pick says how many and why, null takes a tick back.',
      body: picks,
      answer: pickList,
      async handle({ actor, params, body }) {
        await services.field.pick(params.pickListId, body.lines, services.clock.now(), actor.name, actor.depotIds);
        return services.pickList(params.pickListId, actor.depotIds);
      },
    }),
    endpoint({
      method: 'post',
      path: '/pick-lists/:pickListId/put-backs',
      permission: 'picking:write',
      summary: 'Say that pieces are at their place again that were picked for orders that were made smaller since.',
      body: putBacks,
      answer: pickList,
      async handle({ actor, params, body }) {
        const at = services.clock.now();
        await services.field.putBack(params.pickListId, body.lines, at, actor.name, actor.depotIds);
        return services.pickList(params.pickListId, actor.depotIds);
      },
    }),
    endpoint({
      method: 'get',
      path: '/waves/:waveId/load-lists',
      permission: 'picking:read',
      summary: 'Every run of a wave with what to load; load in reverse stop order.',
      query: z.strictObject(pageQuery),
      answer: pageOf(run),
      async handle({ actor, params, query }) {
        const { waveId } = await services.waves.get(params.waveId, actor.depotIds);
        const runs = await services.runs.listOfWave(waveId, actor.depotIds);
        return slicePage(runs, `load-lists ${waveId}`, ({ runId }) => runId, query);
      },
    }),
  ];
}
