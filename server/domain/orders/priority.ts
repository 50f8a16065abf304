import { type CustomerTier, customerTiers, type OrderClass, orderClasses } from './order.js';

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
