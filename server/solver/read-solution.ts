import type { DockPlan } from './docks.js';
import type { FleetState } from './fleet-state.js';
import { rateSeconds } from './problem.js';
import { reasonFor } from './reasons.js';
import type { PlacedGoods, Solution, SolutionRoute, SolutionTrip, SolutionVisit, UnassignedGoods } from './solution.js';

/** Reads the plan out of the search's arrays: exact times with docks, compartments, and reasons for what stays behind. */
export function readSolution(state: FleetState, docks: DockPlan | undefined, iterations: number): Solution {
  const { model } = state;
  const dockless = docks === undefined ? new Set<number>() : dropTripsWithoutDock(state, docks);
  const routes: SolutionRoute[] = [];
  model.problem.vehicles.forEach((_, vehicle) => {
    const trips: SolutionTrip[] = [];
    for (let trip = vehicle * model.tripsEach; trip < (vehicle + 1) * model.tripsEach; trip++) {
      if (state.tripStops[trip] > 0) trips.push(readTrip(state, docks, vehicle, trip));
    }
    if (trips.length > 0) routes.push({ vehicle, trips });
  });
  const unassigned = [...state.absent.subarray(0, state.absentCount)]
    .sort((one, other) => one - other)
    .flatMap((station) => leftBehind(state, station, dockless.has(station)));
  const omissionCost = unassigned.reduce((price, goods) => price + omissionOf(state, goods), 0);
  const cost = routes.reduce((total, route) => total + costOf(state, route), 0);
  return { routes, unassigned, cost, omissionCost, iterations };
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

function readTrip(state: FleetState, docks: DockPlan | undefined, vehicle: number, trip: number): SolutionTrip {
  const { model } = state;
  const { depot: depotNo, shiftBegins } = model.problem.vehicles[vehicle];
  const depot = model.problem.depots[depotNo];
  const travel = model.vehicleTravel[vehicle];
  const nodes = new Int32Array(state.tripStops[trip]);
  state.nodesOf(trip, nodes);
  const packing = state.packTrip(trip);
  if (packing === undefined) throw new Error(`Vehicle ${vehicle} cannot hold what the search gave it.`);
  const loadBegins = docks === undefined ? Math.max(shiftBegins, depot.opens) : docks.loadBegins[trip];
  const loaded = loadBegins + rateSeconds(depot.loading, state.tripGrams[trip]);
  const departs = docks === undefined ? loaded : Math.max(loaded, docks.times.tripDeparts[trip]);
  let clock = departs;
  let place = depot.place;
  let meters = 0;
  let seconds = 0;
  const drive = (to: number) => {
    const leg = {
      legSeconds: model.travel.secondsBetween(travel, place, to),
      legMeters: model.travel.metersBetween(travel, place, to),
    };
    clock += leg.legSeconds;
    seconds += leg.legSeconds;
    meters += leg.legMeters;
    place = to;
    return leg;
  };
  const visits = Array.from(nodes, (node): SolutionVisit => {
    const leg = drive(model.nodePlace[node]);
    const arrives = clock;
    const begins = model.beginAt(node, arrives);
    const leaves = begins + model.nodeSeconds[node];
    clock = leaves;
    const placed: PlacedGoods[] = [];
    for (let zone = 0; zone < model.zoneCount; zone++) {
      const compartment = packing.get(node * model.zoneCount + zone);
      if (compartment !== undefined) placed.push({ zone, compartment });
    }
    return { station: model.nodeStation[node], arrives, begins, leaves, ...leg, goods: placed };
  });
  drive(depot.place);
  return { loadBegins, departs, returns: clock, meters, seconds, visits };
}

function costOf(state: FleetState, { vehicle, trips }: SolutionRoute): number {
  const { fixedCost, costPerMeter, costPerSecond } = state.model.problem.vehicles[vehicle];
  const meters = trips.reduce((total, trip) => total + trip.meters, 0);
  return fixedCost + costPerMeter * meters + costPerSecond * (trips[trips.length - 1].returns - trips[0].loadBegins);
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
