import type { BusinessDate } from '../../domain/local-time.js';
import type { Depot, SpeedProfile, Station, Vehicle } from '../../domain/network/network.js';
import type { PlanProvenance, PlanTimeSlice } from '../../domain/planning/plan.js';
import type { Profile, TravelMatrix } from '../../domain/travel/travel.js';
import type { Clock } from '../clock.js';
import type { SpeedsForWave } from './driving-hours.js';
import type { RoutingEngine } from './routing/routing-port.js';
import { travelByTimeSlices } from './travel-by-time-slices.js';
import type { TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';
import { speedsAgain, speedsNow } from './wave-time-slices.js';

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
  /** With their times in seconds of the wave's clock. */
  readonly vehicles: readonly Vehicle[];
  /** And other places beside them. */
  readonly stations: readonly Pick<Station, 'stationId' | 'position'>[];
  /** How an earlier plan was made, to have its speeds again; by default those known now. */
  readonly provenance?: Pick<PlanProvenance, 'speedFactor' | 'speeds' | 'timeSlices'>;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The travel times of a wave, and what they were made with. */
export interface WaveTravel {
  readonly speedFactor: number;
  /** Of single roads; in the travel times already. Undefined where there is one factor for all roads. */
  readonly speeds: TravelSpeeds | undefined;
  /** Where speeds change with the hour: when which hold. */
  readonly timeSlices: readonly PlanTimeSlice[] | undefined;
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
  request: WaveTravelRequest,
): Promise<WaveTravel> {
  const known =
    request.provenance === undefined
      ? await speedsNow(sources, engine, request)
      : await speedsAgain(sources.travel, engine, request.provenance);
  const { speedFactor, speeds, timeSlices, byKey } = known;
  for (const each of new Set([...(speeds === undefined ? [] : [speeds]), ...byKey.values()])) {
    await sources.travel.keepSpeeds(engine.mapId, each, sources.clock.now());
  }

  const { depot, vehicles, stations, signal, onProgress } = request;
  const places = [depot.position, ...stations.map((station) => station.position)];
  const travel = new Map<Profile, TravelMatrix>();
  const offRoad = new Set<string>();
  for (const profile of new Set<Profile>(vehicles.map((vehicle) => vehicle.profile))) {
    const options = { signal, onProgress };
    const { matrix, roadMeters } = await travelByTimeSlices(sources.travel, engine, places, profile, known, options);
    travel.set(profile, matrix);
    stations.forEach((station, at) => {
      if (roadMeters[at + 1] === undefined) offRoad.add(station.stationId);
    });
  }
  return { speedFactor, speeds, timeSlices, offRoad, travel };
}
