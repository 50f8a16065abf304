import type { Plan, PlanLock } from '../../domain/planning/plan.js';
import type { Problem } from '../../solver/index.js';
import type { PlanningTask } from './to-problem.js';

/**
 * Keeps what a dispatcher has locked: a locked station for its vehicle, and the stations of a locked run for theirs,
 * which takes no others. A lock on a vehicle that cannot drive does not hold.
 */
export function withLocks(task: PlanningTask, before: Pick<Plan, 'routes'>, locks: readonly PlanLock[]): Problem {
  const { problem, vehicles, stations } = task;
  const indexOf = new Map(vehicles.map(({ vehicleId }, at) => [vehicleId, at]));
  const held = locks.filter(({ vehicleId }) => indexOf.has(vehicleId));
  if (held.length === 0) return problem;
  const full = new Set(held.filter(({ stationId }) => stationId === undefined).map(({ vehicleId }) => vehicleId));
  const keptFor = new Map<string, Set<number>>();
  const keep = (stationId: string, vehicleId: string) => {
    const at = indexOf.get(vehicleId)!;
    keptFor.set(stationId, (keptFor.get(stationId) ?? new Set()).add(at));
  };
  for (const { vehicleId, trips } of before.routes) {
    if (full.has(vehicleId))
      for (const { stationId } of trips.flatMap(({ stops }) => stops)) keep(stationId, vehicleId);
  }
  for (const { vehicleId, stationId } of held) if (stationId !== undefined) keep(stationId, vehicleId);
  const open = vehicles.flatMap(({ vehicleId }, at) => (full.has(vehicleId) ? [] : [at]));
  return {
    ...problem,
    stations: problem.stations.map((station, at) => {
      const kept = keptFor.get(stations[at].stationId);
      if (kept === undefined && full.size === 0) return station;
      const may = kept === undefined ? open : [...kept];
      // What the station itself is kept for holds beside a lock.
      const allowedVehicles = may.filter((vehicle) => station.allowedVehicles?.includes(vehicle) ?? true);
      return { ...station, allowedVehicles };
    }),
  };
}
