import type { Vehicle } from '../network/network.js';
import type { CheckerRule } from './checker-rules.js';
import type { Plan, Route, Trip } from './plan.js';

/** The current plan of another wave of the same depot and date. */
export type PlanBeside = Pick<Plan, 'waveId' | 'routes'>;

/** What vehicles are by themselves, and what other waves of the date do with them. */
export interface Sharing {
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  readonly beside: readonly PlanBeside[];
}

/**
 * States again what waves of one date share: a vehicle is at one place at a time, from the begin of its loading until it is
 * back, and its trips, stops, meters and driving of all waves together are within what it may on a day.
 */
export function checkSharing(
  { routes }: Pick<Plan, 'routes'>,
  { vehicles, beside }: Sharing,
  say: (rule: CheckerRule, text: string) => void,
): void {
  for (const route of routes) {
    const name = `Vehicle ${route.vehicleId}`;
    const others: Route[] = [];
    for (const plan of beside) {
      for (const other of plan.routes) {
        if (other.vehicleId !== route.vehicleId) continue;
        others.push(other);
        const meets = route.trips.find((own) => other.trips.some((trip) => areAtOnce(own, trip)));
        if (meets !== undefined) {
          say(
            'shared-vehicle',
            `${name} is out from ${meets.loadBegins} to ${meets.returns}, and for wave ${plan.waveId}.`,
          );
        }
      }
    }
    const vehicle = vehicles.get(route.vehicleId);
    if (others.length === 0 || vehicle === undefined) continue;
    const sum = (of: (trip: Trip) => number) =>
      [route, ...others].flatMap(({ trips }) => trips).reduce((total, trip) => total + of(trip), 0);
    const within = (rule: CheckerRule, amount: number, most: number | undefined, what: string) => {
      if (amount > (most ?? Number.POSITIVE_INFINITY))
        say(rule, `${name} has ${amount} ${what} in all waves of the date.`);
    };
    within(
      'max-trips',
      sum(() => 1),
      vehicle.maxTrips,
      'trips',
    );
    within(
      'max-stops',
      sum(({ stops }) => stops.length),
      vehicle.maxStops,
      'stops',
    );
    within(
      'range',
      sum(({ meters }) => meters),
      vehicle.rangeMeters,
      'm',
    );
    within(
      'driving',
      sum(({ seconds }) => seconds),
      vehicle.rules?.maxDrivingSeconds,
      's of driving',
    );
  }
}

/** Back at the moment at which the other begins to load is in time. */
function areAtOnce(one: Trip, other: Trip): boolean {
  return one.loadBegins < other.returns && other.loadBegins < one.returns;
}
