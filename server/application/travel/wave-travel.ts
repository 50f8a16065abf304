import type { BusinessDate } from '../../domain/local-time.js';
import type { Depot, SpeedProfile, Station, Vehicle } from '../../domain/network/network.js';
import { concerns, type VehicleRestriction } from '../../domain/network/vehicle-restriction.js';
import type { PlanProvenance, PlanTimeSlice } from '../../domain/planning/plan.js';
import type { TravelMatrix } from '../../domain/travel/travel.js';
import { roadVehicleOf, type TravelClass, withRestrictions } from '../../domain/travel/travel-class.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';
import type { Clock } from '../clock.js';
import { drivingHours, type SpeedsForWave } from './driving-hours.js';
import { restrictionsBetween } from './restrictions/restrictions-between.js';
import { RoutingUnavailableError } from './routing/routing-errors.js';
import { askInTurn, type EngineAnswer, engineOf } from './routing/routing-failover.js';
import type { RoutingEngine } from './routing/routing-port.js';
import { travelByTimeSlices } from './time-slices/travel-by-time-slices.js';
import { speedsAgain, speedsNow } from './time-slices/wave-time-slices.js';
import { speedsOfPlan, type TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';

export interface TravelSources {
  readonly travel: TravelStore;
  readonly routing: RoutingEngine;
  /** Default: one factor for all roads. */
  readonly speedsForWave?: SpeedsForWave;
  /** To say so where an engine cannot hold them. */
  readonly restrictions?: { list(depotId: string): Promise<VehicleRestriction[]> };
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
  readonly provenance?: PlanProvenance;
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
  readonly travel: ReadonlyMap<TravelClass, TravelMatrix>;
  /** Under which further keys of speeds times are kept: for vehicles that restrictions concern. */
  readonly keptUnder: readonly string[];
  /** By vehicle, the class whose travel times are its own. */
  readonly travelClasses: ReadonlyMap<string, TravelClass>;
  /** Who answered: another than the one in use where that was out, which the notice then says. */
  readonly engine: Pick<RoutingEngine, 'name' | 'mapId' | 'estimated'>;
  readonly engineNotice: string;
}

/**
 * The travel times between the places of a wave for its vehicles and the hours in which they may be out: from what is kept,
 * and asked of the engine in use where it is not, or of the next one where that is out. Those of an earlier plan are of the
 * engine and at the speeds that it was made with.
 *
 * @throws RoutingUnavailableError when all engines are out, or the earlier plan's engine or speeds are there no more.
 */
export async function travelOfWave(sources: TravelSources, request: WaveTravelRequest): Promise<WaveTravel> {
  const { provenance } = request;
  const ask = (engine: RoutingEngine) => readWaveTravel(sources, engine, request);
  const { engine, value, notice } =
    provenance === undefined ? await askInTurn(sources.routing, ask) : await askAgain(sources.routing, provenance, ask);
  const further =
    provenance === undefined
      ? [noticeOfLimits(engine, request.vehicles), await noticeOfRestrictions(sources, engine, request)]
      : [];
  return { ...value, engine, engineNotice: [notice, ...further].filter((text) => text !== '').join(' ') };
}

/** The same where vehicles are kept out of nothing that was drawn. */
async function noticeOfRestrictions(
  { restrictions }: TravelSources,
  engine: RoutingEngine,
  { depot, deliveryDate, vehicles }: WaveTravelRequest,
): Promise<string> {
  const { roads, restrictable } = engine;
  if (restrictions === undefined || roads !== undefined || restrictable?.roads !== undefined) return '';
  const clock = waveClockOf(deliveryDate, depot.timeZone);
  const held = restrictionsBetween(
    await restrictions.list(depot.depotId),
    clock,
    depot.timeZone,
    drivingHours(vehicles),
  );
  const isConcerned = held.some(
    (each) =>
      (restrictable === undefined || each.place.kind === 'line') &&
      vehicles.some((vehicle) => isRestricted(each, vehicle)),
  );
  if (!isConcerned) return '';
  return restrictable === undefined
    ? `The engine ${engine.name} keeps no vehicle out of a part of the map: the depot's vehicle restrictions were not held.`
    : `The engine ${engine.name} keeps vehicles out of areas only: the depot's vehicle restrictions along roads were not held.`;
}

function isRestricted({ vehicles }: Pick<VehicleRestriction, 'vehicles'>, vehicle: Vehicle): boolean {
  return concerns(vehicles, roadVehicleOf(vehicle), vehicle.rules?.skills ?? []);
}

/** What a person has to know of an engine that leads every vehicle alike; nothing where none has measures. */
function noticeOfLimits(engine: RoutingEngine, vehicles: readonly Vehicle[]): string {
  if (engine.travelClasses !== undefined || engine.estimated) return '';
  const isMeasured = vehicles.some((vehicle) => Object.keys(roadVehicleOf(vehicle).measures).length > 0);
  if (!isMeasured) return '';
  return `The engine ${engine.name} knows no measures of vehicles: heights, widths, lengths and weights were not held against the limits of the roads.`;
}

/** An earlier plan goes on with the engine that it was made with. */
async function askAgain<T>(
  routing: RoutingEngine,
  provenance: PlanProvenance,
  ask: (engine: RoutingEngine) => Promise<T>,
): Promise<EngineAnswer<T>> {
  const engine = engineOf(routing, provenance);
  if (engine === undefined) {
    throw new RoutingUnavailableError('The engine that this plan was made with is not in use any more.');
  }
  return { engine, value: await ask(engine), notice: provenance.note };
}

/** Travel times by one engine. */
async function readWaveTravel(
  sources: TravelSources,
  engine: RoutingEngine,
  request: WaveTravelRequest,
): Promise<Omit<WaveTravel, 'engine' | 'engineNotice'>> {
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
  const travel = new Map<TravelClass, TravelMatrix>();
  const travelClasses = await classesOf(engine, vehicles, speeds, signal);
  const states = new Map<string, TravelSpeeds>();
  const offRoad = new Set<string>();
  for (const travelClass of new Set(travelClasses.values())) {
    const options = { signal, onProgress };
    const found = await travelByTimeSlices(sources.travel, engine, places, travelClass, known, options);
    const { matrix, roadMeters } = found;
    for (const state of found.states)
      if (state.key !== speeds?.key && !byKey.has(state.key)) states.set(state.key, state);
    travel.set(travelClass, matrix);
    stations.forEach((station, at) => {
      if (roadMeters[at + 1] === undefined) offRoad.add(station.stationId);
    });
  }
  for (const state of states.values()) await sources.travel.keepSpeeds(engine.mapId, state, sources.clock.now());
  return { speedFactor, speeds, timeSlices, offRoad, travel, keptUnder: [...states.keys()], travelClasses };
}

async function classesOf(
  engine: RoutingEngine,
  vehicles: readonly Vehicle[],
  speeds: TravelSpeeds | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TravelClass>> {
  const classes = await engine.travelClasses?.(vehicles.map(roadVehicleOf), signal);
  return new Map(
    vehicles.map((vehicle, at) => {
      const held = (speeds?.hours ?? []).flatMap(({ restrictions = [] }) =>
        restrictions.flatMap((each) => (isRestricted(each, vehicle) ? [each.restrictionId] : [])),
      );
      return [vehicle.vehicleId, withRestrictions(classes?.[at] ?? vehicle.profile, [...new Set(held)])];
    }),
  );
}

/** What a plan says of its travel times. */
export function travelOfPlan(
  { engine, engineNotice: note, speedFactor, speeds, timeSlices, keptUnder, travelClasses }: WaveTravel,
  vehicles: readonly Vehicle[],
) {
  const { name, mapId, estimated } = engine;
  const profiles = new Map(vehicles.map(({ vehicleId, profile }) => [vehicleId, profile]));
  const others = [...travelClasses].filter(([vehicleId, travelClass]) => profiles.get(vehicleId) !== travelClass);
  return {
    engine: name,
    mapId,
    estimated,
    speedFactor,
    speeds: speeds && { ...speedsOfPlan(speeds), ...(keptUnder.length > 0 && { keptUnder }) },
    ...(timeSlices && { timeSlices }),
    ...(others.length > 0 && { travelClasses: Object.fromEntries(others) }),
    note,
  } satisfies Partial<PlanProvenance>;
}
