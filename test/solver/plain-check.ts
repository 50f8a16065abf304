import type { Problem, ProblemRate, ProblemVehicle } from '../../server/solver/problem.js';
import type { Solution, SolutionRoute, SolutionTrip, SolutionVisit } from '../../server/solver/solution.js';

/**
 * What a solution breaks, from the definitions alone: shares no code with the search.
 *
 * Checks goods, pairs, compartments, partitions, zones apart and payload along the way, windows, service, loading, docks, shifts, stops, range, trips, height, skills,
 * release, keeping, breaks, driving, pins, given visits and stations that are served whole, and adds the cost up again.
 */
export function plainCheck(problem: Problem, solution: Solution): string[] {
  const faults: string[] = [];
  const say = (condition: boolean, fault: string) => {
    if (!condition) faults.push(fault);
  };
  const open = new Set(
    problem.stations.flatMap((station, at) => station.consignments.map((goods) => `${at}/${goods.zone}`)),
  );
  const place = (key: string) => say(open.delete(key), `${key} is placed twice or does not exist`);
  const used = new Set<number>();
  let cost = 0;
  for (const route of solution.routes) {
    say(!used.has(route.vehicle), `vehicle ${route.vehicle} drives twice`);
    used.add(route.vehicle);
    cost += checkRoute(problem, route, say, place);
  }
  let omission = 0;
  for (const { station, zone } of solution.unassigned) {
    place(`${station}/${zone}`);
    omission += problem.stations[station].consignments.find((goods) => goods.zone === zone)!.unservedPenalty;
  }
  say(open.size === 0, `${[...open]} are neither visited nor unassigned`);
  say(near(cost, solution.cost), `the cost is ${cost}, not ${solution.cost}`);
  say(near(omission, solution.unservedPenalty), `the omission cost is ${omission}, not ${solution.unservedPenalty}`);
  const penalty = solution.routes.reduce((sum, route) => sum + penaltyOf(problem, route), 0);
  say(near(penalty, solution.penaltyCost), `the penalty is ${penalty}, not ${solution.penaltyCost}`);
  checkUndivided(problem, solution, say);
  checkDocks(problem, solution, say);
  checkGiven(problem, solution, say);
  return faults;
}

type Say = (condition: boolean, fault: string) => void;

function checkRoute(problem: Problem, route: SolutionRoute, say: Say, place: (key: string) => void): number {
  const vehicle = problem.vehicles[route.vehicle];
  const depot = problem.depots[vehicle.depot];
  const stops = route.trips.reduce((sum, trip) => sum + trip.visits.length, 0);
  let meters = 0;
  let free = Math.max(vehicle.shiftBegins, depot.opens);
  say(route.trips.length <= vehicle.maxTrips, `${route.trips.length} trips`);
  say(stops <= vehicle.maxStops, `${stops} stops`);
  for (const trip of route.trips) {
    say(trip.visits.length > 0, 'an empty trip');
    say(trip.loadBegins >= free, `loading at ${trip.loadBegins}, free at ${free}`);
    meters += checkTrip(problem, route.vehicle, trip, say, place);
    free = trip.returns;
  }
  say(free <= vehicle.shiftEnds, `back at ${free}, shift ends ${vehicle.shiftEnds}`);
  say(meters <= vehicle.maxMeters + 1e-6, `${meters} meters`);
  const driving = route.trips.reduce((sum, trip) => sum + trip.seconds, 0);
  say(driving <= (vehicle.maxTravelSeconds ?? Number.POSITIVE_INFINITY), `${driving} s of driving`);
  checkBreaks(problem, route, say);
  return vehicle.fixedCost + vehicle.costPerMeter * meters + vehicle.costPerSecond * (free - route.trips[0].loadBegins);
}

function checkTrip(
  problem: Problem,
  vehicleNo: number,
  trip: SolutionTrip,
  say: Say,
  place: (key: string) => void,
): number {
  const vehicle = problem.vehicles[vehicleNo];
  const depot = problem.depots[vehicle.depot];
  checkLoad(problem, vehicleNo, trip, say);
  const loaded = trip.loadBegins + secondsAt(depot.loading, depotGrams(problem, trip));
  say(loaded <= depot.closes && trip.departs >= loaded, `departs ${trip.departs}, loaded ${loaded}`);
  let clock = trip.departs;
  let at = depot.place;
  let meters = 0;
  let driving = 0;
  const drive = (to: number, visitNo: number) => {
    const { seconds: usual, meters: ways } = leg(problem, vehicleNo, at, to);
    say(usual >= 0, `no way from ${at} to ${to}`);
    const hourly = problem.matrices[vehicle.matrix].timeSlices === undefined ? undefined : { vehicleNo, from: at, to };
    const seconds = hourly === undefined ? usual : firstSecondDone(problem, hourly, [[clock, Infinity]]) - clock;
    clock =
      hourly === undefined
        ? arrivalWithBreaks(trip, visitNo, clock, seconds, say)
        : firstSecondDone(problem, hourly, drivenSpans(trip, visitNo, clock, say));
    driving += seconds;
    meters += ways;
    at = to;
  };
  for (const [visitNo, visit] of trip.visits.entries()) {
    const station = problem.stations[visit.station];
    drive(station.place, visitNo);
    const pickup = trip.visits.find((other) => other.station === station.pickedUpAt);
    const rides = pickup === undefined ? 0 : visit.begins - pickup.leaves;
    say(rides <= (station.maxRideSeconds ?? Number.POSITIVE_INFINITY), `goods ride for ${rides} s`);
    checkGoodsTimes(problem, vehicleNo, trip, visitNo, say);
    say(station.allowedVehicles?.includes(vehicleNo) ?? true, `station ${visit.station} is kept for others`);
    say(visit.arrives === clock, `arrives ${visit.arrives}, not ${clock}`);
    say(visit.begins >= visit.arrives, 'begins before it arrives');
    say(
      isGiven(problem, vehicleNo, visit) ||
        station.windows.some(({ opens, closes }) => opens <= visit.begins && visit.begins <= closes),
      `begins at ${visit.begins}, outside of all windows`,
    );
    say(vehicle.heightMillimeters <= station.maxVehicleHeightMillimeters, 'too high');
    say(((station.requiredSkills ?? 0) & ~(vehicle.skills ?? 0)) === 0, 'lacks a skill');
    let dropped = 0;
    let handling = 0;
    for (const { zone } of visit.goods) {
      place(`${visit.station}/${zone}`);
      const item = station.consignments.find((each) => each.zone === zone)!;
      dropped += item.grams;
      handling += item.handlingMicros ?? 0;
    }
    say(visit.goods.length > 0, 'a visit for nothing');
    say(
      visit.leaves ===
        visit.begins + secondsAt({ ...station.service, fixedMicros: station.service.fixedMicros + handling }, dropped),
      `leaves at ${visit.leaves}`,
    );
    clock = visit.leaves;
  }
  drive(depot.place, trip.visits.length);
  say(trip.seconds === driving, `${trip.seconds} s of driving, not ${driving}`);
  say(trip.returns === clock, `returns ${trip.returns}, not ${clock}`);
  say(near(trip.meters, meters), `${trip.meters} m, not ${meters}`);
  return meters;
}

function isGiven(problem: Problem, vehicle: number, { station, goods }: SolutionVisit): boolean {
  const zones = goods
    .map((item) => item.zone)
    .sort()
    .join();
  const given = problem.vehicles[vehicle].executedPrefix?.flat() ?? [];
  return given.some((visit) => visit.station === station && [...visit.zones].sort().join() === zones);
}

/** Every given visit is where it belongs: at the beginning of its trip, in order. */
function checkGiven(problem: Problem, { routes }: Solution, say: Say): void {
  problem.vehicles.forEach(({ executedPrefix = [] }, vehicle) => {
    const trips = routes.find((route) => route.vehicle === vehicle)?.trips ?? [];
    executedPrefix.forEach((visits, trip) => {
      visits.forEach(({ station, zones }, at) => {
        const visit = trips[trip]?.visits[at];
        const there = visit?.station === station && visit.goods.every(({ zone }) => zones.includes(zone));
        say(there && visit.goods.length === zones.length, `vehicle ${vehicle} does not begin as given`);
      });
    });
  });
}

/** Driving and standing on a leg may alternate; what is driven before, between and after the breaks is the leg. */
function arrivalWithBreaks(trip: SolutionTrip, visitNo: number, leaves: number, seconds: number, say: Say): number {
  let clock = leaves;
  let left = seconds;
  for (const pause of trip.breaks.filter((one) => one.beforeVisit === visitNo)) {
    say(pause.begins >= clock, `a break at ${pause.begins}, before ${clock}`);
    left = Math.max(0, left - (pause.begins - clock));
    clock = pause.ends;
  }
  return clock + left;
}

type Hourly = { readonly vehicleNo: number; readonly from: number; readonly to: number };

/** From when until when one may drive on a leg: the time between its breaks, the last without an end. */
function drivenSpans(trip: SolutionTrip, visitNo: number, leaves: number, say: Say): [number, number][] {
  const spans: [number, number][] = [];
  let clock = leaves;
  for (const pause of trip.breaks.filter((one) => one.beforeVisit === visitNo)) {
    say(pause.begins >= clock, `a break at ${pause.begins}, before ${clock}`);
    spans.push([clock, pause.begins]);
    clock = pause.ends;
  }
  return [...spans, [clock, Infinity]];
}

/** The first whole second of the last span, but for a millionth, at which the parts driven in each slice make a way. */
function firstSecondDone(problem: Problem, { vehicleNo, from, to }: Hourly, spans: [number, number][]): number {
  const { matrix: matrixNo, secondsFactor = 1 } = problem.vehicles[vehicleNo];
  const { size, seconds, timeSlices = [] } = problem.matrices[matrixNo];
  const partsUntil = (moment: number) => {
    let parts = 0;
    for (const [begin, end] of spans) {
      timeSlices.forEach((slice, at) => {
        const whole = (slice.seconds ?? seconds)[from * size + to] * (slice.factor ?? 1) * secondsFactor;
        const first = Math.max(begin, at === 0 ? -Infinity : slice.begins);
        const last = Math.min(end, moment, timeSlices[at + 1]?.begins ?? Infinity);
        if (last > first) parts += whole === 0 ? 1 : (last - first) / whole;
      });
    }
    return parts;
  };
  const isSamePlace = timeSlices.some((slice) => (slice.seconds ?? seconds)[from * size + to] === 0);
  let moment = spans[spans.length - 1][0];
  while (!isSamePlace && partsUntil(moment + 1e-6) < 1) moment++;
  return moment;
}

function checkBreaks(problem: Problem, route: SolutionRoute, say: Say): void {
  const wanted = problem.vehicles[route.vehicle].breaks ?? [];
  const taken = route.trips.flatMap((trip) => trip.breaks);
  say(taken.length === wanted.length, `${taken.length} breaks instead of ${wanted.length}`);
  wanted.forEach(({ seconds, windows }, at) => {
    const pause = taken[at];
    if (pause === undefined) return;
    say(pause.ends - pause.begins === seconds, `a break of ${pause.ends - pause.begins} s`);
    const inWindow = windows.some(({ opens, closes }) => opens <= pause.begins && pause.begins <= closes);
    say(inWindow, `a break at ${pause.begins}, outside of its windows`);
  });
}

/** Goods are ready when they are loaded, and not too long on board when they are left. */
function checkGoodsTimes(problem: Problem, vehicleNo: number, trip: SolutionTrip, visitNo: number, say: Say): void {
  const { station: stationNo, goods, leaves } = trip.visits[visitNo];
  const station = problem.stations[stationNo];
  const isPair = station.pickedUpAt !== undefined || problem.stations.some((other) => other.pickedUpAt === stationNo);
  for (const { zone, compartment } of goods) {
    const { collected, releaseTime = 0 } = station.consignments.find((item) => item.zone === zone)!;
    if (collected === true || isPair) continue;
    say(releaseTime <= trip.loadBegins, `loading at ${trip.loadBegins}, goods ready at ${releaseTime}`);
    const { maxTimeOnBoardSeconds } = problem.vehicles[vehicleNo].compartments[compartment];
    const limit = maxTimeOnBoardSeconds?.[zone] ?? Number.POSITIVE_INFINITY;
    say(leaves - trip.loadBegins <= limit, `goods on board for ${leaves - trip.loadBegins} s of ${limit}`);
  }
}

/** The prices of lateness, change and uneven work. */
function penaltyOf(problem: Problem, { vehicle, trips }: SolutionRoute): number {
  const seconds = trips[trips.length - 1].returns - trips[0].loadBegins;
  let price = (problem.balanceCost ?? 0) * seconds ** 2;
  for (const { visits } of problem.compactCost === undefined ? [] : trips) {
    const middle = (axis: 'x' | 'y') =>
      visits.reduce((sum, { station }) => sum + problem.stations[station].position![axis], 0) / visits.length;
    const [x, y] = [middle('x'), middle('y')];
    for (const { station } of visits) {
      const { position } = problem.stations[station];
      price += problem.compactCost! * Math.hypot(position!.x - x, position!.y - y) ** 2;
    }
  }
  for (const { station, begins } of trips.flatMap((trip) => trip.visits)) {
    const { softTo, softFrom, previous } = problem.stations[station];
    if (softFrom !== undefined && begins < softFrom.at) {
      price += (softFrom.at - begins) * softFrom.costPerSecond;
    }
    if (softTo !== undefined && begins > softTo.at) price += (begins - softTo.at) * softTo.costPerSecond;
    if (previous !== undefined && previous.vehicle !== vehicle) price += previous.changeCost;
  }
  return price;
}

interface Ride {
  readonly grams: number;
  readonly milliliters: number;
  readonly zone: number;
  readonly compartment: number;
  /** Indices of visits between which it is on board: after the one, until the other. -1: the depot. */
  readonly from: number;
  readonly until: number;
}

/** Everything that rides on a trip, and from where to where. */
function ridesOf(problem: Problem, trip: SolutionTrip, say: Say): Ride[] {
  return trip.visits.flatMap((visit, at) =>
    visit.goods.flatMap(({ zone, compartment }): Ride[] => {
      const station = problem.stations[visit.station];
      const goods = { ...station.consignments.find((item) => item.zone === zone)!, compartment };
      const end = trip.visits.length;
      if (goods.collected === true) return [{ ...goods, from: at, until: end }];
      const from = station.pickedUpAt;
      const isPickup = problem.stations.some((other) => other.pickedUpAt === visit.station);
      if (isPickup) {
        const delivery = trip.visits.findIndex(({ station: to }) => problem.stations[to].pickedUpAt === visit.station);
        say(delivery > at, `what station ${visit.station} gives is not delivered after it`);
        return [{ ...goods, from: at, until: delivery }];
      }
      if (from === undefined) return [{ ...goods, from: -1, until: at }];
      const pickup = trip.visits.findIndex((other) => other.station === from);
      say(pickup >= 0 && pickup < at, `what station ${visit.station} gets was not picked up before`);
      const twin = trip.visits[pickup]?.goods.find((other) => other.zone === zone);
      say(twin?.compartment === compartment, 'goods change their compartment on the way');
      return [];
    }),
  );
}

function checkLoad(problem: Problem, vehicleNo: number, trip: SolutionTrip, say: Say): void {
  const vehicle = problem.vehicles[vehicleNo];
  const rides = ridesOf(problem, trip, say);
  for (const { zone, compartment } of rides) {
    say((vehicle.compartments[compartment].zoneMask & (1 << zone)) !== 0, 'a zone in the wrong compartment');
  }
  for (const [one, other] of problem.incompatibleZones ?? []) {
    vehicle.compartments.forEach((_, at) => {
      const zones = rides.filter((ride) => ride.compartment === at).map((ride) => ride.zone);
      say(!zones.includes(one) || !zones.includes(other), `zones ${one} and ${other} share compartment ${at}`);
    });
  }
  for (const [one, other] of problem.incompatibleOnTrip ?? []) {
    const zones = rides.map((ride) => ride.zone);
    say(!zones.includes(one) || !zones.includes(other), `zones ${one} and ${other} share a trip`);
  }
  checkPartitions(vehicle, rides, trip.visits.length, say);
  for (let leg = -1; leg < trip.visits.length; leg++) {
    const aboard = rides.filter((ride) => ride.from <= leg && leg < ride.until);
    const grams = aboard.reduce((sum, ride) => sum + ride.grams, 0);
    say(grams <= vehicle.payloadGrams, `${grams} g of ${vehicle.payloadGrams} behind visit ${leg}`);
    vehicle.compartments.forEach((part, at) => {
      const inside = aboard.filter((ride) => ride.compartment === at);
      const milliliters = inside.reduce((sum, ride) => sum + ride.milliliters, 0);
      say(milliliters <= part.milliliters, `${milliliters} ml of ${part.milliliters} behind visit ${leg}`);
    });
  }
}

/** Partitions stand where the fullest moment of the trip needs them. */
function checkPartitions(vehicle: ProblemVehicle, rides: readonly Ride[], visits: number, say: Say): void {
  vehicle.bodies?.forEach(({ milliliters, stepMilliliters }, body) => {
    let all = 0;
    vehicle.compartments.forEach((part, at) => {
      if (part.body !== body) return;
      let most = 0;
      for (let leg = -1; leg < visits; leg++) {
        const inside = rides.filter((ride) => ride.compartment === at && ride.from <= leg && leg < ride.until);
        most = Math.max(
          most,
          inside.reduce((sum, ride) => sum + ride.milliliters, 0),
        );
      }
      const size = Math.ceil(most / stepMilliliters) * stepMilliliters;
      say(size <= part.milliliters, `compartment ${at} is ${size} ml of ${part.milliliters} large`);
      all += size;
    });
    say(all <= milliliters, `compartments of ${all} ml in a body of ${milliliters}`);
  });
}

/** What is loaded at the depot. */
function depotGrams(problem: Problem, trip: SolutionTrip): number {
  return ridesOf(problem, trip, () => {})
    .filter((ride) => ride.from < 0)
    .reduce((sum, ride) => sum + ride.grams, 0);
}

/** What is not divided is brought on one visit or stays behind whole. */
function checkUndivided(problem: Problem, { routes, unassigned }: Solution, say: Say): void {
  const visited = routes.flatMap(({ trips }) => trips.flatMap(({ visits }) => visits.map((visit) => visit.station)));
  problem.stations.forEach(({ splitAllowed }, at) => {
    const visits = visited.filter((station) => station === at).length;
    const leftOut = unassigned.some(({ station }) => station === at);
    say(splitAllowed !== false || visits === 0 || (visits === 1 && !leftOut), `station ${at} is brought in parts`);
  });
}

/** Who else takes docks counts, but is not to blame where nobody of the plan loads at that moment. */
function checkDocks(problem: Problem, solution: Solution, say: Say): void {
  const loadings = solution.routes.flatMap(({ vehicle, trips }) =>
    trips.map((trip) => {
      const { depot } = problem.vehicles[vehicle];
      const ends = trip.loadBegins + secondsAt(problem.depots[depot].loading, depotGrams(problem, trip));
      return { depot, begins: trip.loadBegins, ends, isOwn: true };
    }),
  );
  const others = problem.depots.flatMap(({ taken = [] }, depot) =>
    taken.map((each) => ({ ...each, depot, isOwn: false })),
  );
  const all = [...loadings, ...others];
  for (const one of all) {
    const together = all.filter(
      (other) => other.depot === one.depot && other.begins <= one.begins && one.begins < other.ends,
    );
    const isTooMany = together.length > problem.depots[one.depot].docks && together.some(({ isOwn }) => isOwn);
    say(!isTooMany, `${together.length} vehicles load at once`);
  }
}

function leg(problem: Problem, vehicleNo: number, from: number, to: number) {
  const vehicle = problem.vehicles[vehicleNo];
  const matrix = problem.matrices[vehicle.matrix];
  const seconds = matrix.seconds[from * matrix.size + to];
  return {
    seconds: seconds < 0 ? -1 : Math.ceil(seconds * (vehicle.secondsFactor ?? 1)),
    meters: matrix.meters[from * matrix.size + to],
  };
}

function secondsAt({ fixedMicros, microsPerGram }: ProblemRate, grams: number): number {
  return Math.ceil((fixedMicros + microsPerGram * grams) / 1_000_000);
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(one));
}
