import { CandidateGrid } from './candidate-grid.js';
import type { Model } from './model.js';

/** Positions beside so many nearest stations are tried for an insertion. */
const mostNear = 40;
/** A ruin looks for trips among so many stations around its seed. */
const mostAround = 100;
/** What a second of waiting and a second too late count beside a second of driving, where windows forbid a direct ride. */
const waitingWeight = 0.2;
const lateWeight = 1;

/**
 * Each station's neighbours as flat rows.
 *
 * `around` is by distance, the station itself first: what a ruin clears. `near` is by how well two stations follow each
 * other, waiting and lateness included (Vidal et al. 2013): where an insertion looks.
 */
export class Neighbours {
  readonly aroundEach: number;
  readonly around: Int32Array;
  readonly nearEach: number;
  readonly near: Int32Array;

  constructor(model: Model) {
    const count = model.stationCount;
    this.aroundEach = Math.min(mostAround, count);
    this.nearEach = Math.min(mostNear, Math.max(0, count - 1));
    this.around = new Int32Array(count * this.aroundEach);
    this.near = new Int32Array(count * this.nearEach);
    const nodes = Int32Array.from({ length: count }, (_, station) => model.node(station, model.fullMask[station]));
    const distances = new Float64Array(count);
    const candidates = new Int32Array(count);
    const grid = gridOf(model);
    const picker = new NearestPicker(count);
    for (let from = 0; from < count; from++) {
      const wide = Math.min(count, Math.max(this.aroundEach, 3 * mostNear));
      const found = grid?.around(from, wide, candidates) ?? count;
      for (let at = 0; at < found; at++) {
        const to = grid === undefined ? at : candidates[at];
        candidates[at] = to;
        distances[at] = to === from ? -1 : apart(model, nodes[from], nodes[to]);
      }
      picker.pick(candidates, distances, found, wide);
      this.around.set(candidates.subarray(0, this.aroundEach), from * this.aroundEach);
      for (let at = 1; at < wide; at++) distances[at - 1] = mismatch(model, nodes[from], nodes[candidates[at]]);
      candidates.copyWithin(0, 1, wide);
      picker.pick(candidates, distances, wide - 1, this.nearEach);
      this.near.set(candidates.subarray(0, this.nearEach), from * this.nearEach);
    }
  }
}

/** Where there is no matrix, neighbours are looked up by where they lie. */
function gridOf(model: Model): CandidateGrid | undefined {
  const positions = model.problem.vehicles.length === 0 ? undefined : model.travel.positionsOf(0);
  if (positions === undefined) return undefined;
  const { stations } = model.problem;
  return new CandidateGrid(
    Float64Array.from(stations, (station) => positions.x[station.place]),
    Float64Array.from(stations, (station) => positions.y[station.place]),
  );
}

/** Both directions together; unreachable pairs are last. */
function apart(model: Model, one: number, other: number): number {
  const out = model.travel.metersBetween(0, model.nodePlace[one], model.nodePlace[other]);
  const back = model.travel.metersBetween(0, model.nodePlace[other], model.nodePlace[one]);
  return out < 0 || back < 0 ? Number.MAX_VALUE : out + back;
}

/** How badly two stations follow each other, in the better of the two orders. */
function mismatch(model: Model, one: number, other: number): number {
  return Math.min(follow(model, one, other), follow(model, other, one));
}

function follow(model: Model, first: number, second: number): number {
  const seconds = model.travel.secondsBetween(0, model.nodePlace[first], model.nodePlace[second]);
  const meters = model.travel.metersBetween(0, model.nodePlace[first], model.nodePlace[second]);
  if (seconds < 0) return Number.MAX_VALUE;
  const takes = model.nodeSeconds[first] + seconds;
  const waiting = Math.max(0, model.nodeOpens[second] - takes - model.nodeCloses[first]);
  const late = Math.max(0, model.nodeOpens[first] + takes - model.nodeCloses[second]);
  const perSecond = seconds === 0 ? 1 : meters / seconds;
  return meters + perSecond * (waitingWeight * waiting + lateWeight * late);
}

/** Brings the nearest candidates to the front, in order, without sorting the rest. */
class NearestPicker {
  private readonly order: Float64Array;

  constructor(private readonly most: number) {
    this.order = new Float64Array(most);
  }

  pick(candidates: Int32Array, distances: Float64Array, count: number, wanted: number): void {
    if (wanted < count) partition(candidates, distances, count, wanted);
    // Ties by number: sorted pairs of few are cheap.
    const size = Math.min(wanted, count, this.most);
    const rank = Array.from({ length: size }, (_, at) => at);
    rank.sort((one, other) => distances[one] - distances[other] || candidates[one] - candidates[other]);
    const { order } = this;
    for (let at = 0; at < size; at++) order[at] = candidates[rank[at]];
    for (let at = 0; at < size; at++) candidates[at] = order[at];
  }
}

/** Quickselect (Hoare 1961): afterwards the first `wanted` are the smallest, in any order. */
function partition(candidates: Int32Array, distances: Float64Array, count: number, wanted: number): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = distances[(low + high) >> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (distances[left] < pivot) left++;
      while (distances[right] > pivot) right--;
      if (left > right) break;
      const distance = distances[left];
      distances[left] = distances[right];
      distances[right] = distance;
      const candidate = candidates[left];
      candidates[left] = candidates[right];
      candidates[right] = candidate;
      left++;
      right--;
    }
    if (wanted - 1 <= right) high = right;
    else if (wanted - 1 >= left) low = left;
    else return;
  }
}
