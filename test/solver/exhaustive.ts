import type { Problem, ProblemRate, ProblemVehicle } from '../../server/solver/problem.js';

/** One consignment, by station and zone. */
interface Unit {
  readonly station: number;
  readonly zone: number;
}

type Trip = readonly Unit[];

/**
 * The least that a tiny problem can cost, by trying everything: every choice of goods for every vehicle, every order,
 * every cut into trips, every compartment, every leg for every break, every second for every loading.
 *
 * Once loadings and breaks are chosen nothing gains by waiting, so the rest is done as early as possible. Written from
 * the definitions; for a handful of consignments and days of a hundred seconds or so. Docks are not looked at.
 */
export function leastCost(problem: Problem): number {
  const units = problem.stations.flatMap(({ consignments }, station) =>
    consignments.map(({ zone }): Unit => ({ station, zone })),
  );
  const all = 1 << units.length;
  const omission = units.map(({ station, zone }) => goodsOf(problem, { station, zone }).unservedPenalty);
  let best = Float64Array.from({ length: all }, (_, mask) => (mask === 0 ? 0 : Number.POSITIVE_INFINITY));
  problem.vehicles.forEach((_, vehicle) => {
    const days = Float64Array.from({ length: all }, (_, mask) => {
      const taken = units.filter((_, at) => (mask & (1 << at)) !== 0);
      return cheapestDay(problem, vehicle, taken);
    });
    const next = new Float64Array(all).fill(Number.POSITIVE_INFINITY);
    for (let mask = 0; mask < all; mask++) {
      for (let own = mask; ; own = (own - 1) & mask) {
        next[mask] = Math.min(next[mask], best[mask ^ own] + days[own]);
        if (own === 0) break;
      }
    }
    best = next;
  });
  const left = (mask: number) => omission.reduce((sum, price, at) => sum + ((mask & (1 << at)) === 0 ? price : 0), 0);
  return Math.min(...best.map((cost, mask) => cost + left(mask)));
}

function goodsOf(problem: Problem, { station, zone }: Unit) {
  return problem.stations[station].consignments.find((goods) => goods.zone === zone)!;
}

function cheapestDay(problem: Problem, vehicle: number, units: readonly Unit[]): number {
  const { maxTrips, executedPrefix = [] } = problem.vehicles[vehicle];
  if (units.length === 0) return executedPrefix.length > 0 ? Number.POSITIVE_INFINITY : 0;
  let best = Number.POSITIVE_INFINITY;
  for (const order of permutations(units)) {
    for (const trips of cuts(order, maxTrips)) {
      if (isPossible(problem, vehicle, trips)) best = Math.min(best, bestTiming(problem, vehicle, trips));
    }
  }
  return best;
}

function* permutations(units: readonly Unit[]): Generator<readonly Unit[]> {
  if (units.length === 0) yield [];
  for (let at = 0; at < units.length; at++) {
    for (const rest of permutations(units.toSpliced(at, 1))) yield [units[at], ...rest];
  }
}

function* cuts(order: readonly Unit[], most: number): Generator<readonly Trip[]> {
  if (most < 1) return;
  yield [order];
  for (let at = 1; at < order.length; at++) {
    for (const rest of cuts(order.slice(at), most - 1)) yield [order.slice(0, at), ...rest];
  }
}

/** Consecutive goods of one station are one visit. */
function visitsOf(trip: Trip): Unit[][] {
  const visits: Unit[][] = [];
  for (const unit of trip) {
    const last = visits[visits.length - 1];
    if (last?.[0].station === unit.station) last.push(unit);
    else visits.push([unit]);
  }
  return visits;
}

/** Everything but times. */
function isPossible(problem: Problem, vehicleNo: number, trips: readonly Trip[]): boolean {
  const vehicle = problem.vehicles[vehicleNo];
  const visits = trips.map(visitsOf);
  const stations = visits.map((list) => list.map(([{ station }]) => station));
  if (stations.some((list) => new Set(list).size < list.length)) return false;
  if (stations.flat().length > vehicle.maxStops) return false;
  const allowed = stations.flat().every((at) => {
    const { maxVehicleHeightMillimeters: height, requiredSkills = 0, allowedVehicles } = problem.stations[at];
    if (allowedVehicles !== undefined && !allowedVehicles.includes(vehicleNo)) return false;
    return vehicle.heightMillimeters <= height && (requiredSkills & ~(vehicle.skills ?? 0)) === 0;
  });
  if (!allowed) return false;
  const isWhole = ([{ station }, ...others]: readonly Unit[]) =>
    problem.stations[station].splitAllowed !== false ||
    others.length + 1 === problem.stations[station].consignments.length;
  if (!visits.flat().every(isWhole)) return false;
  for (const [at, given] of (vehicle.executedPrefix ?? []).entries()) {
    for (const [place, { station, zones }] of given.entries()) {
      const visit = visits[at]?.[place] ?? [];
      if (visit.length !== zones.length || !visit.every((unit) => unit.station === station)) return false;
      if (!visit.every((unit) => zones.includes(unit.zone))) return false;
    }
  }
  const legs = visits.flatMap((list) => legsOf(problem, vehicleNo, list));
  if (legs.some(({ seconds }) => seconds < 0)) return false;
  if (legs.reduce((sum, leg) => sum + leg.meters, 0) > vehicle.maxMeters) return false;
  const byHour = problem.matrices[vehicle.matrix].timeSlices !== undefined;
  const driving = legs.reduce((sum, leg) => sum + leg.seconds, 0);
  if (!byHour && driving > (vehicle.maxTravelSeconds ?? Number.POSITIVE_INFINITY)) return false;
  const meets = trips.some((trip) =>
    trip.some((one) => trip.some((other) => arePair(problem.incompatibleOnTrip, one.zone, other.zone))),
  );
  return !meets && trips.every((trip) => ridesOf(problem, trip) !== undefined);
}

interface Ride extends Unit {
  readonly from: number;
  readonly until: number;
}

/** From behind which to before which unit of the trip each consignment is on board; undefined where a pair is broken. */
function ridesOf(problem: Problem, trip: Trip): Ride[] | undefined {
  const rides: Ride[] = [];
  for (const [at, unit] of trip.entries()) {
    const { pickedUpAt } = problem.stations[unit.station];
    const indexOf = (station: number) =>
      trip.findIndex((other) => other.station === station && other.zone === unit.zone);
    const delivery = problem.stations.findIndex((other) => other.pickedUpAt === unit.station);
    if (goodsOf(problem, unit).collected === true) rides.push({ ...unit, from: at, until: trip.length });
    else if (delivery >= 0) {
      if (indexOf(delivery) < at) return undefined;
      rides.push({ ...unit, from: at, until: indexOf(delivery) });
    } else if (pickedUpAt === undefined) rides.push({ ...unit, from: -1, until: at });
    else {
      const pickup = indexOf(pickedUpAt);
      if (pickup < 0 || pickup > at) return undefined;
    }
  }
  return rides;
}

function legsOf(problem: Problem, vehicleNo: number, visits: readonly (readonly Unit[])[]) {
  const { depot, matrix: matrixNo, secondsFactor = 1 } = problem.vehicles[vehicleNo];
  const { size, seconds, meters, timeSlices = [] } = problem.matrices[matrixNo];
  const home = problem.depots[depot].place;
  const places = [home, ...visits.map(([{ station }]) => problem.stations[station].place), home];
  return places.slice(1).map((to, at) => {
    const cell = places[at] * size + to;
    const usual = seconds[cell] < 0 ? -1 : Math.ceil(seconds[cell] * secondsFactor);
    /** What a second brings one on this way, as a part of it. */
    const partAt = (moment: number) => {
      const slice = timeSlices.findLast(({ begins }) => begins <= moment) ?? timeSlices[0];
      return 1 / ((slice.seconds ?? seconds)[cell] * (slice.factor ?? 1) * secondsFactor);
    };
    return { seconds: usual, meters: meters[cell], partAt: timeSlices.length > 0 && usual > 0 ? partAt : undefined };
  });
}

function rate({ fixedMicros, microsPerGram }: ProblemRate, grams: number, handlingMicros = 0): number {
  return Math.ceil((fixedMicros + microsPerGram * grams + handlingMicros) / 1_000_000);
}

function gramsOf(problem: Problem, units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + goodsOf(problem, unit).grams, 0);
}

/** Whether each of the trip's goods finds a compartment that may hold it, long enough, beside the others. */
function fitsCompartments(
  problem: Problem,
  vehicle: ProblemVehicle,
  rides: readonly Ride[],
  ageOf: (ride: Ride) => number,
  chosen: readonly number[] = [],
): boolean {
  if (chosen.length === rides.length) return true;
  const ride = rides[chosen.length];
  return vehicle.compartments.some(({ zoneMask, milliliters, maxTimeOnBoardSeconds }, part) => {
    if ((zoneMask & (1 << ride.zone)) === 0) return false;
    if (ride.from < 0 && ageOf(ride) > (maxTimeOnBoardSeconds?.[ride.zone] ?? Number.POSITIVE_INFINITY)) return false;
    const inside = rides.filter((_, at) => chosen[at] === part).concat(ride);
    const full = inside.some(({ from }) => {
      const aboard = inside.filter((other) => other.from <= from && from < other.until);
      return aboard.reduce((sum, unit) => sum + goodsOf(problem, unit).milliliters, 0) > milliliters;
    });
    if (rides.some((other, at) => chosen[at] === part && arePair(problem.incompatibleZones, other.zone, ride.zone)))
      return false;
    const next = [...chosen, part];
    return (
      !full && partitionsStand(problem, vehicle, rides, next) && fitsCompartments(problem, vehicle, rides, ageOf, next)
    );
  });
}

/** Whether each body has room for its compartments, each as large as the goods chosen for it ever ask, in whole steps. */
function partitionsStand(
  problem: Problem,
  { compartments, bodies = [] }: ProblemVehicle,
  rides: readonly Ride[],
  chosen: readonly number[],
): boolean {
  const sizeOf = (part: number, step: number) => {
    const inside = rides.filter((_, at) => chosen[at] === part);
    const fills = inside.map(({ from }) =>
      inside
        .filter((other) => other.from <= from && from < other.until)
        .reduce((sum, unit) => sum + goodsOf(problem, unit).milliliters, 0),
    );
    return Math.ceil(Math.max(0, ...fills) / step) * step;
  };
  return bodies.every(({ milliliters, stepMilliliters: step }, body) => {
    const sizes = compartments.map((part, at) => (part.body === body ? sizeOf(at, step) : 0));
    if (sizes.some((size, at) => compartments[at].body === body && size > compartments[at].milliliters)) return false;
    return sizes.reduce((sum, size) => sum + size, 0) <= milliliters;
  });
}

function arePair(pairs: Problem['incompatibleZones'] = [], one: number, other: number): boolean {
  return pairs.some((pair) => pair.includes(one) && pair.includes(other) && one !== other);
}

function isOverloaded(problem: Problem, payload: number, rides: readonly Ride[]): boolean {
  return rides.some(({ from }) => {
    const aboard = rides.filter((other) => other.from <= from && from < other.until);
    return gramsOf(problem, aboard) > payload;
  });
}

/** Squared distances between all visits of a trip, two by two, shared by their number: the same as from their middle. */
function priceOfStrewn({ stations, compactCost = 0 }: Problem, visits: readonly (readonly Unit[])[]): number {
  let squares = 0;
  for (const [{ station: one }] of visits) {
    for (const [{ station: other }] of visits) {
      const [from, to] = [stations[one].position, stations[other].position];
      if (from !== undefined && to !== undefined) squares += ((from.x - to.x) ** 2 + (from.y - to.y) ** 2) / 2;
    }
  }
  return (compactCost * squares) / visits.length;
}

/** The least that a day costs over all times and breaks. */
function bestTiming(problem: Problem, vehicleNo: number, trips: readonly Trip[]): number {
  const vehicle = problem.vehicles[vehicleNo];
  const depot = problem.depots[vehicle.depot];
  const breaks = vehicle.breaks ?? [];
  const rides = trips.map((trip) => ridesOf(problem, trip)!);
  if (rides.some((list) => isOverloaded(problem, vehicle.payloadGrams, list))) return Number.POSITIVE_INFINITY;
  const visits = trips.map(visitsOf);
  const legs = visits.map((list) => legsOf(problem, vehicleNo, list));
  const meters = legs.flat().reduce((sum, leg) => sum + leg.meters, 0);
  const loadings = rides.map((list) => {
    const loaded = list.filter((ride) => ride.from < 0);
    const ready = Math.max(0, ...loaded.map((ride) => goodsOf(problem, ride).releaseTime ?? 0));
    return { seconds: rate(depot.loading, gramsOf(problem, loaded)), ready };
  });
  const strewn = visits.reduce((sum, list) => sum + priceOfStrewn(problem, list), 0);
  const keepsMatter = vehicle.compartments.some((part) => part.maxTimeOnBoardSeconds !== undefined);
  let best = Number.POSITIVE_INFINITY;

  const trip = (number: number, clock: number, taken: number, dayBegan: number, late: number): void => {
    if (number === trips.length) {
      if (taken < breaks.length || clock > vehicle.shiftEnds) return;
      const seconds = clock - dayBegan;
      const cost = vehicle.fixedCost + vehicle.costPerMeter * meters + vehicle.costPerSecond * seconds;
      best = Math.min(best, cost + (problem.balanceCost ?? 0) * seconds ** 2 + late);
      return;
    }
    const earliest = Math.max(clock, depot.opens, loadings[number].ready);
    // A later loading is later for all that follows, unless goods must not ride so long.
    const latest = number === 0 || keepsMatter ? depot.closes - loadings[number].seconds : earliest;
    for (let begins = earliest; begins <= Math.min(latest, vehicle.shiftEnds); begins++) {
      const departs = begins + loadings[number].seconds;
      if (departs > depot.closes) return;
      visit(number, 0, departs, taken, number === 0 ? begins : dayBegan, late, begins, []);
    }
  };
  /** With slices a leg's driving seconds are those of a drive without a break that departs then. */
  const drivenSoFar: number[] = [];
  const mayDrive = () =>
    problem.matrices[vehicle.matrix].timeSlices === undefined ||
    drivenSoFar.reduce((sum, seconds) => sum + seconds, 0) <= (vehicle.maxTravelSeconds ?? Number.POSITIVE_INFINITY);
  const ridesTooLong = (number: number, at: number, begins: number, left: readonly number[]): boolean => {
    const { pickedUpAt, maxRideSeconds = Number.POSITIVE_INFINITY } = problem.stations[visits[number][at][0].station];
    const pickup = visits[number].findIndex(([{ station }]) => station === pickedUpAt);
    return pickup >= 0 && begins - left[pickup] > maxRideSeconds;
  };
  /** One may wait at a door for a wished time, but not where the day is given. */
  const serve = (
    number: number,
    at: number,
    first: number,
    upTo: number,
    dayBegan: number,
    late: number,
    loadBegan: number,
    left: readonly number[],
  ): void => {
    const units = visits[number][at];
    const { windows, service, softTo, softFrom, previous } = problem.stations[units[0].station];
    const given = (vehicle.executedPrefix?.[number]?.length ?? 0) > at;
    const isLimited = problem.stations.some(
      ({ pickedUpAt, maxRideSeconds }) => pickedUpAt === units[0].station && maxRideSeconds !== undefined,
    );
    // One waits at a pickup, so that its goods ride for less.
    const wished = isLimited ? vehicle.shiftEnds : (softFrom?.at ?? first);
    const latest = given ? first : Math.max(first, wished);
    for (let begins = first; begins <= latest; begins++) {
      if (ridesTooLong(number, at, begins, left)) return;
      if (begins > first && !windows.some(({ opens, closes }) => opens <= begins && begins <= closes)) continue;
      const lateness = softTo === undefined ? 0 : softTo.costPerSecond * Math.max(0, begins - softTo.at);
      const earliness = softFrom === undefined ? 0 : softFrom.costPerSecond * Math.max(0, softFrom.at - begins);
      const change = previous === undefined || previous.vehicle === vehicleNo ? 0 : previous.changeCost;
      const handling = units.reduce((sum, unit) => sum + (goodsOf(problem, unit).handlingMicros ?? 0), 0);
      const leaves = begins + rate(service, gramsOf(problem, units), handling);
      const price = late + lateness + earliness + change;
      visit(number, at + 1, leaves, upTo, dayBegan, price, loadBegan, [...left, leaves]);
    }
  };
  const visit = (
    number: number,
    at: number,
    clock: number,
    taken: number,
    dayBegan: number,
    late: number,
    loadBegan: number,
    left: readonly number[],
  ): void => {
    if (late + vehicle.fixedCost + vehicle.costPerMeter * meters >= best) return;
    const legNo = legs.slice(0, number).flat().length + at;
    drivenSoFar.length = legNo;
    drivenSoFar.push(ride(clock, legs[number][at], 0, 0)! - clock);
    if (!mayDrive()) return;
    for (let upTo = taken; upTo <= breaks.length; upTo++) {
      drivenSoFar.length = legNo + 1;
      const arrives = ride(clock, legs[number][at], taken, upTo);
      if (arrives === undefined) return;
      if (at === visits[number].length) {
        const ageOf = (one: Ride) => {
          const place = visits[number].findIndex((units) => units[0].station === one.station);
          return left[place] - loadBegan;
        };
        if (fitsCompartments(problem, vehicle, rides[number], ageOf)) trip(number + 1, arrives, upTo, dayBegan, late);
        continue;
      }
      const units = visits[number][at];
      const { windows } = problem.stations[units[0].station];
      const given = (vehicle.executedPrefix?.[number]?.length ?? 0) > at;
      const open = windows.filter(({ opens, closes }) => opens <= closes && arrives <= closes);
      if (!given && open.length === 0) return;
      const first = given ? arrives : Math.max(arrives, Math.min(...open.map(({ opens }) => opens)));
      serve(number, at, first, upTo, dayBegan, late, loadBegan, left);
    }
  };
  const ride = (
    clock: number,
    { seconds, partAt = () => 1 / seconds }: ReturnType<typeof legsOf>[number],
    from: number,
    upTo: number,
  ): number | undefined => {
    let now = clock;
    let left = seconds === 0 ? 0 : 1;
    const driveUntil = (end: number) => {
      for (; now < end && left > 1e-9; now++) left -= partAt(now);
    };
    for (let at = from; at < upTo; at++) {
      const open = breaks[at].windows.filter(({ opens, closes }) => opens <= closes && now <= closes);
      if (open.length === 0) return undefined;
      const begins = Math.max(now, Math.min(...open.map(({ opens }) => opens)));
      driveUntil(begins);
      now = begins + breaks[at].seconds;
    }
    driveUntil(Number.POSITIVE_INFINITY);
    return now;
  };
  trip(0, vehicle.shiftBegins, 0, 0, strewn);
  return best;
}
