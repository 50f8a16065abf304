import type { LonLat } from '../../../domain/network/place.js';
import type { DayOverrides, Plan, PlanLock } from '../../../domain/planning/plan.js';
import type { ReplanEvent } from '../../../domain/planning/replan.js';
import type { PlanningContext } from '../planning-context.js';
import type { SeenRun } from '../replan-store.js';

/** What a re-plan starts from. */
export interface EventInput {
  readonly plan: Plan;
  readonly event: ReplanEvent;
  /** Seconds after the wave's midnight. */
  readonly from: number;
  readonly seen: readonly SeenRun[];
  /** With what the event changes for the day in it. */
  readonly dayOverrides: DayOverrides;
  readonly context: PlanningContext;
  /** Where the vehicle that broke down stands. */
  readonly position: LonLat | undefined;
  /** Consignments that are new, or grew by urgent orders. */
  readonly added: ReadonlySet<string>;
  /** What the search leaves where it is: locks, and what was placed by hand. */
  readonly locks: readonly PlanLock[];
}
