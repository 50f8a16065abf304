import type { Knex } from 'knex';
import { ConflictError } from '../../../domain/dispatch-error.js';
import { checkSharing, type PlanBeside } from '../../../domain/planning/check-sharing.js';
import type { Say } from '../../../domain/planning/checker/check-context.js';
import { checkDocks } from '../../../domain/planning/checker/check-docks.js';
import { isOverridden, type RuleOverride } from '../../../domain/planning/overrides.js';
import type { Plan, Trip } from '../../../domain/planning/plan.js';
import { told } from '../../../domain/told.js';
import { makeNetworkReader } from '../network/network-store.js';
import { readRows } from '../statement.js';

/**
 * Waves of one date share their vehicles and docks. Another wave may have been planned since this plan was made: its waves
 * are held in their order until the end of the transaction, and what they have by now is held against the plan.
 *
 * @throws ConflictError `vehicle-taken`, `docks-taken`
 */
export async function refuseTakenMeanwhile(
  transaction: Knex.Transaction,
  {
    depotId,
    waveId,
    deliveryDate,
    routes,
    parentPlanId,
    overrides = [],
  }: Pick<Plan, 'depotId' | 'waveId' | 'deliveryDate' | 'routes' | 'parentPlanId' | 'overrides'>,
): Promise<void> {
  const waves = await readRows<{ wave_id: string; current_plan_id: string | null }>(
    transaction,
    `select wave_id, current_plan_id from waves where depot_id = ? and delivery_date = ? and wave_id <> ?
     order by wave_id for share`,
    [depotId, deliveryDate, waveId],
  );
  const planIds = waves.flatMap(({ current_plan_id }) => current_plan_id ?? []);
  if (planIds.length === 0) return;
  const rows = await readRows<{ plan_id: string; wave_id: string; vehicle_id: string; trips: Trip[] }>(
    transaction,
    `select plans.plan_id, plans.wave_id, routes.vehicle_id, routes.trips
     from routes join plans on plans.depot_id = routes.depot_id and plans.plan_id = routes.plan_id
     where routes.depot_id = ? and routes.plan_id = any(?::text[])`,
    [depotId, parentPlanId === undefined ? planIds : [...planIds, parentPlanId]],
  );
  const routeOf = (row: (typeof rows)[number]) => ({ vehicleId: row.vehicle_id, trips: row.trips });
  const isParent = (row: (typeof rows)[number]) => row.plan_id === parentPlanId;
  const before = { routes: rows.filter(isParent).map(routeOf) };
  const beside: PlanBeside[] = rows
    .filter((row) => !isParent(row))
    .map((row) => ({ waveId: row.wave_id, routes: [routeOf(row)] }));
  const network = makeNetworkReader(transaction);
  const vehicles = new Map((await network.listVehicles(depotId)).map((vehicle) => [vehicle.vehicleId, vehicle]));
  const taken = routes.find((route) =>
    hasFault((say) => checkSharing({ routes: [route] }, { vehicles, beside, before }, say), overrides),
  );
  if (taken !== undefined) {
    throw new ConflictError(
      'vehicle-taken',
      told`Another wave of the date has vehicle ${taken.vehicleId} meanwhile. Plan the wave anew.`,
    );
  }
  const depot = (await network.listDepots()).find((each) => each.depotId === depotId)!;
  const needsMoreDocks = (others: readonly PlanBeside[]) =>
    hasFault((say) => checkDocks({ routes }, depot, say, others));
  // A plan that has too many at the docks by itself, as one that is made current after docks were closed, takes them
  // from nobody: the checker says that when it is changed.
  if (needsMoreDocks(beside) && !needsMoreDocks([])) {
    throw new ConflictError(
      'docks-taken',
      told`Another wave of the date loads at the docks meanwhile when this plan does. Plan the wave anew.`,
    );
  }
}

function hasFault(check: (say: Say) => void, overrides: readonly RuleOverride[] = []): boolean {
  let isFound = false;
  check((rule, _, facts) => {
    isFound ||= !isOverridden({ rule, facts }, overrides);
  });
  return isFound;
}
