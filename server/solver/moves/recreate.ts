import { never } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { Random } from '../random.js';
import type { Insertion } from './insertion.js';
import type { PairInsertion } from './pair-insertion.js';

/** How often a station that would fit whole is tried in two parts, so that single-zone vehicles get their share. */
const splitRate = 0.03;
/** Orders of insertion and their weights: the paper's four, and three by time windows. */
const orders = ['random', 'large', 'far', 'near', 'narrow', 'early', 'late'] as const;
const timelessWeights = [4, 4, 2, 1, 0, 0, 0];
const timedWeights = [4, 4, 2, 1, 2, 2, 2];

/** Puts absent stations back one by one, each where it costs least, in an order drawn at random. */
export class Recreate {
  /** The stations that the last run placed or tried to: the first `count`. */
  readonly queue: Int32Array;
  count = 0;
  /** Told of each station that found no place; returning false gives the plan up. */
  onLeftOut: ((station: number) => boolean) | undefined;
  private readonly keys: Float64Array;
  private readonly keyOf: readonly Float64Array[];
  private readonly weights: readonly number[];
  private readonly weightSum: number;
  /** 1 for stations that this search may place. */
  private readonly mayPlace: Uint8Array;
  /** How often in a row a station found no place: such are tried less and less. */
  private readonly failures: Int32Array;
  /** How many stations found no place when they were last tried. */
  private failing = 0;
  /** The run that tries a station, however often it failed, but only where something changed. */
  private readonly nowhereElse: Int32Array;
  private runs = 0;

  constructor(
    private readonly state: FleetState,
    private readonly insertion: Insertion,
    /** None where the problem has no pairs. */
    private readonly pairs: PairInsertion | undefined,
    private readonly random: Random,
  ) {
    const { model } = state;
    this.queue = new Int32Array(model.stationCount);
    this.mayPlace = new Uint8Array(model.stationCount).fill(1);
    this.failures = new Int32Array(model.stationCount);
    this.nowhereElse = new Int32Array(model.stationCount).fill(-1);
    this.keys = new Float64Array(model.stationCount);
    const perStation = (key: (node: number) => number) =>
      Float64Array.from({ length: model.stationCount }, (_, station) =>
        key(model.node(station, model.fullMask[station])),
      );
    const home = model.problem.depots[0]?.place ?? 0;
    const far = perStation((node) => model.travel.metersBetween(0, home, model.nodePlace[node]));
    const timed = model.nodeOpens.some((opens) => opens > 0) || model.nodeCloses.some((closes) => closes < never - 1);
    this.weights = timed ? timedWeights : timelessWeights;
    this.weightSum = this.weights.reduce((sum, weight) => sum + weight, 0);
    this.keyOf = [
      new Float64Array(0),
      perStation((node) => -model.nodeHandledGrams[node]),
      far.map((meters) => -meters),
      far,
      perStation((node) => model.nodeCloses[node] - model.nodeOpens[node]),
      perStation((node) => model.nodeOpens[node]),
      perStation((node) => -model.nodeCloses[node]),
    ];
  }

  useStations(stations: Int32Array): void {
    this.mayPlace.fill(0);
    for (const station of stations) this.mayPlace[station] = 1;
  }

  /** Says, before the ruin, that what is absent now was tried everywhere: the next run looks only where something changed. */
  expectNowhereElse(): void {
    const { absent, absentCount } = this.state;
    for (let at = 0; at < absentCount; at++) this.nowhereElse[absent[at]] = this.runs + 1;
  }

  /**
   * Places what is absent.
   *
   * @returns false when it gave up because the plan already costs more than `limit`.
   */
  run(limit: number): boolean {
    const { state, queue } = this;
    this.runs++;
    const count = this.fillQueue();
    this.sort(count);
    let leftOut = 0;
    for (let at = 0; at < count; at++) {
      const station = queue[at];
      if (!this.isDue(station) || !this.placeStation(station)) {
        leftOut += this.omissionOf(station);
        if (this.onLeftOut?.(station) === false) return false;
      }
      if (state.drivingCost + leftOut > limit) return false;
    }
    return true;
  }

  /**
   * Puts what is missing of an absent station at its cheapest place, whatever that costs.
   *
   * @param kind into an unused vehicle of this class only; anywhere where left out.
   */
  force(station: number, kind?: number): boolean {
    const { model } = this.state;
    if (this.mayPlace[station] === 0) return false;
    const partner = model.partnerOf[station];
    const node = model.node(station, this.state.missingMask(station));
    if (partner < 0) return this.insertion.force(node, kind);
    const other = model.node(partner, model.fullMask[partner]);
    if (this.pairs === undefined) return false;
    return model.isPickup[station] === 1
      ? this.pairs.forcePair(node, other, kind)
      : this.pairs.forcePair(other, node, kind);
  }

  /** Of a pair, only the pickup: the two are placed together. */
  private fillQueue(): number {
    const { queue } = this;
    const { absent, absentCount, model } = this.state;
    let count = 0;
    for (let at = 0; at < absentCount; at++) {
      if (model.partnerOf[absent[at]] >= 0 && model.isPickup[absent[at]] === 0) continue;
      queue[count++] = absent[at];
    }
    this.count = count;
    return count;
  }

  private omissionOf(station: number): number {
    const { model } = this.state;
    const partner = model.partnerOf[station];
    const ofPartner = partner < 0 ? 0 : model.nodeOmission[model.node(partner, model.fullMask[partner])];
    return model.nodeOmission[model.node(station, this.state.missingMask(station))] + ofPartner;
  }

  private isDue(station: number): boolean {
    if (this.mayPlace[station] === 0) return false;
    const failures = this.failures[station];
    return failures < 3 || this.nowhereElse[station] === this.runs || this.random.fraction() * failures < 3;
  }

  /** Places a station whole, or in parts. Returns whether all of it is served. */
  private placeStation(station: number): boolean {
    const { model } = this.state;
    const missing = this.state.missingMask(station);
    const partner = model.partnerOf[station];
    // A pair goes whole or not at all, and so does what may not be divided.
    const isWhole = partner >= 0 || model.problem.stations[station].splitAllowed === false;
    const many = (missing & (missing - 1)) !== 0 && !isWhole;
    const onlyTouched = this.nowhereElse[station] === this.runs;
    let placed = false;
    if (this.pairs !== undefined && partner >= 0) {
      const delivery = model.node(partner, model.fullMask[partner]);
      placed = this.pairs.placePair(model.node(station, missing), delivery, onlyTouched);
    } else if (!many || missing !== model.fullMask[station] || this.random.fraction() >= splitRate) {
      placed = this.insertion.place(model.node(station, missing), onlyTouched);
    } else {
      const first = missing & (1 + this.random.below(missing));
      if (first !== 0 && first !== missing) this.insertion.place(model.node(station, first));
      // Where goods stay behind anyway, those of the other zones may be worth more than the rest of these.
      if (this.failing > 0 && this.random.fraction() < 0.5) return false;
    }
    if (!placed && many) placed = this.placeParts(station);
    this.note(station, placed);
    return placed;
  }

  private note(station: number, placed: boolean): void {
    const before = this.failures[station];
    this.failures[station] = placed ? 0 : Math.min(64, before + 1);
    if (before === 0 && !placed) this.failing++;
    else if (before > 0 && placed) this.failing--;
  }

  /** The most precious part that some vehicle takes, then that of the rest, and so on. */
  private placeParts(station: number): boolean {
    const { model } = this.state;
    for (;;) {
      const open = this.state.missingMask(station);
      if (open === 0) return true;
      const parts: number[] = [];
      for (let mask = open; mask > 0; mask = (mask - 1) & open) parts.push(model.node(station, mask));
      parts.sort((one, other) => model.nodeOmission[other] - model.nodeOmission[one] || one - other);
      if (!parts.some((node) => this.insertion.place(node))) return false;
    }
  }

  private sort(count: number): void {
    const { random, queue, keys } = this;
    random.shuffle(queue, count);
    let draw = random.fraction() * this.weightSum;
    let order = 0;
    while (order < orders.length - 1 && draw >= this.weights[order]) draw -= this.weights[order++];
    if (order === 0) return;
    const key = this.keyOf[order];
    if (count > 64) {
      queue.subarray(0, count).sort((one, other) => key[one] - key[other] || one - other);
      return;
    }
    for (let at = 0; at < count; at++) {
      const station = queue[at];
      const value = key[station];
      let to = at;
      for (; to > 0 && keys[to - 1] > value; to--) {
        keys[to] = keys[to - 1];
        queue[to] = queue[to - 1];
      }
      keys[to] = value;
      queue[to] = station;
    }
  }
}
