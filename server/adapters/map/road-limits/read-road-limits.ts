import type { Dimension } from '../../../domain/travel/travel-class.js';
import type { RoadLimits } from '../../../roads/index.js';
import type { Tags } from '../osm-pbf/osm-element.js';
import { readOsmPbf } from '../osm-pbf/osm-pbf-reader.js';
import { parseHours } from './parse-hours.js';
import { parseMeasure } from './parse-measure.js';

type Limit = Pick<RoadLimits['ways'][number], 'dimension' | 'most'>;
type Direction = RoadLimits['ways'][number]['direction'];
type TimedLimit = Omit<RoadLimits['timed'][number], 'wayId'>;

/** Tags by what they limit. `maxweightrating` is of the weight that a vehicle may have, which is what we are told. */
const tagsOf: Readonly<Record<Dimension, readonly string[]>> = {
  height: ['maxheight', 'maxheight:physical', 'maxheight:signed'],
  width: ['maxwidth', 'maxwidth:physical'],
  length: ['maxlength'],
  weight: ['maxweight', 'maxweight:signed', 'maxweightrating', 'maxweight:hgv', 'maxweightrating:hgv'],
  axleLoad: ['maxaxleload'],
};
const dimensionsOfTags = Object.entries(tagsOf) as [Dimension, readonly string[]][];
/** Tags that ban vehicles under a condition. */
const bannedBy = ['access', 'vehicle', 'motor_vehicle', 'motorcar', 'goods', 'hgv'];
/** Tags that close a way to all that we plan for, from the widest kind of traffic to the narrowest. */
const closedBy = ['access', 'vehicle', 'motor_vehicle'];
const closed = ['no', 'private'];
/** What a tag speaks of: all of a way, or one direction, as in `maxheight:forward`. */
const directions: readonly Direction[] = [undefined, 'forward', 'backward'];
/** From here on a vehicle is a heavy goods vehicle, whatever its profile. */
const heavyKilograms = 3500;

/**
 * Reads what the roads of an extract limit: heights, widths, lengths, weights and axle loads, along ways and at their nodes.
 *
 * @throws OsmPbfError when the file is damaged.
 */
export async function readRoadLimits(file: string): Promise<RoadLimits> {
  const ways: RoadLimits['ways'] = [];
  const timed: RoadLimits['timed'] = [];
  const nodes = new Map<number, RoadLimits['points']>();
  const onRoads = new Set<number>();
  // Nothing says that nodes stand before the ways that they are on.
  for await (const block of readOsmPbf(file, { nodes: true })) {
    for (const { id, lon, lat, tags } of block.nodes) {
      const limits = limitsOf(tags).map((limit) => ({ ...limit, lon, lat }));
      if (limits.length > 0) nodes.set(id, limits);
    }
  }
  for await (const block of readOsmPbf(file, { ways: true })) {
    for (const { id: wayId, refs, tags } of block.ways) {
      if (tags.highway === undefined && tags.route !== 'ferry') continue;
      for (const direction of directions) {
        const along = direction && { direction };
        for (const limit of limitsOf(tags, direction)) ways.push({ ...limit, ...along, wayId });
        for (const limit of timedLimitsOf(tags, direction)) timed.push({ ...limit, ...along, wayId });
      }
      for (const ref of refs) if (nodes.has(ref)) onRoads.add(ref);
    }
  }
  return { ways, timed, points: [...onRoads].flatMap((node) => nodes.get(node) ?? []) };
}

function limitsOf(tags: Tags, direction?: Direction): Limit[] {
  const limits = dimensionsOfTags.flatMap(([dimension, names]) => {
    const values = names.flatMap((name) => {
      const text = tags[inDirection(name, direction)];
      return text === undefined ? [] : (parseMeasure(dimension, text) ?? []);
    });
    return values.length === 0 ? [] : [{ dimension, most: Math.min(...values) }];
  });
  const all = [...limits, ...limitsOfConditions(tags, direction)];
  return tags[inDirection('hgv', direction)] === 'no' ? [...all, { dimension: 'weight', most: heavyKilograms }] : all;
}

function inDirection(name: string, direction: Direction): string {
  return direction === undefined ? name : `${name}:${direction}`;
}

/**
 * Limits with hours: `maxweight:conditional = 3.5 @ (07:00-19:00)`, bans of heavy goods vehicles in some hours, and of all
 * vehicles, `motor_vehicle:conditional = no @ (Sa,Su)`.
 */
function timedLimitsOf(tags: Tags, direction: Direction): TimedLimit[] {
  const conditions = (name: string) => conditionsOf(tags[`${inDirection(name, direction)}:conditional`]);
  const said = dimensionsOfTags.flatMap(([dimension, names]) =>
    names.flatMap((name) =>
      conditions(name).flatMap(({ value, condition }) => {
        const most = parseMeasure(dimension, value);
        return most === undefined ? [] : [{ limit: { dimension, most }, condition }];
      }),
    ),
  );
  const bans = conditions('hgv')
    .filter(({ value }) => value === 'no')
    .map(({ condition }) => ({ limit: { dimension: 'weight' as const, most: heavyKilograms }, condition }));
  const closures = closedBy
    .filter((_, at) => !isOverruled(tags, closedBy.slice(at + 1), direction))
    .flatMap(conditions)
    .filter(({ value }) => closed.includes(value))
    .map(({ condition }) => ({ limit: undefined, condition }));
  const beyond = bannedBy
    .flatMap(conditions)
    .filter(({ value }) => value === 'no')
    .flatMap(({ condition }) => measureAndHours(condition) ?? []);
  return [...said, ...bans, ...closures, ...beyond].flatMap(({ limit, condition }) =>
    (parseHours(condition) ?? []).map((hours) => ({ ...limit, ...hours })),
  );
}

const comparison = /^(height|width|length|weight|axleload)\s*>\s*(.+)$/i;

/** A ban with hours of vehicles beyond one measure, such as `no @ (07:00-19:00 AND weight>7.5)`; undefined for all others. */
function measureAndHours(said: string): { readonly limit: Limit; readonly condition: string } | undefined {
  const parts = said.split(/\s+and\s+/i).map((part) => part.trim());
  const compared = parts.filter((part) => comparison.test(part));
  const hours = parts.filter((part) => !comparison.test(part));
  if (compared.length !== 1 || hours.length !== 1) return undefined;
  const [, named, text] = comparison.exec(compared[0])!;
  const dimension = dimensionNamed(named);
  const most = parseMeasure(dimension, text);
  return most === undefined ? undefined : { limit: { dimension, most }, condition: hours[0] };
}

/** As conditions write it. */
function dimensionNamed(word: string): Dimension {
  return word.toLowerCase() === 'axleload' ? 'axleLoad' : (word.toLowerCase() as Dimension);
}

/** Whether a tag of a narrower kind of traffic lets vehicles in at all hours: what the wider one says is not of them then. */
function isOverruled(tags: Tags, narrower: readonly string[], direction: Direction): boolean {
  return narrower.some((name) => {
    const value = tags[inDirection(name, direction)] ?? tags[name];
    return value !== undefined && !closed.includes(value);
  });
}

/** The parts of a conditional tag, "value @ (condition); value @ (condition)". */
function conditionsOf(text = ''): { readonly value: string; readonly condition: string }[] {
  return [...text.matchAll(/([^@;]+)@\s*(?:\(([^)]*)\)|([^;]+))/g)].map(([, value, inner, plain]) => ({
    value: value.trim().toLowerCase(),
    condition: (inner ?? plain).trim(),
  }));
}

/** Bans of vehicles beyond a measure, such as `hgv:conditional = no @ (weight>7.5)`. */
function limitsOfConditions(tags: Tags, direction: Direction): Limit[] {
  return bannedBy.flatMap((name) =>
    [
      ...(tags[`${inDirection(name, direction)}:conditional`] ?? '').matchAll(
        /\bno\s*@\s*\(?\s*(height|width|length|weight|axleload)\s*>\s*([^);&]+?)\s*(?:[);]|$)/gi,
      ),
    ].flatMap(([, named, text]) => {
      const dimension = dimensionNamed(named);
      const most = / and /i.test(text) ? undefined : parseMeasure(dimension, text);
      return most === undefined ? [] : [{ dimension, most }];
    }),
  );
}
