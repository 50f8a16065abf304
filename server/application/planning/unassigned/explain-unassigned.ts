import type { Station, Vehicle } from '../../../domain/network/network.js';
import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';
import { mostIn } from '../../../domain/planning/partitions.js';
import type { Lack, Unassigned } from '../../../domain/planning/plan.js';
import type { Consignment } from '../../../domain/waves/consignment.js';
import { reasonOf } from './reason-of.js';

/** What a reason is looked for among. */
export interface Fleet {
  /** Those in maintenance too. */
  readonly vehicles: readonly Vehicle[];
  readonly stations: readonly Pick<Station, 'stationId' | 'maxVehicleHeightMillimeters'>[];
  readonly zones: readonly TemperatureZone[];
}

/** Reasons that are a matter of size, in the order in which they are looked at, and what is too much then. */
const sizes = [
  { code: 'too-large', over: 'overMilliliters' },
  { code: 'too-heavy', over: 'overGrams' },
  { code: 'vehicle-height', over: 'overMillimeters' },
] as const;

/**
 * Why a consignment is on no route. Where a size is what stops it, the sentence has the figures of the vehicle that
 * comes nearest, the smallest change that would do, and a vehicle in maintenance that could carry it.
 *
 * @param code the first rule that stops it on the best vehicle for it.
 */
export function explainUnassigned(code: string, goods: Consignment, fleet: Fleet): Unassigned['reason'] {
  const size = sizes.findIndex((each) => each.code === code);
  if (size < 0) return reasonOf(code);
  const limit = fleet.stations.find(({ stationId }) => stationId === goods.stationId)?.maxVehicleHeightMillimeters;
  const zone = (fleet.zones.find(({ zoneId }) => zoneId === goods.zoneId)?.nameEn ?? goods.zoneId).toLowerCase();
  const lacks = (vehicle: Vehicle) => lackOf(vehicle, goods, limit);
  const { over } = sizes[size];
  const nearest = fleet.vehicles
    .filter(({ status }) => status === 'available')
    .flatMap((vehicle) => lacks(vehicle) ?? [])
    // The rules before this one are kept by the vehicle that is spoken of.
    .filter((lack) => lack[over] > 0 && sizes.slice(0, size).every((earlier) => lack[earlier.over] === 0))
    .sort((one, other) => one[over] - other[over] || one.overGrams - other.overGrams)[0];
  if (nearest === undefined) return reasonOf(code);
  const spare = fleet.vehicles.find((vehicle) => {
    const lack = vehicle.status === 'available' ? undefined : lacks(vehicle);
    return lack !== undefined && sizes.every((each) => lack[each.over] === 0);
  });
  const text = [sentence(code, goods, zone, nearest, limit ?? 0)];
  if (spare !== undefined) text.push(`Vehicle ${spare.vehicleId}, which is in maintenance, could carry it.`);
  return { code, text: text.join(' '), lack: { ...nearest, spareVehicleId: spare?.vehicleId } };
}

/** What an empty vehicle lacks for a consignment; undefined when it has no compartment for the zone. */
function lackOf(vehicle: Vehicle, goods: Consignment, limit: number | undefined): Lack | undefined {
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
  };
}

function sentence(code: string, goods: Consignment, zone: string, lack: Lack, limit: number): string {
  const { vehicleId, compartmentNo, overMilliliters, overGrams, overMillimeters } = lack;
  const { milliliters, grams } = goods;
  if (code === 'too-large') {
    const heavy = overGrams === 0 ? '' : `, and ${kilograms(overGrams)} too heavy for it`;
    return (
      `It fills ${liters(milliliters)}. The largest compartment for ${zone} goods, number ${compartmentNo} of vehicle ` +
      `${vehicleId}, holds ${liters(milliliters - overMilliliters)}: it is ${liters(overMilliliters)} too large${heavy}. ` +
      `Use a compartment of ${liters(milliliters)} or more, or deliver ${liters(overMilliliters)} of it otherwise.`
    );
  }
  if (code === 'too-heavy') {
    return (
      `It weighs ${kilograms(grams)}. Vehicle ${vehicleId}, the strongest with room for it, carries ` +
      `${kilograms(grams - overGrams)}: it is ${kilograms(overGrams)} too heavy. Use a vehicle that carries ` +
      `${kilograms(grams)} or more, or deliver ${kilograms(overGrams)} of it otherwise.`
    );
  }
  return (
    `The station lets in vehicles up to ${meters(limit)}. Vehicle ${vehicleId}, the lowest that could carry it, is ` +
    `${meters(limit + overMillimeters)} high: ${meters(overMillimeters)} too much. Use a lower vehicle, or hand it over outside.`
  );
}

// Exact: a change that was rounded down would not do.
const exact = (thousandths: number) => (thousandths / 1000).toLocaleString('en-US', { maximumFractionDigits: 3 });
const liters = (milliliters: number) => `${exact(milliliters)} l`;
const kilograms = (grams: number) => `${exact(grams)} kg`;
const meters = (millimeters: number) => `${exact(millimeters)} m`;
