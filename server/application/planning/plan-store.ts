import type { Plan } from '../../domain/planning/plan.js';
import type { PlanRules } from '../../domain/planning/plan-rules.js';

/** A plan that has no version yet, with the network that it was made with; with none, that of its parent. */
export type PlanDraft = Omit<Plan, 'version'> & { readonly rules?: PlanRules };

export interface PlanStore {
  /** With a depot, its own only. @throws NotFoundError */
  get(planId: string, depotIds?: readonly string[]): Promise<Plan>;
  /**
   * Keeps a plan as the next version of its wave, makes it the current one and its routes the wave's draft runs.
   *
   * @returns the version that it got.
   * @throws TransitionError when the wave is past planning, ConflictError when runs of it were released already, or
   *   when it was made from a plan (`parentPlanId`) that is not the current one any more.
   */
  save(plan: PlanDraft, createdBy: string): Promise<Plan>;
  /**
   * Moves the draft runs of a wave's current plan on: all, or those named.
   *
   * @throws ConflictError when the plan is not the current one, or none of them is a draft.
   */
  release(planId: string, at: Date, by: string, runIds?: readonly string[]): Promise<{ readonly runs: number }>;
  /**
   * Makes an earlier (or later) version the wave's current plan again: undo, and redo.
   *
   * @throws NotFoundError, TransitionError and ConflictError as `save` does.
   */
  makeCurrent(planId: string, at: Date, by: string, assertSeen?: (current: Plan | undefined) => void): Promise<Plan>;
  /** Makes drafts of released runs again: of all, or of those named. @throws ConflictError when one has left, or none is released. */
  withdraw(planId: string, at: Date, by: string, runIds?: readonly string[]): Promise<{ readonly runs: number }>;
}
