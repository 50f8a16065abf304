import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { claim, claimChange } from './reports-contract.js';

/** What becomes of stations' claims. */
export function claimEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'patch',
      path: '/claims/:claimId',
      permission: 'claims:write',
      summary: 'Settle a claim, or open it again.',
      body: claimChange,
      answer: claim,
      async handle({ actor, params, body }) {
        const { claimId } = params;
        const { status, note } = body;
        const meant = { claimId, depotIds: actor.depotIds };
        await services.setClaimStatus(meant, status, note, actor.name, services.clock.now());
        return services.item('claims', claimId, actor.depotIds);
      },
    }),
  ];
}
