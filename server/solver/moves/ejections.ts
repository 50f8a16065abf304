import type { Neighbours } from '../model/neighbours.js';
import type { BestPlan } from '../plan/best-plan.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { Random } from '../random.js';
import { InsertionCheck } from '../schedules/insertion-check.js';
import type { Schedule } from '../schedules/schedule.js';
import { WindowSchedule } from '../schedules/window-schedule.js';
import { EjectionPrefilter } from './ejection-prefilter.js';

/** Visits or pairs that may leave one trip to let another in. */
const mostEjected = 3;

/**
 * Makes room for what nobody serves: where it fits nowhere, a few requests that are easier to place leave one trip for
 * it, and are placed next (guided ejection search: Nagata and Bräysy 2009 for single visits, Nagata and Kobayashi 2010
 * for pairs). A request is a station, or both stations of a pair. How hard it is to place is how often it was absent.
 *
 * Only the number of vehicles is looked at here, never the distance; ruin and recreate between two ejections looks at both.
 */
export class Ejections {
  private readonly trial: InsertionCheck;
  private readonly needs: EjectionPrefilter;
  private readonly partnerNeeds: EjectionPrefilter;
  /** The visits of the trip at hand, and the bits of their requests. */
  private readonly visits: Int32Array;
  private readonly bits: Int32Array;
  private readonly bitOf: Int32Array;
  /** 1 for stations that are to leave; and for none. */
  private readonly out: Uint8Array;
  private readonly none: Uint8Array;
  private readonly isSeen: Uint8Array;
  /** The requests of the trip at hand, the easiest first. */
  private readonly requests: number[] = [];
  /** Of the requests that are to leave, the best choice so far: how hard they are together, their trip and place. */
  private least = 0;
  private readonly leaving: number[] = [];
  private readonly chosen: number[] = [];
  private trip = -1;
  private behind = -1;
  private secondBehind = -1;

  constructor(
    private readonly state: FleetState,
    private readonly schedule: WindowSchedule,
    private readonly neighbours: Neighbours,
    random: Random,
    private readonly best: BestPlan,
    private readonly absences: Float64Array,
  ) {
    const { stationCount, tripCount } = state.model;
    this.needs = new EjectionPrefilter(state, schedule);
    this.partnerNeeds = new EjectionPrefilter(state, schedule);
    this.visits = new Int32Array(stationCount);
    this.bits = new Int32Array(stationCount);
    this.bitOf = new Int32Array(stationCount);
    this.trial = new InsertionCheck(state, schedule, random);
    this.out = new Uint8Array(stationCount);
    this.none = new Uint8Array(stationCount);
    this.isSeen = new Uint8Array(tripCount);
  }

  /** Whether the problem has nothing but windows, shifts and loads, each station in one piece. */
  static suits({ model, hasVolumes }: FleetState, schedule: Schedule): schedule is WindowSchedule {
    return (
      schedule instanceof WindowSchedule &&
      !hasVolumes &&
      model.nodeCount === model.stationCount &&
      model.problem.vehicles.every(({ maxMeters }) => maxMeters === Number.POSITIVE_INFINITY)
    );
  }

  /** One request that is absent gets a place, if need be at the cost of others. */
  step(): void {
    const { state, trial } = this;
    const request = this.head(state.absent[state.absentCount - 1]);
    trial.forget();
    for (let trip = 0; trip < state.tripFirst.length; trip++) {
      if (!this.isOpen(trip)) continue;
      trial.read(trip, this.none);
      this.look(request);
    }
    if (trial.found > 0) {
      this.putIn(request, trial.trip, trial.behind, trial.secondBehind);
      return;
    }
    this.countAbsence(request);
    this.findEjection(request);
    if (this.trip < 0) return;
    for (const other of this.chosen) this.takeOut(other);
    this.putIn(request, this.trip, this.behind, this.secondBehind);
  }

  private isOpen(trip: number): boolean {
    return this.state.locked[trip] === 0 && this.state.tripFirst[trip] >= 0;
  }

  /** The station that stands for a request: of a pair, the pickup. */
  private head(station: number): number {
    const { partnerOf, isPickup } = this.state.model;
    return partnerOf[station] >= 0 && isPickup[station] === 0 ? partnerOf[station] : station;
  }

  /** Looks for places of a request in the trip that the trial has read. */
  private look(request: number): boolean {
    const { partnerOf } = this.state.model;
    // Every station is one node.
    return partnerOf[request] < 0 ? this.trial.tryOne(request) : this.trial.tryPair(request, partnerOf[request]);
  }

  private countAbsence(request: number): void {
    const partner = this.state.model.partnerOf[request];
    this.absences[request]++;
    if (partner >= 0) this.absences[partner]++;
  }

  /** Of all choices of a few requests of one trip that make room, one with the fewest absences. */
  private findEjection(request: number): void {
    const { state } = this;
    this.least = Number.POSITIVE_INFINITY;
    this.trip = -1;
    const { around, aroundEach } = this.neighbours;
    this.isSeen.fill(0);
    for (let at = 0; at < aroundEach + state.tripFirst.length; at++) {
      const trip = at < aroundEach ? state.tripOf[around[request * aroundEach + at]] : at - aroundEach;
      if (trip < 0 || this.isSeen[trip]++ > 0 || !this.isOpen(trip)) continue;
      if (!this.listRequests(trip, request)) continue;
      this.leaving.length = 0;
      this.leaveOneMore(trip, request, 0, 0, 0);
    }
  }

  /** Lists a trip's requests. Returns whether a few of them, leaving, could make room at all. */
  private listRequests(trip: number, request: number): boolean {
    const { state, requests, absences, visits, bits } = this;
    const { isPickup, partnerOf } = state.model;
    requests.length = 0;
    for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) {
      if (partnerOf[node] < 0 || isPickup[node] === 1) requests.push(node);
    }
    requests.sort((one, other) => absences[one] - absences[other]);
    for (let at = 0; at < requests.length; at++) this.bitOf[requests[at]] = 1 << at;
    let length = 0;
    for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) {
      visits[length] = node;
      bits[length++] = this.bitOf[this.head(node)];
    }
    const partner = partnerOf[request];
    return (
      this.needs.collect(visits, bits, length, request, mostEjected) &&
      (partner < 0 || this.partnerNeeds.collect(visits, bits, length, partner, mostEjected))
    );
  }

  private leaveOneMore(trip: number, request: number, from: number, sum: number, left: number): void {
    const { requests, absences, trial, leaving } = this;
    for (let at = from; at < requests.length; at++) {
      const other = requests[at];
      const together = sum + absences[other];
      if (together >= this.least) return;
      const mask = left | this.bitOf[other];
      this.mark(other, 1);
      leaving.push(other);
      if (this.mayMakeRoom(trip, request, mask)) {
        this.least = together;
        this.chosen.length = 0;
        this.chosen.push(...leaving);
        this.trip = trip;
        this.behind = trial.behind;
        this.secondBehind = trial.secondBehind;
      } else if (leaving.length < mostEjected) this.leaveOneMore(trip, request, at + 1, together, mask);
      leaving.pop();
      this.mark(other, 0);
    }
  }

  private mayMakeRoom(trip: number, request: number, leaving: number): boolean {
    if (!this.needs.areMet(leaving)) return false;
    if (this.state.model.partnerOf[request] >= 0 && !this.partnerNeeds.areMet(leaving)) return false;
    this.trial.forget();
    this.trial.read(trip, this.out);
    return this.look(request);
  }

  private mark(request: number, value: number): void {
    const partner = this.state.model.partnerOf[request];
    this.out[request] = value;
    if (partner >= 0) this.out[partner] = value;
  }

  private takeOut(request: number): void {
    const { state } = this;
    const partner = state.model.partnerOf[request];
    const trip = state.tripOf[request];
    state.remove(request);
    if (partner >= 0) state.remove(partner);
    this.mend(trip);
  }

  private putIn(request: number, trip: number, behind: number, secondBehind: number): void {
    const { state } = this;
    const partner = state.model.partnerOf[request];
    state.insert(trip, behind, request);
    if (partner >= 0) state.insert(trip, secondBehind, partner);
    this.mend(trip);
  }

  private mend(trip: number): void {
    this.schedule.refresh(trip);
    this.best.noteChanged(trip);
  }
}
