import type { Compartment, Depot } from '../network/network.js';
import type { TemperatureZone } from '../network/temperature-zone.js';

/**
 * How long a zone's goods may ride in a compartment, from the begin of loading until their visit is left. Goods to which
 * the cold does not matter ride as long as one likes.
 *
 * @returns seconds; undefined where there is no limit.
 */
export function maxTimeOnBoardSeconds(
  part: Pick<Compartment, 'maxTimeOnBoardSeconds'>,
  { minutesOutOfRefrigeration }: Pick<TemperatureZone, 'minutesOutOfRefrigeration'>,
  { rules }: Pick<Depot, 'rules'>,
): number | undefined {
  if (minutesOutOfRefrigeration === undefined) return undefined;
  if (part.maxTimeOnBoardSeconds !== undefined) return part.maxTimeOnBoardSeconds;
  return rules?.limitsTimeOutOfRefrigeration ? minutesOutOfRefrigeration * 60 : undefined;
}
