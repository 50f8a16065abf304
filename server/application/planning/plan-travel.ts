import type { Plan, PlanSpeeds } from '../../domain/planning/plan.js';
import { type StaleReason, whyStale } from '../travel/index.js';
import type { PlanningSources } from './planning-context.js';

/** Where the travel times of a plan come from, and whether they would be the same today. */
export interface PlanTravel {
  readonly engine: string;
  readonly mapId: string;
  readonly estimated: boolean;
  /** One factor for all roads; 1 where `speeds` are in the times. */
  readonly speedFactor: number;
  readonly speeds: PlanSpeeds | undefined;
  /** Which engines were out when it was made. */
  readonly note: string;
  readonly stale: StaleReason | undefined;
}

export type ReadPlanTravel = (plan: Plan, signal: AbortSignal) => Promise<PlanTravel>;

/** Tells where a plan's travel times come from. */
export function makeReadPlanTravel(deps: PlanningSources): ReadPlanTravel {
  return async (plan, signal) => {
    const { engine, mapId, estimated, speedFactor, speeds, note } = plan.provenance;
    return { engine, mapId, estimated, speedFactor, speeds, note, stale: await whyStale(deps, plan, signal) };
  };
}
