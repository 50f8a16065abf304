import { never } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import { RouteLoad } from '../plan/route-load.js';
import type { PairSchedule } from './schedule.js';
import { WindowSchedule } from './window-schedule.js';

/**
 * Windows and shifts, and goods that are taken on board on the way: for the depot, or for a later stop of the trip.
 *
 * A pair is priced in one walk: the pickup behind a given visit, the delivery behind every later one, with times carried
 * along until the route cannot be kept any more (after Dumas, Desrosiers and Soumis 1991).
 */
export class LoadSchedule extends WindowSchedule implements PairSchedule {
  pairBehind = -1;
  private readonly load: RouteLoad;

  constructor(state: FleetState) {
    super(state);
    this.load = new RouteLoad(state);
    this.nodeColumns = [...this.nodeColumns, ...this.load.columns];
  }

  override price(trip: number, after: number, node: number, most: number): number {
    const cost = super.price(trip, after, node, most);
    if (cost === Number.POSITIVE_INFINITY || this.load.fitsBehind(trip, after, node)) return cost;
    return Number.POSITIVE_INFINITY;
  }

  override priceFirst(trip: number, node: number, most: number): number {
    if (!this.load.fitsBehind(trip, -1, node)) return Number.POSITIVE_INFINITY;
    return super.priceFirst(trip, node, most);
  }

  override inserted(trip: number, node: number): boolean {
    return super.inserted(trip, node) && this.load.refresh(trip);
  }

  override removed(trip: number, left: number, right: number): boolean {
    // Half a pair may be gone for a moment; once its other half is, less is on board than before.
    this.load.refresh(trip);
    return super.removed(trip, left, right);
  }

  override refresh(vehicle: number): boolean {
    const inTime = super.refresh(vehicle);
    return this.load.refresh(vehicle) && inTime;
  }

  pricePair(trip: number, after: number, pickup: number, delivery: number, most: number): number {
    const { state, model } = this;
    let node = after < 0 ? state.tripFirst[trip] : state.next[after];
    // Most positions of a day fall here: too late for the pickup, or what follows is too early.
    if (after >= 0 && this.earliestLeave[after] > model.nodeCloses[pickup]) return Number.POSITIVE_INFINITY;
    if (node >= 0 && this.latestBegin[node] < model.nodeOpens[pickup]) return Number.POSITIVE_INFINITY;
    const { travel, nodePlace, nodeSeconds, nodeLoadChange, nodeCloses } = model;
    const vehicle = state.vehicleOf(trip);
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    const perMeter = model.vehicleMetersCost[vehicle];
    const payload = this.load.payload[vehicle];
    const taken = nodeLoadChange[pickup];
    const here = nodePlace[pickup];
    const there = nodePlace[delivery];
    const from = after < 0 ? home : nodePlace[after];
    if ((after < 0 ? state.tripGrams[trip] : this.load.after[after]) + taken > payload) return Number.POSITIVE_INFINITY;
    let clock = this.beginAfter(trip, after, pickup);
    if (clock === never) return Number.POSITIVE_INFINITY;
    clock += nodeSeconds[pickup];
    const isEmpty = state.tripStops[trip] === 0;
    const fixed = isEmpty ? this.fixedCost[vehicle] : 0;
    let best = most;
    this.pairBehind = -1;
    const direct = isEmpty ? 0 : travel.metersBetween(number, from, node < 0 ? home : nodePlace[node]);
    // Meters added before the delivery, without the leg that it would stand on.
    let added = travel.metersBetween(number, from, here) - direct;
    let last = pickup;
    while (clock <= nodeCloses[delivery]) {
      const place = nodePlace[last];
      const next = node < 0 ? home : nodePlace[node];
      const onward = travel.metersBetween(number, place, next);
      const detour =
        added +
        travel.metersBetween(number, place, there) +
        travel.metersBetween(number, there, next) -
        (last === pickup ? 0 : onward);
      const cost = fixed + detour * perMeter;
      if (cost < best && state.vehicleMeters[vehicle] + detour <= this.maxMeters[vehicle]) {
        const begins = model.beginAt(delivery, clock + travel.secondsBetween(number, place, there));
        const returns = begins + nodeSeconds[delivery] + travel.secondsBetween(number, there, next);
        if (begins !== never && returns <= (node < 0 ? this.shiftEnds[vehicle] : this.latestBegin[node])) {
          best = cost;
          this.pairBehind = last;
        }
      }
      if (node < 0 || this.load.after[node] + taken > payload) break;
      if (last === pickup) added += onward;
      if (fixed + added * perMeter >= best) break;
      clock += travel.secondsBetween(number, place, next);
      if (clock > this.latestBegin[node]) break;
      clock = model.beginAt(node, clock) + nodeSeconds[node];
      last = node;
      node = state.next[node];
    }
    return this.pairBehind < 0 ? Number.POSITIVE_INFINITY : best;
  }
}
