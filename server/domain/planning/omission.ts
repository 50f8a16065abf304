import { entryOf } from '../entry-of.js';
import type { Depot, Station } from '../network/network.js';
import type { Consignment } from '../waves/consignment.js';

/**
 * The price at which the operator allows a consignment to be left out, in millionths of the currency: the highest of
 * those that the depot has for all goods, for the zone and for the station's tier. Undefined where it has none: then the
 * consignment is brought, whatever that costs, where it can be.
 */
export function omissionPriceOf(
  { zoneId }: Pick<Consignment, 'zoneId'>,
  tier: Station['tier'] | undefined,
  { rules = {} }: Pick<Depot, 'rules'>,
): number | undefined {
  const { omissionMicros, omissionMicrosByZone, omissionMicrosByTier } = rules;
  const prices = [omissionMicros, entryOf(omissionMicrosByZone, zoneId), entryOf(omissionMicrosByTier, tier ?? '')];
  const known = prices.filter((price) => price !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** What a plan leaves out, in the order in which it counts: less is better, the first difference decides. */
export interface Omission {
  /** The priorities of what must be brought, added up. */
  readonly priority: number;
  /** How many consignments must be brought and are not. */
  readonly count: number;
  /** The prices of what may be left out, in millionths of the currency. */
  readonly micros: number;
}

/** What leaving these out amounts to. */
export function omissionOf(
  leftOut: readonly Pick<Consignment, 'stationId' | 'zoneId' | 'priority'>[],
  stations: readonly Pick<Station, 'stationId' | 'tier'>[],
  depot: Pick<Depot, 'rules'>,
): Omission {
  const tierOf = new Map(stations.map(({ stationId, tier }) => [stationId, tier]));
  const prices = leftOut.map((goods) => omissionPriceOf(goods, tierOf.get(goods.stationId), depot));
  const needed = leftOut.filter((_, at) => prices[at] === undefined);
  return {
    priority: needed.reduce((sum, { priority }) => sum + priority, 0),
    count: needed.length,
    micros: prices.reduce<number>((sum, price = 0) => sum + price, 0),
  };
}

/** Below zero where the first is better. */
export function compareOmissions(one: Omission, other: Omission): number {
  return one.priority - other.priority || one.count - other.count || one.micros - other.micros;
}
