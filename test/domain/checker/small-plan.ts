import type { Depot, Station, Vehicle } from '../../../server/domain/network/network.js';
import type { ServiceRate } from '../../../server/domain/network/service-time.js';
import { standardZones } from '../../../server/domain/network/temperature-zone.js';
import type { CheckContext } from '../../../server/domain/planning/checker/check-context.js';
import {
  type GoodsTransfer,
  type PlacedConsignment,
  type Plan,
  type PlanKpis,
  type PlannedStop,
  type Route,
  type Trip,
  transferPlaceOf,
} from '../../../server/domain/planning/plan.js';
import type { Drive } from '../../../server/domain/travel/drive.js';
import type { Consignment } from '../../../server/domain/waves/consignment.js';

/**
 * One vehicle brings 100 kg and 100 l of ambient goods to each of two stations:
 *
 *     load 0–420 · drive 600 · A 1,020–1,170 · drive 300 · B 1,470–1,620 · drive 600 · back at 2,220
 *
 * Loading takes 300 s and 60 s per 100 kg, service 120 s and 30 s per 100 kg. Each second of driving is 10 m, so
 * it is 1,500 s and 15 km. It costs 100.00 for the day, 1.00 a km and 0.01 a second: 137.20.
 */
const depot: Depot = {
  depotId: 'D1',
  name: 'D1',
  position: { lon: 120, lat: 30 },
  timeZone: 'Asia/Shanghai',
  open: { opens: 0, closes: 36_000 },
  status: 'open',
  docks: 1,
  loading: { fixedMilliminutes: 5_000, milliminutesPer100Kg: 1_000 },
  cutoffSecond: 82_800,
};

const station: Station = {
  depotId: 'D1',
  stationId: '',
  name: '',
  kind: 'station',
  position: { lon: 120, lat: 30 },
  street: '',
  area: '',
  tier: '',
  windows: [{ opens: 0, closes: 36_000 }],
  service: { fixedMilliminutes: 2_000, milliminutesPer100Kg: 500 },
  hasFreezer: false,
  maxVehicleHeightMillimeters: undefined,
  status: 'open',
};

export const v1: Vehicle = {
  depotId: 'D1',
  vehicleId: 'V1',
  type: 'van',
  payloadGrams: 1_000_000,
  compartments: [{ compartmentNo: 1, zoneIds: ['ambient', 'chilled'], milliliters: 1_000_000 }],
  maxStops: undefined,
  shift: { opens: 0, closes: 36_000 },
  maxTrips: 2,
  rangeMeters: undefined,
  heightMillimeters: undefined,
  profile: 'auto',
  price: { fixedMicros: 100_000_000, perKmMicros: 1_000_000, perHourMicros: 36_000_000 },
  status: 'available',
};

export const v2: Vehicle = { ...v1, vehicleId: 'V2' };

const consignment: Consignment = {
  depotId: 'D1',
  consignmentId: '',
  waveId: 'W1',
  stationId: '',
  zoneId: 'ambient',
  grams: 100_000,
  milliliters: 100_000,
  orderCount: 1,
  toteCount: 2,
  priority: 1,
};

/** A consignment of the wave: 100 kg and 100 l unless said otherwise. Its station is the first letter of its id. */
export function goods(consignmentId: string, other: Partial<Consignment> = {}): Consignment {
  return { ...consignment, consignmentId, stationId: consignmentId[0], ...other };
}

export const a1 = goods('A1');
export const b1 = goods('B1');

/** As it rides on a vehicle. */
export function placed(item: Consignment, compartmentNo = 1): PlacedConsignment {
  const { consignmentId, zoneId, grams, milliliters, part } = item;
  return { consignmentId, zoneId, grams, milliliters, compartmentNo, ...(part === undefined ? {} : { part }) };
}

/** Left behind, by hand. */
export function leftOut(item: Consignment): Plan['unassigned'][number] {
  const { compartmentNo: _, ...rest } = placed(item);
  return { ...rest, stationId: item.stationId, reason: { code: 'by-hand' } };
}

/** A stop as a case says it. What a name of `off` says is added to the time as it should be; later ones follow it. */
export interface StopInput extends Pick<PlannedStop, 'stationId' | 'consignments' | 'takesBack'> {
  readonly off?: Partial<Record<'legSeconds' | 'legMeters' | 'arrives' | 'begins' | 'leaves', number>>;
}

export interface TripInput extends Pick<Trip, 'breaks' | 'partitions'> {
  readonly loadBegins?: number;
  readonly stops?: readonly StopInput[];
  readonly transfer?: { readonly fromVehicleId: string; readonly off?: StopInput['off'] };
  readonly off?: Partial<Record<'departs' | 'returns' | 'meters' | 'seconds', number>>;
}

export interface RouteInput extends Pick<Route, 'executedPrefix'> {
  readonly vehicleId?: string;
  readonly trips?: readonly TripInput[];
}

export function stopAt(stationId: string, item: Consignment, other: Partial<StopInput> = {}): StopInput {
  return { stationId, consignments: [placed(item)], ...other };
}

export const atA = (other: Partial<StopInput> = {}) => stopAt('A', a1, other);
export const atB = (other: Partial<StopInput> = {}) => stopAt('B', b1, other);

/** What a case says otherwise of the small day and its plan. */
export interface SmallPlanInput {
  readonly depot?: Partial<Depot>;
  /** Of stations A and B. */
  readonly stationA?: Partial<Station>;
  readonly stationB?: Partial<Station>;
  /** Of V1. */
  readonly vehicle?: Partial<Vehicle>;
  /** Beside V1. */
  readonly others?: readonly Vehicle[];
  readonly consignments?: readonly Consignment[];
  /** By "from to", where the depot is D. */
  readonly drives?: Readonly<Record<string, Drive | undefined>>;
  /** V1 drives A and B unless said otherwise. */
  readonly routes?: readonly RouteInput[];
  /** Of the only trip of V1. */
  readonly trip?: TripInput;
  readonly executedPrefix?: Route['executedPrefix'];
  readonly unassigned?: Plan['unassigned'];
  /** Instead of what the plan comes to. */
  readonly kpis?: Partial<PlanKpis>;
  readonly plan?: Partial<Plan>;
  readonly context?: Partial<CheckContext>;
}

export interface CheckedPlan {
  readonly plan: Plan;
  readonly context: CheckContext;
}

/** The small plan, timed plainly and with the figures that it comes to. */
export function smallPlan(input: SmallPlanInput = {}): CheckedPlan {
  const { consignments = [a1, b1], unassigned = [], trip = {}, executedPrefix, drives = {} } = input;
  const vehicles = [{ ...v1, ...input.vehicle }, ...(input.others ?? [])];
  const stations = [
    { ...station, stationId: 'A', ...input.stationA },
    { ...station, stationId: 'B', ...input.stationB },
  ];
  const context: CheckContext = {
    depot: { ...depot, ...input.depot },
    stations: new Map(stations.map((each) => [each.stationId, each])),
    vehicles: new Map(vehicles.map((each) => [each.vehicleId, each])),
    consignments,
    zones: standardZones,
    travel: (_, from, to) => driveBetween(from, to, drives),
    ...input.context,
  };
  const routes = (input.routes ?? [{ trips: [trip], executedPrefix }]).map(
    ({ vehicleId = 'V1', trips = [{}], executedPrefix }): Route => ({
      vehicleId,
      trips: trips.map((each) => timed(each, context)),
      ...(executedPrefix === undefined ? {} : { executedPrefix }),
    }),
  );
  const kpis = { ...kpisOf(routes, unassigned, context), ...input.kpis };
  const plan: Plan = {
    planId: 'P1',
    depotId: 'D1',
    waveId: 'W1',
    deliveryDate: '2024-06-14',
    version: 1,
    parentPlanId: undefined,
    provenance: {
      how: 'solver',
      seed: 1,
      searchSeconds: 0,
      threads: 1,
      iterations: 1,
      engine: 'table',
      mapId: 'none',
      estimated: false,
      speedFactor: 1,
      speedProfile: undefined,
      note: '',
    },
    routes,
    unassigned,
    kpis,
    createdAt: new Date(0),
    ...input.plan,
  };
  return { plan, context };
}

/** 300 s between two stations, 600 s from and to the depot or a vehicle on the road; 10 m a second. */
function driveBetween(from = 'D', to = 'D', drives: SmallPlanInput['drives'] = {}): Drive | undefined {
  const name = `${from} ${to}`;
  if (Object.hasOwn(drives, name)) return drives[name];
  const seconds = from === to ? 0 : [from, to].every((place) => place.length === 1 && place !== 'D') ? 300 : 600;
  return { seconds, meters: seconds * 10 };
}

/** No vehicle waits but where a case says so. Where there is no way it takes no time. */
function timed(input: TripInput, { depot, stations, travel }: CheckContext): Trip {
  const { loadBegins = 0, stops = [atA(), atB()], breaks, partitions, off = {} } = input;
  const pause = (before: number) =>
    (breaks ?? []).reduce((sum, { begins, ends, beforeStop }) => sum + (beforeStop === before ? ends - begins : 0), 0);
  const total = { meters: 0, seconds: 0 };
  let place: string | undefined;
  const leg = (to: string | undefined) => {
    const { seconds, meters } = travel({ vehicleId: 'V1', profile: 'auto' }, place, to) ?? { seconds: 0, meters: 0 };
    place = to;
    total.meters += meters;
    total.seconds += seconds;
    return { seconds, meters };
  };

  const loading = rateSeconds(depot.loading, gramsOf(...stops));
  const departs = loadBegins + (input.transfer === undefined ? loading : 0) + (off.departs ?? 0);
  let clock = departs;
  let transfer: GoodsTransfer | undefined;
  if (input.transfer !== undefined) {
    const { fromVehicleId, off = {} } = input.transfer;
    const { seconds, meters } = leg(transferPlaceOf(fromVehicleId));
    const arrives = clock + seconds + (off.arrives ?? 0);
    clock = arrives + loading + (off.leaves ?? 0);
    transfer = {
      ...{ fromVehicleId, position: { lon: 120, lat: 30 }, arrives, leaves: clock },
      ...{ legSeconds: seconds + (off.legSeconds ?? 0), legMeters: meters + (off.legMeters ?? 0) },
    };
  }
  const visits = stops.map(({ off = {}, ...stop }, at): PlannedStop => {
    const { seconds, meters } = leg(stop.stationId);
    const arrives = clock + seconds + pause(at) + (off.arrives ?? 0);
    const begins = arrives + (off.begins ?? 0);
    const service = rateSeconds(stations.get(stop.stationId)?.service ?? station.service, gramsOf(stop));
    clock = begins + service + (off.leaves ?? 0);
    return {
      ...{ ...stop, arrives, begins, leaves: clock },
      ...{ legSeconds: seconds + (off.legSeconds ?? 0), legMeters: meters + (off.legMeters ?? 0) },
    };
  });
  const home = leg(undefined);
  return {
    ...{ loadBegins, departs, returns: clock + home.seconds + pause(stops.length) + (off.returns ?? 0) },
    ...{ meters: total.meters + (off.meters ?? 0), seconds: total.seconds + (off.seconds ?? 0), stops: visits },
    ...(breaks === undefined ? {} : { breaks }),
    ...(partitions === undefined ? {} : { partitions }),
    ...(transfer === undefined ? {} : { transfer }),
  };
}

function gramsOf(...stops: readonly Pick<PlannedStop, 'consignments'>[]): number {
  return stops.flatMap((stop) => stop.consignments).reduce((sum, { grams }) => sum + grams, 0);
}

function rateSeconds({ fixedMilliminutes, milliminutesPer100Kg }: ServiceRate, grams: number): number {
  return Math.ceil((60 * (fixedMilliminutes * 100_000 + milliminutesPer100Kg * grams)) / 100_000_000);
}

function kpisOf(routes: readonly Route[], unassigned: Plan['unassigned'], context: CheckContext): PlanKpis {
  const trips = routes.flatMap((route) => route.trips);
  const stops = trips.flatMap((trip) => trip.stops);
  const isLate = ({ stationId, begins }: PlannedStop) => {
    const { windows = [] } = context.stations.get(stationId) ?? {};
    return windows.length > 0 && windows.every(({ closes }) => closes < begins);
  };
  const costs = routes.map(({ vehicleId, trips }) => {
    const price = context.vehicles.get(vehicleId)?.price;
    if (price === undefined || trips.length === 0) return 0;
    const kilometers = trips.reduce((sum, { meters }) => sum + meters, 0) / 1_000;
    const hours = (trips[trips.length - 1].returns - trips[0].loadBegins) / 3_600;
    return price.fixedMicros + price.perKmMicros * kilometers + price.perHourMicros * hours;
  });
  return {
    runs: routes.length,
    stops: stops.length,
    consignments: stops.flatMap(({ consignments }) => consignments).length + unassigned.length,
    unassigned: unassigned.length,
    costMinor: Math.round(costs.reduce((sum, cost) => sum + cost, 0) / 10_000),
    penaltyMinor: 0,
    distanceMeters: trips.reduce((sum, { meters }) => sum + meters, 0),
    travelSeconds: trips.reduce((sum, { seconds }) => sum + seconds, 0),
    lateStops: stops.filter(isLate).length,
    checkerFaults: 0,
  };
}
