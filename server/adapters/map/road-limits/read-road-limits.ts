import type { Dimension } from '../../../domain/travel/travel-class.js';
import type { RoadLimits } from '../../../roads/index.js';
import type { Tags } from '../osm-pbf/osm-element.js';
import { readOsmPbf } from '../osm-pbf/osm-pbf-reader.js';
import { parseHours, type WeekHours } from './parse-hours.js';
import { parseMeasure } from './parse-measure.js';

type Limit = Pick<RoadLimits['ways'][number], 'dimension' | 'most'>;

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
const bannedBy = ['access', 'vehicle', 'motor_vehicle', 'motorcar', 'goods', 'hgv'].map(
  (kind) => `${kind}:conditional`,
);
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
      for (const limit of limitsOf(tags)) ways.push({ ...limit, wayId });
      timed.push(...timedLimitsOf(tags).map((limit) => ({ ...limit, wayId })));
      for (const ref of refs) if (nodes.has(ref)) onRoads.add(ref);
    }
  }
  return { ways, timed, points: [...onRoads].flatMap((node) => nodes.get(node) ?? []) };
}

function limitsOf(tags: Tags): Limit[] {
  const limits = dimensionsOfTags.flatMap(([dimension, names]) => {
    const values = names.flatMap((name) => {
      const text = tags[name];
      return text === undefined ? [] : (parseMeasure(dimension, text) ?? []);
    });
    return values.length === 0 ? [] : [{ dimension, most: Math.min(...values) }];
  });
  const all = [...limits, ...limitsOfConditions(tags)];
  return tags.hgv === 'no' ? [...all, { dimension: 'weight', most: heavyKilograms }] : all;
}

/** Limits with hours: `maxweight:conditional = 3.5 @ (07:00-19:00)`, and bans of heavy goods vehicles in some hours. */
function timedLimitsOf(tags: Tags): (Limit & WeekHours)[] {
  const said = dimensionsOfTags.flatMap(([dimension, names]) =>
    names.flatMap((name) => {
      const conditions = conditionsOf(tags[`${name}:conditional`]);
      return conditions.map(({ value, condition }) => ({ dimension, most: parseMeasure(dimension, value), condition }));
    }),
  );
  const bans = conditionsOf(tags['hgv:conditional'])
    .filter(({ value }) => value === 'no')
    .map(({ condition }) => ({ dimension: 'weight' as const, most: heavyKilograms, condition }));
  return [...said, ...bans].flatMap(({ dimension, most, condition }) => {
    const hours = most === undefined ? undefined : parseHours(condition);
    return most === undefined ? [] : (hours ?? []).map((each) => ({ dimension, most, ...each }));
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
function limitsOfConditions(tags: Tags): Limit[] {
  return bannedBy.flatMap((name) =>
    [
      ...(tags[name] ?? '').matchAll(
        /\bno\s*@\s*\(?\s*(height|width|length|weight|axleload)\s*>\s*([^);&]+?)\s*(?:[);]|$)/gi,
      ),
    ].flatMap(([, named, text]) => {
      const dimension = named.toLowerCase() === 'axleload' ? 'axleLoad' : (named.toLowerCase() as Dimension);
      const most = / and /i.test(text) ? undefined : parseMeasure(dimension, text);
      return most === undefined ? [] : [{ dimension, most }];
    }),
  );
}
