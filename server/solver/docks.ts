import type { FleetState } from './fleet-state.js';
import { rateSeconds } from './problem.js';

/** Docks are booked in steps of so many seconds, rounded outwards. */
const stepSeconds = 30;
const horizonSteps = (3 * 86_400) / stepSeconds;

/**
 * Finds a dock for every loading.
 *
 * Loadings are taken from the latest to the earliest; each begins when the timetable would like it to, or earlier (the
 * vehicle then stands loaded, which costs its hour), or as little later as the windows of its stops allow.
 */
export class DockPlan {
  /** When each trip's loading begins; -1 for trips that are not in use or found no dock. */
  readonly loadBegins: Int32Array;
  /** Trips that found no dock. */
  readonly failed: number[] = [];
  private readonly booked: Int16Array;

  constructor(private readonly state: FleetState) {
    this.loadBegins = new Int32Array(state.slotCount).fill(-1);
    this.booked = new Int16Array(state.problem.depots.length * horizonSteps);
  }

  /** The price of the goods on trips that find no dock; 0 when all do. */
  priceOfFailures(): number {
    this.schedule();
    const { state } = this;
    let price = 0;
    for (const slot of this.failed) {
      const start = slot * state.capacity;
      for (let at = start; at < start + state.length[slot]; at++) price += state.goods.omissionCost[state.nodes[at]];
    }
    return price;
  }

  /** Books all trips in use anew. */
  schedule(): void {
    const { state } = this;
    this.booked.fill(0);
    this.loadBegins.fill(-1);
    this.failed.length = 0;
    const slots: number[] = [];
    for (let slot = 0; slot < state.slotCount; slot++) if (state.length[slot] > 0) slots.push(slot);
    slots.sort((one, other) => state.slotLoadBegins[other] - state.slotLoadBegins[one] || one - other);
    for (const slot of slots) {
      this.loadBegins[slot] = this.book(slot);
      if (this.loadBegins[slot] < 0) this.failed.push(slot);
    }
  }

  private book(slot: number): number {
    const { state } = this;
    const vehicle = state.vehicleOf(slot);
    const { depot: depotNo, shiftBegins } = state.problem.vehicles[vehicle];
    const depot = state.problem.depots[depotNo];
    const seconds = rateSeconds(depot.loading, state.slotGrams[slot]);
    const preferred = state.slotLoadBegins[slot];
    const first = slot === vehicle * state.tripsEach;
    const earliest = first ? Math.max(shiftBegins, depot.opens) : Math.max(state.slotReturns[slot - 1], depot.opens);
    const next = this.nextLoading(slot, vehicle);
    const latest =
      next < 0
        ? state.slotLatestLoadBegin[slot]
        : Math.min(state.slotLatestLoadBegin[slot], preferred + (next - state.slotReturns[slot]));
    if (this.isFree(depotNo, depot.docks, preferred, seconds)) return this.take(depotNo, preferred, seconds);
    for (let begin = floorStep(preferred); begin >= earliest; begin -= stepSeconds) {
      if (this.isFree(depotNo, depot.docks, begin, seconds)) return this.take(depotNo, begin, seconds);
    }
    for (let begin = floorStep(preferred) + stepSeconds; begin <= latest; begin += stepSeconds) {
      if (this.isFree(depotNo, depot.docks, begin, seconds)) return this.take(depotNo, begin, seconds);
    }
    return -1;
  }

  /** When the vehicle's next loading is booked; -1 when this trip is its last. */
  private nextLoading(slot: number, vehicle: number): number {
    const isLast = slot + 1 >= (vehicle + 1) * this.state.tripsEach || this.state.length[slot + 1] === 0;
    return isLast ? -1 : Math.max(this.loadBegins[slot + 1], this.state.slotReturns[slot]);
  }

  private isFree(depot: number, docks: number, begin: number, seconds: number): boolean {
    const end = depot * horizonSteps + Math.ceil((begin + seconds) / stepSeconds);
    for (let step = depot * horizonSteps + Math.floor(begin / stepSeconds); step < end; step++) {
      if (this.booked[step] >= docks) return false;
    }
    return true;
  }

  private take(depot: number, begin: number, seconds: number): number {
    const end = depot * horizonSteps + Math.ceil((begin + seconds) / stepSeconds);
    for (let step = depot * horizonSteps + Math.floor(begin / stepSeconds); step < end; step++) this.booked[step]++;
    return begin;
  }
}

function floorStep(seconds: number): number {
  return Math.floor(seconds / stepSeconds) * stepSeconds;
}
