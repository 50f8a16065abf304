import { clampTime, type Model, never } from '../model/model.js';
import { BreakPlacement } from './breaks/break-placement.js';
import { DayTimes } from './day-times.js';
import { DayVisits } from './day-visits.js';
import { RideLimits } from './ride-limits.js';
import { WaitingOptimizer } from './waiting-optimizer.js';

/** Placements of breaks that are timed for one day, beside the one that ends earliest. */
const mostPlacements = 24;

/**
 * Evaluates one vehicle's day exactly, with every rule of the model: the order of visits comes in as a flat list, times
 * and price come out.
 *
 * Given when each loading begins, everything else is done as early as it can be. So a day is timed by choosing those:
 * first as late as neither the end nor any lateness grows; then later, where goods would be out of the cold too long or
 * where shorter hours are worth some lateness (the price is convex in the begin of the day; a ternary search finds it).
 */
export class ScheduleEvaluator {
  /** The day to be timed: its nodes, in order, and trips are filled by the caller. */
  readonly visits: DayVisits;

  /** The day as timed best, and as early as possible; and the latest arrivals that keep the day possible. */
  best: DayTimes;
  readonly earliest: DayTimes;
  readonly latestArrival: Int32Array;
  readonly latestLoadBegin: Int32Array;
  readonly latestReturn: Int32Array;
  cost = 0;

  private now: DayTimes;
  private readonly wanted: Int32Array;
  private readonly loadsBefore: Int32Array;
  private readonly caps: Int32Array;
  private readonly placement: BreakPlacement;
  private readonly holds: WaitingOptimizer;
  private hasRides = false;
  private readonly rides: RideLimits;
  /** Whether anybody may wait at a door for more than its opening. */
  private mayHold = false;
  private timed = 0;

  constructor(private readonly model: Model) {
    const most = this.model.stationCount * this.model.zoneCount + 2;
    const trips = this.model.maxTripsPerVehicle + 1;
    this.visits = new DayVisits(model, most, trips);
    this.best = new DayTimes(most, trips);
    this.earliest = new DayTimes(most, trips);
    this.now = new DayTimes(most, trips);
    this.latestArrival = new Int32Array(most);
    this.latestLoadBegin = new Int32Array(trips);
    this.latestReturn = new Int32Array(trips);
    this.wanted = new Int32Array(trips);
    this.loadsBefore = new Int32Array(trips);
    this.caps = new Int32Array(most);
    this.holds = new WaitingOptimizer(model, most, trips);
    this.rides = new RideLimits(model, most);
    const mostBreaks = model.problem.vehicles.reduce((many, { breaks }) => Math.max(many, breaks?.length ?? 0), 0);
    this.placement = new BreakPlacement(this.visits, most + trips, mostBreaks);
  }

  /** Times the day in `visits`. Returns whether it is possible for less than `most`; then `cost` and the times hold. */
  evaluate(vehicle: number, most = Number.POSITIVE_INFINITY): boolean {
    const { visits, placement } = this;
    this.cost = Number.POSITIVE_INFINITY;
    if (!visits.read(vehicle, most)) return false;
    this.hasRides = this.model.hasRides && this.rides.read(visits.nodes, visits.nodeCount);
    this.mayHold = visits.hasSoftFrom || this.hasRides;
    this.timed = 0;
    placement.clear();
    if (visits.breaks.length === 0) this.timeBest();
    else {
      if (!placement.placeEarliest()) return false;
      this.timeBest();
      if (this.isTimePriced() || this.cost === Number.POSITIVE_INFINITY) {
        placement.tryAll(() => {
          this.timeBest();
          return this.timed <= mostPlacements;
        });
      }
    }
    return this.cost < most;
  }

  /** After `evaluate`: fills `earliest` and the latest times for the placement of breaks that was best. */
  computeForwardSlack(): void {
    const { visits } = this;
    this.placement.count.set(this.best.breaks.subarray(0, visits.nodeCount + visits.trips));
    this.wanted.fill(0, 0, visits.trips);
    this.holds.clear(visits.nodeCount);
    this.forward(this.earliest);
    this.backward(
      clampTime(visits.vehicle.shiftEnds),
      this.latestLoadBegin,
      this.latestArrival,
      this.latestReturn,
      false,
    );
  }

  /** Whether the price depends on when things happen. */
  private isTimePriced(): boolean {
    const { hasSoftTo, hasLimits, vehicle, balanceCost } = this.visits;
    return hasSoftTo || this.mayHold || hasLimits || vehicle.costPerSecond > 0 || balanceCost > 0;
  }

  /** Times the day for the present placement of breaks and keeps it when it is cheaper than the best so far. */
  private timeBest(): void {
    this.timed++;
    let begin = this.timeFrom(0);
    if (begin === never) return;
    const mayPostpone =
      (this.visits.hasSoftTo || this.mayHold) && (this.visits.vehicle.costPerSecond > 0 || this.visits.balanceCost > 0);
    const late = this.now.onBoardTooLong > 0 || mayPostpone ? this.latestBegin() : begin;
    const searched = this.now.onBoardTooLong > 0;
    if (searched) {
      // The later the day begins, the less time goods spend waiting on board.
      if (this.timeFrom(late) === never || this.now.onBoardTooLong > 0) return;
      let low = begin;
      let high = late;
      while (low < high) {
        const middle = low + ((high - low) >> 1);
        this.timeFrom(middle);
        if (this.now.onBoardTooLong > 0) low = middle + 1;
        else high = middle;
      }
      begin = low;
    }
    if (mayPostpone) begin = this.cheapest(begin, late);
    if (searched || mayPostpone) this.timeFrom(begin);
    if (this.visits.hasSoftFrom) this.loadLater();
    if (this.now.onBoardTooLong > 0 || this.now.cost >= this.cost || this.visits.drivesTooLong(this.now)) return;
    this.cost = this.now.cost;
    this.now.breaks.set(this.placement.count.subarray(0, this.visits.nodeCount + this.visits.trips));
    [this.best, this.now] = [this.now, this.best];
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
      clampTime(this.visits.vehicle.shiftEnds),
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
    const { now, wanted } = this;
    const { trips } = this.visits;
    wanted.fill(0, 0, trips);
    wanted[0] = begin;
    if (this.mayHold) this.holds.clear(this.visits.nodeCount);
    const ends = this.forward(now);
    if (ends === never) {
      now.cost = Number.POSITIVE_INFINITY;
      return never;
    }
    if (this.hasRides) this.visits.price(now);
    const most = now.cost;
    // No service may begin later than it does now, once it is late.
    for (let at = 0; at < this.visits.nodeCount; at++) {
      this.caps[at] = Math.max(now.begins[at], this.model.nodeSoftTo[this.visits.nodes[at]]);
    }
    this.backward(ends, wanted, undefined, undefined, true);
    this.forward(now);
    this.visits.price(now);
    if (this.visits.hasSoftTo && now.onBoardTooLong > 0) {
      this.backward(ends, wanted, undefined, undefined, false);
      this.forward(now);
      this.visits.price(now);
    }
    // Loaded so late, goods that ride for a limited time may make the day longer.
    if (this.hasRides && !(this.now.cost <= most)) {
      wanted.fill(0, 0, trips);
      wanted[0] = begin;
      this.forward(now);
      this.visits.price(now);
    }
    if (this.visits.hasSoftFrom) this.hold();
    return now.loadBegins[0];
  }

  /** Waits at doors for soft openings as long as that is worth it; the first loading stays where it is. */
  private hold(): void {
    const { now, holds } = this;
    const { latestLoadBegin, latestArrival, latestReturn } = this;
    this.backward(clampTime(this.visits.vehicle.shiftEnds), latestLoadBegin, latestArrival, latestReturn, false);
    this.loadsBefore.set(now.loadBegins.subarray(0, this.visits.trips));
    this.wanted.set(this.loadsBefore.subarray(0, this.visits.trips));
    const taken = this.placement.takenBefore();
    const isHeld = holds.fill({
      nodes: this.visits.nodes,
      tripEnds: this.visits.tripEnds,
      trips: this.visits.trips,
      times: now,
      latestLoadBegin,
      latestArrival,
      latestReturn,
      keeps: this.visits.hasLimits ? this.visits.keeps : undefined,
      rides: this.hasRides ? this.rides : undefined,
      secondCost: this.visits.vehicle.costPerSecond,
      balanceCost: this.visits.balanceCost,
      vehicle: this.visits.vehicleNo,
      wanted: this.wanted,
      leaveBy: (leg, limit) => this.visits.leaveBy(leg, limit, taken[leg], taken[leg] + this.placement.count[leg]),
    });
    if (!isHeld) return;
    // Where an arc takes longer later, the rest may not be possible any more.
    if (this.forward(now) === never) {
      holds.clear(this.visits.nodeCount);
      this.wanted.set(this.loadsBefore.subarray(0, this.visits.trips));
      this.forward(now);
    }
    this.visits.price(now);
  }

  /** Loads as late as no service has to wait for it. */
  private loadLater(): void {
    const { now } = this;
    this.caps.set(now.begins.subarray(0, this.visits.nodeCount));
    const most = now.cost;
    this.loadsBefore.set(now.loadBegins.subarray(0, this.visits.trips));
    this.backward(now.returns[this.visits.trips - 1], this.wanted, undefined, undefined, true);
    const ends = this.forward(now);
    this.visits.price(now);
    if (ends < never && now.cost <= most && now.onBoardTooLong === 0) return;
    this.wanted.set(this.loadsBefore.subarray(0, this.visits.trips));
    this.forward(now);
    this.visits.price(now);
  }

  /** Everything as early as can be, loadings no earlier than wanted. Returns the end, or `never`. */
  private forward(into: DayTimes): number {
    if (!this.hasRides) return this.passThrough(into);
    this.rides.clear();
    for (let round = 0; round < this.rides.rounds; round++) {
      const ends = this.passThrough(into);
      if (ends === never || !this.rides.raise(this.visits.nodes, into)) return ends;
    }
    return never;
  }

  private passThrough(into: DayTimes): number {
    const { model, wanted, visits } = this;
    const { nodes } = visits;
    const { count } = this.placement;
    const depot = model.problem.depots[visits.vehicle.depot];
    let clock = visits.vehicle.shiftBegins;
    let taken = 0;
    for (let trip = 0, at = 0; trip < visits.trips; trip++) {
      clock = Math.max(clock, depot.opens, visits.released[trip], wanted[trip]);
      into.loadBegins[trip] = clock;
      clock += visits.loading[trip];
      if (clock > depot.closes) return never;
      into.departs[trip] = clock;
      for (; at < visits.tripEnds[trip]; at++) {
        clock = visits.arrive(at, clock, taken, taken + count[at]);
        taken += count[at];
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
      const home = visits.nodeCount + trip;
      clock = visits.arrive(home, clock, taken, taken + count[home]);
      taken += count[home];
      into.returns[trip] = clock;
    }
    return clock > visits.vehicle.shiftEnds ? never : clock;
  }

  /** Latest times that keep the end: of loadings, arrivals and returns. With `capped`, `caps` holds as well. */
  private backward(
    ends: number,
    loadBegins: Int32Array,
    arrivals: Int32Array | undefined,
    returns: Int32Array | undefined,
    capped: boolean,
  ): boolean {
    const { model, visits } = this;
    const { nodes } = visits;
    const { count } = this.placement;
    const depot = model.problem.depots[visits.vehicle.depot];
    let limit = ends;
    let taken = visits.breaks.length;
    const leaveBefore = (leg: number) => {
      taken -= count[leg];
      return visits.leaveBy(leg, limit, taken, taken + count[leg]);
    };
    for (let trip = visits.trips - 1; trip >= 0; trip--) {
      if (returns !== undefined) returns[trip] = limit;
      limit = leaveBefore(visits.nodeCount + trip);
      for (let at = visits.tripEnds[trip] - 1; at >= (trip === 0 ? 0 : visits.tripEnds[trip - 1]); at--) {
        limit -= model.nodeSeconds[nodes[at]];
        if (capped && limit > this.caps[at]) limit = this.caps[at];
        limit = model.latestBeginAt(nodes[at], limit);
        if (limit < 0) return false;
        if (arrivals !== undefined) arrivals[at] = limit;
        limit = leaveBefore(at);
      }
      limit = Math.min(limit, depot.closes) - visits.loading[trip];
      if (limit < 0) return false;
      loadBegins[trip] = limit;
    }
    return true;
  }
}
