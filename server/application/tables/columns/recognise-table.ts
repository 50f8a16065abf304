import { requiredColumns, type TableKind, tableKinds } from '../table-kinds.js';
import { type ColumnMatch, matchColumns } from './match-columns.js';

/** Tells the kinds apart when a file's name does not: the first of which no required column is missing. */
const recognitionOrder: readonly TableKind[] = [
  'flat_orders',
  'vehicle_compartments',
  'order_lines',
  'vehicles',
  'stations',
  'depots',
  'skus',
  'wave_rules',
  'cutoffs',
  'couriers',
  'speed_profile',
  'orders',
];

/** What people call the files, the longer names first: one may be part of another. */
const chineseNames: readonly (readonly [string, TableKind])[] = [
  ['订单明细', 'order_lines'],
  ['订单商品', 'order_lines'],
  ['订单', 'orders'],
  ['车厢', 'vehicle_compartments'],
  ['车辆', 'vehicles'],
  ['自提点', 'stations'],
  ['站点', 'stations'],
  ['商品', 'skus'],
  ['配送员', 'couriers'],
  ['司机', 'couriers'],
  ['骑手', 'couriers'],
  ['分波规则', 'wave_rules'],
  ['波次规则', 'wave_rules'],
  ['波次', 'cutoffs'],
  ['班次', 'cutoffs'],
  ['截单', 'cutoffs'],
  ['仓库', 'depots'],
  ['速度系数', 'speed_profile'],
];

/** A file's kind with what its headers are, or the kind that it was meant to be and what it lacks. */
export interface Recognition {
  readonly kind: TableKind | undefined;
  readonly missing: readonly string[];
  readonly match: ColumnMatch;
}

const nothing: ColumnMatch = { matched: [], unsure: [], missing: [] };

/** Recognises a table by its header; a file name of the day's format settles it first. */
export function recogniseTable(fileName: string, headers: readonly string[]): Recognition {
  const base = fileName.replace(/\.(csv|xlsx|txt)$/i, '').toLowerCase();
  const named = tableKinds.find((kind) => kind === base);
  const of = (kind: TableKind): Recognition => {
    const match = matchColumns(kind, headers);
    return { kind, missing: match.missing, match };
  };
  if (named !== undefined && named !== 'orders') return of(named);
  const all = recognitionOrder.map(of);
  const whole = all.filter(({ missing }) => missing.length === 0);
  if (whole.length > 0) return whole[0];
  const hinted = kindOfName(fileName);
  const share = ({ kind, missing }: Recognition) =>
    1 - missing.length / requiredColumns[kind!].length + (kind === hinted ? 0.2 : 0);
  const closest = [...all].sort((one, other) => share(other) - share(one))[0];
  return share(closest) >= 0.5 ? closest : { kind: undefined, missing: [], match: nothing };
}

/** The kind that a file's name speaks of, in either language; undefined where it speaks of none. */
export function kindOfName(fileName: string): TableKind | undefined {
  const base = fileName
    .normalize('NFKC')
    .replace(/\.(csv|xlsx|txt)$/i, '')
    .toLowerCase();
  const named = tableKinds.find((kind) => kind === base);
  return named ?? chineseNames.find(([name]) => base.includes(name))?.[1];
}
