import { clampGrams, clampTime, type Model, never } from '../model/model.js';
import type { Arc } from '../model/travel.js';
import { type ProblemBreak, type ProblemVehicle, rateSeconds } from '../problem.js';
import { arriveWithBreaks, breakBegins, leaveWithBreaks } from './breaks/break-leg.js';
import { arriveByHour, leaveByHour } from './breaks/break-leg-by-hour.js';
import { DayTimes } from './day-times.js';
import { RideLimits } from './ride-limits.js';
import { RouteCompactness } from './route-compactness.js';
import { WaitingOptimizer } from './waiting-optimizer.js';

/** Placements of breaks that are timed for one day, beside the one that ends earliest. */
const mostPlacements = 24;
const noBreaks: readonly ProblemBreak[] = [];

/**
 * Reckons one vehicle's day exactly, with every rule of the model: the order of visits comes in as a flat list, times
 * and price come out.
 *
 * Given when each loading begins, everything else is done as early as it can be. So a day is timed by choosing those:
 * first as late as neither the end nor any lateness grows; then later, where goods would be out of the cold too long or
 * where shorter hours are worth some lateness (the price is convex in the begin of the day; a ternary search finds it).
 */
export class ScheduleEvaluator {
  /** The day: nodes in order, and where each trip ends. Filled by the caller. */
  readonly nodes: Int32Array;
  readonly tripEnds: Int32Array;
  trips = 0;

  /** The day as timed best, and as early as possible; and the latest arrivals that keep the day possible. */
  best: DayTimes;
  readonly earliest: DayTimes;
  readonly latestArrival: Int32Array;
  readonly latestLoadBegin: Int32Array;
  readonly latestReturn: Int32Array;
  cost = 0;
  meters = 0;

  private now: DayTimes;
  private readonly wanted: Int32Array;
  private readonly loadsBefore: Int32Array;
  private readonly caps: Int32Array;
  /** How long the goods of each visit keep, where the vehicle has limits. */
  private readonly keeps: Int32Array;
  private readonly loading: Int32Array;
  private readonly released: Int32Array;
  /** Seconds of each leg: into every node, then home from every trip. */
  private readonly legs: Int32Array;
  /** The same, where speeds change with the hour. */
  private readonly arcs: Arc[] = [];
  private changesByHour = false;
  private readonly breakCount: Int32Array;
  /** Breaks taken before each leg. */
  private readonly before: Int32Array;
  private readonly clocks: Int32Array;
  private readonly chosen: Int32Array;
  private vehicleNo = 0;
  private vehicle!: ProblemVehicle;
  private breaks: readonly ProblemBreak[] = noBreaks;
  private plainCost = 0;
  private hasDue = false;
  private hasWish = false;
  private readonly holds: WaitingOptimizer;
  private hasRides = false;
  private readonly rides: RideLimits;
  /** Whether anybody may wait at a door for more than its opening. */
  private mayHold = false;
  /** None where compactness has no price. */
  private readonly spread: RouteCompactness | undefined;
  private hasLimits = false;
  private timed = 0;

  constructor(private readonly model: Model) {
    const most = this.model.stationCount * this.model.zoneCount + 2;
    const trips = this.model.maxTripsPerVehicle + 1;
    this.nodes = new Int32Array(most);
    this.tripEnds = new Int32Array(trips);
    this.best = new DayTimes(most, trips);
    this.earliest = new DayTimes(most, trips);
    this.now = new DayTimes(most, trips);
    this.latestArrival = new Int32Array(most);
    this.latestLoadBegin = new Int32Array(trips);
    this.latestReturn = new Int32Array(trips);
    this.wanted = new Int32Array(trips);
    this.loadsBefore = new Int32Array(trips);
    this.caps = new Int32Array(most);
    this.keeps = new Int32Array(most);
    this.loading = new Int32Array(trips);
    this.released = new Int32Array(trips);
    this.legs = new Int32Array(most + trips);
    this.breakCount = new Int32Array(most + trips);
    this.before = new Int32Array(most + trips);
    this.holds = new WaitingOptimizer(model, most, trips);
    this.rides = new RideLimits(model, most);
    this.spread = (model.problem.compactCost ?? 0) > 0 ? new RouteCompactness(model) : undefined;
    const mostBreaks = model.problem.vehicles.reduce((many, { breaks }) => Math.max(many, breaks?.length ?? 0), 0);
    this.clocks = new Int32Array(mostBreaks + 1);
    this.chosen = new Int32Array((most + trips) * (mostBreaks + 1));
  }

  /** Times the day in `nodes`. Returns whether it is possible for less than `most`; then `cost` and the times hold. */
  evaluate(vehicle: number, most = Number.POSITIVE_INFINITY): boolean {
    this.vehicleNo = vehicle;
    this.vehicle = this.model.problem.vehicles[vehicle];
    this.breaks = this.vehicle.breaks ?? noBreaks;
    this.cost = Number.POSITIVE_INFINITY;
    if (!this.readWays() || this.plainCost >= most || !this.readLoads()) return false;
    this.hasRides = this.model.hasRides && this.rides.read(this.nodes, this.nodeCount);
    this.mayHold = this.hasWish || this.hasRides;
    this.timed = 0;
    this.breakCount.fill(0, 0, this.nodeCount + this.trips);
    if (this.breaks.length === 0) this.timeBest();
    else {
      if (!this.placeBreaksEarliest()) return false;
      this.timeBest();
      if (this.isTimePriced() || this.cost === Number.POSITIVE_INFINITY) this.tryPlacements(0, 0, 0, 0);
    }
    return this.cost < most;
  }

  /** After `evaluate`: fills `earliest` and the latest times for the placement of breaks that was best. */
  computeForwardSlack(): void {
    this.breakCount.set(this.best.breaks.subarray(0, this.nodeCount + this.trips));
    this.wanted.fill(0, 0, this.trips);
    this.holds.clear(this.nodeCount);
    this.forward(this.earliest);
    this.backward(
      clampTime(this.vehicle.shiftEnds),
      this.latestLoadBegin,
      this.latestArrival,
      this.latestReturn,
      false,
    );
  }

  get nodeCount(): number {
    return this.trips === 0 ? 0 : this.tripEnds[this.trips - 1];
  }

  /** Whether the price depends on when things happen. */
  private isTimePriced(): boolean {
    return this.hasDue || this.mayHold || this.hasLimits || this.vehicle.costPerSecond > 0 || this.balanceCost > 0;
  }

  private get balanceCost(): number {
    return this.model.problem.balanceCost ?? 0;
  }

  private readWays(): boolean {
    const { model, nodes, vehicleNo: vehicle } = this;
    const { travel, nodePlace } = model;
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    let meters = 0;
    let driving = 0;
    this.plainCost = this.vehicle.fixedCost;
    this.hasDue = false;
    this.hasWish = false;
    const limits = model.vehicleLimits[vehicle] === 1;
    this.changesByHour = travel.changesFor(number);
    this.hasLimits = limits;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      if (this.spread !== undefined) this.plainCost += this.spread.refresh(trip, nodes, at, this.tripEnds[trip]);
      let place = home;
      const drive = (to: number, leg: number) => {
        const seconds = travel.secondsBetween(number, place, to);
        this.legs[leg] = seconds;
        if (this.changesByHour) this.arcs[leg] = travel.arc(number, place, to);
        else driving += seconds;
        meters += travel.metersBetween(number, place, to);
        place = to;
        return seconds >= 0;
      };
      for (; at < this.tripEnds[trip]; at++) {
        const node = nodes[at];
        if (!drive(nodePlace[node], at)) return false;
        this.plainCost += model.changeCost(vehicle, node);
        if (model.nodeLateCost[node] > 0) this.hasDue = true;
        if (model.nodeEarlyCost[node] > 0) this.hasWish = true;
        if (limits) this.keeps[at] = model.keepsSeconds(vehicle, node);
      }
      if (!drive(home, this.nodeCount + trip)) return false;
    }
    this.meters = meters;
    this.plainCost += meters * this.vehicle.costPerMeter;
    return meters <= this.vehicle.maxMeters && driving <= (this.vehicle.maxTravelSeconds ?? Number.POSITIVE_INFINITY);
  }

  /** Loads along the way, what must be ready before each loading, and whose visit is given. */
  private readLoads(): boolean {
    const { model, nodes, vehicleNo } = this;
    const { nodeGrams, nodeLoadChange, nodeReleased, nodeFixedVehicle } = model;
    const payload = clampGrams(this.vehicle.payloadGrams);
    const depot = model.problem.depots[this.vehicle.depot];
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      const begin = at;
      let grams = 0;
      let released = 0;
      for (; at < this.tripEnds[trip]; at++) {
        grams += nodeGrams[nodes[at]];
        released = Math.max(released, nodeReleased[nodes[at]]);
        const owner = nodeFixedVehicle[nodes[at]];
        if (owner >= 0 && owner !== vehicleNo) return false;
      }
      this.loading[trip] = rateSeconds(depot.loading, grams);
      this.released[trip] = released;
      if (!model.hasPickups) continue;
      for (let visit = begin; visit < at; visit++) {
        if (grams > payload) return false;
        grams += nodeLoadChange[nodes[visit]];
      }
      if (grams > payload) return false;
    }
    return true;
  }

  /** Times the day for the present placement of breaks and keeps it when it is cheaper than the best so far. */
  private timeBest(): void {
    this.timed++;
    let begin = this.timeFrom(0);
    if (begin === never) return;
    const mayPostpone = (this.hasDue || this.mayHold) && (this.vehicle.costPerSecond > 0 || this.balanceCost > 0);
    const late = this.now.tooOld > 0 || mayPostpone ? this.latestBegin() : begin;
    const searched = this.now.tooOld > 0;
    if (searched) {
      // The later the day begins, the less time goods spend waiting on board.
      if (this.timeFrom(late) === never || this.now.tooOld > 0) return;
      let low = begin;
      let high = late;
      while (low < high) {
        const middle = low + ((high - low) >> 1);
        this.timeFrom(middle);
        if (this.now.tooOld > 0) low = middle + 1;
        else high = middle;
      }
      begin = low;
    }
    if (mayPostpone) begin = this.cheapest(begin, late);
    if (searched || mayPostpone) this.timeFrom(begin);
    if (this.hasWish) this.loadLater();
    if (this.now.tooOld > 0 || this.now.cost >= this.cost || this.drivesTooLong(this.now)) return;
    this.cost = this.now.cost;
    this.now.breaks.set(this.breakCount.subarray(0, this.nodeCount + this.trips));
    [this.best, this.now] = [this.now, this.best];
  }

  /** Where speeds change with the hour, the seconds of a leg are those of its departure. */
  private drivesTooLong({ leaves, departs }: DayTimes): boolean {
    const { maxTravelSeconds } = this.vehicle;
    if (!this.changesByHour || maxTravelSeconds === undefined) return false;
    let driving = 0;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      let clock = departs[trip];
      for (; at < this.tripEnds[trip]; at++) {
        driving += secondsFrom(this.arcs[at], clock);
        clock = leaves[at];
      }
      driving += secondsFrom(this.arcs[this.nodeCount + trip], clock);
    }
    return driving > maxTravelSeconds;
  }

  private cheapest(from: number, to: number): number {
    const priceAt = (begin: number) => {
      this.timeFrom(begin);
      return this.now.cost;
    };
    // Mostly the first is the best; of a convex price its neighbour tells.
    if (from === to || priceAt(from + 1) >= priceAt(from)) return from;
    let low = from;
    let high = to;
    while (high - low > 2) {
      const third = Math.floor((high - low) / 3);
      if (priceAt(low + third) <= priceAt(high - third)) high -= third;
      else low += third;
    }
    let best = low;
    for (let begin = low; begin <= high; begin++) if (priceAt(begin) < priceAt(best)) best = begin;
    return best;
  }

  /** The latest begin of the first loading, or -1. */
  private latestBegin(): number {
    const possible = this.backward(
      clampTime(this.vehicle.shiftEnds),
      this.latestLoadBegin,
      this.latestArrival,
      this.latestReturn,
      false,
    );
    if (!possible || !this.hasRides) return possible ? this.latestLoadBegin[0] : -1;
    let latest = this.now.loadBegins[0];
    for (let late = this.latestLoadBegin[0]; latest < late; ) {
      const middle = latest + Math.ceil((late - latest) / 2);
      if (this.timeFrom(middle) === never) late = middle - 1;
      else latest = middle;
    }
    return latest;
  }

  /**
   * Fills `now` with the day whose first loading begins at `begin` or later, where neither the end nor lateness grows.
   * Returns when it does begin, or `never` when the day is impossible.
   */
  private timeFrom(begin: number): number {
    const { now, wanted, trips } = this;
    wanted.fill(0, 0, trips);
    wanted[0] = begin;
    if (this.mayHold) this.holds.clear(this.nodeCount);
    const ends = this.forward(now);
    if (ends === never) {
      now.cost = Number.POSITIVE_INFINITY;
      return never;
    }
    if (this.hasRides) this.price(now);
    const most = now.cost;
    // No service may begin later than it does now, once it is late.
    for (let at = 0; at < this.nodeCount; at++) {
      this.caps[at] = Math.max(now.begins[at], this.model.nodeDue[this.nodes[at]]);
    }
    this.backward(ends, wanted, undefined, undefined, true);
    this.forward(now);
    this.price(now);
    if (this.hasDue && now.tooOld > 0) {
      this.backward(ends, wanted, undefined, undefined, false);
      this.forward(now);
      this.price(now);
    }
    // Loaded so late, goods that ride for a limited time may make the day longer.
    if (this.hasRides && !(this.now.cost <= most)) {
      wanted.fill(0, 0, trips);
      wanted[0] = begin;
      this.forward(now);
      this.price(now);
    }
    if (this.hasWish) this.hold();
    return now.loadBegins[0];
  }

  /** Waits at doors for wished times as long as that is worth it; the first loading stays where it is. */
  private hold(): void {
    const { now, holds } = this;
    const { latestLoadBegin, latestArrival, latestReturn } = this;
    this.backward(clampTime(this.vehicle.shiftEnds), latestLoadBegin, latestArrival, latestReturn, false);
    this.loadsBefore.set(now.loadBegins.subarray(0, this.trips));
    this.wanted.set(this.loadsBefore.subarray(0, this.trips));
    const taken = this.breaksUntil();
    const isHeld = holds.fill({
      nodes: this.nodes,
      tripEnds: this.tripEnds,
      trips: this.trips,
      times: now,
      latestLoadBegin,
      latestArrival,
      latestReturn,
      keeps: this.hasLimits ? this.keeps : undefined,
      rides: this.hasRides ? this.rides : undefined,
      secondCost: this.vehicle.costPerSecond,
      balanceCost: this.balanceCost,
      vehicle: this.vehicleNo,
      wanted: this.wanted,
      leaveBy: (leg, limit) => this.leaveBy(leg, limit, taken[leg], taken[leg] + this.breakCount[leg]),
    });
    if (!isHeld) return;
    // Where an arc takes longer later, the rest may not be possible any more.
    if (this.forward(now) === never) {
      holds.clear(this.nodeCount);
      this.wanted.set(this.loadsBefore.subarray(0, this.trips));
      this.forward(now);
    }
    this.price(now);
  }

  /** Loads as late as no service has to wait for it. */
  private loadLater(): void {
    const { now } = this;
    this.caps.set(now.begins.subarray(0, this.nodeCount));
    const most = now.cost;
    this.loadsBefore.set(now.loadBegins.subarray(0, this.trips));
    this.backward(now.returns[this.trips - 1], this.wanted, undefined, undefined, true);
    const ends = this.forward(now);
    this.price(now);
    if (ends < never && now.cost <= most && now.tooOld === 0) return;
    this.wanted.set(this.loadsBefore.subarray(0, this.trips));
    this.forward(now);
    this.price(now);
  }

  /** How many breaks are taken before each leg. */
  private breaksUntil(): Int32Array {
    const { before } = this;
    let taken = 0;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      for (; at < this.tripEnds[trip]; at++) {
        before[at] = taken;
        taken += this.breakCount[at];
      }
      before[this.nodeCount + trip] = taken;
      taken += this.breakCount[this.nodeCount + trip];
    }
    return before;
  }

  /** Everything as early as can be, loadings no earlier than wanted. Returns the end, or `never`. */
  private forward(into: DayTimes): number {
    if (!this.hasRides) return this.passThrough(into);
    this.rides.clear();
    for (let round = 0; round < this.rides.rounds; round++) {
      const ends = this.passThrough(into);
      if (ends === never || !this.rides.raise(this.nodes, into)) return ends;
    }
    return never;
  }

  private passThrough(into: DayTimes): number {
    const { model, nodes, wanted } = this;
    const depot = model.problem.depots[this.vehicle.depot];
    let clock = this.vehicle.shiftBegins;
    let taken = 0;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      clock = Math.max(clock, depot.opens, this.released[trip], wanted[trip]);
      into.loadBegins[trip] = clock;
      clock += this.loading[trip];
      if (clock > depot.closes) return never;
      into.departs[trip] = clock;
      for (; at < this.tripEnds[trip]; at++) {
        clock = this.arrive(at, clock, taken, taken + this.breakCount[at]);
        taken += this.breakCount[at];
        if (clock >= never) return never;
        into.arrives[at] = clock;
        clock = model.beginAt(nodes[at], clock);
        if (clock === never) return never;
        if (this.mayHold) {
          const until = this.hasRides ? Math.max(this.holds.until[at], this.rides.until[at]) : this.holds.until[at];
          if (clock < until) clock = model.beginAt(nodes[at], until);
          if (clock === never) return never;
        }
        into.begins[at] = clock;
        clock += model.nodeSeconds[nodes[at]];
        into.leaves[at] = clock;
      }
      const home = this.nodeCount + trip;
      clock = this.arrive(home, clock, taken, taken + this.breakCount[home]);
      taken += this.breakCount[home];
      into.returns[trip] = clock;
    }
    return clock > this.vehicle.shiftEnds ? never : clock;
  }

  /** When a leg ends on which the breaks `from` to `upTo` (not included) are taken. */
  private arrive(leg: number, leaves: number, from: number, upTo: number): number {
    if (this.changesByHour) return arriveByHour(this.arcs[leg], leaves, this.breaks, from, upTo);
    return from === upTo ? leaves + this.legs[leg] : arriveWithBreaks(leaves, this.legs[leg], this.breaks, from, upTo);
  }

  /** Latest times that keep the end: of loadings, arrivals and returns. With `capped`, `caps` holds as well. */
  private backward(
    ends: number,
    loadBegins: Int32Array,
    arrivals: Int32Array | undefined,
    returns: Int32Array | undefined,
    capped: boolean,
  ): boolean {
    const { model, nodes, breakCount } = this;
    const depot = model.problem.depots[this.vehicle.depot];
    let limit = ends;
    let taken = this.breaks.length;
    const leaveBefore = (leg: number) => {
      taken -= breakCount[leg];
      return this.leaveBy(leg, limit, taken, taken + breakCount[leg]);
    };
    for (let trip = this.trips - 1; trip >= 0; trip--) {
      if (returns !== undefined) returns[trip] = limit;
      limit = leaveBefore(this.nodeCount + trip);
      for (let at = this.tripEnds[trip] - 1; at >= (trip === 0 ? 0 : this.tripEnds[trip - 1]); at--) {
        limit -= model.nodeSeconds[nodes[at]];
        if (capped && limit > this.caps[at]) limit = this.caps[at];
        limit = model.latestBeginAt(nodes[at], limit);
        if (limit < 0) return false;
        if (arrivals !== undefined) arrivals[at] = limit;
        limit = leaveBefore(at);
      }
      limit = Math.min(limit, depot.closes) - this.loading[trip];
      if (limit < 0) return false;
      loadBegins[trip] = limit;
    }
    return true;
  }

  /** When a leg must be begun that ends by `limit` and has the breaks `from` to `upTo` (not included) on it. */
  private leaveBy(leg: number, limit: number, from: number, upTo: number): number {
    if (this.changesByHour) return leaveByHour(this.arcs[leg], limit, this.breaks, from, upTo);
    if (from === upTo) return limit - this.legs[leg];
    return leaveWithBreaks(limit, this.legs[leg], this.breaks, from, upTo);
  }

  private price(times: DayTimes): void {
    const { model, nodes } = this;
    let late = 0;
    let tooOld = 0;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      for (; at < this.tripEnds[trip]; at++) {
        const node = nodes[at];
        late += model.nodeLateCost[node] * Math.max(0, times.begins[at] - model.nodeDue[node]);
        if (this.hasWish) late += model.nodeEarlyCost[node] * Math.max(0, model.nodeWished[node] - times.begins[at]);
        if (!this.hasLimits) continue;
        const age = times.leaves[at] - times.loadBegins[trip];
        tooOld += Math.max(0, age - this.keeps[at]);
      }
    }
    const seconds = times.returns[this.trips - 1] - times.loadBegins[0];
    times.tooOld = tooOld;
    times.cost = this.plainCost + this.vehicle.costPerSecond * seconds + this.balanceCost * seconds * seconds + late;
  }

  /** Puts every break on the leg that ends the day earliest (dynamic programming over legs and breaks taken). */
  private placeBreaksEarliest(): boolean {
    const { clocks, chosen, nodeCount } = this;
    const width = this.breaks.length + 1;
    clocks.fill(never, 0, width);
    clocks[0] = this.vehicle.shiftBegins;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      for (let taken = 0; taken < width; taken++) clocks[taken] = this.loaded(clocks[taken], trip);
      for (; at < this.tripEnds[trip]; at++) this.passLeg(at, this.nodes[at]);
      this.passLeg(nodeCount + trip, -1);
    }
    if (clocks[width - 1] > this.vehicle.shiftEnds) return false;
    let taken = width - 1;
    for (let trip = this.trips - 1, at = nodeCount - 1; trip >= 0; trip--) {
      const first = trip === 0 ? 0 : this.tripEnds[trip - 1];
      taken -= this.breakCount[nodeCount + trip] = chosen[(nodeCount + trip) * width + taken];
      for (; at >= first; at--) taken -= this.breakCount[at] = chosen[at * width + taken];
    }
    return true;
  }

  /** Carries the earliest times for each number of breaks taken over one leg, and the service at its end. */
  private passLeg(leg: number, node: number): void {
    const { clocks, chosen, breaks } = this;
    for (let taken = breaks.length; taken >= 0; taken--) {
      let earliest = never;
      for (let before = taken; before >= 0; before--) {
        if (clocks[before] >= never) continue;
        let clock = this.arrive(leg, clocks[before], before, taken);
        if (clock < never && node >= 0) clock = this.leave(node, clock);
        if (clock >= earliest) continue;
        earliest = clock;
        chosen[leg * (breaks.length + 1) + taken] = taken - before;
      }
      clocks[taken] = earliest;
    }
  }

  /** Times further placements, each break on every leg that its windows allow. */
  private tryPlacements(step: number, trip: number, taken: number, ready: number): void {
    const { breaks } = this;
    if (this.timed > mostPlacements) return;
    if (step === this.nodeCount + this.trips) {
      if (taken === breaks.length) this.timeBest();
      return;
    }
    const { leg, node, isFirst } = this.legAt(step);
    const leaves = isFirst ? this.loaded(step === 0 ? this.vehicle.shiftBegins : ready, trip) : ready;
    if (leaves >= never || (taken < breaks.length && breakBegins(breaks[taken], leaves) === never)) return;
    for (let upTo = taken; upTo <= breaks.length; upTo++) {
      const clock = this.arrive(leg, leaves, taken, upTo);
      if (clock >= never) break;
      const left = node < 0 ? clock : this.leave(node, clock);
      this.breakCount[leg] = upTo - taken;
      if (left < never) this.tryPlacements(step + 1, node < 0 ? trip + 1 : trip, upTo, left);
    }
    this.breakCount[leg] = 0;
  }

  private loaded(clock: number, trip: number): number {
    if (clock >= never) return never;
    const depot = this.model.problem.depots[this.vehicle.depot];
    const loaded = Math.max(clock, depot.opens, this.released[trip]) + this.loading[trip];
    return loaded > depot.closes ? never : loaded;
  }

  private leave(node: number, arrives: number): number {
    const begins = this.model.beginAt(node, arrives);
    return begins === never ? never : begins + this.model.nodeSeconds[node];
  }

  /** The legs of a day in order: into every node of a trip, then home. */
  private legAt(step: number): { leg: number; node: number; trip: number; isFirst: boolean } {
    let trip = 0;
    while (step > this.tripEnds[trip] + trip) trip++;
    const at = step - trip;
    const isFirst = at === (trip === 0 ? 0 : this.tripEnds[trip - 1]);
    if (at === this.tripEnds[trip]) return { leg: this.nodeCount + trip, node: -1, trip, isFirst: false };
    return { leg: at, node: this.nodes[at], trip, isFirst };
  }
}

function secondsFrom({ hours, cell, usual }: Arc, leaves: number): number {
  return hours!.arriveAt(cell, usual, leaves) - leaves;
}
