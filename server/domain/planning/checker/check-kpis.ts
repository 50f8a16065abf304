import type { Vehicle } from '../../network/network.js';
import type { Plan, PlannedStop, Route } from '../plan.js';
import type { CheckContext, Say } from './check-context.js';

export function checkKpis({ kpis, routes, unassigned }: Plan, context: CheckContext, say: Say): void {
  const { vehicles, stations } = context;
  const trips = routes.flatMap((route) => route.trips);
  const stops = trips.flatMap((trip) => trip.stops);
  const late = stops.filter((stop) => {
    const windows = stations.get(stop.stationId)?.windows ?? [];
    return windows.length > 0 && stop.begins > Math.max(...windows.map((window) => window.closes));
  });
  const counted = {
    runs: routes.length,
    stops: stops.length,
    consignments: stops.reduce((count, stop) => count + stop.consignments.length, 0) + unassigned.length,
    unassigned: unassigned.length,
    costMinor: costOf(routes, vehicles),
    distanceMeters: trips.reduce((total, trip) => total + trip.meters, 0),
    travelSeconds: trips.reduce((total, trip) => total + trip.seconds, 0),
    lateStops: late.length,
  };
  for (const [name, value] of Object.entries(counted)) {
    const stated = kpis[name as keyof typeof counted];
    if (stated !== value) say('kpis', `The plan states ${name} ${stated}; it is ${value}.`);
  }
  const penalty = penaltyOf(stops, unassigned, context);
  // Half a fen may be rounded either way.
  if (Math.abs(kpis.penaltyMinor - penalty) > 1) {
    say('kpis', `The plan states penaltyMinor ${kpis.penaltyMinor}; it is ${penalty}.`);
  }
}

/** Fen, from the definition: the highest price that the depot has for what stays behind, if any, and of service outside of soft windows. */
function penaltyOf(
  stops: readonly PlannedStop[],
  unassigned: Plan['unassigned'],
  { depot, stations }: CheckContext,
): number {
  let micros = 0n;
  for (const { stationId, zoneId } of unassigned) {
    let price = depot.rules?.omissionMicros ?? 0;
    for (const [zone, ofZone] of Object.entries(depot.rules?.omissionMicrosByZone ?? {})) {
      if (zone === zoneId) price = Math.max(price, ofZone);
    }
    for (const [tier, ofTier] of Object.entries(depot.rules?.omissionMicrosByTier ?? {})) {
      if (tier === stations.get(stationId)?.tier) price = Math.max(price, ofTier);
    }
    micros += BigInt(price);
  }
  let microHours = micros * 3600n;
  for (const { stationId, begins } of stops) {
    const rules = stations.get(stationId)?.rules;
    if (rules?.softToSecond !== undefined && begins > rules.softToSecond) {
      microHours += BigInt(begins - rules.softToSecond) * BigInt(rules.lateMicrosPerHour ?? 0);
    }
    if (rules?.softFromSecond !== undefined && begins < rules.softFromSecond) {
      microHours += BigInt(rules.softFromSecond - begins) * BigInt(rules.earlyMicrosPerHour ?? 0);
    }
  }
  return Number(microHours / 36_000_000n);
}

/** Fen, from the definition: in units of a hundred-millionth fen per 3,600 s, whole numbers all the way. */
function costOf(routes: readonly Route[], vehicles: ReadonlyMap<string, Vehicle>): number {
  let micros = 0n;
  let rest = 0n;
  for (const route of routes) {
    const price = vehicles.get(route.vehicleId)?.price;
    if (price === undefined || route.trips.length === 0) continue;
    const meters = BigInt(route.trips.reduce((total, trip) => total + trip.meters, 0));
    const seconds = BigInt(route.trips[route.trips.length - 1].returns - route.trips[0].loadBegins);
    micros += BigInt(price.fixedMicros);
    rest += BigInt(price.perKmMicros) * meters * 18n + BigInt(price.perHourMicros) * seconds * 5n;
  }
  const scale = 18_000n;
  const fen = 10_000n * scale;
  return Number((micros * scale + rest + fen / 2n) / fen);
}
