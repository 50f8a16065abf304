import { z } from 'zod';
import type { Attributes, Thing } from '../../../domain/network/attributes/attribute.js';
import { optionalShape, ownShape } from '../../../domain/network/attributes/schema.js';
import { type NetworkKind, things } from '../../../domain/network/attributes/things.js';
import { compartmentSchema } from '../../../domain/network/attributes/vehicle.js';
import { datum, name, type Sent } from '../shared-contract.js';

/** The schemas of the network's things follow from their attributes; here they get their names. */

/** What may be said beside; what is left out limits nothing. */
function rulesSchema<List extends Attributes>(id: string, optional: List) {
  return name(id, z.strictObject(optionalShape(optional)));
}

const depotRules = rulesSchema('DepotRules', things.depots.optional);
const stationRules = rulesSchema('StationRules', things.stations.optional);
const vehicleRules = rulesSchema('VehicleRules', things.vehicles.optional);

export const depot = name('Depot', z.object({ ...ownShape(things.depots.attributes), rules: depotRules }));
export type Depot = Sent<typeof depot>;

export const zone = name('Zone', z.object(ownShape(things.zones.attributes)));
export type Zone = Sent<typeof zone>;

export const station = name('Station', z.object({ ...ownShape(things.stations.attributes), rules: stationRules }));
export type Station = Sent<typeof station>;

export const sku = name('Sku', z.object(ownShape(things.skus.attributes)));
export type Sku = Sent<typeof sku>;

export const compartment = name('Compartment', compartmentSchema);

export const vehicle = name('Vehicle', z.object({ ...ownShape(things.vehicles.attributes), rules: vehicleRules }));
export type Vehicle = Sent<typeof vehicle>;

export const courier = name('Courier', z.object(ownShape(things.couriers.attributes)));
export type Courier = Sent<typeof courier>;

export const cutoff = name('Cutoff', z.object(ownShape(things.cutoffs.attributes)));
export type Cutoff = Sent<typeof cutoff>;

export const waveRule = name('WaveRule', z.object(ownShape(things.wave_rules.attributes)));
export type WaveRule = Sent<typeof waveRule>;

/** The fields of a thing that its changes are made of. */
function fieldsOf(of: Thing, rules: z.ZodType | undefined) {
  const shape: Record<string, z.ZodType> = ownShape(of.attributes);
  return { shape, rules: rules === undefined ? {} : { rules } };
}

/** What a PUT takes: the whole, with what is usual where nothing is said. The id of the path may stand in it again. */
function putSchema(of: Thing, given: z.ZodType | undefined): z.ZodType<Record<string, unknown>> {
  const { shape, rules } = fieldsOf(of, given);
  const fields = Object.entries(of.attributes).map(([field, { isId, follows, otherwise }]) => {
    if (isId || follows) return [field, shape[field].optional()];
    return [field, otherwise === undefined ? shape[field] : shape[field].default(otherwise)];
  });
  const withRules = Object.entries(rules).map(([field, schema]) => [field, schema.default({})]);
  return z.strictObject(Object.fromEntries([...fields, ...withRules]));
}

/** What a PATCH takes: the fields that change. */
function patchSchema(of: Thing, given: z.ZodType | undefined): z.ZodType<Record<string, unknown>> {
  const { shape, rules } = fieldsOf(of, given);
  const changed = Object.entries(of.attributes).filter(([, { isId, isFixed }]) => !isId && !isFixed);
  return z.strictObject({ ...Object.fromEntries(changed.map(([field]) => [field, shape[field]])), ...rules }).partial();
}

const rulesOf = { depots: depotRules, stations: stationRules, vehicles: vehicleRules };

/** What is answered of each kind, and what its changes take. */
export const networkSchemas = {
  depots: schemasOf('depots', depot),
  stations: schemasOf('stations', station),
  zones: schemasOf('zones', zone),
  skus: schemasOf('skus', sku),
  vehicles: schemasOf('vehicles', vehicle),
  couriers: schemasOf('couriers', courier),
  cutoffs: schemasOf('cutoffs', cutoff),
  wave_rules: schemasOf('wave_rules', waveRule),
};

/** What stands in the path of a kind's calls. */
export const pathOfKind = (kind: NetworkKind) => kind.replaceAll('_', '-') as Hyphened<NetworkKind>;
type Hyphened<Kind extends string> = Kind extends `${infer Head}_${infer Rest}` ? `${Head}-${Hyphened<Rest>}` : Kind;

function schemasOf(kind: keyof typeof things, answer: z.ZodType) {
  const rules = (rulesOf as Partial<Record<keyof typeof things, z.ZodType>>)[kind];
  return { answer, put: putSchema(things[kind], rules), patch: patchSchema(things[kind], rules) };
}

/** The map that routes are timed on; `tileUrl` where another base map than the own one is set. */
export const mapInUse = name(
  'MapInUse',
  z.object({
    mapId: z.string(),
    name: z.string(),
    estimated: z.boolean(),
    tileUrl: z.string().optional(),
    tileDatum: datum.optional().describe('Of those tiles.'),
    tileAttribution: z.string().optional(),
    otherMap: z
      .object({ mapId: z.string(), name: z.string() })
      .optional()
      .describe('What other servers of this record plan with, where this one does not have its files.'),
  }),
);
export type MapInUse = Sent<typeof mapInUse>;
