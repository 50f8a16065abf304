import { NotFoundError } from '../../domain/dispatch-error.js';
import type { Plan } from '../../domain/planning/plan.js';
import type { JobHandler } from '../jobs.js';
import type { PlanStore } from './plan-store.js';
import type { PlanWave } from './plan-wave.js';
import type { SolverBudget } from './solver-port.js';

/**
 * Planning a wave as a background job; the payload is the search's budget, or that nothing is searched for. The plan's id follows from the job's, so that
 * a job that is taken again after its plan was stored finds it there instead of making another.
 *
 * @param mostThreads the cores of this machine: more threads would only slow each other. The plan says how many searched.
 */
export function makePlanJob(planWave: PlanWave, plans: Pick<PlanStore, 'get'>, mostThreads: number): JobHandler {
  return async ({ jobId, subjectId, payload, by, signal, tell }) => {
    const planId = jobId.replace(/^job-/, 'plan-');
    const { search, ...asked } = payload as SolverBudget & { readonly search?: boolean };
    const budget = { ...asked, threads: Math.min(asked.threads, mostThreads) };
    const byHand = search === false;
    const plan =
      (await findPlan(plans, planId)) ??
      (await planWave({ planId, waveId: subjectId, budget, byHand, by, signal, onProgress: tell }));
    return { planId, version: plan.version, kpis: plan.kpis };
  };
}

async function findPlan(plans: Pick<PlanStore, 'get'>, planId: string): Promise<Plan | undefined> {
  try {
    return await plans.get(planId);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
