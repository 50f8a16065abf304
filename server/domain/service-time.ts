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
 * Whole seconds that serving `grams` takes: ⌈60 × (fixed + per100kg × kg ÷ 100)⌉.
 *
 * Computed in integers: milliminutes × 60 ÷ 1,000 seconds, and grams ÷ 100,000 hundredweights.
 */
export function serviceSeconds(rate: ServiceRate, grams: number): number {
  const scaled = BigInt(rate.fixedMilliminutes) * 100_000n + BigInt(rate.milliminutesPer100Kg) * BigInt(grams);
  const numerator = scaled * 60n;
  const denominator = 1000n * 100_000n;
  return Number((numerator + denominator - 1n) / denominator);
}
