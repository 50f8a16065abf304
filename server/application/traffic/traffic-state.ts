import { NotFoundError } from '../../domain/dispatch-error.js';
import { dateOf, hourOf } from '../../domain/local-time.js';
import type { Depot, SpeedProfile, Station, Vehicle } from '../../domain/network/network.js';
import { concerns } from '../../domain/network/vehicle-restriction.js';
import { told } from '../../domain/told.js';
import { noWay, type Profile } from '../../domain/travel/travel.js';
import {
  type RoadVehicle,
  roadVehicleOf,
  type TravelClass,
  withoutRestrictions,
  withRestrictions,
} from '../../domain/travel/travel-class.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';
import type { Clock } from '../clock.js';
import type { SpeedsForWave } from '../travel/driving-hours.js';
import { type AskMatrix, restrictedMatrix } from '../travel/restrictions/restricted-drives.js';
import { speedsForClass } from '../travel/restrictions/speeds-for-class.js';
import { RoutingUnavailableError } from '../travel/routing/routing-errors.js';
import type {
  DrawnRoads,
  MapView,
  ReachedRoad,
  RoadMatching,
  RoadSpeed,
  RoutingEngine,
  SpeedsNow,
} from '../travel/routing/routing-port.js';
import { makeTravelSpeeds, type TravelSpeeds } from '../travel/travel-speeds.js';

/** Which roads, for whom, and when: an hour of today, or the present one. */
export interface RoadLook {
  readonly depotId: string;
  readonly view: MapView;
  readonly profile: Profile;
  /** The depot's vehicle that is asked for, by its own profile and measures. */
  readonly vehicleId?: string;
  readonly hour: number | undefined;
  readonly signal: AbortSignal;
}

/** How long it takes to drive to a station; undefined where there is no way. */
export interface ReachedStation {
  readonly stationId: string;
  readonly seconds: number | undefined;
}

export interface Reach extends DrawnRoads<ReachedRoad> {
  readonly hour: number;
  readonly stations: readonly ReachedStation[];
}

export interface LookAtRoads {
  /** The speeds of an hour, beside the usual ones. */
  speeds(look: RoadLook): Promise<DrawnRoads<RoadSpeed> & { readonly hour: number }>;
  /** What is reached from the depot within so many seconds, and how long it takes to each of its stations. */
  reach(look: RoadLook, limitSeconds: number): Promise<Reach>;
}

/**
 * What dispatchers see of the roads: how fast they are, and how far one comes.
 *
 * @throws NotFoundError for a depot or vehicle that is not there; RoutingUnavailableError when the engine in use does not know
 *   roads edge by edge.
 */
export function makeLookAtRoads(deps: {
  readonly network: {
    listDepots(): Promise<Depot[]>;
    listStations(depotId: string): Promise<Station[]>;
    listVehicles(depotId: string): Promise<Vehicle[]>;
    listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>>;
  };
  readonly routing: RoutingEngine;
  readonly speedsForWave: SpeedsForWave;
  readonly clock: Clock;
}): LookAtRoads {
  const { network, routing, speedsForWave, clock } = deps;

  async function classOf(
    { depotId, profile, vehicleId, signal }: RoadLook,
    speeds: TravelSpeeds | undefined,
  ): Promise<TravelClass> {
    if (vehicleId === undefined) return restricted(profile, { profile, measures: {} }, [], speeds);
    const vehicle = (await network.listVehicles(depotId)).find((each) => each.vehicleId === vehicleId);
    if (vehicle === undefined) throw new NotFoundError('vehicle', vehicleId);
    const onRoads = roadVehicleOf(vehicle);
    const classes = await routing.travelClasses?.([onRoads], signal);
    return restricted(classes?.[0] ?? vehicle.profile, onRoads, vehicle.rules?.skills ?? [], speeds);
  }

  async function prepare(look: RoadLook) {
    const { depotId, hour: asked, signal } = look;
    const depot = (await network.listDepots()).find((each) => each.depotId === depotId);
    if (depot === undefined) throw new NotFoundError('depot', depotId);
    const roads = roadsOf(routing);
    const { timeZone } = depot;
    const now = clock.now();
    const hour = asked ?? hourOf(now, timeZone);
    const speedProfile = (await network.listSpeedProfiles()).get(depotId);
    const today = waveClockOf(dateOf(now, timeZone), timeZone);
    const { begins, ends } = today.hourAt(today.opening(hour * 3600));
    const speeds = await speedsForWave(
      routing,
      { depotId, date: dateOf(now, timeZone), timeZone, speedProfile, begins, ends },
      signal,
    );
    return { depot, roads, hour, speeds: withAndWithoutReports(speeds), travelClass: await classOf(look, speeds) };
  }

  return {
    async speeds(look) {
      const { roads, hour, speeds, travelClass } = await prepare(look);
      const [now, usual] = [speeds.now, speeds.usual].map((each) => speedsForClass(each, travelClass));
      const drawn = await roads.speedsInView(look.view, withoutRestrictions(travelClass), { now, usual });
      return { ...drawn, hour };
    },

    async reach(look, limitSeconds) {
      const { depot, roads, hour, speeds, travelClass } = await prepare(look);
      const { view, signal } = look;
      const ofMap = withoutRestrictions(travelClass);
      const kept = speedsForClass(speeds.now, travelClass);
      const drawn = await roads.reach(depot.position, limitSeconds, view, ofMap, kept);
      const stations = await network.listStations(look.depotId);
      const [from, to] = [[depot.position], stations.map(({ position }) => position)];
      const ask: AskMatrix = (rows, columns, ofClass, asked) =>
        routing.matrix(
          rows.map((at) => from[at]),
          columns.map((at) => to[at]),
          ofClass,
          { signal, speeds: asked },
        );
      const { matrix } = await restrictedMatrix(from, to, travelClass, speeds.now, ask);
      const { seconds } = matrix;
      return {
        ...drawn,
        hour,
        stations: stations.map(({ stationId }, at) => ({
          stationId,
          seconds: seconds[at] === noWay ? undefined : seconds[at],
        })),
      };
    },
  };
}

/** The class of a vehicle with the restrictions that concern it in the hour. */
function restricted(
  travelClass: TravelClass,
  vehicle: RoadVehicle,
  skills: readonly string[],
  speeds: TravelSpeeds | undefined,
): TravelClass {
  const held = (speeds?.hours ?? []).flatMap(({ restrictions = [] }) => restrictions);
  const own = held.filter(({ vehicles }) => concerns(vehicles, vehicle, skills));
  return withRestrictions(travelClass, [...new Set(own.map(({ restrictionId }) => restrictionId))]);
}

function roadsOf({ roads, name }: RoutingEngine): RoadMatching {
  if (roads !== undefined) return roads;
  throw new RoutingUnavailableError(
    told`Speeds of roads need a map of ours; the engine in use (${name}) has none. Build one with "tuanda map build FILE.osm.pbf".`,
  );
}

function withAndWithoutReports(now: TravelSpeeds | undefined): SpeedsNow {
  const present = now ?? makeTravelSpeeds([]);
  return { now: present, usual: makeTravelSpeeds(present.hours.map((hour) => ({ ...hour, reports: [] }))) };
}
