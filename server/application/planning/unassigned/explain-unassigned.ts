import type { Station, Vehicle } from '../../../domain/network/network.js';
import { mostIn } from '../../../domain/planning/partitions.js';
import type { CapacityShortfall, UnassignedReason } from '../../../domain/planning/plan.js';
import type { Consignment } from '../../../domain/waves/consignment.js';

/** What a reason is looked for among. */
export interface Fleet {
  /** Those in maintenance too. */
  readonly vehicles: readonly Vehicle[];
  readonly stations: readonly Pick<Station, 'stationId' | 'maxVehicleHeightMillimeters'>[];
}

/** Reasons that are a matter of size, in the order in which they are looked at, and what is too much then. */
const sizes = [
  { code: 'too-large', over: 'overMilliliters' },
  { code: 'too-heavy', over: 'overGrams' },
  { code: 'vehicle-height', over: 'overMillimeters' },
] as const;

/**
 * Why a consignment is on no route. Where a size is what stops it, the facts are what the vehicle that comes nearest
 * lacks, and a vehicle in maintenance that could carry it.
 *
 * @param code the first rule that stops it on the best vehicle for it.
 */
export function explainUnassigned(code: string, goods: Consignment, fleet: Fleet): UnassignedReason {
  const size = sizes.findIndex((each) => each.code === code);
  if (size < 0) return { code };
  const limit = fleet.stations.find(({ stationId }) => stationId === goods.stationId)?.maxVehicleHeightMillimeters;
  const shortfalls = (vehicle: Vehicle) => shortfallOf(vehicle, goods, limit);
  const { over } = sizes[size];
  const nearest = fleet.vehicles
    .filter(({ status }) => status === 'available')
    .flatMap((vehicle) => shortfalls(vehicle) ?? [])
    // The rules before this one are kept by the vehicle that is spoken of.
    .filter(
      (shortfall) => shortfall[over] > 0 && sizes.slice(0, size).every((earlier) => shortfall[earlier.over] === 0),
    )
    .sort((one, other) => one[over] - other[over] || one.overGrams - other.overGrams)[0];
  if (nearest === undefined) return { code };
  const spare = fleet.vehicles.find((vehicle) => {
    const shortfall = vehicle.status === 'available' ? undefined : shortfalls(vehicle);
    return shortfall !== undefined && sizes.every((each) => shortfall[each.over] === 0);
  });
  return { code, shortfall: { ...nearest, ...(spare && { spareVehicleId: spare.vehicleId }) } };
}

/** What an empty vehicle lacks for a consignment; undefined when it has no compartment for the zone. */
function shortfallOf(vehicle: Vehicle, goods: Consignment, limit: number | undefined): CapacityShortfall | undefined {
  const open = vehicle.compartments.filter(({ zoneIds }) => zoneIds.includes(goods.zoneId));
  if (open.length === 0) return undefined;
  const largest = open.reduce((one, other) => (mostIn(other, vehicle) > mostIn(one, vehicle) ? other : one));
  const { compartmentNo } = largest;
  const milliliters = mostIn(largest, vehicle);
  return {
    vehicleId: vehicle.vehicleId,
    compartmentNo,
    overMilliliters: Math.max(0, goods.milliliters - milliliters),
    overGrams: Math.max(0, goods.grams - vehicle.payloadGrams),
    overMillimeters: limit === undefined ? 0 : Math.max(0, (vehicle.heightMillimeters ?? 0) - limit),
    ...(limit !== undefined && { limitMillimeters: limit }),
  };
}
