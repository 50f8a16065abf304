import { checkSharing } from './check-sharing.js';
import { type CheckContext, type PlanFault, routeContextOf, type Say } from './checker/check-context.js';
import { checkDocks } from './checker/check-docks.js';
import { checkGoods } from './checker/check-goods.js';
import { checkKpis } from './checker/check-kpis.js';
import { checkLocks } from './checker/check-locks.js';
import { checkRoute } from './checker/check-route.js';
import { checkTotes } from './checker/check-totes.js';
import { isOverridden } from './overrides.js';
import type { Plan } from './plan.js';

/**
 * States every rule of dispatch again and lists what the plan breaks. Shares no code with the search: what is wrong in
 * one is not wrong in the same way in the other. A soft rule that somebody lets a run break is no fault; all others of the run are.
 */
export function checkPlan(plan: Plan, context: CheckContext): PlanFault[] {
  const faults: PlanFault[] = [];
  const { overrides = [] } = plan;
  const say: Say = (rule, text, facts) => {
    const fault = { rule, text, ...(facts && { facts }) };
    if (!isOverridden(fault, overrides)) faults.push(fault);
  };
  checkGoods(plan, context, say);
  const routeContext = routeContextOf(context, plan);
  const seen = new Set<string>();
  for (const route of plan.routes) {
    if (seen.has(route.vehicleId)) say('vehicle-once', `Vehicle ${route.vehicleId} drives two routes.`);
    seen.add(route.vehicleId);
    const vehicle = context.vehicles.get(route.vehicleId);
    if (vehicle === undefined) say('vehicle-known', `There is no vehicle ${route.vehicleId}.`);
    else checkRoute(route, vehicle, routeContext, say);
  }
  checkDocks(plan, context.depot, say, context.sharing?.beside);
  if (context.sharing !== undefined) checkSharing(plan, { ...context.sharing, before: context.before }, say);
  checkLocks(plan, context, say);
  checkTotes(plan, context, say);
  checkKpis(plan, context, say);
  return faults;
}
