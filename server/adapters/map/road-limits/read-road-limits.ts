import type { Dimension } from '../../../domain/travel/travel-class.js';
import type { RoadLimits } from '../../../roads/index.js';
import type { Tags } from '../osm-pbf/osm-element.js';
import { readOsmPbf } from '../osm-pbf/osm-pbf-reader.js';
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
/** From here on a vehicle is a heavy goods vehicle, whatever its profile. */
const heavyKilograms = 3500;

/**
 * Reads what the roads of an extract limit: heights, widths, lengths, weights and axle loads, along ways and at their nodes.
 *
 * @throws OsmPbfError when the file is damaged.
 */
export async function readRoadLimits(file: string): Promise<RoadLimits> {
  const ways: RoadLimits['ways'] = [];
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
      for (const ref of refs) if (nodes.has(ref)) onRoads.add(ref);
    }
  }
  return { ways, points: [...onRoads].flatMap((node) => nodes.get(node) ?? []) };
}

function limitsOf(tags: Tags): Limit[] {
  const limits = dimensionsOfTags.flatMap(([dimension, names]) => {
    const values = names.flatMap((name) => {
      const text = tags[name];
      return text === undefined ? [] : (parseMeasure(dimension, text) ?? []);
    });
    return values.length === 0 ? [] : [{ dimension, most: Math.min(...values) }];
  });
  return tags.hgv === 'no' ? withHeavy(limits) : limits;
}

/** A ban of heavy goods vehicles is a limit of weight for what is not one by its profile. */
function withHeavy(limits: readonly Limit[]): Limit[] {
  const weight = limits.find(({ dimension }) => dimension === 'weight')?.most ?? heavyKilograms;
  const others = limits.filter(({ dimension }) => dimension !== 'weight');
  return [...others, { dimension: 'weight', most: Math.min(weight, heavyKilograms) }];
}
