import type { BusinessDate } from '../local-time.js';

export const customerTiers = ['normal', 'silver', 'gold', 'vip'] as const;
export type CustomerTier = (typeof customerTiers)[number];

export const orderClasses = ['cold', 'fresh', 'ordinary'] as const;
/** `cold` holds anything chilled or frozen, `fresh` anything fresh but nothing cold, `ordinary` the rest. */
export type OrderClass = (typeof orderClasses)[number];

/** What one customer bought in one group buy, for one station. */
export interface Order {
  readonly depotId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly customerTier: CustomerTier;
  readonly stationId: string;
  readonly placedAt: Date;
  readonly deliveryDate: BusinessDate;
  readonly note: string;
}

/** One product of an order. Weight and volume are of the whole line. */
export interface OrderLine {
  readonly lineNo: number;
  readonly skuId: string;
  readonly zoneId: string;
  readonly quantity: number;
  readonly grams: number;
  readonly milliliters: number;
}

/** The class of an order, from the zones of its lines. */
export function orderClassOf(zoneIds: Iterable<string>): OrderClass {
  const zones = new Set(zoneIds);
  if (zones.has('frozen') || zones.has('chilled')) return 'cold';
  return zones.has('fresh') ? 'fresh' : 'ordinary';
}

/** One row of the priority table. An area of '*' holds where no row names the order's own area. */
export interface PriorityRule {
  readonly orderClass: OrderClass;
  readonly customerTier: CustomerTier;
  readonly area: string;
  /** 1 (first to be left out) to 9 (last to be left out). */
  readonly priority: number;
}

/** The table of a new installation: cold goods and higher tiers first. Rows to edit afterwards. */
export const standardPriorityRules: readonly PriorityRule[] = orderClasses.flatMap((orderClass, classRank) =>
  customerTiers.map((customerTier, tierRank) => ({
    orderClass,
    customerTier,
    area: '*',
    priority: Math.min(9, 5 - classRank * 2 + tierRank + (classRank === 0 ? 1 : 0)),
  })),
);

/** The priority of an order by the table: its own area's row first, then '*', then 5. */
export function priorityOf(
  rules: readonly PriorityRule[],
  orderClass: OrderClass,
  customerTier: CustomerTier,
  area: string,
): number {
  const fits = rules.filter((rule) => rule.orderClass === orderClass && rule.customerTier === customerTier);
  const rule = fits.find((candidate) => candidate.area === area) ?? fits.find((candidate) => candidate.area === '*');
  return rule?.priority ?? 5;
}
