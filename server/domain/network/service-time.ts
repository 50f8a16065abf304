import { entryOf } from '../entry-of.js';
import type { StationRules } from './dispatch-rules.js';

/**
 * How long serving takes: a fixed part and a part by weight.
 *
 * Thousandths of a minute, so that "0.8 minutes per 100 kg" is a whole number.
 */
export interface ServiceRate {
  readonly fixedMilliminutes: number;
  readonly milliminutesPer100Kg: number;
}

/**
 * Whole seconds that serving `grams` takes: ⌈60 × (fixed + per100kg × kg ÷ 100 + handling)⌉.
 *
 * @param handlingMilliminutes what totes and zones take beside.
 *
 * Computed in integers: milliminutes × 60 ÷ 1,000 seconds, and grams ÷ 100,000 hundredweights.
 */
export function serviceSeconds(rate: ServiceRate, grams: number, handlingMilliminutes = 0): number {
  const scaled =
    BigInt(rate.fixedMilliminutes + handlingMilliminutes) * 100_000n +
    BigInt(rate.milliminutesPer100Kg) * BigInt(grams);
  const numerator = scaled * 60n;
  const denominator = 1000n * 100_000n;
  return Number((numerator + denominator - 1n) / denominator);
}

/** What handing over a consignment takes beside its weight, in thousandths of a minute. */
export function handlingMilliminutes(
  rules: StationRules | undefined,
  goods: { readonly zoneId: string; readonly toteCount: number },
): number {
  return (rules?.milliminutesPerTote ?? 0) * goods.toteCount + (entryOf(rules?.milliminutesByZone, goods.zoneId) ?? 0);
}
