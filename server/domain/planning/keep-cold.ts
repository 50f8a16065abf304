import type { Compartment, Depot } from '../network/network.js';
import type { TemperatureZone } from '../network/temperature-zone.js';

/**
 * How long a zone's goods may ride in a compartment, from the begin of loading until their visit is left. Goods to which
 * the cold does not matter ride as long as one likes.
 *
 * @returns seconds; undefined where there is no limit.
 */
export function keepSeconds(
  part: Pick<Compartment, 'keepSeconds'>,
  { minutesOutOfCold }: Pick<TemperatureZone, 'minutesOutOfCold'>,
  { rules }: Pick<Depot, 'rules'>,
): number | undefined {
  if (minutesOutOfCold === undefined) return undefined;
  if (part.keepSeconds !== undefined) return part.keepSeconds;
  return rules?.limitsColdTime ? minutesOutOfCold * 60 : undefined;
}
