import { attributesOf, type Thing } from '../../domain/network/attributes/attribute.js';
import { compartmentRow } from '../../domain/network/attributes/compartment.js';
import { things } from '../../domain/network/attributes/things.js';

/** The files of a day, in the order in which they are taken: each needs those before it. */
export const tableKinds = [
  'depots',
  'speed_profile',
  'vehicles',
  'vehicle_compartments',
  'stations',
  'skus',
  'couriers',
  'cutoffs',
  'wave_rules',
  'orders',
  'order_lines',
  'flat_orders',
] as const;
export type TableKind = (typeof tableKinds)[number];

/** The columns of a thing's table: those that every file has, and those that a file may have. */
export function columnsOf(of: Thing): { readonly required: readonly string[]; readonly optional: readonly string[] } {
  const required: string[] = [];
  const optional: string[] = [];
  for (const { attribute, isOptional, columns } of attributesOf(of)) {
    const mayMiss = isOptional || attribute.otherwise !== undefined || attribute.follows === true;
    for (const { column, at } of columns) {
      const isNeeded = attribute.kind.parts?.needed.includes(at) ?? true;
      const isRequired = attribute.isInEveryFile === true || (isNeeded && !mayMiss);
      (isRequired ? required : optional).push(column);
    }
  }
  return { required, optional };
}

/** What a row of each table that is made of attributes says. */
export const tableThings = {
  depots: things.depots,
  vehicles: things.vehicles,
  vehicle_compartments: compartmentRow,
  stations: things.stations,
  skus: things.skus,
  couriers: things.couriers,
  cutoffs: things.cutoffs,
  wave_rules: things.wave_rules,
} as const satisfies Partial<Record<TableKind, Thing>>;

const ofThings = Object.entries(tableThings).map(([kind, of]) => [kind, columnsOf(of).required]);

/** Columns that a file of each kind must have. Any others are optional or passed over. */
export const requiredColumns: Readonly<Record<TableKind, readonly string[]>> = {
  ...(Object.fromEntries(ofThings) as Record<keyof typeof tableThings, readonly string[]>),
  speed_profile: ['hour', 'speed_factor'],
  orders: ['order_id', 'customer_id', 'station_id', 'placed_at', 'delivery_date'],
  order_lines: ['order_id', 'line_no', 'sku_id', 'qty'],
  flat_orders: ['order_id', 'customer_id', 'station_id', 'sku_id', 'qty', 'placed_at', 'delivery_date'],
};

/** A column by which rows can do without others that they need: a station is placed by its address. */
const standIns: Partial<Readonly<Record<TableKind, { readonly column: string; readonly of: readonly string[] }>>> = {
  stations: { column: 'street', of: ['lon', 'lat'] },
};

/** Columns that a file of a kind needs and does not say, in their order. */
export function lackingColumns(kind: TableKind, said: ReadonlySet<string>): string[] {
  const lacking = requiredColumns[kind].filter((column) => !said.has(column));
  const standIn = standIns[kind];
  if (standIn === undefined || !said.has(standIn.column)) return lacking;
  // One of the two coordinates alone is a mistake.
  return standIn.of.some((column) => said.has(column))
    ? lacking
    : lacking.filter((column) => !standIn.of.includes(column));
}
