import type { Plan, PlanLock } from '../../../domain/planning/plan.js';

/** So many versions back changes by hand are looked for. */
const mostVersions = 30;

/**
 * Which stations a dispatcher has moved to the vehicle that brings them, in this version or those that it was made from,
 * back to the last search from nothing. What was moved on since is not theirs any more.
 */
export async function placedByHand(plan: Plan, get: (planId: string) => Promise<Plan>): Promise<PlanLock[]> {
  const latest = new Map<string, string | undefined>();
  let version: Plan | undefined = plan;
  for (let seen = 0; version !== undefined && seen < mostVersions; seen++) {
    for (const edit of [...(version.edited?.edits ?? [])].reverse()) {
      if (edit.kind !== 'move' || edit.consignmentIds !== undefined) continue;
      const stationIds = edit.stationIds ?? (edit.stationId === undefined ? [] : [edit.stationId]);
      for (const stationId of stationIds) {
        if (!latest.has(stationId)) latest.set(stationId, edit.to?.vehicleId);
      }
    }
    const { parentPlanId }: Plan = version;
    version = parentPlanId === undefined ? undefined : await get(parentPlanId);
  }
  return [...latest].flatMap(([stationId, vehicleId]) =>
    vehicleId !== undefined && brings(plan, vehicleId, stationId) ? [{ vehicleId, stationId }] : [],
  );
}

/** Whether a plan has a vehicle visit a station. */
export function brings({ routes }: Pick<Plan, 'routes'>, vehicleId: string, stationId: string | undefined): boolean {
  return routes.some(
    (route) =>
      route.vehicleId === vehicleId &&
      route.trips.some(({ stops }) => stops.some((stop) => stop.stationId === stationId)),
  );
}
