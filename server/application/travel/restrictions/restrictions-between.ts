import { dateOf } from '../../../domain/local-time.js';
import { holdsIn, type VehicleRestriction } from '../../../domain/network/vehicle-restriction.js';
import type { WaveClock } from '../../../domain/waves/wave-clock.js';

/** The restrictions that hold in a part of an hour of those between two seconds of a wave's clock. */
export function restrictionsBetween<R extends VehicleRestriction>(
  restrictions: readonly R[],
  clock: WaveClock,
  timeZone: string,
  { begins, ends }: { readonly begins: number; readonly ends: number },
): R[] {
  const hours = clock.hoursBetween(begins, ends);
  const dates = hours.map((hour) => dateOf(clock.instantAt(hour.begins), timeZone));
  return restrictions.filter((each) => hours.some(({ hourOfDay }, at) => holdsIn(each, dates[at], hourOfDay)));
}
