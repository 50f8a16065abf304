import type { CheckContext, Drive } from '../../domain/check-plan.js';
import type { Consignment } from '../../domain/consignment.js';
import type { BusinessDate } from '../../domain/local-time.js';
import type { Depot, SpeedProfile, Station, Vehicle } from '../../domain/network.js';
import type { PlanOrigin } from '../../domain/plan.js';
import type { TemperatureZone } from '../../domain/temperature-zone.js';
import { noWay, type TravelMatrix } from '../../domain/travel.js';
import { askInTurn, type EngineAnswer, engineOf } from '../next-engine.js';
import { RoutingUnavailableError } from '../routing-errors.js';
import type { RoutingEngine } from '../routing-port.js';
import type { WaveStore } from '../waves/wave-store.js';
import { readWaveTravel, type TravelSources, type WaveTravel, type WaveTravelRequest } from './wave-travel.js';

/** The network as planning reads it. */
export interface PlanningNetwork {
  listDepots(): Promise<Depot[]>;
  listStations(depotId: string): Promise<Station[]>;
  listVehicles(depotId: string): Promise<Vehicle[]>;
  listZones(): Promise<TemperatureZone[]>;
  listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>>;
}

/** What planning reads from. */
export interface PlanningSources extends TravelSources {
  readonly waves: Pick<WaveStore, 'listConsignments'>;
  readonly network: PlanningNetwork;
  readonly routing: RoutingEngine;
}

/** All that a plan of one wave depends on, read once. */
export interface PlanningContext extends WaveTravel {
  readonly depot: Depot;
  readonly stations: readonly Station[];
  /** Those in maintenance too. */
  readonly vehicles: readonly Vehicle[];
  readonly available: readonly Vehicle[];
  readonly zones: readonly TemperatureZone[];
  readonly consignments: readonly Consignment[];
  readonly speedProfile: SpeedProfile | undefined;
  /** Stations with consignments, in the order of the matrices. */
  readonly visited: readonly Station[];
  /** Who answered: another than the one in use where that was out, which the notice then says. */
  readonly engine: Pick<RoutingEngine, 'name' | 'mapId' | 'estimated'>;
  readonly engineNotice: string;
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
    readonly madeBy?: PlanOrigin;
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
  const wanted = new Set(consignments.map((consignment) => consignment.stationId));
  const visited = stations.filter((station) => wanted.has(station.stationId));
  const request = {
    ...options,
    depot,
    deliveryDate: wave.deliveryDate,
    speedProfile,
    vehicles: available,
    stations: visited,
  };
  const { engine, value, notice } =
    options.madeBy === undefined
      ? await askInTurn(sources.routing, (each) => readWaveTravel(sources, each, request))
      : await askAgain(sources, options.madeBy, request);
  return {
    depot,
    stations,
    vehicles,
    available,
    zones,
    consignments,
    speedProfile,
    visited,
    engine,
    engineNotice: notice,
    ...value,
  };
}

/** An earlier plan goes on with the engine that it was made with. */
async function askAgain(
  sources: PlanningSources,
  madeBy: PlanOrigin,
  request: WaveTravelRequest,
): Promise<EngineAnswer<WaveTravel>> {
  const engine = engineOf(sources.routing, madeBy);
  if (engine === undefined) {
    throw new RoutingUnavailableError('The engine that this plan was made with is not in use any more.');
  }
  return { engine, value: await readWaveTravel(sources, engine, request), notice: madeBy.note };
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
