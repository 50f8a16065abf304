import type { CheckContext, Drive } from '../../domain/check-plan.js';
import type { Consignment } from '../../domain/consignment.js';
import type { BusinessDate } from '../../domain/local-time.js';
import type { Depot, SpeedProfile, Station, Vehicle } from '../../domain/network.js';
import type { PlanOrigin } from '../../domain/plan.js';
import type { TemperatureZone } from '../../domain/temperature-zone.js';
import { noWay, type Profile, type TravelMatrix } from '../../domain/travel.js';
import type { Clock } from '../clock.js';
import { RoutingUnavailableError } from '../routing-errors.js';
import type { RoutingEngine } from '../routing-port.js';
import type { SpeedsForWave } from '../traffic/speeds-for-wave.js';
import { freeSpeeds, type TravelSpeeds } from '../traffic/travel-speeds.js';
import type { WaveStore } from '../waves/wave-store.js';
import { drivingHours, meanSpeedFactor, slowed } from './to-problem.js';
import { type TravelStore, travelTimesBetween } from './travel-times.js';

/** The network as planning reads it. */
export interface PlanningNetwork {
  listDepots(): Promise<Depot[]>;
  listStations(depotId: string): Promise<Station[]>;
  listVehicles(depotId: string): Promise<Vehicle[]>;
  listZones(): Promise<TemperatureZone[]>;
  listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>>;
}

/** What planning reads from. */
export interface PlanningSources {
  readonly waves: Pick<WaveStore, 'listConsignments'>;
  readonly network: PlanningNetwork;
  readonly travel: TravelStore;
  readonly routing: RoutingEngine;
  /** Default: one factor for all roads. */
  readonly speedsForWave?: SpeedsForWave;
  readonly clock: Clock;
}

/** All that a plan of one wave depends on, read once. */
export interface PlanningContext {
  readonly depot: Depot;
  readonly stations: readonly Station[];
  /** Those in maintenance too. */
  readonly vehicles: readonly Vehicle[];
  readonly available: readonly Vehicle[];
  readonly zones: readonly TemperatureZone[];
  readonly consignments: readonly Consignment[];
  readonly speedProfile: SpeedProfile | undefined;
  readonly speedFactor: number;
  /** Of single roads; in the travel times already. Undefined where there is one factor for all roads. */
  readonly speeds: TravelSpeeds | undefined;
  /** Stations with consignments. Place 0 of the matrices is the depot, place i + 1 the i-th of these. */
  readonly visited: readonly Station[];
  /** Stations with no usable road near, for any profile. */
  readonly offRoad: ReadonlySet<string>;
  /** Travel times with the speed factor applied. */
  readonly travel: ReadonlyMap<Profile, TravelMatrix>;
}

/**
 * Reads what a wave's plan depends on; travel times that are not kept yet are asked of the engine.
 *
 * @param madeBy how an earlier plan was made, to have its speeds again; by default those of the hours in which
 *   vehicles may be out, as they are known now.
 * @throws RoutingUnavailableError when the speeds of the earlier plan are no longer kept.
 */
export async function readPlanningContext(
  sources: PlanningSources,
  wave: { readonly depotId: string; readonly waveId: string; readonly deliveryDate: BusinessDate },
  options: {
    readonly signal: AbortSignal;
    readonly onProgress?: (done: number, total: number) => void;
    readonly madeBy?: Pick<PlanOrigin, 'speedFactor' | 'speeds'>;
  },
): Promise<PlanningContext> {
  const { network } = sources;
  const depot = (await network.listDepots()).find(({ depotId }) => depotId === wave.depotId)!;
  const stations = await network.listStations(wave.depotId);
  const vehicles = await network.listVehicles(wave.depotId);
  const zones = await network.listZones();
  const consignments = await sources.waves.listConsignments(wave.depotId, wave.waveId);
  const speedProfile = (await network.listSpeedProfiles()).get(wave.depotId);
  const available = vehicles.filter((vehicle) => vehicle.status === 'available');
  const { madeBy, signal, onProgress } = options;
  const speeds =
    madeBy === undefined
      ? await sources.speedsForWave?.(
          {
            depotId: depot.depotId,
            date: wave.deliveryDate,
            timeZone: depot.timeZone,
            speedProfile,
            ...drivingHours(available),
          },
          signal,
        )
      : await speedsAgain(sources, madeBy);
  if (speeds !== undefined) await sources.travel.keepSpeeds(sources.routing.mapId, speeds, sources.clock.now());
  // Where the engine takes the speed of each road, they are in the times already.
  const usual = speeds === undefined ? meanSpeedFactor(speedProfile, available) : 1;
  const speedFactor = madeBy?.speedFactor ?? usual;

  const wanted = new Set(consignments.map((consignment) => consignment.stationId));
  const visited = stations.filter((station) => wanted.has(station.stationId));
  const places = [depot.position, ...visited.map((station) => station.position)];
  const travel = new Map<Profile, TravelMatrix>();
  const offRoad = new Set<string>();
  for (const profile of new Set<Profile>(available.map((vehicle) => vehicle.profile))) {
    const { matrix, roadMeters } = await travelTimesBetween(sources.travel, sources.routing, places, profile, {
      signal,
      onProgress,
      speeds,
    });
    travel.set(profile, slowed(matrix, speedFactor));
    visited.forEach((station, at) => {
      if (roadMeters[at + 1] === undefined) offRoad.add(station.stationId);
    });
  }
  return {
    depot,
    stations,
    vehicles,
    available,
    zones,
    consignments,
    speedProfile,
    speedFactor,
    speeds,
    visited,
    offRoad,
    travel,
  };
}

async function speedsAgain(
  { travel, routing }: PlanningSources,
  { speeds }: Pick<PlanOrigin, 'speeds'>,
): Promise<TravelSpeeds | undefined> {
  if (speeds === undefined) return undefined;
  const again = speeds.key === '' ? freeSpeeds : await travel.findSpeeds(routing.mapId, speeds.key);
  if (again !== undefined) return again;
  throw new RoutingUnavailableError('The travel times that this plan was made with are no longer kept; plan again.');
}

/** The context as the checker asks for it. */
export function checkContextOf(context: PlanningContext): CheckContext {
  const placeOf = new Map(context.visited.map((station, at) => [station.stationId, at + 1]));
  return {
    depot: context.depot,
    stations: new Map(context.stations.map((station) => [station.stationId, station])),
    vehicles: new Map(context.vehicles.map((vehicle) => [vehicle.vehicleId, vehicle])),
    consignments: context.consignments,
    travel: (profile, from, to) => readTravel(context.travel.get(profile), placeOf, from, to),
  };
}

function readTravel(
  matrix: TravelMatrix | undefined,
  placeOf: ReadonlyMap<string, number>,
  from: string | undefined,
  to: string | undefined,
): Drive | undefined {
  const row = from === undefined ? 0 : placeOf.get(from);
  const column = to === undefined ? 0 : placeOf.get(to);
  if (matrix === undefined || row === undefined || column === undefined) return undefined;
  const seconds = matrix.seconds[row * matrix.columns + column];
  return seconds === noWay ? undefined : { seconds, meters: matrix.meters[row * matrix.columns + column] };
}
