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
