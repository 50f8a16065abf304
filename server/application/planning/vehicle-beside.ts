import type { TimeWindow } from '../../domain/local-time.js';
import type { Vehicle } from '../../domain/network/network.js';
import { type PlanBeside, spanOfRoute } from '../../domain/planning/check-sharing.js';
import type { Route } from '../../domain/planning/plan.js';

/**
 * A vehicle as other waves of the date leave it: within the longest span of its shift in which it does not work for them,
 * with the trips, stops, meters and hours of driving that they leave it. Its breaks are those of that span.
 *
 * What it does for one wave is one span, from its first loading to its last return: were the hours between two trips given
 * away, no single span of the shift would hold that wave's own route any more.
 *
 * @param own its route in the wave that is planned, where there is one: then the span is the one that this lies in, or the first
 *   behind its begin.
 */
export function vehicleBeside(vehicle: Vehicle, beside: readonly PlanBeside[], own: Route | undefined): Vehicle {
  const routes = beside.flatMap((plan) => plan.routes.filter(({ vehicleId }) => vehicleId === vehicle.vehicleId));
  const trips = routes.flatMap((route) => route.trips);
  if (trips.length === 0) return vehicle;
  const shift = freeSpan(
    vehicle.shift,
    routes.flatMap((route) => spanOfRoute(route) ?? []),
    own && spanOfRoute(own)?.opens,
  );
  const sum = (of: (trip: (typeof trips)[number]) => number) => trips.reduce((total, trip) => total + of(trip), 0);
  const left = (most: number | undefined, used: number) => (most === undefined ? undefined : Math.max(0, most - used));
  const { maxDrivingSeconds, breaks } = vehicle.rules ?? {};
  const isOfSpan = ({ begins }: { readonly begins: TimeWindow }) =>
    begins.closes >= shift.opens && begins.opens <= shift.closes;
  return {
    ...vehicle,
    shift,
    maxTrips: Math.max(0, vehicle.maxTrips - trips.length),
    maxStops: left(
      vehicle.maxStops,
      sum(({ stops }) => stops.length),
    ),
    rangeMeters: left(
      vehicle.rangeMeters,
      sum(({ meters }) => meters),
    ),
    ...(vehicle.rules && {
      rules: {
        ...vehicle.rules,
        ...(maxDrivingSeconds !== undefined && {
          maxDrivingSeconds: left(
            maxDrivingSeconds,
            sum(({ seconds }) => seconds),
          ),
        }),
        ...(breaks && { breaks: breaks.filter(isOfSpan) }),
      },
    }),
  };
}

/** Whether other waves leave it anything. */
export function isFree({ shift, maxTrips, maxStops, rangeMeters }: Vehicle): boolean {
  return shift.opens < shift.closes && maxTrips > 0 && maxStops !== 0 && rangeMeters !== 0;
}

/** The longest span of a shift between these, or the first that ends behind a moment; an empty one where none is left. */
function freeSpan(shift: TimeWindow, taken: readonly TimeWindow[], at: number | undefined): TimeWindow {
  const spans: TimeWindow[] = [];
  let opens = shift.opens;
  for (const span of [...taken].sort((one, other) => one.opens - other.opens)) {
    spans.push({ opens, closes: Math.min(shift.closes, span.opens) });
    opens = Math.max(opens, span.closes);
  }
  spans.push({ opens, closes: shift.closes });
  const free = spans.filter((span) => span.opens < span.closes);
  // Where the shift begins later than the own route did, as after a late departure, the route moves within its span.
  const own = at === undefined ? undefined : free.find((span) => span.closes > Math.max(at, shift.opens));
  const longest = free.sort((one, other) => other.closes - other.opens - (one.closes - one.opens))[0];
  return own ?? longest ?? { opens: shift.opens, closes: shift.opens };
}
