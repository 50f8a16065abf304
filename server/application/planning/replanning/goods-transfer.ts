import { areZonesMixed } from '../../../domain/network/incompatible-zones.js';
import type { Vehicle } from '../../../domain/network/network.js';
import type { LonLat } from '../../../domain/network/place.js';
import { type PlannedBreak, type PlannedStop, type Trip, transferPlaceOf } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { timeTransfer } from '../../../domain/planning/timetable/loading.js';
import { isCompatible } from '../is-compatible.js';
import { packTrip } from '../loading/pack-trip.js';
import { resequenceRemaining } from '../under-way/resequence-remaining.js';

/** A vehicle that could fetch goods from another one on the road. */
export interface Substitute {
  readonly vehicle: Vehicle;
  /** From when on, at the depot. */
  readonly ready: number;
  readonly tripsBefore: number;
  readonly stopsBefore: number;
  readonly metersBefore: number;
  readonly secondsBefore: number;
  /** Stops that it would otherwise bring later. */
  readonly ownStops: number;
}

/** Goods on board of a vehicle that broke down. */
export interface Stranded {
  readonly vehicleId: string;
  readonly position: LonLat;
  readonly stops: readonly PlannedStop[];
}

/** A trip that fetches goods, and what it leaves where it is. */
export interface TransferTrip {
  readonly vehicleId: string;
  readonly trip: Trip;
  readonly left: readonly PlannedStop[];
}

/** What a late minute counts beside driving, and a stop that the substitute would otherwise bring; millionths of the currency. */
const lateMinuteMicros = 1_000_000;
const ownStopMicros = 20_000_000;

/**
 * The trip that takes over most of the goods, and of those the cheapest one: from the depot to where the other vehicle
 * stands, the goods over, as quickly as they are loaded at the depot, and on to their stations. A stop may be late.
 *
 * @returns undefined when nobody can take anything over.
 */
export function transferGoods(
  stranded: Stranded,
  substitutes: readonly Substitute[],
  context: PlanningData,
): TransferTrip | undefined {
  const trips = substitutes.flatMap((substitute) => {
    const found = tripOf(stranded, substitute, context);
    return found === undefined ? [] : [found];
  });
  trips.sort((one, other) => other.trip.stops.length - one.trip.stops.length || one.priceMicros - other.priceMicros);
  return trips[0];
}

function tripOf(
  { vehicleId: fromVehicleId, position, stops }: Stranded,
  substitute: Substitute,
  context: PlanningData,
): (TransferTrip & { readonly priceMicros: number }) | undefined {
  const { vehicle, ready, tripsBefore, stopsBefore, metersBefore, secondsBefore, ownStops } = substitute;
  if (tripsBefore + 1 > vehicle.maxTrips) return undefined;
  const place = transferPlaceOf(fromVehicleId);
  const drive = context.travel(vehicle, undefined, place);
  if (drive === undefined) return undefined;
  const taken = packMost(stops, vehicle, (vehicle.maxStops ?? Number.POSITIVE_INFINITY) - stopsBefore, context);
  if (taken.length === 0) return undefined;
  const way = timeTransfer(drive, ready, taken, context.depot);
  const breaks: readonly PlannedBreak[] = [];
  const { leaves: clock, legMeters: meters, legSeconds: seconds } = way;
  const under = { breaks, from: place, clock, notBefore: 0, meters, seconds };
  const driven = resequenceRemaining(vehicle, under, taken, 0, context);
  const tooFar = metersBefore + driven.meters > (vehicle.rangeMeters ?? Number.POSITIVE_INFINITY);
  const tooLong = secondsBefore + driven.seconds > (vehicle.rules?.maxDrivingSeconds ?? Number.POSITIVE_INFINITY);
  if (driven.isImpossible || tooFar || tooLong || driven.returns > vehicle.shift.closes) return undefined;
  const transfer = { fromVehicleId, position, ...way };
  const trip = {
    loadBegins: ready,
    departs: ready,
    returns: driven.returns,
    meters: driven.meters,
    seconds: driven.seconds,
    stops: driven.stops,
    transfer,
  };
  const { fixedMicros, perKmMicros, perHourMicros } = vehicle.price;
  const priceMicros =
    (tripsBefore === 0 && ownStops === 0 ? fixedMicros : 0) +
    (perKmMicros * driven.meters) / 1000 +
    (perHourMicros * (driven.returns - ready)) / 3600 +
    (lateMinuteMicros * driven.lateSeconds) / 60 +
    ownStopMicros * ownStops;
  const goes = new Set(taken.map(({ stationId }) => stationId));
  return {
    vehicleId: vehicle.vehicleId,
    trip,
    left: stops.filter(({ stationId }) => !goes.has(stationId)),
    priceMicros,
  };
}

/** As many stops as the vehicle holds, in their order, with compartments of its own. */
function packMost(
  stops: readonly PlannedStop[],
  vehicle: Vehicle,
  most: number,
  { stations, depot }: PlanningData,
): PlannedStop[] {
  const { incompatibleZones, incompatibleOnTrip } = depot.rules ?? {};
  let taken: PlannedStop[] = [];
  for (const stop of stops) {
    if (taken.length >= most) break;
    const station = stations.get(stop.stationId);
    if (!isCompatible(vehicle, station?.rules)) continue;
    const limit = station?.maxVehicleHeightMillimeters ?? Number.POSITIVE_INFINITY;
    if ((vehicle.heightMillimeters ?? 0) > limit) continue;
    const tried = [...taken, stop];
    const goods = tried.flatMap(({ consignments }) => consignments.map(({ compartmentNo: _, ...item }) => item));
    if (goods.reduce((sum, item) => sum + item.grams, 0) > vehicle.payloadGrams) continue;
    const zoneIds = goods.map(({ zoneId }) => zoneId);
    if (areZonesMixed(incompatibleOnTrip, zoneIds)) continue;
    const packed = packTrip(goods, vehicle, { incompatibleZones });
    if (packed === undefined) continue;
    const placeOf = new Map(packed.map((item) => [item.consignmentId, item]));
    taken = tried.map((each) => ({
      ...each,
      consignments: each.consignments.map(({ consignmentId }) => placeOf.get(consignmentId)!),
    }));
  }
  return taken;
}
