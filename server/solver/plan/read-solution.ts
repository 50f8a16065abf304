import { type Problem, type ProblemBreak, rateSeconds } from '../problem.js';
import { reasonFor } from '../reasons/reasons.js';
import { arriveWithBreaks, breakBegins } from '../schedules/breaks/break-leg.js';
import { arriveByHour } from '../schedules/breaks/break-leg-by-hour.js';
import type { DockPlan } from '../schedules/docks.js';
import { FullSchedule } from '../schedules/full-schedule.js';
import type {
  PlacedGoods,
  Solution,
  SolutionBreak,
  SolutionRoute,
  SolutionTrip,
  SolutionVisit,
  UnassignedGoods,
} from '../solution.js';
import type { FleetState } from './fleet-state.js';

/** Reads the plan out of the search's arrays: exact times with docks, compartments, and reasons for what stays behind. */
export function readSolution(state: FleetState, docks: DockPlan | undefined, iterations: number): Solution {
  const { model } = state;
  const dockless = docks === undefined ? new Set<number>() : dropTripsWithoutDock(state, docks);
  const routes: SolutionRoute[] = [];
  model.problem.vehicles.forEach((_, vehicle) => {
    const trips: SolutionTrip[] = [];
    let breaks = model.problem.vehicles[vehicle].breaks ?? [];
    for (let trip = vehicle * model.maxTripsPerVehicle; trip < (vehicle + 1) * model.maxTripsPerVehicle; trip++) {
      if (state.tripStops[trip] === 0) continue;
      trips.push(readTrip(state, docks, vehicle, trip, breaks));
      breaks = breaks.slice(trips[trips.length - 1].breaks.length);
    }
    if (trips.length > 0) routes.push({ vehicle, trips });
  });
  const unassigned = [...state.absent.subarray(0, state.absentCount)]
    .sort((one, other) => one - other)
    .flatMap((station) => leftBehind(state, station, dockless.has(station)));
  const unservedPenalty = unassigned.reduce((price, goods) => price + omissionOf(state, goods), 0);
  const cost = routes.reduce((total, route) => total + costOf(model.problem, route), 0);
  const penaltyCost = routes.reduce((total, route) => total + penaltyOf(model.problem, route), 0);
  return { routes, unassigned, cost, unservedPenalty, penaltyCost, iterations };
}

/** Takes out the trips that find no dock until the rest does; their stations. */
function dropTripsWithoutDock(state: FleetState, docks: DockPlan): Set<number> {
  const stations = new Set<number>();
  for (docks.schedule(); docks.failed.length > 0; docks.schedule()) {
    const trip = docks.failed[0];
    while (state.tripFirst[trip] >= 0) {
      stations.add(state.model.nodeStation[state.tripFirst[trip]]);
      state.remove(state.tripFirst[trip]);
    }
    const vehicle = state.vehicleOf(trip);
    state.closeGaps(vehicle);
    docks.times.refresh(vehicle);
  }
  return stations;
}

/** @param pauses the breaks that the earlier trips of the vehicle's day have left. */
function readTrip(
  state: FleetState,
  docks: DockPlan | undefined,
  vehicle: number,
  trip: number,
  pauses: readonly ProblemBreak[],
): SolutionTrip {
  const { model } = state;
  const { depot: depotNo, shiftBegins } = model.problem.vehicles[vehicle];
  const depot = model.problem.depots[depotNo];
  const travel = model.vehicleTravel[vehicle];
  const nodes = new Int32Array(state.tripStops[trip]);
  state.nodesOf(trip, nodes);
  const full = docks?.times instanceof FullSchedule ? docks.times : undefined;
  const packing = state.packTripSurely(trip, full && ((node) => full.ageAt(trip, node)));
  if (packing === undefined) throw new Error(`Vehicle ${vehicle} cannot hold what the search gave it.`);
  const loadBegins = docks === undefined ? Math.max(shiftBegins, depot.opens) : docks.loadBegins[trip];
  const loaded = loadBegins + rateSeconds(depot.loading, state.tripGrams[trip]);
  const departs = docks === undefined ? loaded : Math.max(loaded, docks.times.tripDeparts[trip]);
  let clock = departs;
  let place = depot.place;
  let meters = 0;
  let seconds = 0;
  const breaks: SolutionBreak[] = [];
  const drive = (to: number, pausesOnWay: number, beforeVisit: number) => {
    const leg = {
      legSeconds: model.travel.arriveAt(travel, place, to, clock) - clock,
      legMeters: model.travel.metersBetween(travel, place, to),
    };
    const taken = pauses.slice(breaks.length, breaks.length + pausesOnWay);
    const arc = model.travel.arc(travel, place, to);
    const arrives =
      arc.hours === undefined
        ? arriveWithBreaks(clock, arc.usual, taken, 0, pausesOnWay)
        : arriveByHour(arc, clock, taken, 0, pausesOnWay);
    for (const pause of taken) {
      const begins = breakBegins(pause, clock);
      clock = begins + pause.seconds;
      breaks.push({ begins, ends: clock, beforeVisit });
    }
    clock = arrives;
    seconds += leg.legSeconds;
    meters += leg.legMeters;
    place = to;
    return leg;
  };
  const visits = Array.from(nodes, (node, at): SolutionVisit => {
    const leg = drive(model.nodePlace[node], full?.breaksBefore[node] ?? 0, at);
    const arrives = clock;
    // Where service before a soft opening costs, the vehicle may wait longer than for the opening.
    const begins = Math.max(model.beginAt(node, arrives), full?.begins[node] ?? 0);
    const leaves = begins + model.nodeSeconds[node];
    clock = leaves;
    const placed: PlacedGoods[] = [];
    for (let zone = 0; zone < model.zoneCount; zone++) {
      const compartment = packing.get(node * model.zoneCount + zone);
      if (compartment !== undefined) placed.push({ zone, compartment });
    }
    return { station: model.nodeStation[node], arrives, begins, leaves, ...leg, goods: placed };
  });
  drive(depot.place, full?.breaksHome[trip] ?? 0, nodes.length);
  return { loadBegins, departs, returns: clock, meters, seconds, visits, breaks };
}

/** What a vehicle's day costs: driving, hours, and the prices of how it serves. */
export function routePrice(problem: Problem, route: SolutionRoute): number {
  return costOf(problem, route) + penaltyOf(problem, route);
}

function costOf({ vehicles }: Problem, { vehicle, trips }: SolutionRoute): number {
  const { fixedCost, costPerMeter, costPerSecond } = vehicles[vehicle];
  const meters = trips.reduce((total, trip) => total + trip.meters, 0);
  return fixedCost + costPerMeter * meters + costPerSecond * (trips[trips.length - 1].returns - trips[0].loadBegins);
}

function penaltyOf(problem: Problem, { vehicle, trips }: SolutionRoute): number {
  const { stations, balanceCost = 0 } = problem;
  const seconds = trips[trips.length - 1].returns - trips[0].loadBegins;
  const compactness = trips.reduce((total, trip) => total + spreadOf(problem, trip), 0);
  return trips
    .flatMap((trip) => trip.visits)
    .reduce(
      (total, { station, begins }) => {
        const { softTo, softFrom, previous } = stations[station];
        const late = softTo === undefined ? 0 : softTo.costPerSecond * Math.max(0, begins - softTo.at);
        const early = softFrom === undefined ? 0 : softFrom.costPerSecond * Math.max(0, softFrom.at - begins);
        return (
          total + late + early + (previous === undefined || previous.vehicle === vehicle ? 0 : previous.changeCost)
        );
      },
      balanceCost * seconds * seconds + compactness,
    );
}

/** The price of a trip's visits lying apart. */
function spreadOf({ stations, compactCost = 0 }: Problem, { visits }: SolutionTrip): number {
  if (compactCost === 0) return 0;
  const places = visits.map(({ station }) => stations[station].position!);
  const x = places.reduce((sum, place) => sum + place.x, 0) / places.length;
  const y = places.reduce((sum, place) => sum + place.y, 0) / places.length;
  return compactCost * places.reduce((sum, place) => sum + (place.x - x) ** 2 + (place.y - y) ** 2, 0);
}

function leftBehind(state: FleetState, station: number, dockless: boolean): UnassignedGoods[] {
  const missing = state.missingMask(station);
  return state.model.problem.stations[station].consignments
    .filter((goods) => (missing & (1 << goods.zone)) !== 0)
    .map((goods) => ({
      station,
      zone: goods.zone,
      reason: dockless ? 'docks' : reasonFor(state.model.problem, state.model.travel, station, goods),
    }));
}

function omissionOf(state: FleetState, { station, zone }: UnassignedGoods): number {
  return state.model.nodeOmission[state.model.node(station, 1 << zone)];
}
