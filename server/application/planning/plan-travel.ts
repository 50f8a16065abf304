import type { Plan, PlanSpeeds } from '../../domain/planning/plan.js';
import { vehicleOnDay } from '../../domain/waves/planned-day.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';
import { drivingHours } from '../travel/driving-hours.js';
import type { PlanningSources } from './planning-context.js';

/** Why a plan made anew would have other travel times. */
export type StaleReason = 'engine' | 'map' | 'traffic';

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

async function whyStale(deps: PlanningSources, plan: Plan, signal: AbortSignal): Promise<StaleReason | undefined> {
  const { routing, network, speedsForWave } = deps;
  const { engine, mapId, speeds } = plan.provenance;
  if (routing.name !== engine) return 'engine';
  if (routing.mapId !== mapId) return 'map';
  const depot = (await network.listDepots()).find(({ depotId }) => depotId === plan.depotId);
  if (depot === undefined || speedsForWave === undefined) return undefined;
  const vehicles = (await network.listVehicles(plan.depotId)).filter(({ status }) => status === 'available');
  const { timeZone } = await deps.waves.get(plan.waveId, plan.depotId);
  const clock = waveClockOf(plan.deliveryDate, timeZone);
  const now = await speedsForWave(
    routing,
    {
      depotId: plan.depotId,
      date: plan.deliveryDate,
      timeZone,
      speedProfile: (await network.listSpeedProfiles()).get(plan.depotId),
      ...drivingHours(vehicles.map((vehicle) => vehicleOnDay(vehicle, { clock }))),
    },
    signal,
  );
  return now?.key === speeds?.key ? undefined : 'traffic';
}
