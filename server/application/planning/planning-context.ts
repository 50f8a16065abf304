import type { BusinessDate } from '../../domain/local-time.js';
import type { ZoneTotes } from '../../domain/network/empty-totes.js';
import type { Depot, SpeedProfile, Station, Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import type { TemperatureZone } from '../../domain/network/temperature-zone.js';
import type { PlanBeside, Sharing } from '../../domain/planning/check-sharing.js';
import { type DayOverrides, type PlanProvenance, type Route, transferPlaceOf } from '../../domain/planning/plan.js';
import type { PlanRules } from '../../domain/planning/plan-rules.js';
import type { PlanningData } from '../../domain/planning/planning-data.js';
import type { Drive } from '../../domain/travel/drive.js';
import { noWay, type TravelMatrix } from '../../domain/travel/travel.js';
import type { Consignment, ConsignmentLine, SplitConsignment } from '../../domain/waves/consignment.js';
import {
  depotOnDay,
  type PlannedDay,
  plannedDayOf,
  stationOnDay,
  vehicleOnDay,
} from '../../domain/waves/planned-day.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';
import { type TravelSources, travelOfWave, type WaveTravel } from '../travel/index.js';
import type { WaveStore } from '../waves/wave-store.js';
import type { PlanStore } from './plan-store.js';
import { splitWave } from './split-delivery/split-wave.js';
import { isFree, vehicleBeside } from './vehicle-beside.js';

/** The network as planning reads it. */
export interface PlanningNetwork {
  /** Another one after every change of what plans depend on. */
  version(): Promise<string>;
  listDepots(): Promise<Depot[]>;
  listStations(depotId: string): Promise<Station[]>;
  listVehicles(depotId: string): Promise<Vehicle[]>;
  listZones(): Promise<TemperatureZone[]>;
  /** By station, the empty totes that wait there at a moment. */
  listEmptyTotes(depotId: string, until: Date): Promise<ReadonlyMap<string, readonly ZoneTotes[]>>;
  listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>>;
}

/** What planning reads from. */
export interface PlanningSources extends TravelSources {
  readonly waves: Pick<WaveStore, 'get' | 'listByDate' | 'listConsignments' | 'listConsignmentLines' | 'countTotes'>;
  readonly plans: Pick<PlanStore, 'get'>;
  readonly network: PlanningNetwork;
}

/** All that a plan of one wave depends on, read once. Times are seconds of the wave's clock, but for those in `rules`. */
export interface PlanningContext extends WaveTravel {
  readonly depot: Depot;
  readonly stations: readonly Station[];
  /** Those in maintenance too; as other waves of the date leave them. */
  readonly vehicles: readonly Vehicle[];
  readonly available: readonly Vehicle[];
  /** Where the date has other waves with plans. */
  readonly sharing: Sharing | undefined;
  readonly zones: readonly TemperatureZone[];
  /** The network as people say it, without what events changed for the day; stations as far as they have goods. */
  readonly rules: PlanRules;
  /** What is placed: the wave's consignments, of those that are divided their parts. */
  readonly consignments: readonly Consignment[];
  readonly split: readonly SplitConsignment[];
  /** Those that are divided, as the wave has them, and their order lines. */
  readonly splitWholes: readonly Consignment[];
  readonly splitLines: readonly ConsignmentLine[];
  readonly speedProfile: SpeedProfile | undefined;
  /** By station, what waits there before the day; none where empty totes do not go back. */
  readonly emptyTotes: ReadonlyMap<string, readonly ZoneTotes[]>;
  /** Stations with consignments, in the order of the matrices. */
  readonly visited: readonly Station[];
  /** Places where goods are fetched, behind the stations in the matrices. */
  readonly transferPlaces: readonly TransferPlace[];
}

/** Where a vehicle stands that broke down. */
export interface TransferPlace {
  readonly vehicleId: string;
  readonly position: LonLat;
}

/** What a wave's plan is read for; of a plan that is there its own changes of the day and fetches count as well. */
export interface PlannedWave {
  readonly depotId: string;
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  readonly routes?: readonly Route[];
  readonly dayOverrides?: DayOverrides;
  /** Where goods shall be fetched that no route fetches yet. */
  readonly transferPlaces?: readonly TransferPlace[];
  /** Goods that come to the wave with this plan, or grow by it. */
  readonly added?: readonly Consignment[];
  /** Orders of other waves whose lines are in what is added. */
  readonly addedOrderIds?: readonly string[];
  /** What a plan that is there has divided; it stays so. */
  readonly split?: readonly SplitConsignment[];
}

/**
 * Reads what a wave's plan depends on; travel times that are not kept yet are asked of the engine.
 *
 * @param provenance how an earlier plan was made, to have its speeds again; by default those of the hours in which
 *   vehicles may be out, as they are known now.
 * @throws RoutingUnavailableError when the speeds of the earlier plan are no longer kept.
 */
export async function readPlanningContext(
  sources: PlanningSources,
  wave: PlannedWave,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress?: (done: number, total: number) => void;
    readonly provenance?: PlanProvenance;
  },
): Promise<PlanningContext> {
  const { network } = sources;
  const ruledDepot = (await network.listDepots()).find(({ depotId }) => depotId === wave.depotId)!;
  const everyStation = await network.listStations(wave.depotId);
  const fleet = await network.listVehicles(wave.depotId);
  // A depot may have moved to another zone since the wave was made; its runs go by the wave's.
  const { timeZone } = await sources.waves.get(wave.waveId, [wave.depotId]);
  const clock = waveClockOf(wave.deliveryDate, timeZone);
  const day = plannedDayOf(clock, fleet);
  const depot = { ...depotOnDay(ruledDepot, day), timeZone };
  const stations = everyStation.map((station) => onThatDay(station, day, wave.dayOverrides));
  const whole = fleet.map((vehicle) => vehicleOnThatDay(vehicle, day, wave.dayOverrides));
  const beside = await plansBeside(sources, wave);
  const routeOf = new Map(wave.routes?.map((route) => [route.vehicleId, route]));
  const vehicles = whole.map((vehicle) => vehicleBeside(vehicle, beside, routeOf.get(vehicle.vehicleId)));
  const zones = await network.listZones();
  const added = await withTotes(sources, wave);
  const kept = await sources.waves.listConsignments(wave.depotId, wave.waveId);
  const recorded = [...kept.filter(({ consignmentId }) => !added.has(consignmentId)), ...added.values()];
  const emptyTotes =
    depot.rules?.emptyTotes === undefined
      ? new Map<string, ZoneTotes[]>()
      : await network.listEmptyTotes(wave.depotId, clock.begins);
  const speedProfile = (await network.listSpeedProfiles()).get(wave.depotId);
  const available = vehicles.filter((vehicle) => vehicle.status === 'available' && isFree(vehicle));
  const division = await splitWave(sources.waves, wave, recorded, zones, stations, available);
  const { consignments } = division;
  const wanted = new Set(consignments.map((consignment) => consignment.stationId));
  const visited = stations.filter((station) => wanted.has(station.stationId));
  const hasRoute = new Set(wave.routes?.map(({ vehicleId }) => vehicleId));
  const transfers = (wave.routes ?? []).flatMap(({ trips }) => trips.flatMap(({ transfer }) => transfer ?? []));
  const transferPlaces = [
    ...transfers.map(({ fromVehicleId: vehicleId, position }) => ({ vehicleId, position })),
    ...(wave.transferPlaces ?? []),
  ];
  const travel = await travelOfWave(sources, {
    ...options,
    depot,
    deliveryDate: wave.deliveryDate,
    speedProfile,
    // Hours of the day do not depend on what broke down: times that are kept stay of use.
    vehicles: fleet
      .filter(({ status, vehicleId }) => status === 'available' || hasRoute.has(vehicleId))
      .map((vehicle) => vehicleOnDay(vehicle, day)),
    stations: [
      ...visited,
      ...transferPlaces.map((place) => ({ ...place, stationId: transferPlaceOf(place.vehicleId) })),
    ],
  });
  return {
    depot,
    stations,
    vehicles,
    available,
    sharing:
      beside.length === 0
        ? undefined
        : { vehicles: new Map(whole.map((vehicle) => [vehicle.vehicleId, vehicle])), beside },
    zones,
    rules: {
      depot: ruledDepot,
      stations: everyStation.filter(({ stationId }) => wanted.has(stationId)),
      vehicles: fleet,
      zones,
    },
    ...division,
    speedProfile,
    emptyTotes,
    visited,
    transferPlaces,
    ...travel,
  };
}

/** The current plans of the other waves of the depot and date, in the order of the waves. */
async function plansBeside(
  { waves, plans }: PlanningSources,
  { depotId, waveId, deliveryDate }: PlannedWave,
): Promise<PlanBeside[]> {
  const others = (await waves.listByDate(deliveryDate)).filter(
    (other) => other.depotId === depotId && other.waveId !== waveId,
  );
  const planIds = others.flatMap(({ currentPlanId }) => currentPlanId ?? []);
  return Promise.all(planIds.map((planId) => plans.get(planId)));
}

/** The routes of other waves of the date. */
export function routesBeside({ sharing }: Pick<PlanningData, 'sharing'>): Route[] {
  return sharing?.beside.flatMap(({ routes }) => routes) ?? [];
}

/** The context as the checker asks for it. */
export function checkContextOf(context: PlanningContext): PlanningData {
  const transferPlaces = context.transferPlaces.map(({ vehicleId }) => transferPlaceOf(vehicleId));
  const places = [...context.visited.map(({ stationId }) => stationId), ...transferPlaces];
  const placeOf = new Map(places.map((place, at) => [place, at + 1]));
  return {
    depot: context.depot,
    stations: new Map(context.stations.map((station) => [station.stationId, station])),
    vehicles: new Map(context.vehicles.map((vehicle) => [vehicle.vehicleId, vehicle])),
    sharing: context.sharing,
    consignments: context.consignments,
    splitWholes: context.splitWholes,
    splitLines: context.splitLines,
    zones: context.zones,
    emptyTotes: context.emptyTotes,
    travel: ({ vehicleId, profile }, from, to) =>
      readTravel(context.travel.get(context.travelClasses.get(vehicleId) ?? profile), placeOf, from, to),
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
  const cell = row * matrix.columns + column;
  const seconds = matrix.seconds[cell];
  if (seconds === noWay) return undefined;
  const timeSlices = matrix.timeSlices?.map(({ begins, seconds: table = matrix.seconds, factor = 1 }) => ({
    begins,
    seconds: table[cell] * factor,
  }));
  return { seconds, meters: matrix.meters[cell], timeSlices };
}

/** What an event adds or lets grow, by its ids, with as many totes as taking the orders in will give it. */
async function withTotes(
  { waves }: Pick<PlanningSources, 'waves'>,
  { depotId, waveId, added = [], addedOrderIds = [] }: PlannedWave,
): Promise<Map<string, Consignment>> {
  if (added.length === 0) return new Map();
  const ids = added.map(({ consignmentId }) => consignmentId);
  const totes = await waves.countTotes(depotId, waveId, ids, addedOrderIds);
  return new Map(
    added.map((goods) => [
      goods.consignmentId,
      { ...goods, toteCount: totes.get(goods.consignmentId) ?? goods.toteCount },
    ]),
  );
}

/** Other hours of the day are said by the wall clock as well. */
function onThatDay(station: Station, day: PlannedDay, dayOverrides: DayOverrides | undefined): Station {
  const other = dayOverrides?.hours.find(({ stationId }) => stationId === station.stationId);
  return stationOnDay(other === undefined ? station : { ...station, windows: other.windows }, day);
}

/** What broke down is in maintenance for the day; what leaves later has a later shift. */
function vehicleOnThatDay(ruled: Vehicle, day: PlannedDay, dayOverrides: DayOverrides | undefined): Vehicle {
  const vehicle = vehicleOnDay(ruled, day);
  const { vehicleId, shift } = vehicle;
  const isOut = dayOverrides?.vehiclesOut.includes(vehicleId) === true;
  const notBefore = dayOverrides?.notBefore.find((each) => each.vehicleId === vehicleId)?.at ?? shift.opens;
  return {
    ...vehicle,
    shift: { ...shift, opens: Math.max(shift.opens, notBefore) },
    status: isOut ? 'maintenance' : vehicle.status,
  };
}
