import type { Knex } from 'knex';
import { ConflictError } from '../../../domain/dispatch-error.js';
import { checkSharing, type PlanBeside } from '../../../domain/planning/check-sharing.js';
import type { Plan, Trip } from '../../../domain/planning/plan.js';
import { told } from '../../../domain/told.js';
import { makeNetworkReader } from '../network/network-store.js';
import { readRows } from '../statement.js';

/**
 * Waves of one date share their vehicles. Another wave may have been planned since this plan was made: its waves are held
 * in their order until the end of the transaction, and what they have by now is held against the plan.
 *
 * @throws ConflictError `vehicle-taken`
 */
export async function refuseTakenVehicles(
  transaction: Knex.Transaction,
  { depotId, waveId, deliveryDate, routes }: Pick<Plan, 'depotId' | 'waveId' | 'deliveryDate' | 'routes'>,
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
    `select routes.plan_id, plans.wave_id, routes.vehicle_id, routes.trips
     from routes join plans on plans.depot_id = routes.depot_id and plans.plan_id = routes.plan_id
     where routes.depot_id = ? and routes.plan_id = any(?::text[])`,
    [depotId, planIds],
  );
  const beside: PlanBeside[] = rows.map((row) => ({
    waveId: row.wave_id,
    routes: [{ vehicleId: row.vehicle_id, trips: row.trips }],
  }));
  const vehicles = await makeNetworkReader(transaction).listVehicles(depotId);
  const taken = new Set<string>();
  for (const route of routes) {
    const known = new Map(vehicles.map((vehicle) => [vehicle.vehicleId, vehicle]));
    checkSharing({ routes: [route] }, { vehicles: known, beside }, () => taken.add(route.vehicleId));
  }
  const [first] = taken;
  if (first === undefined) return;
  throw new ConflictError(
    'vehicle-taken',
    told`Another wave of the date has vehicle ${first} meanwhile. Plan the wave anew.`,
  );
}
