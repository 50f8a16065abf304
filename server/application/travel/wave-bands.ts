import type { PlanBand, PlanOrigin } from '../../domain/planning/plan.js';
import { drivingHours, meanSpeedFactor } from './driving-hours.js';
import { RoutingUnavailableError } from './routing/routing-errors.js';
import type { RoutingEngine } from './routing/routing-port.js';
import { factorBands, profileBands, speedBands } from './speed-bands.js';
import { freeSpeeds, type TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';
import type { TravelSources, WaveTravelRequest } from './wave-travel.js';

/** The speeds of a wave's hours: as a whole, and where they change, in bands. */
export interface WaveSpeeds {
  readonly speedFactor: number;
  readonly speeds: TravelSpeeds | undefined;
  readonly bands: readonly PlanBand[] | undefined;
  /** Behind the keys of `bands`. */
  readonly byKey: ReadonlyMap<string, TravelSpeeds>;
}

/** With more places a matrix for each band would take too long and too much memory: a factor for each stands in. */
export const mostPlacesForBands = 1_000;

/** The speeds that are known now for the hours in which the vehicles may be out. */
export async function speedsNow(
  sources: TravelSources,
  engine: RoutingEngine,
  { depot, deliveryDate, speedProfile, vehicles, stations, signal }: WaveTravelRequest,
): Promise<WaveSpeeds> {
  const hours = drivingHours(vehicles);
  const request = { depotId: depot.depotId, date: deliveryDate, timeZone: depot.timeZone, speedProfile, ...hours };
  const speeds = await sources.speedsForWave?.(engine, request, signal);
  const byKey = new Map<string, TravelSpeeds>();
  if (speeds === undefined) {
    const speedFactor = meanSpeedFactor(speedProfile, vehicles);
    const bands = profileBands(speedProfile, hours, speedFactor);
    return { speedFactor, speeds, bands: bands.length < 2 ? undefined : bands, byKey };
  }
  const bands = speedBands(speeds.hours, hours.begins, hours.ends);
  if (bands.length < 2) return { speedFactor: 1, speeds, bands: undefined, byKey };
  if (stations.length > mostPlacesForBands) {
    return { speedFactor: 1, speeds, bands: factorBands(bands, speeds.meanFactor), byKey };
  }
  for (const band of bands) byKey.set(band.speeds.key, band.speeds);
  const named = bands.map(({ begins, ends, speeds: { key } }) => ({ begins, ends, speedsKey: key }));
  return { speedFactor: 1, speeds, bands: named, byKey };
}

/**
 * The speeds that an earlier plan was made with.
 *
 * @throws RoutingUnavailableError when they are no longer kept.
 */
export async function speedsAgain(
  travel: TravelStore,
  engine: RoutingEngine,
  { speedFactor, speeds, bands }: Pick<PlanOrigin, 'speedFactor' | 'speeds' | 'bands'>,
): Promise<WaveSpeeds> {
  const find = async (key: string): Promise<TravelSpeeds> => {
    const again = key === '' ? freeSpeeds : await travel.findSpeeds(engine.mapId, key);
    if (again !== undefined) return again;
    throw new RoutingUnavailableError('The travel times that this plan was made with are no longer kept; plan again.');
  };
  const byKey = new Map<string, TravelSpeeds>();
  for (const { speedsKey } of bands ?? []) if (speedsKey !== undefined) byKey.set(speedsKey, await find(speedsKey));
  return { speedFactor, speeds: speeds && (await find(speeds.key)), bands, byKey };
}
