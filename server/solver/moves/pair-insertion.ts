import type { Neighbours } from '../model/neighbours.js';
import type { FleetState } from '../plan/fleet-state.js';
import type { UndoLog } from '../plan/undo-log.js';
import type { Random } from '../random.js';
import type { PairSchedule } from '../schedules/schedule.js';
import { Insertion } from './insertion.js';

/**
 * Finds the cheapest place for a pickup and its delivery: the pickup where `Insertion` looks for any node, and for each
 * such position the best one behind it for the delivery.
 */
export class PairInsertion extends Insertion {
  private delivery = -1;
  private bestBehind = -1;
  /** The last look in which a pair was tried behind each node, and at the beginning of each trip: neighbours lie beside each other. */
  private readonly triedBehind: Int32Array;
  private lookNo = 0;

  constructor(
    state: FleetState,
    private readonly pairSchedule: PairSchedule,
    neighbours: Neighbours,
    random: Random,
    log: UndoLog,
  ) {
    super(state, pairSchedule, neighbours, random, log);
    this.triedBehind = new Int32Array(state.model.nodeCount + state.model.tripCount);
  }

  /** Puts the two where they cost least, if anywhere below the price of leaving them out. */
  placePair(pickup: number, delivery: number, onlyTouched = false): boolean {
    this.delivery = delivery;
    return this.place(pickup, onlyTouched);
  }

  /** The same as `force`, of a pair. */
  forcePair(pickup: number, delivery: number, kind?: number): boolean {
    this.delivery = delivery;
    return this.force(pickup, kind);
  }

  protected override beginLook(): void {
    this.lookNo++;
    super.beginLook();
  }

  protected override omissionOf(pickup: number): number {
    return super.omissionOf(pickup) + super.omissionOf(this.delivery);
  }

  protected override fits(trip: number, pickup: number): boolean {
    const { state } = this;
    return super.fits(trip, pickup) && super.fits(trip, this.delivery) && state.stopsLeft(state.vehicleOf(trip)) >= 2;
  }

  protected override tryNear(pickup: number): void {
    super.tryNear(pickup);
    this.tryBeside(this.delivery, pickup);
  }

  protected override tryPosition(trip: number, after: number, pickup: number): void {
    const behind = after < 0 ? this.state.model.nodeCount + trip : after;
    if (this.triedBehind[behind] === this.lookNo) return;
    this.triedBehind[behind] = this.lookNo;
    const cost = this.pairSchedule.pricePair(trip, after, pickup, this.delivery, this.bestCost);
    if (cost >= this.bestCost || this.blinks()) return;
    this.keep(trip, after, cost);
    this.bestBehind = this.pairSchedule.pairBehind;
  }

  protected override tryEmpty(trip: number, pickup: number): void {
    if (this.fits(trip, pickup)) this.tryPosition(trip, -1, pickup);
  }

  protected override putIn(trip: number, after: number, pickup: number): boolean {
    this.state.insert(trip, after, pickup);
    this.state.insert(trip, this.bestBehind, this.delivery);
    return this.schedule.refresh(this.state.vehicleOf(trip));
  }

  protected override takeOut(pickup: number): void {
    super.takeOut(this.delivery);
    super.takeOut(pickup);
  }
}
