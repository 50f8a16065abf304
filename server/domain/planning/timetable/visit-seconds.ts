import type { Station } from '../../network/network.js';
import { handlingMilliminutes, serviceSeconds } from '../../network/service-time.js';
import type { Consignment } from '../../waves/consignment.js';
import type { PlacedConsignment } from '../plan.js';

/** How long handing over takes at a station: by weight, and by totes and zones where it has such a rule. */
export function visitSeconds(
  { service, rules }: Pick<Station, 'service' | 'rules'>,
  goods: readonly PlacedConsignment[],
  consignments: readonly Consignment[],
): number {
  const grams = goods.reduce((sum, item) => sum + item.grams, 0);
  if (rules?.milliminutesPerTote === undefined && rules?.milliminutesByZone === undefined) {
    return serviceSeconds(service, grams);
  }
  const own = new Set(goods.map(({ consignmentId }) => consignmentId));
  const handling = consignments
    .filter(({ consignmentId }) => own.has(consignmentId))
    .reduce((sum, item) => sum + handlingMilliminutes(rules, item), 0);
  return serviceSeconds(service, grams, handling);
}
