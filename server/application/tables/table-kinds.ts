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

/** Columns that a file of each kind must have. Any others are optional or passed over. */
export const requiredColumns: Readonly<Record<TableKind, readonly string[]>> = {
  depots: ['depot_id', 'name', 'lon', 'lat', 'open_from', 'open_to', 'docks', 'load_min_fixed', 'load_min_per_100kg'],
  speed_profile: ['hour', 'speed_factor'],
  stations: ['station_id', 'name', 'lon', 'lat', 'receive_from', 'receive_to', 'fixed_service_min', 'min_per_100kg'],
  skus: ['sku_id', 'name', 'temp_zone', 'unit_weight_kg', 'unit_volume_l'],
  vehicles: [
    'vehicle_id',
    'depot_id',
    'payload_kg',
    'shift_from',
    'shift_to',
    'fixed_cost',
    'cost_per_km',
    'cost_per_hour',
  ],
  vehicle_compartments: ['vehicle_id', 'compartment_no', 'temp_zones', 'volume_l'],
  couriers: ['courier_id', 'name', 'phone'],
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
  const named = tableKinds.find((kind) => kind === fileName.replace(/\.[^.]+$/, '').toLowerCase());
  const lacks = (kind: TableKind) => requiredColumns[kind].filter((column) => !columns.includes(column));
  if (named !== undefined && named !== 'orders') return { kind: named, missing: lacks(named) };
  const whole = recognitionOrder.find((kind) => lacks(kind).length === 0);
  if (whole !== undefined) return { kind: whole, missing: [] };
  const closest = recognitionOrder
    .map((kind) => ({ kind, missing: lacks(kind), share: 1 - lacks(kind).length / requiredColumns[kind].length }))
    .sort((one, other) => other.share - one.share)[0];
  return closest.share >= 0.5 ? { kind: closest.kind, missing: closest.missing } : { kind: undefined, missing: [] };
}
