import { describeGroups, describeThings } from '../../../domain/network/attributes/describe-things.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { attributeForms } from './attributes-contract.js';

/** What may be said of the things of the network: pages draw their forms from it. */
export function attributeEndpoints(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/attributes',
      permission: 'network:read',
      summary: 'What may be said of depots, stations and the rest: kinds, units, bounds and words in both languages.',
      answer: attributeForms,
      async handle() {
        return { groups: describeGroups(), data: describeThings() };
      },
    }),
  ];
}
