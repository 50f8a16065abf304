import type { Neighbours } from '../model/neighbours.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Random } from '../random.js';
import type { Schedule } from '../schedules/schedule.js';

/** Mean number of visits taken out, longest string, and the odds of a split string and of a longer gap in it: the paper's. */
const averageRemoved = 10;
const longestString = 10;
const splitRate = 0.5;
const longerGapRate = 0.01;

/**
 * Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 2020): takes a string of
 * consecutive visits out of each of a few neighbouring trips, so that there is room beside room.
 */
export class Ruin {
  private readonly tripStamp: Int32Array;
  private stamp = 0;
  private readonly leaving: Int32Array;
  /** Stations that may be the seed: all, or those of this thread's district. */
  private seeds: Int32Array;

  constructor(
    private readonly state: FleetState,
    private readonly schedule: Schedule,
    private readonly neighbours: Neighbours,
    private readonly random: Random,
    private readonly log: UndoLog,
  ) {
    this.tripStamp = new Int32Array(state.model.tripCount);
    this.leaving = new Int32Array(2 * state.model.stationCount * state.model.zoneCount + 1);
    this.seeds = Int32Array.from({ length: state.model.stationCount }, (_, station) => station);
  }

  useSeeds(seeds: Int32Array): void {
    this.seeds = seeds;
  }

  /** Takes strings out of the trips around a random station. Returns whether what is left is possible. */
  strings(): boolean {
    if (this.seeds.length === 0) return true;
    return this.stringsAround(this.seeds[this.random.below(this.seeds.length)]);
  }

  /** Takes strings out of the trips around a station. */
  stringsAround(seed: number): boolean {
    const { state, random, neighbours } = this;
    const mean = state.usedTrips === 0 ? 1 : Math.floor(state.visitedNodes / state.usedTrips);
    const longest = Math.max(1, Math.min(longestString, mean));
    let open = Math.floor(random.fraction() * ((4 * averageRemoved) / (1 + longest) - 1) + 1);
    const { around, aroundEach } = neighbours;
    this.stamp++;
    let possible = true;
    for (let at = seed * aroundEach; at < (seed + 1) * aroundEach && open > 0; at++) {
      const node = state.firstPart[around[at]];
      if (node < 0) continue;
      const trip = state.tripOf[node];
      if (this.tripStamp[trip] === this.stamp || state.locked[state.vehicleOf(trip)] === 1) continue;
      this.tripStamp[trip] = this.stamp;
      const most = Math.min(longest, state.tripStops[trip]);
      possible = this.string(trip, node, Math.floor(random.fraction() * most + 1)) && possible;
      open--;
    }
    return possible;
  }

  /** Takes the whole day out of a vehicle that is drawn by its stops: the way to fewer and to other vehicles. */
  vehicle(): boolean {
    const { state } = this;
    const node = state.firstPart[this.seeds[this.random.below(this.seeds.length)] ?? 0] ?? -1;
    if (node < 0) return true;
    return this.wholeDay(state.vehicleOf(state.tripOf[node]));
  }

  /** Takes whole days out of two vehicles near a station that nobody serves: room for another division of the goods. */
  daysAroundAbsent(): boolean {
    const { state, random } = this;
    const { around, aroundEach } = this.neighbours;
    const seed = state.absent[random.below(state.absentCount)];
    let possible = true;
    let first = -1;
    for (let at = seed * aroundEach; at < (seed + 1) * aroundEach; at++) {
      const node = state.firstPart[around[at]];
      const vehicle = node < 0 ? -1 : state.vehicleOf(state.tripOf[node]);
      // Half of those that qualify are passed over, so that it is not always the same two.
      if (vehicle < 0 || vehicle === first || state.locked[vehicle] === 1 || random.fraction() < 0.5) continue;
      possible = this.wholeDay(vehicle) && possible;
      if (first >= 0) break;
      first = vehicle;
    }
    return possible;
  }

  /** Takes the whole day out of a vehicle. */
  wholeDay(vehicle: number): boolean {
    const { state } = this;
    if (state.locked[vehicle] === 1) return true;
    const { maxTripsPerVehicle } = state.model;
    let possible = true;
    for (let trip = vehicle * maxTripsPerVehicle; trip < (vehicle + 1) * maxTripsPerVehicle; trip++) {
      let count = 0;
      for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node]) this.leaving[count++] = node;
      possible = this.take(count) && possible;
    }
    return possible;
  }

  /** A string of `size` visits around `node`; half of the time some visits inside it stay. */
  private string(trip: number, node: number, size: number): boolean {
    const { state, random, leaving } = this;
    const { next, prev } = state;
    const stops = state.tripStops[trip];
    let kept = 0;
    if (size > 1 && size < stops && random.fraction() < splitRate) {
      kept = 1;
      while (size + kept < stops && random.fraction() < longerGapRate) kept++;
    }
    const span = size + kept;
    // How far the string may begin before the node: no further than the trip's ends allow.
    let behind = 0;
    for (let at = next[node]; at >= 0 && behind < span - 1; at = next[at]) behind++;
    let ahead = 0;
    for (let at = prev[node]; at >= 0 && ahead < span - 1; at = prev[at]) ahead++;
    const least = span - 1 - behind;
    let from = node;
    for (let steps = least + random.below(ahead - least + 1); steps > 0; steps--) from = prev[from];
    const keepFrom = kept === 0 ? span : 1 + random.below(size - 1);
    let count = 0;
    for (let at = from, step = 0; step < span; at = next[at], step++) {
      if (step < keepFrom || step >= keepFrom + kept) leaving[count++] = at;
    }
    return this.take(count);
  }

  /** Takes the noted nodes out, and with each all other parts of its station and the other end of its pair. */
  private take(noted: number): boolean {
    const { state, leaving } = this;
    const free = state.model.hasFixed ? this.withoutFixed(noted) : noted;
    const count = state.model.hasPickups ? this.withPartners(free) : free;
    let possible = true;
    let done = 0;
    while (done < count) {
      // One run of consecutive visits is taken out at once, and its trip mended once.
      const first = leaving[done];
      if (state.tripOf[first] < 0) {
        done++;
        continue;
      }
      const trip = state.tripOf[first];
      const left = state.prev[first];
      this.log.touch(state.vehicleOf(trip));
      let right = first;
      while (done < count && leaving[done] === right) {
        right = state.next[right];
        this.schedule.removing(leaving[done]);
        state.remove(leaving[done]);
        possible = this.takeOtherParts(leaving[done], trip) && possible;
        done++;
      }
      possible = this.schedule.removed(trip, left, right) && possible;
    }
    return possible;
  }

  /** Forgets visits that are given: those stay. With them stays the other end of a pair. */
  private withoutFixed(count: number): number {
    const { leaving } = this;
    const { model } = this.state;
    let free = 0;
    for (let at = 0; at < count; at++) {
      const partner = model.partnerNode(leaving[at]);
      const stays = model.nodeFixedVehicle[leaving[at]] >= 0 || (partner >= 0 && model.nodeFixedVehicle[partner] >= 0);
      if (!stays) leaving[free++] = leaving[at];
    }
    return free;
  }

  /** Notes the other ends of the noted nodes' pairs. */
  private withPartners(count: number): number {
    const { leaving } = this;
    let all = count;
    for (let at = 0; at < count; at++) {
      const partner = this.state.model.partnerNode(leaving[at]);
      if (partner >= 0) leaving[all++] = partner;
    }
    return all;
  }

  private takeOtherParts(node: number, trip: number): boolean {
    const { state } = this;
    const station = state.model.nodeStation[node];
    let possible = true;
    for (let part = state.firstPart[station]; part >= 0; ) {
      const following = state.nextPart[part];
      const other = state.tripOf[part];
      const vehicle = state.vehicleOf(other);
      if (other !== trip && state.locked[vehicle] === 0 && state.model.nodeFixedVehicle[part] < 0) {
        const left = state.prev[part];
        const right = state.next[part];
        this.log.touch(vehicle);
        this.schedule.removing(part);
        state.remove(part);
        possible = this.schedule.removed(other, left, right) && possible;
      }
      part = following;
    }
    return possible;
  }
}
