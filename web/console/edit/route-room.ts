import type { Plan, Vehicle } from '../../api/types.js';

type Route = Plan['routes'][number];

/** One limit of a vehicle, and how much of it a route takes; a `second` is a time of the plan's day. */
export interface Room {
  readonly what: 'weight' | 'compartment' | 'stops' | 'driving' | 'shift';
  /** Of a compartment. */
  readonly compartmentNo?: number;
  readonly zoneIds?: readonly string[];
  readonly used: number;
  readonly limit: number;
  /** From where the bar begins: a shift at its opening. */
  readonly from: number;
}

/** What a route leaves of its vehicle: weight and compartments of its fullest trip, stops, driving and shift. */
export function roomsOf(route: Pick<Route, 'trips'> | undefined, vehicle: Vehicle): Room[] {
  const trips = route?.trips ?? [];
  const most = (of: (trip: Route['trips'][number]) => number) => Math.max(0, ...trips.map(of));
  const goodsOf = ({ stops }: Route['trips'][number]) => stops.flatMap(({ consignments }) => consignments);
  const rooms: Room[] = [
    {
      what: 'weight',
      used: most((trip) => goodsOf(trip).reduce((sum, { grams }) => sum + grams, 0)),
      limit: vehicle.payloadGrams,
      from: 0,
    },
    ...vehicle.compartments.map(({ compartmentNo, zoneIds, milliliters }) => ({
      what: 'compartment' as const,
      compartmentNo,
      zoneIds,
      used: most((trip) =>
        goodsOf(trip)
          .filter((goods) => goods.compartmentNo === compartmentNo)
          .reduce((sum, goods) => sum + goods.milliliters, 0),
      ),
      limit: milliliters,
      from: 0,
    })),
  ];
  const stops = trips.reduce((sum, trip) => sum + trip.stops.length, 0);
  if (vehicle.maxStops !== null) rooms.push({ what: 'stops', used: stops, limit: vehicle.maxStops, from: 0 });
  const { maxDrivingSeconds } = vehicle.rules;
  if (maxDrivingSeconds !== undefined && maxDrivingSeconds !== null) {
    const driven = trips.reduce((sum, { seconds }) => sum + seconds, 0);
    rooms.push({ what: 'driving', used: driven, limit: maxDrivingSeconds, from: 0 });
  }
  const { shiftBeginsSecond: from, shiftEndsSecond: limit } = vehicle;
  rooms.push({ what: 'shift', used: trips.at(-1)?.returns ?? from, limit, from });
  return rooms;
}

/** The share of a limit that is taken; more than 1 where it is passed. */
export function shareOf({ used, limit, from }: Room): number {
  return limit <= from ? Number(used > from) : (used - from) / (limit - from);
}
