import type { VehiclePrice } from './network.js';

/** What a vehicle's day is charged for. */
export interface ChargedDay {
  readonly price: VehiclePrice;
  readonly meters: number;
  /** From the begin of the first loading to the last return, waiting included. */
  readonly seconds: number;
}

const thousandthHours = 3_600_000n;
const microsPerMinor = 10_000n;

/**
 * The cost of vehicle days in minor units (fen): fixed + per km × km + per hour × hours, exact to the last digit and
 * rounded half up once, over all days together.
 */
export function costMinorOf(days: readonly ChargedDay[]): number {
  let total = 0n;
  for (const { price, meters, seconds } of days) {
    total += BigInt(price.fixedMicros) * thousandthHours;
    total += BigInt(price.perKmMicros) * BigInt(meters) * 3600n;
    total += BigInt(price.perHourMicros) * BigInt(seconds) * 1000n;
  }
  const unit = thousandthHours * microsPerMinor;
  return Number((2n * total + unit) / (2n * unit));
}
