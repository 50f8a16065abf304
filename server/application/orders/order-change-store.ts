import type { BusinessDate } from '../../domain/local-time.js';
import type { ChangeableOrder, ChangedOrder, TargetWave } from '../../domain/orders/change-order.js';
import type { CustomerTier, OrderClass } from '../../domain/orders/order.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { WaveStatus } from '../../domain/waves/wave.js';
import type { WaveOpening } from './intake-store.js';

/** An order as the record holds it while it is changed. */
export interface HeldOrder extends ChangeableOrder {
  readonly version: number;
  readonly customerTier: CustomerTier;
  readonly placedAt: Date;
}

/** A wave that is held, its runs with it. */
export interface HeldWave extends TargetWave {
  readonly depotId: string;
  readonly status: WaveStatus;
  readonly currentPlanId: string | undefined;
}

/** What is held until the end of the transaction: orders by their ids in capitals, waves by theirs. */
export interface HeldOrders {
  readonly orders: ReadonlyMap<string, HeldOrder>;
  readonly waves: ReadonlyMap<string, HeldWave>;
}

/** A change, with what else follows from it. */
export interface OrderToWrite extends ChangedOrder {
  readonly before: HeldOrder;
  readonly area: string;
  readonly orderClass: OrderClass;
  readonly priority: number;
  readonly reason: string;
}

/** What a consignment is, with the codes of its totes. */
export interface ConsignmentState {
  readonly grams: number;
  readonly milliliters: number;
  readonly totes: readonly string[];
}

/** What a line of a pick list asks for, and what of it was picked and has to go back. */
export interface PickLineState {
  readonly quantity: number;
  readonly pickedQuantity: number | null;
  readonly putBackQuantity: number;
}

export interface PlanState {
  readonly planId: string;
  readonly version: number;
}

/** How something was and is; null where there is none. */
export interface Difference<State> {
  readonly before: State | null;
  readonly after: State | null;
}

export interface ConsignmentKey {
  readonly consignmentId: string;
  readonly stationId: string;
  readonly zoneId: string;
}

export interface PickLineKey {
  readonly pickListId: string;
  readonly lineNo: number;
  readonly skuId: string;
  readonly name: string;
}

/** A stop that brings the goods. */
export interface GoodsStop {
  readonly stopId: string;
  readonly stationId: string;
  readonly runId: string;
  readonly runCode: string;
  readonly runStatus: string;
  readonly vehicleId: string;
}

/** What changes of orders do to a wave that is closed already. */
export interface WaveEffects {
  readonly waveId: string;
  readonly waveStatus: WaveStatus;
  readonly plan: Difference<PlanState>;
  readonly consignments: readonly (ConsignmentKey & Difference<ConsignmentState>)[];
  readonly pickLines: readonly (PickLineKey & Difference<PickLineState>)[];
  /** As they were; `isDropped` where they bring nothing any more. */
  readonly stops: readonly (GoodsStop & { readonly isDropped: boolean })[];
}

/** What of a wave's goods is looked at. */
export interface GoodsLooked {
  readonly depotId: string;
  readonly waveId: string;
  readonly stationIds: readonly string[];
  readonly zoneIds: readonly string[];
  readonly skuIds: readonly string[];
}

/** A look at some goods of a wave. Two of them make its effects. */
export interface GoodsState {
  readonly waveStatus: WaveStatus;
  readonly plan: PlanState | null;
  readonly consignments: readonly (ConsignmentKey & { readonly state: ConsignmentState })[];
  readonly pickLines: readonly (PickLineKey & { readonly state: PickLineState })[];
  readonly stops: readonly GoodsStop[];
}

/** Orders that are changed. To be used within one transaction, which `inTransaction` opens. */
export interface OrderChangeStore {
  /** @param keeps false takes all of it back at the end. */
  inTransaction<Result>(keeps: boolean, work: () => Promise<Result>): Promise<Result>;
  /**
   * Holds orders, their waves and the waves that they shall go to. Nobody closes, plans, releases or leaves with one of them
   * until the end of the transaction.
   *
   * @param openings waves of which those that are not there yet are answered as they would be opened.
   * @throws ConflictError `orders-changed` where an order changes its wave at just this moment.
   */
  hold(
    asked: { readonly orderIds: readonly string[]; readonly waveIds: readonly string[] },
    openings: readonly WaveOpening[],
    depotIds: OwnDepots,
    at: Date,
  ): Promise<HeldOrders>;
  /** Opens waves that changes go to, where they are not there yet. They are held. */
  open(openings: readonly WaveOpening[], at: Date): Promise<void>;
  /** By id in capitals, where orders are and which depots they are of, as far as they are there; nothing is held. */
  find(
    orderIds: readonly string[],
    depotIds: OwnDepots,
  ): Promise<
    {
      readonly orderId: string;
      readonly depotId: string;
      readonly placedAt: Date;
      readonly deliveryDate: BusinessDate;
    }[]
  >;
  /** Writes orders and what was before, with events. */
  write(changes: readonly OrderToWrite[], by: string, at: Date): Promise<void>;
  /** Who did what: the last of the transaction's changes, because until its end nobody else writes any. */
  audit(changes: readonly OrderToWrite[], by: string, at: Date): Promise<void>;
}

/** The goods of closed waves that changed orders leave. To be used within the transaction of the orders. */
export interface LeavingGoods {
  /** Consignments, totes and pick lists become what the order lines of their waves are now. */
  takeOut(changes: readonly OrderToWrite[], at: Date): Promise<void>;
  /** Makes cases of changes that came after their wave was closed. */
  raiseCases(changes: readonly OrderToWrite[], at: Date): Promise<void>;
  /** By consignment, the numbers of its totes that hold something; none of one that was packed before it was kept what is in totes. */
  filledTotes(depotId: string, consignmentIds: readonly string[]): Promise<Map<string, readonly number[]>>;
  look(goods: GoodsLooked): Promise<GoodsState>;
}
