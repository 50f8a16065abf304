import type { Neighbours } from '../model/neighbours.js';
import { type BestPlan, loadRoutes } from '../plan/best-plan.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Random } from '../random.js';
import type { Schedule } from '../schedules/schedule.js';
import { Ejections } from './ejections.js';
import type { Recreate } from './recreate.js';
import type { Ruin } from './ruin.js';

/** The temperature of this part of the search, as a part of the mean cost of a leg. */
const temperatureInLegs = 0.05;
/** Ruins around a station that nobody serves; the others are anywhere. */
const aroundAbsentRate = 0.5;
const iterationsPerLook = 64;
/** Where ejections are possible, one of so many iterations is one. */
const iterationsPerEjection = 21;

/**
 * Empties one vehicle after the other, where a vehicle costs more than all that a day's driving could save.
 *
 * The vehicle whose stops were absent least often is locked away, and ruin and recreate goes on without it. A plan is
 * taken when those it leaves out were absent less often in all, or as often at a price that would be taken anyway. Every
 * station left out counts one absence more, so what is hard to place is placed first and others make room for it
 * (Christiaens and Vanden Berghe 2020). Between these, ejections make room for one such station at a time.
 */
export class FleetMinimization {
  /** How often each station was left out. */
  private readonly absences: Float64Array;
  /** The absences of those that are out, and of those that an iteration has left out so far. */
  private outstanding = 0;
  private missed = 0;
  private readonly ejections: Ejections | undefined;

  constructor(
    private readonly state: FleetState,
    private readonly schedule: Schedule,
    private readonly ruin: Ruin,
    private readonly recreate: Recreate,
    neighbours: Neighbours,
    private readonly random: Random,
    private readonly log: UndoLog,
    private readonly best: BestPlan,
  ) {
    this.absences = new Float64Array(state.model.stationCount).fill(1);
    if (Ejections.suits(state, schedule)) {
      this.ejections = new Ejections(state, schedule, neighbours, random, best, this.absences);
    }
  }

  /** Whether fewer vehicles come before everything else: one kind of vehicle, each dearer than all its driving. */
  static pays({ model, drivingCost, absentCount, vehicleStops }: FleetState): boolean {
    if (model.classCount !== 1 || model.maxTripsPerVehicle !== 1 || model.hasFixed || absentCount > 0) return false;
    const used = vehicleStops.reduce((count, stops) => count + (stops > 0 ? 1 : 0), 0);
    const { fixedCost } = model.problem.vehicles[0];
    return used > 1 && fixedCost > drivingCost - used * fixedCost;
  }

  /**
   * Searches until `isOver` says so, or no vehicle can be spared; then the state holds the best plan.
   *
   * @returns iterations made.
   */
  run(begunAt: number, isOver: (iterations: number) => boolean): number {
    const { state, best } = this;
    const lockedBefore = state.locked.slice();
    const least = this.leastVehicles();
    let iterations = 0;
    for (; iterations % iterationsPerLook !== 0 || !isOver(begunAt + iterations); iterations++) {
      while (state.absentCount === 0 && best.vehiclesUsed > least) this.goOnWithOneLess();
      if (state.absentCount === 0) break;
      if (this.ejections === undefined || iterations % iterationsPerEjection > 0) this.step();
      else this.ejections.step();
      this.countOutstanding();
    }
    this.recreate.onLeftOut = undefined;
    state.locked.set(lockedBefore);
    const routes = best.routes(() => true);
    loadRoutes(state, this.schedule, routes);
    for (let vehicle = 0; vehicle < lockedBefore.length; vehicle++) best.noteChanged(vehicle);
    return iterations;
  }

  /** Takes a vehicle out of use, and places its stations wherever there is room. */
  private goOnWithOneLess(): void {
    const { recreate } = this;
    this.log.begin();
    this.emptyOne();
    recreate.onLeftOut = undefined;
    recreate.run(Number.POSITIVE_INFINITY);
    this.noteTouched();
    this.countOutstanding();
  }

  /** One ruin and recreate, taken or taken back. */
  private step(): void {
    const { state, log, best, recreate } = this;
    const limit = state.drivingCost - temperatureInLegs * best.legCost * Math.log(1 - this.random.fraction());
    log.begin();
    this.missed = 0;
    recreate.onLeftOut = this.leaveOut;
    recreate.expectNowhereElse();
    const possible = this.ruinSomewhere() && recreate.run(Number.POSITIVE_INFINITY);
    if (possible && (this.missed < this.outstanding || state.drivingCost <= limit)) {
      this.noteTouched();
    } else log.takeBack();
  }

  /** A station that found no place: one absence more, of both ends of a pair. False when the plan cannot be taken any more. */
  private readonly leaveOut = (station: number): boolean => {
    const partner = this.state.model.partnerOf[station];
    this.missed += this.absences[station]++;
    if (partner >= 0) this.missed += this.absences[partner]++;
    return this.missed <= this.outstanding;
  };

  private noteTouched(): void {
    for (let at = 0; at < this.log.vehicleCount; at++) this.best.noteChanged(this.log.vehicles[at]);
  }

  /** Counted anew, for taken or not, absences have grown. A plan that leaves nothing out is the best so far. */
  private countOutstanding(): void {
    const { state } = this;
    this.outstanding = 0;
    for (let at = 0; at < state.absentCount; at++) this.outstanding += this.absences[state.absent[at]];
    if (state.absentCount === 0) this.keepBest();
  }

  private keepBest(): void {
    const { best, state } = this;
    if (state.totalCost() < best.cost - 1e-6) best.keep(state.totalCost());
    best.count();
  }

  private ruinSomewhere(): boolean {
    const { random, ruin, state } = this;
    if (random.fraction() >= aroundAbsentRate) return ruin.strings();
    return ruin.stringsAround(state.absent[random.below(state.absentCount)]);
  }

  /** So many vehicles carry all goods, were they liquid; of goods that are brought on the way, nothing is known. */
  private leastVehicles(): number {
    const { model, visitedNodes } = this.state;
    if (model.hasPickups || visitedNodes === 0) return 1;
    const grams = this.state.tripGrams.reduce((sum, each) => sum + each, 0);
    return Math.max(1, Math.ceil(grams / model.problem.vehicles[0].payloadGrams));
  }

  /** Takes everything out of the vehicle whose stations were absent least often, and locks it and all unused ones. */
  private emptyOne(): void {
    const { state } = this;
    let chosen = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let vehicle = 0; vehicle < state.vehicleStops.length; vehicle++) {
      if (state.vehicleStops[vehicle] === 0) state.locked[vehicle] = 1;
      if (state.locked[vehicle] === 1) continue;
      let sum = 0;
      for (let node = state.tripFirst[vehicle]; node >= 0; node = state.next[node]) {
        sum += this.absences[state.model.nodeStation[node]];
      }
      if (sum >= fewest) continue;
      fewest = sum;
      chosen = vehicle;
    }
    this.ruin.wholeDay(chosen);
    state.locked[chosen] = 1;
  }
}
