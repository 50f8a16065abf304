import type { DockPlan } from './docks.js';
import type { FleetState } from './fleet-state.js';
import { rateSeconds } from './problem.js';
import { reasonFor } from './reasons.js';
import type { PlacedGoods, Solution, SolutionRoute, SolutionTrip, SolutionVisit, UnassignedGoods } from './solution.js';

/** Reads the plan out of the search's arrays: exact times with docks, compartments, and reasons for what stays behind. */
export function readSolution(
  state: FleetState,
  docks: DockPlan,
  absentAtEnd: Int32Array,
  iterations: number,
): Solution {
  const dockless = dropTripsWithoutDock(state, docks);
  const absent = new Set([...absentAtEnd, ...dockless]);
  const routes: SolutionRoute[] = [];
  state.problem.vehicles.forEach((_, vehicle) => {
    const trips: SolutionTrip[] = [];
    for (let trip = 0; trip < state.tripsEach; trip++) {
      const slot = vehicle * state.tripsEach + trip;
      if (state.length[slot] > 0) trips.push(readTrip(state, docks, vehicle, slot));
    }
    if (trips.length > 0) routes.push({ vehicle, trips });
  });
  const unassigned = [...absent]
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
    const slot = docks.failed[0];
    while (state.length[slot] > 0) {
      const station = state.goods.stationOf(state.nodes[slot * state.capacity]);
      stations.add(station);
      state.removeAt(slot, 0);
      forgetPart(state, station, slot);
    }
    state.closeGaps(state.vehicleOf(slot), () => {});
    state.refresh(state.vehicleOf(slot));
  }
  return stations;
}

function forgetPart(state: FleetState, station: number, slot: number): void {
  const zones = state.goods.zoneCount;
  const kept: [number, number][] = [];
  for (let part = station * zones; part < (station + 1) * zones; part++) {
    if (state.partSlot[part] >= 0 && state.partSlot[part] !== slot)
      kept.push([state.partSlot[part], state.partMask[part]]);
    state.partSlot[part] = -1;
  }
  kept.forEach(([otherSlot, mask], at) => {
    state.partSlot[station * zones + at] = otherSlot;
    state.partMask[station * zones + at] = mask;
  });
}

function readTrip(state: FleetState, docks: DockPlan, vehicle: number, slot: number): SolutionTrip {
  const { problem, goods, capacity } = state;
  const { matrix: matrixNo, depot: depotNo } = problem.vehicles[vehicle];
  const depot = problem.depots[depotNo];
  const matrix = problem.matrices[matrixNo];
  const nodes = state.nodes.subarray(slot * capacity, slot * capacity + state.length[slot]);
  const packing = state.packers[vehicle].pack(nodes, nodes.length);
  if (packing === undefined) throw new Error(`Vehicle ${vehicle} cannot hold what the search gave it.`);
  const loadBegins = docks.loadBegins[slot];
  const departs = Math.max(loadBegins + rateSeconds(depot.loading, state.slotGrams[slot]), state.slotDeparts[slot]);
  let clock = departs;
  let place = depot.place;
  let meters = 0;
  let seconds = 0;
  const drive = (to: number) => {
    const leg = {
      legSeconds: matrix.seconds[place * matrix.size + to],
      legMeters: matrix.meters[place * matrix.size + to],
    };
    clock += leg.legSeconds;
    seconds += leg.legSeconds;
    meters += leg.legMeters;
    place = to;
    return leg;
  };
  const visits = Array.from(nodes, (node): SolutionVisit => {
    const station = goods.stationOf(node);
    const leg = drive(problem.stations[station].place);
    const arrives = clock;
    const begins = state.beginAt(station, arrives);
    const leaves = begins + goods.serviceSeconds[node];
    clock = leaves;
    const placed: PlacedGoods[] = [];
    for (let zone = 0; zone < goods.zoneCount; zone++) {
      const compartment = packing.get(node * goods.zoneCount + zone);
      if (compartment !== undefined) placed.push({ zone, compartment });
    }
    return { station, arrives, begins, leaves, ...leg, goods: placed };
  });
  drive(depot.place);
  return { loadBegins, departs, returns: clock, meters, seconds, visits };
}

function costOf(state: FleetState, { vehicle, trips }: SolutionRoute): number {
  const { fixedCost, costPerMeter, costPerSecond } = state.problem.vehicles[vehicle];
  const meters = trips.reduce((total, trip) => total + trip.meters, 0);
  return fixedCost + costPerMeter * meters + costPerSecond * (trips[trips.length - 1].returns - trips[0].loadBegins);
}

function leftBehind(state: FleetState, station: number, dockless: boolean): UnassignedGoods[] {
  const missing = state.goods.fullMask[station] & ~state.servedMask(station);
  return state.problem.stations[station].consignments
    .filter((goods) => (missing & (1 << goods.zone)) !== 0)
    .map((goods) => ({
      station,
      zone: goods.zone,
      reason: dockless ? 'docks' : reasonFor(state.problem, station, goods),
    }));
}

function omissionOf(state: FleetState, { station, zone }: UnassignedGoods): number {
  return state.goods.omissionCost[state.goods.node(station, 1 << zone)];
}
