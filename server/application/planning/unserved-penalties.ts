import type { Depot, Station } from '../../domain/network/network.js';
import { omissionPriceOf } from '../../domain/planning/omission.js';
import type { Consignment } from '../../domain/waves/consignment.js';
import { costBound, type Problem } from '../../solver/index.js';

type Goods = Pick<Consignment, 'consignmentId' | 'stationId' | 'zoneId' | 'priority'>;

/**
 * What leaving each consignment out costs in the search, in millionths of the currency. Where the operator has a price for
 * it, that. All others must be brought where they can: the most priority first, then the most consignments, then the
 * cheapest plan. Each counts more than all that comes behind it together, so that one sum keeps the order.
 *
 * @param problem with any penalties.
 * @returns by consignment id.
 */
export function unservedPenalties(
  problem: Problem,
  consignments: readonly Goods[],
  stations: readonly Pick<Station, 'stationId' | 'tier'>[],
  depot: Pick<Depot, 'rules'>,
): ReadonlyMap<string, number> {
  const tierOf = new Map(stations.map(({ stationId, tier }) => [stationId, tier]));
  const prices = new Map(
    consignments.map((goods) => [goods.consignmentId, omissionPriceOf(goods, tierOf.get(goods.stationId), depot)]),
  );
  const priced = [...prices.values()].reduce<number>((sum, price = 0) => sum + price, 0);
  // A power of two: multiples of it add up exactly, however large.
  const unit = 2 ** Math.ceil(Math.log2(costBound(problem) + priced + 1));
  const ofPriority = consignments.length + 1;
  return new Map(
    consignments.map(({ consignmentId, priority }) => [
      consignmentId,
      prices.get(consignmentId) ?? unit * (priority * ofPriority + 1),
    ]),
  );
}
