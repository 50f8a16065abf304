import type { BusinessDate } from '../../domain/local-time.js';
import type { Depot, SpeedProfile, Station, Vehicle } from '../../domain/network.js';
import type { PlanOrigin } from '../../domain/plan.js';
import type { Profile, TravelMatrix } from '../../domain/travel.js';
import type { Clock } from '../clock.js';
import { RoutingUnavailableError } from '../routing-errors.js';
import type { RoutingEngine } from '../routing-port.js';
import type { SpeedsForWave } from '../traffic/speeds-for-wave.js';
import { freeSpeeds, type TravelSpeeds } from '../traffic/travel-speeds.js';
import { drivingHours, meanSpeedFactor, slowed } from './to-problem.js';
import { type TravelStore, travelTimesBetween } from './travel-times.js';

export interface TravelSources {
  readonly travel: TravelStore;
  /** Default: one factor for all roads. */
  readonly speedsForWave?: SpeedsForWave;
  readonly clock: Clock;
}

/** Who drives where and when. */
export interface WaveTravelRequest {
  readonly depot: Depot;
  readonly deliveryDate: BusinessDate;
  readonly speedProfile: SpeedProfile | undefined;
  readonly vehicles: readonly Vehicle[];
  /** And other places beside them. */
  readonly stations: readonly Pick<Station, 'stationId' | 'position'>[];
  /** How an earlier plan was made, to have its speeds again; by default those known now. */
  readonly madeBy?: Pick<PlanOrigin, 'speedFactor' | 'speeds'>;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The travel times of a wave, and what they were made with. */
export interface WaveTravel {
  readonly speedFactor: number;
  /** Of single roads; in the travel times already. Undefined where there is one factor for all roads. */
  readonly speeds: TravelSpeeds | undefined;
  /** Stations with no usable road near, for any profile. */
  readonly offRoad: ReadonlySet<string>;
  /** Place 0 is the depot, place i + 1 the i-th station. The speed factor is applied. */
  readonly travel: ReadonlyMap<Profile, TravelMatrix>;
}

/**
 * Travel times by one engine, for the hours in which vehicles may be out.
 *
 * @throws RoutingUnavailableError as the engine does, and when the speeds of the earlier plan are no longer kept.
 */
export async function readWaveTravel(
  sources: TravelSources,
  engine: RoutingEngine,
  { depot, deliveryDate, speedProfile, vehicles, stations, madeBy, signal, onProgress }: WaveTravelRequest,
): Promise<WaveTravel> {
  const hours = { date: deliveryDate, timeZone: depot.timeZone, speedProfile, ...drivingHours(vehicles) };
  const speeds =
    madeBy === undefined
      ? await sources.speedsForWave?.(engine, { depotId: depot.depotId, ...hours }, signal)
      : await speedsAgain(sources.travel, engine, madeBy);
  if (speeds !== undefined) await sources.travel.keepSpeeds(engine.mapId, speeds, sources.clock.now());
  // Where the engine takes the speed of each road, they are in the times already.
  const usual = speeds === undefined ? meanSpeedFactor(speedProfile, vehicles) : 1;
  const speedFactor = madeBy?.speedFactor ?? usual;

  const places = [depot.position, ...stations.map((station) => station.position)];
  const travel = new Map<Profile, TravelMatrix>();
  const offRoad = new Set<string>();
  for (const profile of new Set<Profile>(vehicles.map((vehicle) => vehicle.profile))) {
    const options = { signal, onProgress, speeds };
    const { matrix, roadMeters } = await travelTimesBetween(sources.travel, engine, places, profile, options);
    travel.set(profile, slowed(matrix, speedFactor));
    stations.forEach((station, at) => {
      if (roadMeters[at + 1] === undefined) offRoad.add(station.stationId);
    });
  }
  return { speedFactor, speeds, offRoad, travel };
}

async function speedsAgain(
  travel: TravelStore,
  engine: RoutingEngine,
  { speeds }: Pick<PlanOrigin, 'speeds'>,
): Promise<TravelSpeeds | undefined> {
  if (speeds === undefined) return undefined;
  const again = speeds.key === '' ? freeSpeeds : await travel.findSpeeds(engine.mapId, speeds.key);
  if (again !== undefined) return again;
  throw new RoutingUnavailableError('The travel times that this plan was made with are no longer kept; plan again.');
}
