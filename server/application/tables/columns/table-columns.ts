import { attributesOf, type Placed } from '../../../domain/network/attributes/attribute.js';
import type { Control, Wording } from '../../../domain/network/attributes/kinds/value-kind.js';
import { requiredColumns, type TableKind, tableThings } from '../table-kinds.js';
import { otherNamesOf } from './other-names.js';

/** A column that a kind of file may have, with all that people need to know of it. */
export interface TableColumn {
  readonly column: string;
  readonly isRequired: boolean;
  readonly label: Wording;
  readonly help: Wording | undefined;
  /** How a page would ask for its value; words of it are known by this. */
  readonly control: Control | 'date' | 'moment';
  /** What is counted; undefined where nothing is. */
  readonly unit: string | undefined;
  /** What may stand in a cell, in English. */
  readonly form: string;
  /** A cell. */
  readonly example: string;
}

/** Cells of a first row, so that a file can be taken as it is; of columns whose kind alone says too little. */
const examples: Readonly<Record<string, string>> = {
  depot_id: 'D1',
  station_id: 'S001',
  sku_id: 'SKU001',
  vehicle_id: 'V1',
  courier_id: 'C1',
  order_id: 'O0001',
  customer_id: 'K001',
  lon: '116.40',
  lat: '39.90',
  receive_from: '07:00',
  receive_to: '09:30',
  shift_from: '05:00',
  shift_to: '12:00',
  open_from: '04:00',
  open_to: '20:00',
  cutoff: '23:00',
  docks: '4',
  cutoff_id: 'AM',
  rule_id: 'R1',
  days_before: '1',
  load_min_fixed: '10',
  load_min_per_100kg: '2',
  fixed_service_min: '4',
  min_per_100kg: '2',
  payload_kg: '1500',
  fixed_cost: '200',
  cost_per_km: '1.5',
  cost_per_hour: '30',
  compartment_no: '1',
  temp_zones: 'chilled|fresh',
  volume_l: '4000',
  temp_zone: 'chilled',
  unit_weight_kg: '0.5',
  unit_volume_l: '0.8',
  phone: '13800000000',
  qty: '2',
  line_no: '1',
  placed_at: '2026-06-01 20:15',
  delivery_date: '2026-06-02',
  customer_tier: 'normal',
  hour: '8',
  speed_factor: '0.7',
};

interface PlainColumn {
  readonly column: string;
  readonly control?: TableColumn['control'];
  readonly unit?: string;
  readonly form: string;
}

const text = '1–100 characters';
const heads: readonly PlainColumn[] = [
  { column: 'order_id', form: text },
  { column: 'customer_id', form: text },
  { column: 'station_id', form: text },
  { column: 'placed_at', control: 'moment', form: '2024-06-13 20:01' },
  { column: 'delivery_date', control: 'date', form: '2024-06-14' },
  { column: 'customer_tier', control: 'choice', form: '`normal`, `silver`, `gold`, `vip`' },
  { column: 'wave', form: 'the name or code of a cutoff' },
  { column: 'note', form: 'up to 500 characters' },
];
const quantity: PlainColumn = { column: 'qty', control: 'number', form: 'a whole number from 1' };

/** Of the files that are not made of attributes. */
const plainColumns: Partial<Readonly<Record<TableKind, readonly PlainColumn[]>>> = {
  orders: [
    ...heads,
    { column: 'line_count', control: 'number', form: 'a whole number' },
    { column: 'weight_kg', control: 'number', unit: 'kilograms', form: 'kilograms' },
    { column: 'volume_l', control: 'number', unit: 'liters', form: 'liters' },
    { column: 'temp_zones', control: 'zones', form: 'zones with `|` between' },
  ],
  order_lines: [
    { column: 'order_id', form: text },
    { column: 'line_no', control: 'number', form: 'a whole number from 1' },
    { column: 'sku_id', form: text },
    quantity,
  ],
  flat_orders: [
    ...heads.slice(0, 3),
    { column: 'sku_id', form: text },
    quantity,
    ...heads.slice(3),
    { column: 'station_lon', control: 'number', unit: 'degrees', form: 'degrees' },
    { column: 'station_lat', control: 'number', unit: 'degrees', form: 'degrees' },
  ],
  speed_profile: [
    { column: 'hour', control: 'number', form: '0–23' },
    { column: 'speed_factor', control: 'number', form: 'above 0, 1 = free flow' },
  ],
};

const made = new Map<TableKind, readonly TableColumn[]>();

/** The columns of a kind of file, in the order of a template: the required ones first. */
export function tableColumnsOf(kind: TableKind): readonly TableColumn[] {
  const known = made.get(kind);
  if (known !== undefined) return known;
  const of = kind in tableThings ? tableThings[kind as keyof typeof tableThings] : undefined;
  const columns =
    of === undefined ? plainOf(kind) : attributesOf(of).flatMap((placed) => columnsOfPlaced(kind, placed));
  const sorted = [...columns.filter(({ isRequired }) => isRequired), ...columns.filter((each) => !each.isRequired)];
  made.set(kind, sorted);
  return sorted;
}

function plainOf(kind: TableKind): TableColumn[] {
  return plainColumns[kind]!.map(({ column, control = 'text', unit, form }) => ({
    column,
    isRequired: requiredColumns[kind].includes(column),
    label: namedLabel(kind, column),
    help: undefined,
    control,
    unit,
    form,
    example: examples[column] ?? '',
  }));
}

function columnsOfPlaced(kind: TableKind, { attribute, columns }: Placed): TableColumn[] {
  return columns.map(({ column, at }) => {
    const valueKind = attribute.kind.parts?.kinds[at] ?? attribute.kind;
    return {
      column,
      isRequired: requiredColumns[kind].includes(column),
      label: columns.length === 1 ? attribute.label : namedLabel(kind, column),
      help: attribute.help,
      control: valueKind.control,
      unit: valueKind.unit,
      form: valueKind.form,
      example: examples[column] ?? (columns.length === 1 ? (attribute.example ?? '') : ''),
    };
  });
}

function namedLabel(kind: TableKind, column: string): Wording {
  const names = otherNamesOf(kind, column);
  return { zh: names?.zh[0] ?? column, en: names?.en[0] ?? column };
}
