import type { Neighbours } from '../model/neighbours.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { Schedule } from '../schedules/schedule.js';

/**
 * A first plan by savings (Clarke and Wright 1964) among near neighbours: routes are joined end to end, the greatest
 * saving first, while one vehicle holds both. For problems without time whose stations are one visit each.
 */
export function buildBySavings(state: FleetState, schedule: Schedule, neighbours: Neighbours): void {
  const { model } = state;
  const { travel, nodePlace, nodeGrams, stationCount } = model;
  const { around, aroundEach } = neighbours;
  const largest = model.problem.vehicles.reduce(
    (best, vehicle, at, all) => (vehicle.payloadGrams > all[best.at].payloadGrams ? { at } : best),
    { at: 0 },
  ).at;
  const payload = model.problem.vehicles[largest].payloadGrams;
  const number = model.vehicleTravel[largest];
  const home = model.vehicleHome[largest];
  const fromHome = Float64Array.from({ length: stationCount }, (_, station) =>
    travel.metersBetween(number, home, nodePlace[station]),
  );
  const pairs: number[] = [];
  for (let one = 0; one < stationCount; one++) {
    for (let at = one * aroundEach; at < (one + 1) * aroundEach; at++) {
      if (around[at] !== one) pairs.push(one, around[at]);
    }
  }
  const savings = new Float64Array(pairs.length / 2);
  for (let at = 0; at < savings.length; at++) {
    const one = pairs[2 * at];
    const other = pairs[2 * at + 1];
    savings[at] = fromHome[one] + fromHome[other] - travel.metersBetween(number, nodePlace[one], nodePlace[other]);
  }
  const order = greatestFirst(savings);

  // Chains of stations: each end knows the chain's other end and load.
  const otherEnd = new Int32Array(stationCount).map((_, at) => at);
  const load = Float64Array.from({ length: stationCount }, (_, station) => nodeGrams[station]);
  const links = new Int32Array(2 * stationCount).fill(-1);
  const isEnd = (station: number) => links[2 * station] < 0 || links[2 * station + 1] < 0;
  const link = (one: number, other: number) => {
    links[links[2 * one] < 0 ? 2 * one : 2 * one + 1] = other;
  };
  for (const at of order) {
    if (savings[at] <= 0) break;
    const one = pairs[2 * at];
    const other = pairs[2 * at + 1];
    if (!isEnd(one) || !isEnd(other) || otherEnd[one] === other) continue;
    const joined = load[one] + load[other];
    if (joined > payload) continue;
    const farOne = otherEnd[one];
    const farOther = otherEnd[other];
    link(one, other);
    link(other, one);
    otherEnd[farOne] = farOther;
    otherEnd[farOther] = farOne;
    load[farOne] = joined;
    load[farOther] = joined;
  }
  placeChains(state, schedule, links);
}

/** Puts each chain into the first unused vehicle that holds it; what finds none stays absent. */
function placeChains(state: FleetState, schedule: Schedule, links: Int32Array): void {
  const { model } = state;
  const seen = new Uint8Array(model.stationCount);
  for (let start = 0; start < model.stationCount; start++) {
    if (seen[start] === 1 || (links[2 * start] >= 0 && links[2 * start + 1] >= 0)) continue;
    const chain: number[] = [];
    for (let at = start, before = -1; at >= 0; ) {
      chain.push(at);
      seen[at] = 1;
      const one = links[2 * at];
      const following: number =
        one >= 0 && one !== before ? one : links[2 * at + 1] !== before ? links[2 * at + 1] : -1;
      before = at;
      at = following;
    }
    placeChain(state, schedule, chain);
  }
}

function placeChain(state: FleetState, schedule: Schedule, chain: readonly number[]): void {
  for (let kind = 0; kind < state.model.classCount; kind++) {
    const vehicle = state.unusedOf(kind);
    if (vehicle < 0) continue;
    const placed: number[] = [];
    for (const node of chain) {
      if (!state.fits(vehicle, node)) break;
      state.insert(vehicle, placed.length === 0 ? -1 : placed[placed.length - 1], node);
      schedule.inserted(vehicle, node);
      placed.push(node);
    }
    if (placed.length === chain.length && schedule.refresh(vehicle)) return;
    for (const node of placed) {
      schedule.removing(node);
      state.remove(node);
    }
  }
}

/** Indices by descending value. Value and index are packed into one number: sorting those needs no comparisons by call. */
function greatestFirst(values: Float64Array): Int32Array {
  const greatest = values.reduce((most, value) => Math.max(most, value), Number.MIN_VALUE);
  const indexSpan = 2 ** 22;
  const keys = values.map((value, at) => Math.floor((1 - Math.max(0, value) / greatest) * 2 ** 30) * indexSpan + at);
  keys.sort();
  return Int32Array.from(keys, (key) => key % indexSpan);
}
