import type { Depot, SpeedProfile, Vehicle } from '../../domain/network/network.js';
import type { Plan } from '../../domain/planning/plan.js';
import { vehicleOnDay } from '../../domain/waves/planned-day.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';
import { drivingHours } from './driving-hours.js';
import type { TravelSources } from './wave-travel.js';

/** Why a plan made anew would have other travel times. */
export type StaleReason = 'engine' | 'map' | 'traffic';

/** Whether the travel times of a plan would be the same today; undefined where they would. */
export async function whyStale(
  sources: TravelSources & {
    readonly network: {
      listDepots(): Promise<Depot[]>;
      listVehicles(depotId: string): Promise<Vehicle[]>;
      listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>>;
    };
    readonly waves: { get(waveId: string, depotIds?: readonly string[]): Promise<{ readonly timeZone: string }> };
  },
  plan: Plan,
  signal: AbortSignal,
): Promise<StaleReason | undefined> {
  const { routing, network, speedsForWave } = sources;
  const { engine, mapId, speeds } = plan.provenance;
  if (routing.name !== engine) return 'engine';
  if (routing.mapId !== mapId) return 'map';
  const depot = (await network.listDepots()).find(({ depotId }) => depotId === plan.depotId);
  if (depot === undefined || speedsForWave === undefined) return undefined;
  const vehicles = (await network.listVehicles(plan.depotId)).filter(({ status }) => status === 'available');
  const { timeZone } = await sources.waves.get(plan.waveId, [plan.depotId]);
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
