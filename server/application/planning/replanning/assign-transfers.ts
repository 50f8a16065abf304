import { ConflictError } from '../../../domain/dispatch-error.js';
import type { PlannedStop, Route } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import type { ReplanEvent } from '../../../domain/planning/replan.js';
import { told } from '../../../domain/told.js';
import type { EventInput } from './event-input.js';
import { type Stranded, type Substitute, type TransferTrip, transferGoods } from './goods-transfer.js';

interface TransferInput extends EventInput {
  readonly executed: Map<string, Route>;
  /** How many stops a vehicle has ahead that are not loaded yet. */
  readonly stopsAhead: (vehicleId: string) => number;
  readonly checkContext: PlanningData;
}

/** Sends vehicles for goods on the road, one after the other, until all are taken over. Returns what nobody takes. */
export function assignTransfers(
  stranded: Stranded,
  event: Extract<ReplanEvent, { kind: 'vehicle-out' }>,
  { plan, context, executed, stopsAhead, checkContext, from }: TransferInput,
): readonly PlannedStop[] {
  if (event.goods === 'stay') return stranded.stops;
  const locked = new Set(
    plan.locks?.filter(({ stationId }) => stationId === undefined).map(({ vehicleId }) => vehicleId),
  );
  let left = stranded.stops;
  const used = new Set<string>();
  const wanted = event.substituteVehicleId;
  while (left.length > 0) {
    const substitutes = context.available
      .filter(({ vehicleId }) => vehicleId !== stranded.vehicleId && !used.has(vehicleId))
      .filter(({ vehicleId }) => (wanted === undefined ? !locked.has(vehicleId) : vehicleId === wanted))
      .map((vehicle): Substitute => {
        const trips = executed.get(vehicle.vehicleId)?.trips ?? [];
        return {
          vehicle,
          ready: Math.max(from, vehicle.shift.opens, trips.at(-1)?.returns ?? 0),
          tripsBefore: trips.length,
          stopsBefore: trips.reduce((count, trip) => count + trip.stops.length, 0),
          metersBefore: trips.reduce((total, trip) => total + trip.meters, 0),
          secondsBefore: trips.reduce((total, trip) => total + trip.seconds, 0),
          ownStops: stopsAhead(vehicle.vehicleId),
        };
      });
    const found: TransferTrip | undefined = transferGoods({ ...stranded, stops: left }, substitutes, checkContext);
    if (found === undefined) {
      if (wanted === undefined || used.has(wanted)) return left;
      throw new ConflictError(
        'transfer-impossible',
        told`Vehicle ${wanted} cannot fetch goods from vehicle ${stranded.vehicleId}: it has no room, trip or time left for it.`,
      );
    }
    const before = executed.get(found.vehicleId)?.trips ?? [];
    const trips = [...before, found.trip];
    executed.set(found.vehicleId, {
      vehicleId: found.vehicleId,
      trips,
      executedPrefix: { at: from, trips: trips.length, stops: 0 },
    });
    used.add(found.vehicleId);
    left = found.left;
  }
  return left;
}
