import type { Neighbours } from '../model/neighbours.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Random } from '../random.js';
import type { Schedule } from '../schedules/schedule.js';
import { VehicleUpgrade } from './vehicle-upgrade.js';

/** One position in a hundred is passed over: a little blindness finds other ways (Christiaens and Vanden Berghe 2020). */
const blinkRate = 0.01;
/** Further trips of vehicles in use that are tried for one node; a larger fleet is sampled. */
const mostFurtherTrips = 12;
/** Kinds of unused vehicles that are tried for one node; where there are more, so many in a row from a random one. */
const mostKinds = 12;
/** Trips that are tried for one node where the exact timetable or the compartments refuse what the quick test let through. */
const mostAttempts = 3;
/** How a node fits a trip, where it does. */
const asItIs = 1;
const inLarger = 2;

/**
 * Finds the cheapest place for a node: beside its nearest neighbours, in an unused vehicle of each kind, and as a further
 * trip of a vehicle in use, each at its true cost. Only when all of that fails, everywhere.
 */
export class Insertion {
  private bestTrip = -1;
  private bestAfter = -1;
  private bestIsLarger = false;
  protected bestCost = 0;
  private readonly tripStamp: Int32Array;
  /** For trips of this stamp: whether the node fits, as it is or in a larger vehicle. */
  private readonly tripFits: Uint8Array;
  private readonly larger: VehicleUpgrade | undefined;
  private stamp = 0;
  private untilBlink = 1;
  private readonly severalTrips: boolean;
  private furtherFrom = 0;

  constructor(
    protected readonly state: FleetState,
    protected readonly schedule: Schedule,
    private readonly neighbours: Neighbours,
    private readonly random: Random,
    private readonly log: UndoLog,
  ) {
    this.tripStamp = new Int32Array(state.model.tripCount);
    this.tripFits = new Uint8Array(state.model.tripCount);
    this.larger = VehicleUpgrade.helps(state, schedule) ? new VehicleUpgrade(state, schedule, log) : undefined;
    this.severalTrips = state.model.maxTripsPerVehicle > 1;
    this.drawBlink();
  }

  /**
   * Puts the node where it costs least, if anywhere below the price of leaving it out.
   *
   * @param onlyTouched only in vehicles that the iteration has changed: for what is known to fit in no other.
   */
  place(node: number, onlyTouched = false): boolean {
    this.stamp++;
    this.closeOwnTrips(node);
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      this.look(node, onlyTouched);
      if (this.bestTrip < 0) return false;
      if (this.make(node)) return true;
      this.close(this.bestTrip);
    }
    return false;
  }

  /**
   * Puts the node where it costs least, whatever that is: for goods that are worth a vehicle or a detour only together
   * with others.
   *
   * @param kind an unused vehicle of this class only; anywhere where left out.
   */
  force(node: number, kind?: number): boolean {
    this.stamp++;
    this.closeOwnTrips(node);
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      this.bestTrip = -1;
      this.bestCost = Number.POSITIVE_INFINITY;
      this.beginLook();
      if (kind === undefined) this.tryAll(node);
      else this.tryUnusedOf(kind, node);
      if (this.bestTrip < 0) return false;
      if (this.make(node)) return true;
      this.close(this.bestTrip);
    }
    return false;
  }

  /** Looks for the cheapest place among the trips that are not closed. */
  protected look(node: number, onlyTouched: boolean): void {
    this.bestTrip = -1;
    this.bestCost = this.omissionOf(node);
    this.beginLook();
    if (onlyTouched) this.tryTouched(node);
    else this.tryAll(node);
  }

  protected beginLook(): void {
    this.larger?.lookUp();
  }

  private tryAll(node: number): void {
    this.tryNear(node);
    this.tryUnused(node, mostKinds);
    if (this.severalTrips) this.tryFurtherTrips(node);
    if (this.bestTrip < 0) {
      this.tryUnused(node, Number.POSITIVE_INFINITY);
      for (let trip = 0; trip < this.state.tripStops.length; trip++) this.tryTrip(trip, node);
    }
  }

  private tryTouched(node: number): void {
    const { log, state } = this;
    const { maxTripsPerVehicle, problem } = state.model;
    for (let at = 0; at < log.vehicleCount; at++) {
      const vehicle = log.vehicles[at];
      let trip = vehicle * maxTripsPerVehicle;
      const end = trip + problem.vehicles[vehicle].maxTrips;
      for (; trip < end && state.tripStops[trip] > 0; trip++) this.tryTrip(trip, node);
      // Those in use come first.
      if (trip < end) this.tryFirst(trip, node);
    }
  }

  private make(node: number): boolean {
    const { state, schedule, log } = this;
    const trip = this.bestIsLarger ? this.larger!.takeOver(this.bestTrip, node) : this.bestTrip;
    if (trip < 0) return false;
    log.touch(state.vehicleOf(trip));
    if (this.putIn(trip, this.bestAfter, node)) return true;
    // The quick test let through what the exact timetable refuses: take it back.
    this.takeOut(node);
    schedule.refresh(state.vehicleOf(trip));
    return false;
  }

  protected omissionOf(node: number): number {
    return this.state.model.nodeOmission[node];
  }

  protected putIn(trip: number, after: number, node: number): boolean {
    this.state.insert(trip, after, node);
    return this.schedule.inserted(trip, node);
  }

  protected takeOut(node: number): void {
    this.schedule.removing(node);
    this.state.remove(node);
  }

  /** A trip that carries a part of the station already would visit it twice: its other parts go elsewhere. */
  private closeOwnTrips(node: number): void {
    const { state } = this;
    let part = state.firstPart[state.model.nodeStation[node]];
    for (; part >= 0; part = state.nextPart[part]) {
      this.close(state.tripOf[part]);
    }
  }

  /** Leaves a trip out for this node. */
  private close(trip: number): void {
    this.tripStamp[trip] = this.stamp;
    this.tripFits[trip] = 0;
  }

  protected tryNear(node: number): void {
    this.tryBeside(node, node);
  }

  /** Tries the positions beside the nearest neighbours of one node, for another. */
  protected tryBeside(centre: number, node: number): void {
    const { state, neighbours } = this;
    const { firstPart, nextPart, tripOf, prev } = state;
    const { near, nearEach } = neighbours;
    const station = state.model.nodeStation[centre];
    const end = (station + 1) * nearEach;
    for (let at = station * nearEach; at < end; at++) {
      for (let beside = firstPart[near[at]]; beside >= 0; beside = nextPart[beside]) {
        const trip = tripOf[beside];
        if (this.isOpen(trip, node)) {
          this.tryPosition(trip, beside, node);
          this.tryPosition(trip, prev[beside], node);
        } else if (this.tripFits[trip] === inLarger) {
          this.tryLarger(trip, beside, node);
          this.tryLarger(trip, prev[beside], node);
        }
      }
    }
  }

  protected fits(trip: number, node: number): boolean {
    return this.state.fits(trip, node);
  }

  private isOpen(trip: number, node: number): boolean {
    if (this.tripStamp[trip] !== this.stamp) {
      this.tripStamp[trip] = this.stamp;
      this.tripFits[trip] = this.fits(trip, node)
        ? asItIs
        : this.larger?.fits(trip, node, this.bestCost)
          ? inLarger
          : 0;
    }
    return this.tripFits[trip] === asItIs;
  }

  private tryLarger(trip: number, after: number, node: number): void {
    const cost = this.larger!.price(trip, after, node, this.bestCost);
    if (!(cost < this.bestCost) || this.blinks()) return;
    this.keep(trip, after, cost);
    this.bestIsLarger = true;
  }

  protected tryPosition(trip: number, after: number, node: number): void {
    const cost = this.schedule.price(trip, after, node, this.bestCost);
    if (cost < this.bestCost && !this.blinks()) this.keep(trip, after, cost);
  }

  /** One unused vehicle of each kind, at its full price. */
  private tryUnused(node: number, most: number): void {
    const { state } = this;
    const { classCount } = state.model;
    const from = classCount > most ? this.random.below(classCount) : 0;
    let tried = 0;
    for (let step = 0; step < classCount && tried < most; step++) {
      const kind = from + step < classCount ? from + step : from + step - classCount;
      if (this.tryUnusedOf(kind, node)) tried++;
    }
  }

  /** Returns whether there is one of the class. */
  private tryUnusedOf(kind: number, node: number): boolean {
    const { problem, maxTripsPerVehicle } = this.state.model;
    const vehicle = this.state.unusedOf(kind);
    if (vehicle < 0 || problem.vehicles[vehicle].maxTrips < 1) return false;
    this.tryFirst(vehicle * maxTripsPerVehicle, node);
    return true;
  }

  private tryFurtherTrips(node: number): void {
    const { state } = this;
    const { maxTripsPerVehicle, problem } = state.model;
    const vehicles = problem.vehicles.length;
    if (vehicles > mostFurtherTrips) this.furtherFrom = this.random.below(vehicles);
    let tried = 0;
    for (let step = 0; step < vehicles && tried < mostFurtherTrips; step++) {
      const vehicle = (this.furtherFrom + step) % vehicles;
      const { maxTrips } = problem.vehicles[vehicle];
      if (maxTrips < 2 || state.vehicleStops[vehicle] === 0) continue;
      let trip = vehicle * maxTripsPerVehicle + 1;
      while (trip < vehicle * maxTripsPerVehicle + maxTrips && state.tripStops[trip] > 0) trip++;
      if (trip === vehicle * maxTripsPerVehicle + maxTrips) continue;
      tried++;
      this.tryFirst(trip, node);
    }
  }

  private tryFirst(trip: number, node: number): void {
    const isClosed = this.tripStamp[trip] === this.stamp && this.tripFits[trip] === 0;
    if (!isClosed) this.tryEmpty(trip, node);
  }

  protected tryEmpty(trip: number, node: number): void {
    if (!this.state.fits(trip, node)) return;
    const cost = this.schedule.priceFirst(trip, node, this.bestCost);
    if (cost < this.bestCost && !this.blinks()) this.keep(trip, -1, cost);
  }

  protected keep(trip: number, after: number, cost: number): void {
    this.bestCost = cost;
    this.bestTrip = trip;
    this.bestAfter = after;
    this.bestIsLarger = false;
  }

  /** Tries every position of a trip in use. */
  private tryTrip(trip: number, node: number): void {
    const { state } = this;
    if (state.tripStops[trip] === 0 || !this.isOpen(trip, node)) return;
    this.tryPosition(trip, -1, node);
    for (let after = state.tripFirst[trip]; after >= 0; after = state.next[after]) this.tryPosition(trip, after, node);
  }

  protected blinks(): boolean {
    if (--this.untilBlink > 0) return false;
    this.drawBlink();
    return true;
  }

  /** How many positions until the next is passed over: drawn once instead of at every position. */
  private drawBlink(): void {
    this.untilBlink = 1 + Math.floor(Math.log(1 - this.random.fraction()) / Math.log(1 - blinkRate));
  }
}
