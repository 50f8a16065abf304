import { clampTime } from '../model/model.js';
import type { FleetState } from '../plan/fleet-state.js';
import { rateSeconds } from '../problem.js';
import type { DaySchedule } from './day-schedule.js';

/** Docks are booked in steps of so many seconds, rounded outwards. */
const stepSeconds = 30;
/** Thirty days: loadings later than that share the last step. */
const mostSteps = (30 * 86_400) / stepSeconds;

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
  private readonly horizonSteps: number;
  private readonly isBinding: boolean;

  constructor(
    private readonly state: FleetState,
    readonly times: DaySchedule,
  ) {
    this.loadBegins = new Int32Array(state.model.tripCount).fill(-1);
    const { depots, vehicles } = state.model.problem;
    this.isBinding = depots.some(({ docks, taken = [] }) => docks < vehicles.length + taken.length);
    const ends = vehicles.reduce((latest, vehicle) => Math.max(latest, clampTime(vehicle.shiftEnds)), 0);
    this.horizonSteps = this.isBinding ? Math.min(mostSteps, Math.ceil(ends / stepSeconds) + 2) : 0;
    this.booked = new Int16Array(depots.length * this.horizonSteps);
  }

  /** The price of the goods on trips that find no dock; 0 when all do. */
  priceOfFailures(): number {
    if (!this.isBinding) return 0;
    this.schedule();
    const { state } = this;
    let price = 0;
    for (const trip of this.failed) {
      for (let node = state.tripFirst[trip]; node >= 0; node = state.next[node])
        price += state.model.nodeOmission[node];
    }
    return price;
  }

  /** Books all trips in use anew. */
  schedule(): void {
    const { state } = this;
    this.booked.fill(0);
    if (this.isBinding) this.bookTaken();
    this.loadBegins.fill(-1);
    this.failed.length = 0;
    const trips: number[] = [];
    for (let trip = 0; trip < state.model.tripCount; trip++) if (state.tripStops[trip] > 0) trips.push(trip);
    trips.sort((one, other) => this.times.tripLoadBegins[other] - this.times.tripLoadBegins[one] || one - other);
    for (const trip of trips) {
      this.loadBegins[trip] = this.book(trip);
      if (this.loadBegins[trip] < 0) this.failed.push(trip);
    }
  }

  private bookTaken(): void {
    this.state.model.problem.depots.forEach(({ taken = [] }, depot) => {
      for (const { begins, ends } of taken) this.take(depot, Math.max(0, begins), ends - Math.max(0, begins));
    });
  }

  private book(trip: number): number {
    const { state } = this;
    const vehicle = state.vehicleOf(trip);
    const { depot: depotNo, shiftBegins } = state.model.problem.vehicles[vehicle];
    const depot = state.model.problem.depots[depotNo];
    const seconds = rateSeconds(depot.loading, state.tripGrams[trip]);
    const preferred = this.times.tripLoadBegins[trip];
    const first = trip === vehicle * state.model.maxTripsPerVehicle;
    const earliest = Math.max(
      first ? shiftBegins : this.times.tripReturns[trip - 1],
      depot.opens,
      this.times.earliestLoading(trip),
    );
    const next = this.nextLoading(trip, vehicle);
    const latestAlone = this.times.tripLatestLoadBegin[trip];
    // Who leaves later may lose more than that on the way, where speeds change with the hour.
    const slack = state.model.travel.changesByHour ? 0 : next - this.times.tripReturns[trip];
    const latest = next < 0 ? latestAlone : Math.min(latestAlone, preferred + slack);
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
  private nextLoading(trip: number, vehicle: number): number {
    const isLast =
      trip + 1 >= (vehicle + 1) * this.state.model.maxTripsPerVehicle || this.state.tripStops[trip + 1] === 0;
    return isLast ? -1 : Math.max(this.loadBegins[trip + 1], this.times.tripReturns[trip]);
  }

  private isFree(depot: number, docks: number, begin: number, seconds: number): boolean {
    if (!this.isBinding) return true;
    const end = this.step(depot, Math.ceil((begin + seconds) / stepSeconds) - 1);
    for (let step = this.step(depot, Math.floor(begin / stepSeconds)); step <= end; step++) {
      if (this.booked[step] >= docks) return false;
    }
    return true;
  }

  private take(depot: number, begin: number, seconds: number): number {
    if (!this.isBinding) return begin;
    const end = this.step(depot, Math.ceil((begin + seconds) / stepSeconds) - 1);
    for (let step = this.step(depot, Math.floor(begin / stepSeconds)); step <= end; step++) this.booked[step]++;
    return begin;
  }

  private step(depot: number, number: number): number {
    return depot * this.horizonSteps + Math.min(this.horizonSteps - 1, number);
  }
}

function floorStep(seconds: number): number {
  return Math.floor(seconds / stepSeconds) * stepSeconds;
}
