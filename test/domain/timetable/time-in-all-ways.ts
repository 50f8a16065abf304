import { timeRoute } from '../../../server/application/planning/time-route.js';
import { cutDay, underWayOf } from '../../../server/application/planning/under-way/executed-prefix.js';
import { resequenceRemaining } from '../../../server/application/planning/under-way/resequence-remaining.js';
import { predictEtas } from '../../../server/domain/delivery/predict-etas.js';
import type { Route } from '../../../server/domain/planning/plan.js';
import { drawer, randomDay } from './random-day.js';

/** A random route timed by planning, cut at a moment of its day, driven on from there, and foreseen from its reports. */
export function timeInAllWays(seed: number) {
  const draw = drawer(seed);
  const { context, vehicle, trips, docksInUse } = randomDay(draw);
  const timed = timeRoute(vehicle, trips, context, docksInUse);
  const route = draw(1, 5) === 1 ? withFetch(timed, draw(60, 900)) : timed;
  const [first] = route.trips;
  const late = draw(-300, 900);
  const stops = route.trips.flatMap(({ stops }, trip) => stops.map((stop) => ({ ...stop, tripNo: trip + 1 })));
  const reached = draw(0, stops.length);
  const seen = stops.map(({ stationId, tripNo, arrives, leaves, consignments }, at) => {
    const isReached = at < reached ? draw(1, 12) > 1 : draw(1, 20) === 1;
    const arrived = isReached && draw(1, 6) > 1 ? arrives + late + draw(-60, 300) : undefined;
    const left = isReached && (arrived === undefined || draw(1, 5) > 1) ? leaves + late + draw(-30, 400) : undefined;
    return { stationId, tripNo, arrived, left, consignmentIds: consignments.map((each) => each.consignmentId) };
  });
  const departed = draw(1, 6) > 1 ? first.departs + late : undefined;
  const status = (['released', 'departed', 'departed', 'departed', 'finished'] as const)[draw(0, 4)];
  const times = seen.flatMap(({ arrived = 0, left = 0 }) => [arrived, left]);
  const from = Math.max(first.departs + draw(-600, 1_200), ...times);
  const run = { runId: 'R1', vehicleId: 'V1', status, departed, stops: seen };
  const day = cutDay(route, run, from, context);
  const { current } = day;
  const under = current && underWayOf(current, from);
  return {
    route,
    day,
    rest: under && resequenceRemaining(vehicle, under, current.rest, draw(0, 1), context),
    etas: predictEtas(
      route,
      departed,
      seen.map((each) => ({ ...each, ...(draw(1, 4) === 1 && { legSeconds: draw(0, 2_000) }) })),
      (stationId) => context.stations.get(stationId)!.windows,
    ),
  };
}

/** Its first trip takes goods over from a vehicle on the road; the rest is as much later. */
function withFetch({ trips: [first, ...others], ...route }: Route, seconds: number): Route {
  const { loadBegins } = first;
  const departs = loadBegins;
  const arrives = departs + seconds;
  const transfer = { fromVehicleId: 'V2', position: { lon: 120, lat: 30 }, arrives, leaves: first.departs + seconds };
  const way = { legSeconds: seconds, legMeters: seconds * 10 };
  return { ...route, trips: [{ ...first, departs, transfer: { ...transfer, ...way } }, ...others] };
}
