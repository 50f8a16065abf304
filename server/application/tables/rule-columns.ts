import { makeTimeWindow, type TimeWindow } from '../../domain/local-time.js';
import {
  type Body,
  type DepotRules,
  rulesOf,
  type StationRules,
  type VehicleBreak,
  type VehicleRules,
  type ZonePair,
} from '../../domain/network/dispatch-rules.js';
import type { EmptyTote } from '../../domain/network/empty-totes.js';
import { parseMicros, parseThousandths } from '../../domain/quantity.js';
import { plain, type RowReader } from './row-reader.js';

/**
 * The optional columns that set rules of dispatch. A column that the file does not have leaves what the record holds; an
 * empty cell of one that it has takes the rule away.
 */

const day = 86_400;
const mostSkills = 20;
const mostMinutes = 1_440_000;
const tonnes = 1_000_000_000;

/** limit_out_of_refrigeration, release_time, incompatible_zones, incompatible_on_trip, empty_tote, balance_cost, compactness_cost and change_cost of depots.csv. */
export function readDepotRules(
  row: RowReader,
  open: TimeWindow,
  zoneIds: ReadonlySet<string>,
  before: DepotRules | undefined,
): { rules?: DepotRules } {
  return rulesOf<DepotRules>({
    limitsTimeOutOfRefrigeration: row.has('limit_out_of_refrigeration')
      ? row.oneOf('limit_out_of_refrigeration', ['0', '1'] as const, '0') === '1' || undefined
      : before?.limitsTimeOutOfRefrigeration,
    releaseSeconds: row.has('release_time') ? readReady(row, open, zoneIds) : before?.releaseSeconds,
    incompatibleZones: row.has('incompatible_zones')
      ? readZonePairs(row, 'incompatible_zones', zoneIds)
      : before?.incompatibleZones,
    incompatibleOnTrip: row.has('incompatible_on_trip')
      ? readZonePairs(row, 'incompatible_on_trip', zoneIds)
      : before?.incompatibleOnTrip,
    emptyTotes: row.has('empty_tote') ? readEmptyTotes(row, zoneIds) : before?.emptyTotes,
    balanceMicros: row.has('balance_cost') ? readPrice(row, 'balance_cost') : before?.balanceMicros,
    compactnessMicros: row.has('compactness_cost') ? readPrice(row, 'compactness_cost') : before?.compactnessMicros,
    changeMicros: row.has('change_cost') ? readPrice(row, 'change_cost') : before?.changeMicros,
  }) as { rules?: DepotRules };
}

/** skills, allowed_vehicles, soft_from, early_cost_per_hour, soft_to, late_cost_per_hour, min_per_tote and min_per_zone of stations.csv. */
export function readStationRules(
  row: RowReader,
  windows: readonly TimeWindow[],
  { isVehicle, zoneIds }: { isVehicle(vehicleId: string): boolean; readonly zoneIds: ReadonlySet<string> },
  before: StationRules | undefined,
): { rules?: StationRules } {
  const allowedVehicleIds = row.has('allowed_vehicles')
    ? readWords(row, 'allowed_vehicles')
    : before?.allowedVehicleIds;
  const unknown = row.has('allowed_vehicles') ? (allowedVehicleIds ?? []).filter((id) => !isVehicle(id)) : [];
  if (unknown.length > 0) {
    row.refuse('allowed_vehicles', 'unknown-vehicle', `There is no vehicle ${unknown.join(', ')} at its depot.`);
  }
  const [softToSecond, lateMicrosPerHour] = readPricedTime(
    row,
    ['soft_to', 'late_cost_per_hour'],
    windows,
    before?.softToSecond,
    before?.lateMicrosPerHour,
  );
  const [softFromSecond, earlyMicrosPerHour] = readPricedTime(
    row,
    ['soft_from', 'early_cost_per_hour'],
    windows,
    before?.softFromSecond,
    before?.earlyMicrosPerHour,
  );
  if (!row.refused && softToSecond !== undefined && softFromSecond !== undefined && softFromSecond > softToSecond) {
    row.refuse('soft_from', 'outside-windows', 'soft_from must not lie after soft_to.');
  }
  return rulesOf<StationRules>({
    skills: row.has('skills') ? readSkills(row) : before?.skills,
    allowedVehicleIds,
    softToSecond,
    lateMicrosPerHour,
    softFromSecond,
    earlyMicrosPerHour,
    milliminutesPerTote: row.has('min_per_tote')
      ? row.thousandths('min_per_tote', 600_000, undefined) || undefined
      : before?.milliminutesPerTote,
    milliminutesByZone: row.has('min_per_zone')
      ? readByZone(row, 'min_per_zone', zoneIds, 'minutes such as 1.5', (text) => {
          const value = parseThousandths(text);
          return value === undefined || value > 600_000 ? undefined : value;
        })
      : before?.milliminutesByZone,
  });
}

/** skills, max_driving_min, up to two breaks, body_l and partition_step_l of vehicles.csv. */
export function readVehicleRules(
  row: RowReader,
  shift: TimeWindow,
  before: VehicleRules | undefined,
): { rules?: VehicleRules } {
  const driving = row.has('max_driving_min') ? row.thousandths('max_driving_min', mostMinutes, undefined) : undefined;
  const hasBreaks = row.has('break_min') || row.has('break2_min');
  return rulesOf<VehicleRules>({
    skills: row.has('skills') ? readSkills(row) : before?.skills,
    maxDrivingSeconds: row.has('max_driving_min') ? toSeconds(driving) : before?.maxDrivingSeconds,
    breaks: hasBreaks
      ? [...readBreak(row, 'break', shift), ...readBreak(row, 'break2', shift)].sort(
          (one, other) => one.begins.opens - other.begins.opens,
        )
      : before?.breaks,
    body: row.has('body_l') || row.has('partition_step_l') ? readBody(row) : before?.body,
  });
}

/** Where partitions stand at any place, a step is a milliliter. */
function readBody(row: RowReader): Body | undefined {
  const milliliters = row.thousandths('body_l', tonnes, undefined) || undefined;
  const stepMilliliters = row.thousandths('partition_step_l', tonnes, undefined) || undefined;
  if (milliliters === undefined && stepMilliliters !== undefined) {
    row.refuse(
      'body_l',
      'incomplete-rule',
      'partition_step_l says where the partitions of a body stand: fill in body_l, or neither.',
    );
  }
  if (milliliters === undefined) return undefined;
  if (!row.refused && (stepMilliliters ?? 1) > milliliters) {
    row.refuse('partition_step_l', 'too-large', 'partition_step_l must not be larger than body_l.');
  }
  return { milliliters, stepMilliliters: stepMilliliters ?? 1 };
}

/** fixed_walls of vehicle_compartments.csv. */
export function readFixedWalls(row: RowReader, before: true | undefined): { hasFixedWalls?: true } {
  const isFixed = row.has('fixed_walls') ? row.oneOf('fixed_walls', ['0', '1'] as const, '0') === '1' : before;
  return isFixed === true ? { hasFixedWalls: true } : {};
}

/** max_time_on_board_min of vehicle_compartments.csv. */
export function readKeepSeconds(row: RowReader, before: number | undefined): { maxTimeOnBoardSeconds?: number } {
  const maxTimeOnBoardSeconds = row.has('max_time_on_board_min')
    ? toSeconds(row.thousandths('max_time_on_board_min', mostMinutes, undefined))
    : before;
  return maxTimeOnBoardSeconds === undefined ? {} : { maxTimeOnBoardSeconds };
}

function toSeconds(milliminutes: number | undefined): number | undefined {
  return milliminutes === undefined ? undefined : Math.floor((milliminutes * 60) / 1000);
}

function readBreak(row: RowReader, name: 'break' | 'break2', shift: TimeWindow): VehicleBreak[] {
  const columns = ['min', 'from', 'to'].map((part) => `${name}_${part}`);
  if (columns.every((column) => plain(row.raw(column)) === '')) return [];
  const seconds = toSeconds(row.thousandths(columns[0], 480_000))!;
  const given = makeTimeWindow(row.timeOfDay(columns[1]), row.timeOfDay(columns[2]));
  // In a shift past midnight a break may belong to the next day.
  const isNextDay = given.closes < shift.opens && given.opens + day <= shift.closes;
  const begins = isNextDay ? { opens: given.opens + day, closes: given.closes + day } : given;
  if (parseThousandths(plain(row.raw(columns[0]))) === 0)
    row.refuse(columns[0], 'not-a-decimal', `${columns[0]} must be above 0.`);
  if (!row.refused && (begins.closes < shift.opens || begins.opens + seconds > shift.closes)) {
    row.refuse(columns[1], 'outside-shift', 'The break cannot be taken within the shift. Change one of them.');
  }
  return [{ seconds, begins }];
}

/** A time within the windows, and what an hour on its wrong side costs: both, or neither. */
function readPricedTime(
  row: RowReader,
  [time, price]: readonly [string, string],
  windows: readonly TimeWindow[],
  timeBefore: number | undefined,
  priceBefore: number | undefined,
): [number | undefined, number | undefined] {
  const second = row.has(time) ? readTimeWithin(row, time, windows) : timeBefore;
  const microsPerHour = row.has(price) ? readPrice(row, price) : priceBefore;
  if ((second === undefined) !== (microsPerHour === undefined)) {
    const lacks = second === undefined ? time : price;
    row.refuse(lacks, 'incomplete-rule', `${time} and ${price} belong together: fill in both, or neither.`);
  }
  return [second, microsPerHour];
}

function readTimeWithin(row: RowReader, column: string, windows: readonly TimeWindow[]): number | undefined {
  const given = row.timeOfDay(column, undefined);
  if (given === undefined) return undefined;
  const { opens } = windows[0];
  const closes = Math.max(...windows.map((window) => window.closes));
  const second = given < opens && given + day <= closes ? given + day : given;
  if (!row.refused && (second < opens || second > closes)) {
    row.refuse(column, 'outside-windows', `${column} must lie within the receiving windows.`);
  }
  return second;
}

function readReady(row: RowReader, open: TimeWindow, zoneIds: ReadonlySet<string>): Record<string, number> {
  return readByZone(row, 'release_time', zoneIds, 'a time of day such as 05:30', (text) => {
    const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
    if (match === null) return undefined;
    const second = Number(match[1]) * 3600 + Number(match[2]) * 60;
    return second < open.opens && second + day <= open.closes ? second + day : second;
  });
}

function readEmptyTotes(row: RowReader, zoneIds: ReadonlySet<string>): Record<string, EmptyTote> {
  return readByZone(row, 'empty_tote', zoneIds, 'liters and kilograms such as 12/1.8', (text) => {
    const sizes = text.split('/').map((part) => parseThousandths(part.trim()));
    const [milliliters, grams] = sizes;
    if (sizes.length !== 2 || milliliters === undefined || grams === undefined) return undefined;
    return Math.max(milliliters, grams) > 1_000_000 ? undefined : { milliliters, grams };
  });
}

/** "frozen:2|chilled:1.5": a value for each zone that is named. */
function readByZone<T>(
  row: RowReader,
  column: string,
  zoneIds: ReadonlySet<string>,
  form: string,
  parse: (text: string) => T | undefined,
): Record<string, T> {
  const values: Record<string, T> = {};
  for (const part of plain(row.raw(column)).split('|')) {
    if (part.trim() === '') continue;
    const [zone, ...rest] = part.split(':');
    const zoneId = zone.trim().toLowerCase();
    const value = parse(rest.join(':').trim());
    if (!zoneIds.has(zoneId)) row.refuse(column, 'unknown-zone', `There is no temperature zone ${zoneId}.`);
    else if (value === undefined || zoneId in values) {
      row.refuse(
        column,
        'not-by-zone',
        `${column} takes one entry a zone, "zone:value" with | between, the value ${form}.`,
      );
    } else values[zoneId] = value;
  }
  return values;
}

/** "ambient+fresh|frozen+fresh": pairs of zones, each once, in the order of their ids. */
function readZonePairs(row: RowReader, column: string, zoneIds: ReadonlySet<string>): ZonePair[] {
  const pairs = new Map<string, ZonePair>();
  for (const part of readWords(row, column)) {
    const ids = part.split('+').map((id) => id.trim().toLowerCase());
    const unknown = ids.find((id) => !zoneIds.has(id));
    if (unknown !== undefined) row.refuse(column, 'unknown-zone', `There is no temperature zone ${unknown}.`);
    else if (ids.length !== 2 || ids[0] === ids[1]) {
      row.refuse(column, 'not-a-pair', `${column} takes pairs of different zones, "zone+zone" with | between.`);
    } else {
      const [one, other] = ids.sort();
      pairs.set(`${one}+${other}`, [one, other]);
    }
  }
  return [...pairs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
}

function readSkills(row: RowReader): string[] {
  const skills = readWords(row, 'skills').map((word) => word.toLowerCase());
  if (skills.length > mostSkills || skills.some((word) => word.length > 30)) {
    row.refuse('skills', 'too-long', `skills takes at most ${mostSkills} words of 30 characters, with | between.`);
  }
  return [...new Set(skills)].sort();
}

/** Words with | between; a word that stands twice counts once. */
function readWords(row: RowReader, column: string): string[] {
  const words = plain(row.raw(column))
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return [...new Set(words)];
}

function readPrice(row: RowReader, column: string): number | undefined {
  const text = plain(row.raw(column));
  if (text === '') return undefined;
  const value = parseMicros(text);
  if (value === undefined) row.refuse(column, 'not-money', `${column} must be an amount such as 320 or 2.6.`);
  return value || undefined;
}
