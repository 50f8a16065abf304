import { entryOf } from '../../../domain/entry-of.js';
import type { EmptyTote, TakenTotes, ZoneTotes } from '../../../domain/network/empty-totes.js';
import type { Depot, Vehicle } from '../../../domain/network/network.js';
import { roomIn } from '../../../domain/planning/partitions.js';
import type { PlannedStop, Route, Trip } from '../../../domain/planning/plan.js';

interface TakeBackContext {
  readonly depot: Depot;
  readonly vehicles: readonly Vehicle[];
  /** By station, the empty totes that wait there before the day. */
  readonly emptyTotes: ReadonlyMap<string, readonly ZoneTotes[]>;
}

/**
 * Lets stops take the empty totes along that wait there, as many as fit behind what was dropped, beside what is still to
 * be dropped and what was taken before. No route changes for it: what does not fit waits for the next day.
 */
export function takeBackTotes(
  routes: readonly Route[],
  { depot, vehicles, emptyTotes }: TakeBackContext,
): readonly Route[] {
  const sizes = depot.rules?.emptyTotes;
  const isAny = routes.some(({ trips }) => trips.some(({ stops }) => stops.some((stop) => stop.takesBack)));
  if (sizes === undefined && !isAny) return routes;
  const waiting = new Map([...emptyTotes].map(([stationId, totes]) => [stationId, [...totes]]));
  const fleet = new Map(vehicles.map((vehicle) => [vehicle.vehicleId, vehicle]));
  for (const stop of routes.flatMap(doneStops)) takeOff(waiting, stop.stationId, stop.takesBack ?? []);
  return routes.map((route) => {
    const done = new Set(doneStops(route));
    const loaded = route.executedPrefix?.trips ?? 0;
    const trips = route.trips.map((trip, at) =>
      fillTrip(trip, fleet.get(route.vehicleId)!, at < loaded, done, waiting, sizes ?? {}),
    );
    return { ...route, trips };
  });
}

/** Stops that the vehicle had reached before the plan was made: facts. */
function doneStops({ trips, executedPrefix }: Route): PlannedStop[] {
  if (executedPrefix === undefined) return [];
  return trips.flatMap(({ stops }, at) =>
    at < executedPrefix.trips - 1 ? stops : at === executedPrefix.trips - 1 ? stops.slice(0, executedPrefix.stops) : [],
  );
}

function takeOff(waiting: Map<string, ZoneTotes[]>, stationId: string, taken: readonly ZoneTotes[]): void {
  const left = (waiting.get(stationId) ?? []).map(({ zoneId, totes }) => ({
    zoneId,
    totes: totes - taken.filter((each) => each.zoneId === zoneId).reduce((sum, each) => sum + each.totes, 0),
  }));
  waiting.set(stationId, left);
}

function fillTrip(
  trip: Trip,
  vehicle: Vehicle,
  isLoaded: boolean,
  done: ReadonlySet<PlannedStop>,
  waiting: Map<string, ZoneTotes[]>,
  sizes: Readonly<Record<string, EmptyTote>>,
): Trip {
  const goods = trip.stops.flatMap(({ consignments }) => consignments);
  let gramsLeft = vehicle.payloadGrams - goods.reduce((sum, { grams }) => sum + grams, 0);
  const inside = new Map<number, number>();
  const fullest = new Map<number, number>();
  const add = (compartmentNo: number, milliliters: number) => {
    const now = (inside.get(compartmentNo) ?? 0) + milliliters;
    inside.set(compartmentNo, now);
    fullest.set(compartmentNo, Math.max(fullest.get(compartmentNo) ?? 0, now));
  };
  for (const { compartmentNo, milliliters } of goods) add(compartmentNo, milliliters);
  // Nobody moves a partition once goods lean on it.
  const standing = new Map(
    (isLoaded ? (trip.partitions ?? []) : []).map((room) => [room.compartmentNo, room.milliliters]),
  );
  const put = (item: { compartmentNo: number; grams: number; milliliters: number }, sign: 1 | -1) => {
    gramsLeft -= sign * item.grams;
    add(item.compartmentNo, sign * item.milliliters);
  };
  const stops = trip.stops.map((stop): PlannedStop => {
    for (const item of stop.consignments) put(item, -1);
    if (done.has(stop)) {
      for (const item of stop.takesBack ?? []) put(item, 1);
      return stop;
    }
    const taken: TakenTotes[] = [];
    for (const { zoneId, totes } of waiting.get(stop.stationId) ?? []) {
      const tote = entryOf(sizes, zoneId);
      if (tote === undefined) continue;
      let left = totes;
      // Where the zone's goods ride first: those totes have just come out of there.
      const parts = [...vehicle.compartments].sort(
        (one, other) => Number(other.zoneIds.includes(zoneId)) - Number(one.zoneIds.includes(zoneId)),
      );
      for (const part of parts) {
        const { compartmentNo } = part;
        const now = inside.get(compartmentNo) ?? 0;
        const size = standing.get(compartmentNo);
        const room = size === undefined ? roomIn(part, vehicle, fullest, now) : size - now;
        const fits = Math.min(left, howMany(room, tote.milliliters), howMany(gramsLeft, tote.grams));
        if (fits <= 0) continue;
        const item = {
          zoneId,
          totes: fits,
          compartmentNo,
          grams: fits * tote.grams,
          milliliters: fits * tote.milliliters,
        };
        put(item, 1);
        taken.push(item);
        left -= fits;
      }
    }
    takeOff(waiting, stop.stationId, taken);
    const { takesBack: _, ...plain } = stop;
    return taken.length === 0 ? plain : { ...plain, takesBack: taken };
  });
  return { ...trip, stops };
}

function howMany(room: number, each: number): number {
  if (room < 0) return 0;
  return each === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(room / each));
}
