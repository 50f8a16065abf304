import { foldId } from '../../domain/fold-id.js';
import { plain } from '../../domain/kept-text.js';
import { Faults, type Given, idFieldOf, type Thing } from '../../domain/network/attributes/attribute.js';
import { compartmentRow } from '../../domain/network/attributes/compartment.js';
import type { Known } from '../../domain/network/attributes/kinds/value-kind.js';
import { settleFields, toFields, toThing } from '../../domain/network/attributes/settle.js';
import {
  type GivenOf,
  type NetworkEntities,
  type NetworkKind,
  settle,
  things,
} from '../../domain/network/attributes/things.js';
import { type CollectingWave, type Cutoff, cutoffsOf } from '../../domain/network/cutoff.js';
import type { Compartment, Courier, Depot, Sku, Station, Vehicle } from '../../domain/network/network.js';
import { isSaidIn, readFields, tellFaults } from '../tables/read-fields.js';
import type { RowReader } from '../tables/row-reader.js';

/** What rows refer to: everything that was taken before them, in the record or earlier in the same import. */
export interface NetworkContext {
  readonly timeZone: string;
  readonly depots: ReadonlyMap<string, Depot>;
  readonly zoneIds: ReadonlySet<string>;
  readonly stations: ReadonlyMap<string, Station>;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly skus: ReadonlyMap<string, Sku>;
  readonly cutoffs: ReadonlyMap<string, Cutoff>;
  readonly collectingWaves: readonly CollectingWave[];
}

/** Kinds of things that have a table. */
export type TableOfThings = Exclude<NetworkKind, 'zones'>;

/** What attributes may refer to. */
export function knownOf({
  timeZone,
  depots,
  zoneIds,
  vehicles,
  stations,
  skus,
  cutoffs,
  collectingWaves,
}: Omit<NetworkContext, 'couriers'>): Known {
  return {
    timeZone,
    zoneIds,
    depotIds: depots,
    depotOfVehicle: (vehicleId) => vehicles.get(vehicleId)?.depotId,
    findStation: (stationId) => stations.get(foldId(stationId)),
    hasSku: (skuId) => skus.has(foldId(skuId)),
    cutoffsOf: (depotId) => cutoffsOf(cutoffs.values(), depotId),
    collectingWaves,
    closesAt: (depotId) => depots.get(depotId)?.open.closes,
  };
}

/** A row of depots, stations, skus, vehicles, couriers, cutoffs or wave_rules; a vehicle's compartments are still to come. */
export function readThing<Kind extends TableOfThings>(
  kind: Kind,
  row: RowReader,
  context: NetworkContext,
): NetworkEntities[Kind] {
  const of: Thing = things[kind];
  const faults = new Faults(isSaidIn(row, of));
  const before = knownAs(kind, plain(row.raw(columnOfId(of))), context);
  const fields = readFields(row, of, before && toFields(of, before), faults);
  if (kind === 'vehicles') fields.compartments = [];
  settle[kind](fields as GivenOf<Kind>, knownOf(context), faults);
  tellFaults(row, of, faults);
  return toThing(of, fields);
}

function columnOfId(of: Thing): string {
  return of.attributes[idFieldOf(of)].column as string;
}

/** What is known of a thing already, of those of which files may leave something out. */
function knownAs(
  kind: TableOfThings,
  id: string,
  { depots, stations, vehicles, couriers, cutoffs }: NetworkContext,
): object | undefined {
  if (kind === 'depots') return depots.get(id);
  if (kind === 'stations') return stations.get(foldId(id));
  if (kind === 'couriers') return couriers.get(id);
  if (kind === 'cutoffs') return cutoffs.get(id);
  return kind === 'vehicles' ? vehicles.get(id) : undefined;
}

/** A row of vehicle_compartments. */
export function readCompartment(row: RowReader, context: NetworkContext): Compartment & { readonly vehicleId: string } {
  const { vehicleId: idOf, compartmentNo: numberOf } = compartmentRow.attributes;
  const faults = new Faults(isSaidIn(row, compartmentRow));
  const known = context.vehicles.get(plain(row.raw(idOf.column as string)));
  const compartmentNo = Number(plain(row.raw(numberOf.column as string)));
  const before = known?.compartments.find((part) => part.compartmentNo === compartmentNo);
  const fields = readFields(row, compartmentRow, before && toFields(compartmentRow, before), faults);
  settleFields(compartmentRow, fields, knownOf(context), faults);
  tellFaults(row, compartmentRow, faults);
  return toThing(compartmentRow, fields as Given<typeof compartmentRow>);
}

/** A row of speed_profile: how much slower than free flow the roads are in one hour. */
export function readSpeed(row: RowReader): { hour: number; factor: number } {
  const thousandths = row.thousandths('speed_factor', 3000);
  if (thousandths === 0) row.refuse('speed_factor', 'zero-speed');
  return { hour: row.whole('hour', 0, 23), factor: thousandths / 1000 };
}
