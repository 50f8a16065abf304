import type { FleetState } from './fleet-state.js';
import { type BestInsertion, InsertionPricer } from './insertion.js';
import type { Neighbours } from './neighbours.js';
import type { Random } from './random.js';
import type { SnapshotLog } from './snapshot-log.js';

/** Mean number of stations taken out per ruin, and the longest string, as in the paper. */
const averageRemoved = 10;
const longestString = 10;
const blinkRate = 0.01;
/** How often a station that would fit whole is tried in two parts, so that single-zone vehicles get their share. */
const splitRate = 0.03;
/** Nearest stations whose routes are looked at for an insertion; the rest only when none of them takes it. */
const nearRoutes = 40;

/**
 * Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 2020), for a fleet with
 * compartments: takes strings of neighbouring visits out of neighbouring trips, puts the stations back greedily.
 */
export class RuinAndRecreate {
  /** Stations that are not served, or not wholly: at the beginning all of them. */
  readonly absent: Int32Array;
  absentCount = 0;
  private readonly pricer: InsertionPricer;
  private readonly slotStamp: Int32Array;
  private stamp = 0;
  private readonly best: BestInsertion = { slot: -1, at: 0, cost: 0 };
  private readonly sortKey: Float64Array;
  private readonly vehicleClass: Int32Array;
  private readonly classStamp: Int32Array;

  constructor(
    private readonly state: FleetState,
    private readonly neighbours: Neighbours,
    private readonly random: Random,
    private readonly log: SnapshotLog,
  ) {
    const stations = state.problem.stations.length;
    this.absent = new Int32Array(stations);
    for (let station = 0; station < stations; station++) {
      if (state.goods.fullMask[station] !== 0) this.absent[this.absentCount++] = station;
    }
    this.slotStamp = new Int32Array(state.slotCount);
    this.sortKey = new Float64Array(stations);
    this.vehicleClass = classesOf(state);
    this.classStamp = new Int32Array(state.problem.vehicles.length);
    this.pricer = new InsertionPricer(state, () => this.random.fraction() < blinkRate);
  }

  /** Takes strings of visits out of the trips around a random station. */
  ruin(): void {
    const { state, random, neighbours } = this;
    const { goods } = state;
    const stations = state.problem.stations.length;
    const used = this.meanTripLength();
    const longest = Math.min(longestString, used);
    const strings = Math.floor(random.fraction() * ((4 * averageRemoved) / (1 + longest) - 1) + 1);
    const seed = random.below(stations);
    const ruined = ++this.stamp;
    let done = 0;
    const row = seed * neighbours.perStation;
    for (let at = 0; at < neighbours.perStation && done < strings; at++) {
      const station = neighbours.list[row + at];
      const slot = state.partSlot[station * goods.zoneCount];
      if (slot < 0 || this.slotStamp[slot] === ruined) continue;
      this.slotStamp[slot] = ruined;
      const most = Math.min(longest, state.length[slot]);
      this.removeString(slot, station, Math.floor(random.fraction() * most + 1));
      done++;
    }
  }

  /** Takes a whole vehicle's day out: the way to fewer vehicles. */
  ruinVehicle(vehicle: number): void {
    const { state } = this;
    const first = vehicle * state.tripsEach;
    for (let slot = first; slot < first + state.tripsEach; slot++) {
      while (state.length[slot] > 0) this.removeStation(state.goods.stationOf(state.nodes[slot * state.capacity]));
    }
  }

  /** Puts the absent stations back, each where it costs least, in an order drawn at random. */
  recreate(): void {
    this.sortAbsent();
    let left = 0;
    const count = this.absentCount;
    for (let at = 0; at < count; at++) {
      const station = this.absent[at];
      if (!this.place(station)) this.absent[left++] = station;
    }
    this.absentCount = left;
  }

  private removeString(slot: number, station: number, size: number): void {
    const { state, random } = this;
    const start = slot * state.capacity;
    const count = state.length[slot];
    let position = 0;
    while (state.goods.stationOf(state.nodes[start + position]) !== station) position++;
    // A split string keeps some visits inside it: half of the time, where the trip is long enough.
    const kept =
      size > 1 && size < count && random.fraction() < 0.5 ? 1 + random.below(Math.min(size, count - size)) : 0;
    const span = size + kept;
    const lowest = Math.max(0, position - span + 1);
    const highest = Math.min(position, count - span);
    const from = lowest + random.below(highest - lowest + 1);
    const keepFrom = kept === 0 ? 0 : from + random.below(size + 1);
    const leaving: number[] = [];
    for (let at = from; at < from + span; at++) {
      if (kept > 0 && at >= keepFrom && at < keepFrom + kept) continue;
      leaving.push(state.goods.stationOf(state.nodes[start + at]));
    }
    for (const gone of leaving) if (state.partSlot[gone * state.goods.zoneCount] >= 0) this.removeStation(gone);
  }

  /** Takes a station out of every trip that serves a part of it. */
  private removeStation(station: number): void {
    const { state, log } = this;
    const zones = state.goods.zoneCount;
    log.saveStation(station);
    const wasPartly = this.isAbsent(station);
    for (let part = station * zones; part < (station + 1) * zones; part++) {
      const slot = state.partSlot[part];
      if (slot < 0) break;
      const vehicle = state.vehicleOf(slot);
      log.saveVehicle(vehicle);
      const node = state.goods.node(station, state.partMask[part]);
      const start = slot * state.capacity;
      let at = 0;
      while (state.nodes[start + at] !== node) at++;
      state.removeAt(slot, at);
      state.partSlot[part] = -1;
    }
    if (!wasPartly) this.absent[this.absentCount++] = station;
  }

  private isAbsent(station: number): boolean {
    for (let at = 0; at < this.absentCount; at++) if (this.absent[at] === station) return true;
    return false;
  }

  /** Places a station: whole, or in parts. Returns whether all of it is served. */
  private place(station: number): boolean {
    const { goods } = this.state;
    let missing = goods.fullMask[station] & ~this.state.servedMask(station);
    if (missing !== goods.fullMask[station]) return this.placeParts(station, missing);
    const many = (missing & (missing - 1)) !== 0;
    if (many && this.random.fraction() < splitRate) {
      const first = missing & (1 + this.random.below(missing));
      if (first !== 0 && first !== missing && this.placeNode(station, first)) missing &= ~first;
      if (missing !== goods.fullMask[station]) return this.placeParts(station, missing);
    }
    if (this.placeNode(station, missing)) return true;
    return many && this.placeParts(station, missing);
  }

  /** The largest part that some vehicle takes, then the largest of the rest, and so on. */
  private placeParts(station: number, missing: number): boolean {
    const { goods } = this.state;
    let open = missing;
    while (open !== 0) {
      const parts: number[] = [];
      for (let mask = open; mask > 0; mask = (mask - 1) & open) parts.push(mask);
      parts.sort(
        (one, other) => goods.omissionCost[goods.node(station, other)] - goods.omissionCost[goods.node(station, one)],
      );
      const placed = parts.find((mask) => this.placeNode(station, mask));
      if (placed === undefined) return false;
      open &= ~placed;
    }
    return true;
  }

  private placeNode(station: number, mask: number): boolean {
    const { state, best, log } = this;
    const node = state.goods.node(station, mask);
    // Beyond the price of leaving it out nothing is worth it.
    best.cost = state.goods.omissionCost[node];
    best.slot = -1;
    this.tryNear(station, node);
    if (best.slot < 0) this.tryAllUsed(station, node);
    this.tryEmpty(station, node);
    if (best.slot < 0) return false;
    const vehicle = state.vehicleOf(best.slot);
    log.saveVehicle(vehicle);
    log.saveStation(station);
    state.insert(best.slot, best.at, node);
    if (state.refresh(vehicle)) return true;
    // The quick test let through what the exact timetable refuses: take it back.
    this.takeBack(best.slot, best.at, station);
    return false;
  }

  private takeBack(slot: number, at: number, station: number): void {
    const { state } = this;
    const zones = state.goods.zoneCount;
    state.removeAt(slot, at);
    let part = (station + 1) * zones - 1;
    while (state.partSlot[part] < 0) part--;
    state.partSlot[part] = -1;
    state.refresh(state.vehicleOf(slot));
  }

  private tryNear(station: number, node: number): void {
    const { state, neighbours } = this;
    const zones = state.goods.zoneCount;
    const tried = ++this.stamp;
    this.skipOwnTrips(station, tried);
    const row = station * neighbours.perStation;
    const count = Math.min(nearRoutes, neighbours.perStation);
    for (let at = 1; at < count; at++) {
      const other = neighbours.list[row + at];
      for (let part = other * zones; part < (other + 1) * zones && state.partSlot[part] >= 0; part++) {
        const slot = state.partSlot[part];
        if (this.slotStamp[slot] === tried) continue;
        this.slotStamp[slot] = tried;
        this.pricer.tryUsedSlot(slot, node, this.best);
      }
    }
  }

  private tryAllUsed(station: number, node: number): void {
    const { state } = this;
    const tried = ++this.stamp;
    this.skipOwnTrips(station, tried);
    for (let slot = 0; slot < state.slotCount; slot++) {
      if (state.length[slot] > 0 && this.slotStamp[slot] !== tried) this.pricer.tryUsedSlot(slot, node, this.best);
    }
  }

  /** A trip that carries a part of the station already would visit it twice: its other parts go elsewhere. */
  private skipOwnTrips(station: number, tried: number): void {
    const { state } = this;
    const zones = state.goods.zoneCount;
    for (let part = station * zones; part < (station + 1) * zones && state.partSlot[part] >= 0; part++) {
      this.slotStamp[state.partSlot[part]] = tried;
    }
  }

  /** The first empty slot of each vehicle in use, and one unused vehicle of each kind. */
  private tryEmpty(_station: number, node: number): void {
    const { state } = this;
    const tried = ++this.stamp;
    for (let vehicle = 0; vehicle < state.problem.vehicles.length; vehicle++) {
      const first = vehicle * state.tripsEach;
      let trip = 0;
      while (trip < state.tripsEach && state.length[first + trip] > 0) trip++;
      if (trip === state.tripsEach || trip >= state.problem.vehicles[vehicle].maxTrips) continue;
      if (trip === 0) {
        const kind = this.vehicleClass[vehicle];
        if (this.classStamp[kind] === tried) continue;
        this.classStamp[kind] = tried;
      }
      this.pricer.tryEmptySlot(first + trip, node, this.best);
    }
  }

  /** Random, largest first, farthest first, nearest first, tightest window first: drawn with these weights. */
  private sortAbsent(): void {
    const { state, random, sortKey } = this;
    const { goods, problem } = state;
    const draw = random.fraction() * 13;
    const absent = this.absent.subarray(0, this.absentCount);
    random.shuffle(this.absent, this.absentCount);
    if (draw < 4) return;
    const matrix = problem.matrices[0];
    const home = problem.depots[0].place * matrix.size;
    for (const station of absent) {
      const far = matrix.seconds[home + problem.stations[station].place];
      const { windows } = problem.stations[station];
      if (draw < 8) sortKey[station] = -goods.grams[goods.node(station, goods.fullMask[station])];
      else if (draw < 10) sortKey[station] = -far;
      else if (draw < 11) sortKey[station] = far;
      else sortKey[station] = windows.reduce((sum, window) => sum + window.closes - window.opens, 0);
    }
    absent.sort((one, other) => sortKey[one] - sortKey[other] || one - other);
  }

  private meanTripLength(): number {
    const { state } = this;
    let visits = 0;
    let trips = 0;
    for (let slot = 0; slot < state.slotCount; slot++) {
      if (state.length[slot] === 0) continue;
      trips++;
      visits += state.length[slot];
    }
    return trips === 0 ? 1 : Math.max(1, Math.floor(visits / trips));
  }
}

/** Vehicles that differ in nothing share a number: of the unused ones only the first needs to be tried. */
function classesOf(state: FleetState): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(state.problem.vehicles, (vehicle, at) => {
    const key = JSON.stringify(vehicle);
    if (!known.has(key)) known.set(key, at);
    return known.get(key)!;
  });
}
