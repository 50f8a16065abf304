import { clampGrams, never } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { Random } from '../random.js';
import type { WindowSchedule } from './window-schedule.js';

/**
 * One trip as it would be without some of its visits, and the places in it that would hold a visit or a pair.
 *
 * For problems of windows, shifts and loads alone, one trip a day. Reading a trip costs as much as it has visits; nothing
 * of the plan is changed. What is found is possible, but not compared by its price.
 */
export class InsertionCheck {
  /** Places found since `forget`; the one kept is drawn among them, each as likely. */
  found = 0;
  trip = -1;
  /** The visits (-1: the departure) behind which the first and the second node of the request were put. */
  behind = -1;
  secondBehind = -1;
  private present = -1;
  private count = 0;
  private readonly node: Int32Array;
  private readonly place: Int32Array;
  private readonly leaves: Int32Array;
  private readonly latest: Int32Array;
  /** On board before the visit at this position; at the end, behind the last. */
  private readonly load: Float64Array;
  private readonly maxLoadBefore: Float64Array;
  private readonly maxLoadAfter: Float64Array;
  private readonly departs: number;
  private readonly ends: number;
  private readonly payload: number;
  private readonly maxStops: number;
  private readonly home: number;
  private readonly travelNo: number;

  /** All vehicles are alike. */
  constructor(
    private readonly state: FleetState,
    { departs: [departs], shiftEnds: [ends] }: WindowSchedule,
    private readonly random: Random,
  ) {
    const { model } = state;
    const most = model.stationCount + 2;
    this.node = new Int32Array(most);
    this.place = new Int32Array(most);
    this.leaves = new Int32Array(most);
    this.latest = new Int32Array(most);
    this.load = new Float64Array(most);
    this.maxLoadBefore = new Float64Array(most);
    this.maxLoadAfter = new Float64Array(most);
    const [vehicle] = model.problem.vehicles;
    this.departs = departs;
    this.ends = ends;
    this.payload = clampGrams(vehicle.payloadGrams);
    this.maxStops = vehicle.maxStops;
    this.home = model.vehicleHome[0];
    this.travelNo = model.vehicleTravel[0];
  }

  forget(): void {
    this.found = 0;
  }

  /** Reads a trip without the stations marked 1. */
  read(trip: number, without: Uint8Array): void {
    const { model, tripFirst, next } = this.state;
    this.present = trip;
    let count = 0;
    let grams = 0;
    let clock = this.departs;
    let from = this.home;
    for (let node = tripFirst[trip]; node >= 0; node = next[node]) {
      if (without[model.nodeStation[node]] === 1) continue;
      const place = model.nodePlace[node];
      const begins = model.beginAt(node, clock + model.travel.secondsBetween(this.travelNo, from, place));
      clock = begins + model.nodeSeconds[node];
      from = place;
      this.node[count] = node;
      this.place[count] = place;
      this.leaves[count++] = clock;
      grams += model.nodeGrams[node];
    }
    this.count = count;
    this.readBack(grams);
  }

  /** Latest times and loads of what was read. */
  private readBack(grams: number): void {
    const { model } = this.state;
    const { count, load } = this;
    let limit = this.ends;
    let to = this.home;
    for (let at = count - 1; at >= 0; at--) {
      const node = this.node[at];
      const onward = model.travel.secondsBetween(this.travelNo, this.place[at], to);
      limit = model.latestBeginAt(node, limit - onward - model.nodeSeconds[node]);
      this.latest[at] = limit;
      to = this.place[at];
    }
    load[0] = grams;
    for (let at = 0; at < count; at++) load[at + 1] = load[at] + model.nodeLoadChange[this.node[at]];
  }

  /** The most on board before and after each place; pairs, of which nothing is loaded at the depot, do not need it. */
  private readPeaks(): void {
    const { count, load, maxLoadBefore, maxLoadAfter } = this;
    maxLoadBefore[0] = load[0];
    for (let at = 0; at < count; at++) maxLoadBefore[at + 1] = Math.max(maxLoadBefore[at], load[at + 1]);
    maxLoadAfter[count] = load[count];
    for (let at = count - 1; at >= 0; at--) maxLoadAfter[at] = Math.max(load[at], maxLoadAfter[at + 1]);
  }

  /** Looks for places of a visit. Returns whether there is one. */
  tryOne(node: number): boolean {
    const { model } = this.state;
    if (this.count + 1 > this.maxStops) return false;
    const loaded = model.nodeGrams[node];
    const stays = loaded + model.nodeLoadChange[node];
    const before = this.found;
    this.readPeaks();
    for (let at = 0; at <= this.count; at++) {
      if (this.maxLoadBefore[at] + loaded > this.payload) break;
      const begins = this.beginBehind(at, node);
      if (begins === never) break;
      if (this.maxLoadAfter[at] + stays > this.payload || !this.reaches(begins, node, at)) continue;
      this.keep(at, at, node);
    }
    return this.found > before;
  }

  /** Looks for places of a pickup and its delivery. Returns whether there is one. */
  tryPair(pickup: number, delivery: number): boolean {
    const { model } = this.state;
    const { travel, nodeSeconds, nodePlace, nodeCloses } = model;
    if (this.count + 2 > this.maxStops) return false;
    const taken = model.nodeLoadChange[pickup];
    const there = nodePlace[delivery];
    const before = this.found;
    for (let first = 0; first <= this.count; first++) {
      let begins = this.beginBehind(first, pickup);
      if (begins === never) break;
      if (this.load[first] + taken > this.payload) continue;
      let clock = begins + nodeSeconds[pickup];
      let from = nodePlace[pickup];
      for (let at = first; clock <= nodeCloses[delivery]; at++) {
        begins = model.beginAt(delivery, clock + travel.secondsBetween(this.travelNo, from, there));
        if (begins === never) break;
        if (this.reaches(begins, delivery, at)) this.keep(first, at, pickup);
        if (at === this.count || this.load[at + 1] + taken > this.payload) break;
        clock += travel.secondsBetween(this.travelNo, from, this.place[at]);
        if (clock > this.latest[at]) break;
        clock = model.beginAt(this.node[at], clock) + nodeSeconds[this.node[at]];
        from = this.place[at];
      }
    }
    return this.found > before;
  }

  /** When service begins that comes before the visit at a position, or `never`. */
  private beginBehind(at: number, node: number): number {
    const { model } = this.state;
    const from = at === 0 ? this.home : this.place[at - 1];
    const leaves = at === 0 ? this.departs : this.leaves[at - 1];
    return model.beginAt(node, leaves + model.travel.secondsBetween(this.travelNo, from, model.nodePlace[node]));
  }

  /** Whether what follows is in time after service at the node. */
  private reaches(begins: number, node: number, at: number): boolean {
    const { model } = this.state;
    const isLast = at === this.count;
    const to = isLast ? this.home : this.place[at];
    const arrives =
      begins + model.nodeSeconds[node] + model.travel.secondsBetween(this.travelNo, model.nodePlace[node], to);
    return arrives <= (isLast ? this.ends : this.latest[at]);
  }

  private keep(first: number, second: number, firstNode: number): void {
    this.found++;
    if (this.found > 1 && this.random.below(this.found) > 0) return;
    this.trip = this.present;
    this.behind = first === 0 ? -1 : this.node[first - 1];
    this.secondBehind = second === first ? firstNode : this.node[second - 1];
  }
}
