import { setupSteps } from '../../../application/beginning/setup-steps.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { setup } from './beginning-contract.js';

/** What is done on the way to the first plan, and what comes next. */
export function setupEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/setup',
      permission: 'network:read',
      summary: 'The steps to the first plan, with what there is of each; of the own depot, or of all.',
      answer: setup,
      async handle({ actor }) {
        const map = services.findMap();
        const { estimated } = services.installation();
        const figures = await services.readSetupFigures(actor.depotIds, map?.bbox);
        return setupSteps(figures, map !== undefined || !estimated);
      },
    }),
  ];
}
