import type { RunStatus } from '../../domain/delivery/run.js';
import type { Plan } from '../../domain/planning/plan.js';
import type { PlanRules } from '../../domain/planning/plan-rules.js';
import type { Consignment } from '../../domain/waves/consignment.js';
import type { PlanDraft } from './plan-store.js';

/** What was reported of a stop; seconds after the wave's midnight. */
export interface SeenStop {
  readonly stationId: string;
  readonly tripNo: number;
  readonly arrived: number | undefined;
  readonly left: number | undefined;
  readonly consignmentIds: readonly string[];
}

/** What was reported of a vehicle's run. */
export interface SeenRun {
  readonly runId: string;
  readonly vehicleId: string;
  readonly status: RunStatus;
  readonly departed: number | undefined;
  readonly stops: readonly SeenStop[];
}

/** An order of a later wave that shall come along, as it adds to the wave's goods. */
export interface UrgentOrder {
  readonly orderId: string;
  readonly depotId: string;
  readonly waveStatus: string;
  readonly deliveryDate: string;
  readonly stationId: string;
  readonly priority: number;
  readonly goods: readonly { readonly zoneId: string; readonly grams: number; readonly milliliters: number }[];
}

/** A plan after an event, and what it was made from. */
export interface ReplanDraft {
  readonly plan: PlanDraft;
  /** The runs as they were when it was made. */
  readonly seen: readonly SeenRun[];
  readonly urgentOrderIds: readonly string[];
  /** What of the goods is new or grew, as the plan counts on it. */
  readonly added: readonly Consignment[];
  /** Stations that get less than before, because orders were changed. */
  readonly fewerAt?: readonly string[];
}

/** A re-plan that was looked at, and what was shown of it. */
export interface ReplanPreview<Shown> {
  readonly draft: ReplanDraft;
  readonly outcome: Shown;
}

/** Runs under way and their plan, where couriers have left with parts of it already. */
export interface ReplanStore {
  /** The network that a plan was made with; undefined where that was not kept. */
  findRules(plan: Pick<Plan, 'depotId' | 'planId'>): Promise<PlanRules | undefined>;
  /** The runs of a wave that hold now; cancelled ones not. */
  listSeenRuns(plan: Pick<Plan, 'depotId' | 'waveId' | 'deliveryDate'>): Promise<SeenRun[]>;
  /** Orders by their ids, of one depot; those that are not there are left out. */
  listUrgentOrders(depotId: string, orderIds: readonly string[]): Promise<UrgentOrder[]>;
  /**
   * Keeps a plan after an event as the wave's current one, and changes the runs to it: what is on the road keeps its run,
   * its stops and all that was reported of them. Couriers whose released runs changed get a notice.
   *
   * @throws ConflictError `plan-replaced` when it was made from a plan that is not the current one any more,
   *   `run-left-meanwhile` or `reported-meanwhile` when what was reported since contradicts it, `orders-changed` when the
   *   urgent orders are not as they were.
   */
  saveReplan(draft: ReplanDraft, by: string): Promise<Plan>;
  /** Keeps a preview where every server process finds it; of a depot the newest 32, each as long as it is said. */
  keepPreview(previewId: string, preview: ReplanPreview<object>, now: Date, expiresAt: Date): Promise<void>;
  /** A preview of the plan as it was kept; undefined when there is none, or its time is over. */
  findPreview<Shown>(previewId: string, planId: string, now: Date): Promise<ReplanPreview<Shown> | undefined>;
  forgetPreview(previewId: string): Promise<void>;
}
