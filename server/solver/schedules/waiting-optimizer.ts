import type { Model } from '../model/model.js';
import type { DayTimes } from './day-times.js';
import type { RideLimits } from './ride-limits.js';

/** A day that is timed as early as its first loading allows. */
export interface HeldDay {
  readonly nodes: Int32Array;
  readonly tripEnds: Int32Array;
  readonly trips: number;
  readonly times: DayTimes;
  /** Beyond these the rest of the day is impossible. */
  readonly latestLoadBegin: Int32Array;
  readonly latestArrival: Int32Array;
  readonly latestReturn: Int32Array;
  /** How long the goods of each visit keep; undefined where they have no limits. */
  readonly keeps: Int32Array | undefined;
  /** Rides that are limited; undefined where there are none. */
  readonly rides: RideLimits | undefined;
  readonly secondCost: number;
  readonly balanceCost: number;
  readonly vehicle: number;
  /** When loadings shall begin; those that wait are made later. */
  readonly wanted: Int32Array;
  /** When a leg (into a visit, then home from a trip) must be begun to end by `limit`. */
  leaveBy(leg: number, limit: number): number;
}

/**
 * Where service before a soft opening costs, a vehicle may wait at the door. How long is worth it?
 *
 * The day is a row of moments (loadings, services, returns), each no earlier than the one before allows. From the last to
 * the first, one is put off for as long as the sum of what that saves is above what it costs: itself, and all behind it
 * that stand so close that they are put off with it. Each price is convex, so no later step takes an earlier one back
 * (the blocks of isotonic regression).
 */
export class WaitingOptimizer {
  /** Service begins no earlier, by position in the day. */
  readonly until: Int32Array;
  private count = 0;
  private readonly moment: Int32Array;
  private readonly latest: Int32Array;
  /** By how much the moment before may be put off without this one. */
  private readonly slack: Int32Array;
  /** The node of a service; -1 for loadings and returns. */
  private readonly node: Int32Array;
  /**
   * For a service, until when its goods keep or may ride; and the moment of their loading or pickup, which puts that
   * off (-1: the first loading).
   */
  private readonly keepsUntil: Int32Array;
  private readonly loadedAt: Int32Array;

  constructor(
    private readonly model: Model,
    mostNodes: number,
    mostTrips: number,
  ) {
    const most = mostNodes + 2 * mostTrips;
    this.until = new Int32Array(mostNodes);
    this.moment = new Int32Array(most);
    this.latest = new Int32Array(most);
    this.slack = new Int32Array(most);
    this.node = new Int32Array(most);
    this.keepsUntil = new Int32Array(most);
    this.loadedAt = new Int32Array(most);
  }

  /** Nobody waits longer than for an opening. */
  clear(nodes: number): void {
    this.until.fill(0, 0, nodes);
  }

  /** Fills `until` and `wanted` of the day. Returns whether anything waits. */
  fill(day: HeldDay): boolean {
    this.readRow(day);
    const { times, trips } = day;
    const last = this.count - 1;
    const seconds = times.returns[trips - 1] - times.loadBegins[0];
    const end = this.moment[last];
    let isHeld = false;
    for (let at = last, visit = day.tripEnds[trips - 1] - 1, trip = trips - 1; at >= 0; at--) {
      const isVisit = this.node[at] >= 0;
      const isLoading = !isVisit && at > 0 && this.node[at - 1] < 0;
      if (isVisit || (isLoading && day.keeps !== undefined)) {
        const before = this.moment[at];
        while (this.putOff(at, day, seconds + this.moment[last] - end));
        if (this.moment[at] > before) {
          isHeld = true;
          if (isVisit) this.until[visit] = this.moment[at];
          else day.wanted[trip] = this.moment[at];
        }
      }
      if (isVisit) visit--;
      else if (isLoading) trip--;
    }
    return isHeld;
  }

  private readRow({ nodes, tripEnds, trips, times, keeps, rides, vehicle, ...day }: HeldDay): void {
    const { model } = this;
    this.count = 0;
    const add = (moment: number, latest: number, slack: number) => {
      this.moment[this.count] = moment;
      this.latest[this.count] = Math.max(moment, latest);
      this.slack[this.count] = Math.max(0, slack);
      this.node[this.count] = -1;
      this.loadedAt[this.count] = -1;
      return this.count++;
    };
    const nodeCount = tripEnds[trips - 1];
    for (let trip = 0, at = 0; trip < trips; trip++) {
      const loadBegins = times.loadBegins[trip];
      const loading =
        trip === 0 ? -1 : add(loadBegins, day.latestLoadBegin[trip], loadBegins - times.returns[trip - 1]);
      let leaves = times.departs[trip];
      for (; at < tripEnds[trip]; at++) {
        const node = nodes[at];
        const begins = times.begins[at];
        const isGiven = model.nodeFixedVehicle[node] === vehicle;
        const latest = isGiven ? begins : Math.min(day.latestArrival[at], model.closeOf(node, begins));
        const moment = add(begins, latest, day.leaveBy(at, begins) - leaves);
        this.node[moment] = node;
        this.loadedAt[moment] = loading;
        this.keepsUntil[moment] =
          keeps === undefined ? latest : Math.max(begins, loadBegins + keeps[at] - model.nodeSeconds[node]);
        const pickup = rides === undefined ? -1 : rides.pickup[at];
        if (pickup >= 0) {
          // Before it stand the visits, and of each earlier trip a return and the next loading.
          this.loadedAt[moment] = pickup + 2 * trip;
          this.keepsUntil[moment] = Math.max(begins, times.leaves[pickup] + rides!.most(nodes, at));
        }
        leaves = times.leaves[at];
      }
      const returns = times.returns[trip];
      add(returns, day.latestReturn[trip], day.leaveBy(nodeCount + trip, returns) - leaves);
    }
  }

  /** Puts a moment off, and those that stand close behind it, until something changes. Returns whether it did. */
  private putOff(first: number, { secondCost, balanceCost }: HeldDay, seconds: number): boolean {
    const { moment, latest, slack, model } = this;
    const last = this.count - 1;
    let price = 0;
    let step = Number.POSITIVE_INFINITY;
    let at = first;
    for (; at <= last; at++) {
      if (at > first && slack[at] > 0) break;
      const now = moment[at];
      step = Math.min(step, latest[at] - now);
      const node = this.node[at];
      if (node >= 0) {
        if (this.loadedAt[at] < first) step = Math.min(step, this.keepsUntil[at] - now);
        const softFrom = model.nodeSoftFrom[node];
        if (now < softFrom) {
          price -= model.nodeEarlyCost[node];
          step = Math.min(step, softFrom - now);
        }
        const softTo = model.nodeSoftTo[node];
        if (now >= softTo) price += model.nodeLateCost[node];
        else step = Math.min(step, softTo - now);
      } else if (at === last) {
        price += secondCost + balanceCost * (2 * seconds + 1);
      }
    }
    if (at <= last) step = Math.min(step, slack[at]);
    if (price >= 0 || step <= 0) return false;
    // What a further second costs grows by this with each.
    if (at > last && balanceCost > 0) step = Math.min(step, Math.ceil(-price / (2 * balanceCost)));
    for (let one = first; one < at; one++) moment[one] += step;
    for (let one = first; one <= last; one++) {
      if (this.loadedAt[one] >= first && this.loadedAt[one] < at) this.keepsUntil[one] += step;
    }
    if (at <= last) slack[at] -= step;
    slack[first] += step;
    return true;
  }
}
