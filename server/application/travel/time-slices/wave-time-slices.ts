import type { PlanProvenance, PlanTimeSlice } from '../../../domain/planning/plan.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import { drivingHours, meanSpeedFactor } from '../driving-hours.js';
import { RoutingUnavailableError } from '../routing/routing-errors.js';
import type { RoutingEngine } from '../routing/routing-port.js';
import { freeSpeeds, type TravelSpeeds } from '../travel-speeds.js';
import type { TravelStore } from '../travel-times.js';
import type { TravelSources, WaveTravelRequest } from '../wave-travel.js';
import { factorTimeSlices, profileTimeSlices, speedTimeSlices } from './speed-time-slices.js';

/** The speeds of a wave's hours: as a whole, and where they change, in slices. */
export interface WaveSpeeds {
  readonly speedFactor: number;
  readonly speeds: TravelSpeeds | undefined;
  readonly timeSlices: readonly PlanTimeSlice[] | undefined;
  /** Behind the keys of `slices`. */
  readonly byKey: ReadonlyMap<string, TravelSpeeds>;
}

/** With more places a matrix for each slice would take too long and too much memory: a factor for each stands in. */
export const mostPlacesForTimeSlices = 1_000;

/** The speeds that are known now for the hours in which the vehicles may be out. */
export async function speedsNow(
  sources: TravelSources,
  engine: RoutingEngine,
  { depot, deliveryDate, speedProfile, vehicles, stations, signal }: WaveTravelRequest,
): Promise<WaveSpeeds> {
  const hours = drivingHours(vehicles);
  const clock = waveClockOf(deliveryDate, depot.timeZone);
  const clockHours = clock.hoursBetween(hours.begins, hours.ends);
  const request = { depotId: depot.depotId, date: deliveryDate, timeZone: depot.timeZone, speedProfile, ...hours };
  const speeds = await sources.speedsForWave?.(engine, request, signal);
  const byKey = new Map<string, TravelSpeeds>();
  if (speeds === undefined) {
    const speedFactor = meanSpeedFactor(speedProfile, vehicles, clock);
    const timeSlices = profileTimeSlices(speedProfile, clockHours, speedFactor);
    return { speedFactor, speeds, timeSlices: timeSlices.length < 2 ? undefined : timeSlices, byKey };
  }
  const timeSlices = speedTimeSlices(speeds.hours, clockHours);
  if (timeSlices.length < 2) return { speedFactor: 1, speeds, timeSlices: undefined, byKey };
  if (stations.length > mostPlacesForTimeSlices) {
    return { speedFactor: 1, speeds, timeSlices: factorTimeSlices(timeSlices, speeds.meanFactor), byKey };
  }
  for (const slice of timeSlices) byKey.set(slice.speeds.key, slice.speeds);
  const named = timeSlices.map(({ begins, ends, speeds: { key } }) => ({ begins, ends, speedsKey: key }));
  return { speedFactor: 1, speeds, timeSlices: named, byKey };
}

/**
 * The speeds that an earlier plan was made with.
 *
 * @throws RoutingUnavailableError when they are no longer kept.
 */
export async function speedsAgain(
  travel: TravelStore,
  engine: RoutingEngine,
  { speedFactor, speeds, timeSlices }: Pick<PlanProvenance, 'speedFactor' | 'speeds' | 'timeSlices'>,
): Promise<WaveSpeeds> {
  const find = async (key: string): Promise<TravelSpeeds> => {
    const again = key === '' ? freeSpeeds : await travel.findSpeeds(engine.mapId, key);
    if (again !== undefined) return again;
    throw new RoutingUnavailableError('The travel times that this plan was made with are no longer kept; plan again.');
  };
  const byKey = new Map<string, TravelSpeeds>();
  for (const { speedsKey } of timeSlices ?? [])
    if (speedsKey !== undefined) byKey.set(speedsKey, await find(speedsKey));
  return { speedFactor, speeds: speeds && (await find(speeds.key)), timeSlices, byKey };
}
