import { DispatchError, InvalidInputError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { priorityRules, replacedRules } from './orders-contract.js';

/** The table that orders get their priority from when they are taken in. */
export function priorityRuleEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'put',
      path: '/priority-rules',
      permission: 'waves:write',
      summary: 'Replace the priority table; an area of * holds where no row names the own one. For orders from now on.',
      body: priorityRules,
      answer: replacedRules,
      async handle({ actor, body }) {
        if (actor.depotIds !== undefined) {
          throw new DispatchError(
            'not-allowed',
            'The priority table is of all depots, and this account is for some of them only.',
          );
        }
        const seen = new Set<string>();
        for (const { orderClass, customerTier, area } of body.rules) {
          const name = `${orderClass}, ${customerTier}, ${area}`;
          if (seen.has(name)) throw new InvalidInputError(told`There are two rows for ${name}.`);
          seen.add(name);
        }
        await services.replacePriorityRules(body.rules, actor.name, services.clock.now());
        return { rules: body.rules.length };
      },
    }),
  ];
}
