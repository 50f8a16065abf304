import { z } from 'zod';
import type { PackedTote } from '../../../application/waves/tote-store.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { id, pageOf, pageQuery } from '../shared-contract.js';
import { movedTotes, packedTote, toteMove } from './totes-contract.js';

/** Totes with what is in them. */
export function toteEndpoints(services: HttpServices): Endpoint[] {
  const { totes, clock } = services;
  return [
    endpoint({
      method: 'get',
      path: '/waves/:waveId/totes',
      permission: 'picking:read',
      summary: "A wave's totes with what is in each, of a zone or a station where one is named.",
      query: z.strictObject({ ...pageQuery, zone: id.optional(), station: id.optional() }),
      answer: pageOf(packedTote),
      async handle({ actor, params, query: { limit, cursor, ...narrowed } }) {
        const { depotId, waveId } = await services.waves.get(params.waveId, actor.depotIds);
        const page = await services.list('totes', { wave: waveId, ...narrowed }, { limit, cursor }, [depotId]);
        const toteCodes = page.data.map((row) => row.toteCode);
        const packed = await totes.list({ waveId, toteCodes }, [depotId]);
        const byCode = new Map(packed.map((tote): [string, PackedTote] => [tote.toteCode, tote]));
        return { ...page, data: toteCodes.flatMap((code) => byCode.get(code) ?? []) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/totes/:toteCode',
      permission: 'picking:read',
      summary: 'A tote with what is in it, by the code on its label or by its long one.',
      answer: packedTote,
      handle: ({ actor, params }) => totes.get(params.toteCode, actor.depotIds),
    }),
    endpoint({
      method: 'post',
      path: '/totes/:toteCode/moves',
      permission: 'picking:write',
      summary: 'Move units of an order line to another tote of the same consignment.',
      creates: true,
      body: toteMove,
      answer: movedTotes,
      async handle({ actor, params, body }) {
        const [from, to] = await totes.move(params.toteCode, body, actor.depotIds, actor.name, clock.now());
        return { from, to };
      },
    }),
  ];
}
