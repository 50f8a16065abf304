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

/** Tells the kinds apart when a file's name does not: the fullest match of required columns wins. */
const recognitionOrder: readonly TableKind[] = [
  'flat_orders',
  'vehicle_compartments',
  'order_lines',
  'vehicles',
  'stations',
  'depots',
  'skus',
  'couriers',
  'speed_profile',
  'orders',
];

/** A file's kind, or the kind that it was meant to be and what it lacks. */
export interface Recognition {
  readonly kind: TableKind | undefined;
  readonly missing: readonly string[];
}

/** Recognises a table by its header; a file name of the day's format settles it first. */
export function recognise(fileName: string, columns: readonly string[]): Recognition {
  const named = tableKinds.find((kind) => kind === fileName.replace(/\.(csv|xlsx|txt)$/i, '').toLowerCase());
  const lacks = (kind: TableKind) => requiredColumns[kind].filter((column) => !columns.includes(column));
  if (named !== undefined && named !== 'orders') return { kind: named, missing: lacks(named) };
  const whole = recognitionOrder.find((kind) => lacks(kind).length === 0);
  if (whole !== undefined) return { kind: whole, missing: [] };
  const closest = recognitionOrder
    .map((kind) => ({ kind, missing: lacks(kind), share: 1 - lacks(kind).length / requiredColumns[kind].length }))
    .sort((one, other) => other.share - one.share)[0];
  return closest.share >= 0.5 ? { kind: closest.kind, missing: closest.missing } : { kind: undefined, missing: [] };
}
