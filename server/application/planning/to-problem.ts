import { entryOf } from '../../domain/entry-of.js';
import type { ZonePair } from '../../domain/network/incompatible-zones.js';
import type { Compartment, Depot, Station, Vehicle } from '../../domain/network/network.js';
import { handlingMilliminutes, type ServiceRate } from '../../domain/network/service-time.js';
import type { TemperatureZone } from '../../domain/network/temperature-zone.js';
import { maxTimeOnBoardSeconds } from '../../domain/planning/max-time-on-board.js';
import { isMovable } from '../../domain/planning/partitions.js';
import type { DockUse } from '../../domain/planning/timetable/loading.js';
import type { TravelMatrix } from '../../domain/travel/travel.js';
import type { TravelClass } from '../../domain/travel/travel-class.js';
import type { Consignment } from '../../domain/waves/consignment.js';
import type { Problem } from '../../solver/index.js';
import { metersFromDepot } from '../travel/index.js';
import { type ProblemPlace, placeGoods } from './loading/place-goods.js';
import { unservedPenalties } from './unserved-penalties.js';

/** A wave as the solver sees it, and how its indices read back. Place 0 is the depot. */
export interface PlanningTask {
  readonly problem: Problem;
  readonly depot: Depot;
  readonly vehicles: readonly Vehicle[];
  readonly stations: readonly Station[];
  /** By `station index, zone index` of the problem, where the second part of a zone's goods has a zone of its own. */
  readonly consignmentAt: ReadonlyMap<string, Consignment>;
  /** By consignment, the indices under which the problem has it. */
  readonly placeOf: ReadonlyMap<string, ProblemPlace>;
}

export interface PlanningInput {
  readonly depot: Depot;
  /** Those that are available. */
  readonly vehicles: readonly Vehicle[];
  /** Those with consignments that can be reached by road. */
  readonly stations: readonly Station[];
  /** The place of each in the matrices; where left out, they are places 1 … n in order. */
  readonly places?: readonly number[];
  readonly consignments: readonly Consignment[];
  readonly zones: readonly TemperatureZone[];
  /** By station, who served it in the wave's plan before; none where there is no such plan or changes are free. */
  readonly servedBefore?: ReadonlyMap<string, string>;
  /** Docks that loadings of other waves of the date take. */
  readonly docksTaken?: readonly DockUse[];
  /** Travel times with the speed factor applied. */
  readonly travel: ReadonlyMap<TravelClass, TravelMatrix>;
  /** By vehicle; its profile where left out. */
  readonly travelClasses?: ReadonlyMap<string, TravelClass>;
}

/** Puts a wave into the solver's indices. Money is in millionths of the currency, so that prices per meter stay exact. */
export function toProblem(input: PlanningInput): PlanningTask {
  const { depot, vehicles, consignments, servedBefore } = input;
  const placed = placeGoods(consignments, input.stations, input.zones);
  const { zones, placeOf } = placed;
  // A station with more parts than the problem has zones for stands in it several times.
  const stations = placed.stations.map((at) => input.stations[at]);
  const skillBits = skillBitsOf(stations);
  const vehicleIndex = new Map(vehicles.map(({ vehicleId }, at) => [vehicleId, at]));
  const classes = [...input.travel.keys()];
  const goodsOf: Problem['stations'][number]['consignments'][number][][] = stations.map(() => []);
  const consignmentAt = new Map<string, Consignment>();
  for (const consignment of consignments) {
    const { station: at, zone } = placeOf.get(consignment.consignmentId)!;
    const { grams, milliliters } = consignment;
    const handling = handlingMilliminutes(stations[at].rules, consignment);
    const releaseTime = entryOf(depot.rules?.releaseSeconds, consignment.zoneId);
    goodsOf[at].push({
      zone,
      grams,
      milliliters,
      // Known once everything else is.
      unservedPenalty: 0,
      ...(handling > 0 && { handlingMicros: handling * 60_000 }),
      ...(releaseTime !== undefined && { releaseTime }),
    });
    consignmentAt.set(`${at} ${zone}`, consignment);
  }
  const problem: Problem = {
    matrices: classes.map((travelClass) => {
      const { rows, seconds, meters, timeSlices } = input.travel.get(travelClass)!;
      return { size: rows, seconds, meters, timeSlices };
    }),
    zoneCount: zones.length,
    depots: [
      {
        place: 0,
        opens: depot.open.opens,
        closes: depot.open.closes,
        docks: depot.docks,
        loading: toRate(depot.loading),
        ...(input.docksTaken && { taken: input.docksTaken.filter(({ begins, ends }) => begins < ends) }),
      },
    ],
    vehicles: vehicles.map((vehicle) => ({
      depot: 0,
      matrix: classes.indexOf(input.travelClasses?.get(vehicle.vehicleId) ?? vehicle.profile),
      shiftBegins: vehicle.shift.opens,
      shiftEnds: vehicle.shift.closes,
      payloadGrams: vehicle.payloadGrams,
      compartments: vehicle.compartments.map((part) => ({
        zoneMask: zones.reduce((mask, { zoneId }, at) => (part.zoneIds.includes(zoneId) ? mask | (1 << at) : mask), 0),
        milliliters: part.milliliters,
        ...(isMovable(part, vehicle) && { body: 0 }),
        ...keepsOf(part, zones, depot),
      })),
      ...(vehicle.rules?.body && { bodies: [vehicle.rules.body] }),
      maxStops: vehicle.maxStops ?? Number.POSITIVE_INFINITY,
      maxMeters: vehicle.rangeMeters ?? Number.POSITIVE_INFINITY,
      maxTrips: vehicle.maxTrips,
      heightMillimeters: vehicle.heightMillimeters ?? 0,
      fixedCost: vehicle.price.fixedMicros,
      costPerMeter: vehicle.price.perKmMicros / 1000,
      costPerSecond: vehicle.price.perHourMicros / 3600,
      ...(skillBits.size > 0 && { skills: maskOf(vehicle.rules?.skills, skillBits) }),
      ...(vehicle.rules?.maxDrivingSeconds !== undefined && { maxTravelSeconds: vehicle.rules.maxDrivingSeconds }),
      ...(vehicle.rules?.breaks && {
        breaks: vehicle.rules.breaks.map(({ seconds, begins }) => ({ seconds, windows: [begins] })),
      }),
    })),
    stations: stations.map((station, at) => ({
      place: input.places?.[placed.stations[at]] ?? placed.stations[at] + 1,
      ...(depot.rules?.compactnessMicros !== undefined && {
        position: metersFromDepot(depot.position, station.position),
      }),
      windows: station.windows,
      service: toRate(station.service),
      maxVehicleHeightMillimeters: station.maxVehicleHeightMillimeters ?? Number.POSITIVE_INFINITY,
      consignments: goodsOf[at],
      ...askedOf(station, skillBits, vehicles, vehicleIndex),
      ...previousOf(station, depot, servedBefore, vehicleIndex),
    })),
    ...zonePairsOf(depot, zones),
    // Of seconds squared, not hours.
    ...(depot.rules?.balanceMicros !== undefined && { balanceCost: depot.rules.balanceMicros / 3600 ** 2 }),
    // Of meters squared, not kilometers.
    ...(depot.rules?.compactnessMicros !== undefined && { compactCost: depot.rules.compactnessMicros / 1_000_000 }),
  };
  return { problem: withPenalties(problem, consignmentAt, input), depot, vehicles, stations, consignmentAt, placeOf };
}

/** The problem with what leaving each consignment out costs. */
function withPenalties(
  problem: Problem,
  consignmentAt: PlanningTask['consignmentAt'],
  { consignments, stations, depot }: PlanningInput,
): Problem {
  const penalties = unservedPenalties(problem, consignments, stations, depot);
  const penaltyOf = (station: number, zone: number) =>
    penalties.get(consignmentAt.get(`${station} ${zone}`)!.consignmentId)!;
  return {
    ...problem,
    stations: problem.stations.map((station, at) => ({
      ...station,
      consignments: station.consignments.map((goods) => ({ ...goods, unservedPenalty: penaltyOf(at, goods.zone) })),
    })),
  };
}

/** The zones that ride apart, as indices: each of those that stand for the one zone with each of the other. */
function zonePairsOf(
  { rules }: Depot,
  zones: readonly TemperatureZone[],
): Pick<Problem, 'incompatibleZones' | 'incompatibleOnTrip'> {
  const indicesOf = (zoneId: string) => [...zones.keys()].filter((at) => zones[at].zoneId === zoneId);
  const indices = (pairs: readonly ZonePair[]) =>
    pairs.flatMap(([one, other]) =>
      indicesOf(one).flatMap((from) => indicesOf(other).map((to) => [from, to] as const)),
    );
  return {
    ...(rules?.incompatibleZones && { incompatibleZones: indices(rules.incompatibleZones) }),
    ...(rules?.incompatibleOnTrip && { incompatibleOnTrip: indices(rules.incompatibleOnTrip) }),
  };
}

/** Skills that a mask holds; a station that asks for further ones is kept for the vehicles that have them. */
const mostSkillBits = 30;

/** A bit for each skill that some station asks for. */
function skillBitsOf(stations: readonly Station[]): Map<string, number> {
  const asked = [...new Set(stations.flatMap(({ rules }) => rules?.skills ?? []))].sort();
  return new Map(asked.slice(0, mostSkillBits).map((skill, at) => [skill, 1 << at]));
}

function maskOf(skills: readonly string[] | undefined, bits: ReadonlyMap<string, number>): number {
  return (skills ?? []).reduce((mask, skill) => mask | (bits.get(skill) ?? 0), 0);
}

function askedOf(
  { rules }: Station,
  bits: ReadonlyMap<string, number>,
  vehicles: readonly Vehicle[],
  vehicleIndex: ReadonlyMap<string, number>,
): Partial<Problem['stations'][number]> {
  if (rules === undefined) return {};
  const { skills = [], allowedVehicleIds, softToSecond, lateMicrosPerHour, softFromSecond, earlyMicrosPerHour } = rules;
  const further = skills.filter((skill) => !bits.has(skill));
  const isMeant = ({ vehicleId, rules: own }: Vehicle) =>
    (allowedVehicleIds?.includes(vehicleId) ?? true) && further.every((skill) => own?.skills?.includes(skill));
  const isKept = allowedVehicleIds !== undefined || further.length > 0;
  return {
    ...(skills.length > 0 && { requiredSkills: maskOf(skills, bits) }),
    ...(isKept && {
      allowedVehicles: vehicles.filter(isMeant).map(({ vehicleId }) => vehicleIndex.get(vehicleId)!),
    }),
    ...(softToSecond !== undefined && { softTo: { at: softToSecond, costPerSecond: (lateMicrosPerHour ?? 0) / 3600 } }),
    ...(softFromSecond !== undefined && {
      softFrom: { at: softFromSecond, costPerSecond: (earlyMicrosPerHour ?? 0) / 3600 },
    }),
  };
}

function previousOf(
  { stationId }: Station,
  depot: Depot,
  servedBefore: ReadonlyMap<string, string> | undefined,
  vehicleIndex: ReadonlyMap<string, number>,
): Partial<Problem['stations'][number]> {
  const changeCost = depot.rules?.changeMicros;
  const vehicle = vehicleIndex.get(servedBefore?.get(stationId) ?? '');
  return changeCost === undefined || vehicle === undefined ? {} : { previous: { vehicle, changeCost } };
}

function keepsOf(
  part: Compartment,
  zones: readonly TemperatureZone[],
  depot: Depot,
): Partial<Problem['vehicles'][number]['compartments'][number]> {
  const keeps = zones.map((zone) => maxTimeOnBoardSeconds(part, zone, depot) ?? Number.POSITIVE_INFINITY);
  return keeps.every((seconds) => seconds === Number.POSITIVE_INFINITY) ? {} : { maxTimeOnBoardSeconds: keeps };
}

/** Milliminutes are 60,000 microseconds; per 100 kg they are 0.6 microseconds per gram. */
function toRate(rate: ServiceRate) {
  return { fixedMicros: rate.fixedMilliminutes * 60_000, microsPerGram: (rate.milliminutesPer100Kg * 6) / 10 };
}
