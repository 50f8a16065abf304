import type { TimeWindow } from '../local-time.js';
import type { Vehicle } from '../network/network.js';
import type { CheckContext, FaultUnit, Say } from './checker/check-context.js';
import type { CheckerRule } from './checker-rules.js';
import { isAllGiven } from './given-route.js';
import type { Plan, Route, Trip } from './plan.js';

/** The current plan of another wave of the same depot and date. */
export type PlanBeside = Pick<Plan, 'waveId' | 'routes'>;

/** What vehicles are by themselves, and what other waves of the date do with them. */
export interface Sharing {
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  readonly beside: readonly PlanBeside[];
}

/**
 * From the begin of a route's first loading until the vehicle is back for good, in seconds of the day; undefined without
 * trips. All of it is the wave's, also the hours between two trips.
 */
export function spanOfRoute({ trips }: Pick<Route, 'trips'>): TimeWindow | undefined {
  if (trips.length === 0) return undefined;
  return {
    opens: Math.min(...trips.map(({ loadBegins }) => loadBegins)),
    closes: Math.max(...trips.map(({ returns }) => returns)),
  };
}

/**
 * States again what waves of one date share: a vehicle works for one wave after the other, never between two trips of
 * another one, and its trips, stops, meters and driving of all waves together are within what it may on a day, unless all of
 * its route is given.
 */
export function checkSharing(
  { routes }: Pick<Plan, 'routes'>,
  { vehicles, beside, before }: Sharing & Pick<CheckContext, 'before'>,
  say: Say,
): void {
  for (const route of routes) {
    const name = `Vehicle ${route.vehicleId}`;
    const others: Route[] = [];
    const own = spanOfRoute(route);
    for (const plan of beside) {
      for (const other of plan.routes) {
        if (other.vehicleId !== route.vehicleId) continue;
        others.push(other);
        const span = spanOfRoute(other);
        if (own !== undefined && span !== undefined && doMeet(own, span)) {
          say(
            'shared-vehicle',
            `${name} works from ${own.opens} to ${own.closes}, and from ${span.opens} to ${span.closes} for wave ${plan.waveId}.`,
            { vehicleId: route.vehicleId, amount: own.closes, limit: span.opens, unit: 'second' },
          );
        }
      }
    }
    const vehicle = vehicles.get(route.vehicleId);
    if (others.length === 0 || vehicle === undefined || isAllGiven(route, vehicle, { before })) continue;
    const sum = (of: (trip: Trip) => number) =>
      [route, ...others].flatMap(({ trips }) => trips).reduce((total, trip) => total + of(trip), 0);
    const within = (rule: CheckerRule, amount: number, most: number | undefined, what: string, unit: FaultUnit) => {
      if (amount <= (most ?? Number.POSITIVE_INFINITY)) return;
      const facts = { vehicleId: route.vehicleId, amount, limit: most, unit };
      say(rule, `${name} has ${amount} ${what} in all waves of the date.`, facts);
    };
    within(
      'max-trips',
      sum(() => 1),
      vehicle.maxTrips,
      'trips',
      'trips',
    );
    within(
      'max-stops',
      sum(({ stops }) => stops.length),
      vehicle.maxStops,
      'stops',
      'stops',
    );
    within(
      'range',
      sum(({ meters }) => meters),
      vehicle.rangeMeters,
      'm',
      'meters',
    );
    within(
      'driving',
      sum(({ seconds }) => seconds),
      vehicle.rules?.maxDrivingSeconds,
      's of driving',
      'seconds',
    );
  }
}

/** Back at the moment at which the other begins to load is in time. */
function doMeet(one: TimeWindow, other: TimeWindow): boolean {
  return one.opens < other.closes && other.opens < one.closes;
}
