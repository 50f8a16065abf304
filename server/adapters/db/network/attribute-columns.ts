import type { Attributes, Thing } from '../../../domain/network/attributes/attribute.js';
import { compartment } from '../../../domain/network/attributes/compartment.js';
import type { ValueKind } from '../../../domain/network/attributes/kinds/value-kind.js';
import { type NetworkKind, things } from '../../../domain/network/attributes/things.js';

/** Where attributes are kept: in a column of the field's name in small letters, unless it is said here. */
const otherColumns: Readonly<Record<string, string>> = {
  loadingMilliminutesPer100Kg: 'loading_milliminutes_per_100kg',
  serviceMilliminutesPer100Kg: 'service_milliminutes_per_100kg',
  windows: 'receiving_windows',
};
/** Parts of a column. */
const positionParts: Readonly<Record<string, string>> = { lon: 'ST_X(position)', lat: 'ST_Y(position)' };

const keys: Readonly<Record<NetworkKind, readonly string[]>> = {
  depots: ['depotId'],
  stations: ['depotId', 'stationId'],
  skus: ['skuId'],
  vehicles: ['depotId', 'vehicleId'],
  couriers: ['depotId', 'courierId'],
  zones: ['zoneId'],
  cutoffs: ['depotId', 'cutoffId'],
  wave_rules: ['depotId', 'ruleId'],
};

const sqlTypes: Readonly<Record<ValueKind<unknown>['json'], string>> = {
  string: 'text',
  // What it is written into may be smaller, and then refuses what it cannot hold.
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  object: 'jsonb',
};

function columnOf(field: string): string {
  return otherColumns[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Attributes that have a column of the thing's own table; compartments are rows of another. */
function ownOf(of: Thing): [string, Attributes[string]][] {
  return Object.entries(of.attributes).filter(([field]) => field !== 'compartments');
}

const ofCompartments = Object.entries({ ...compartment.attributes, ...compartment.optional });

/** Where something does not hold, nothing is said. */
function saidOf(field: string, json: string): string {
  const column = `compartments.${columnOf(field)}`;
  return json === 'boolean' ? `nullif(${column}, false)` : column;
}

const compartmentsOfVehicle = `(select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    ${ofCompartments.map(([field, { kind }]) => `'${field}', ${saidOf(field, kind.json)}`).join(', ')}))
  order by compartments.compartment_no), '[]'::jsonb) from compartments
  where compartments.depot_id = vehicles.depot_id and compartments.vehicle_id = vehicles.vehicle_id) as compartments`;

/** Reads things in their fields, without any condition. */
export function selectOf(kind: NetworkKind): string {
  const of: Thing = things[kind];
  const columns = ownOf(of).map(([field]) => `${positionParts[field] ?? `${kind}.${columnOf(field)}`} as "${field}"`);
  if (kind === 'vehicles') columns.push(compartmentsOfVehicle);
  if (of.optionalIn !== undefined) columns.push(`${kind}.${of.optionalIn}`);
  return `select ${columns.join(', ')} from ${kind}`;
}

/** Reads some fields of things only, without any condition. */
export function selectFields(kind: NetworkKind, fields: readonly string[]): string {
  const columns = fields.map((field) => {
    if (kind === 'vehicles' && field === 'compartments') return compartmentsOfVehicle;
    return `${positionParts[field] ?? `${kind}.${columnOf(field)}`} as "${field}"`;
  });
  return `select ${columns.join(', ')} from ${kind}`;
}

/** Adds things or replaces them by their keys, from their fields as one JSON array. */
export function upsertOf(kind: NetworkKind): string {
  const of: Thing = things[kind];
  const plain = ownOf(of).filter(([field]) => positionParts[field] === undefined);
  const written = plain.map(([field]) => ({ column: columnOf(field), value: `"${field}"` }));
  if ('lon' in of.attributes) {
    written.push({ column: 'position', value: 'ST_SetSRID(ST_MakePoint(lon, lat), 4326)' });
  }
  if (of.optionalIn !== undefined) written.push({ column: of.optionalIn, value: of.optionalIn });
  const given = ownOf(of).map(([field, { kind: value }]) => `"${field}" ${sqlTypes[value.json]}`);
  if (of.optionalIn !== undefined) given.push(`${of.optionalIn} jsonb`);
  const key = keys[kind].map(columnOf);
  const changed = written.map(({ column }) => column).filter((column) => !key.includes(column));
  return `insert into ${kind} (${written.map(({ column }) => column).join(', ')})
    select ${written.map(({ value }) => value).join(', ')}
    from jsonb_to_recordset(?::jsonb) as given(${given.join(', ')})
    on conflict (${key.join(', ')}) do update
    set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

/** Adds compartments, from their fields and those of their vehicle's key as one JSON array. */
export function insertCompartments(): string {
  const key = keys.vehicles.map((field) => ({ column: columnOf(field), value: `"${field}"`, type: 'text' }));
  const own = ofCompartments.map(([field, { kind }]) => ({
    column: columnOf(field),
    // What is not said does not hold.
    value: kind.json === 'boolean' ? `coalesce("${field}", false)` : `"${field}"`,
    type: sqlTypes[kind.json as keyof typeof sqlTypes],
  }));
  const all = [...key, ...own];
  const given = [...keys.vehicles.map((field) => `"${field}" text`)];
  given.push(...ofCompartments.map(([field], at) => `"${field}" ${own[at].type}`));
  return `insert into compartments (${all.map(({ column }) => column).join(', ')})
    select ${all.map(({ value }) => value).join(', ')}
    from jsonb_to_recordset(?::jsonb) as given(${given.join(', ')})`;
}
