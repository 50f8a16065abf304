import { handlingMilliminutes, serviceSeconds } from '../../domain/network/service-time.js';
import type { CheckContext } from '../../domain/planning/check-plan.js';
import type { PlacedConsignment } from '../../domain/planning/plan.js';

/** How long handing over takes at a station: by weight, and by totes and zones where it has such a rule. */
export function visitSeconds(
  stationId: string,
  goods: readonly PlacedConsignment[],
  { stations, consignments }: Pick<CheckContext, 'stations' | 'consignments'>,
): number {
  const { service, rules } = stations.get(stationId)!;
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
