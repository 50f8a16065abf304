import { latAt, lonAt } from '../base-map/mercator.js';
import { NodePositions } from '../base-map/node-positions.js';
import type { Tags } from '../osm-pbf/osm-element.js';
import { readOsmPbf } from '../osm-pbf/osm-pbf-reader.js';
import type { MapNames, NamedPlace, NamedStreet, NumberedHouse } from './address-index.js';

const nameTags = ['name', 'name:zh', 'name:en', 'alt_name', 'official_name', 'old_name', 'short_name'];
/** What people name as where something is; regions are too large to find a door in. */
const placeTags = ['amenity', 'shop', 'office', 'leisure', 'tourism', 'healthcare', 'building', 'craft', 'man_made'];
const places = new Set(['quarter', 'neighbourhood', 'hamlet', 'village', 'isolated_dwelling', 'square', 'locality']);
const estates = new Set(['residential', 'commercial', 'retail', 'industrial', 'education']);
const stations = new Set(['station', 'halt']);
/** Nearer nodes of a street say nothing that an address could be told by. */
const nodeDegrees = 0.0002;

/**
 * Reads from an `.osm.pbf` what its addresses can be found by: streets by name, houses by number, places by name. Two
 * passes: multipolygons first, to know which ways belong to them.
 *
 * @throws OsmPbfError when the file is damaged.
 */
export async function readNames(file: string): Promise<MapNames> {
  const areas: { readonly tags: Tags; readonly outer: readonly number[] }[] = [];
  const memberWays = new Map<number, readonly number[]>();
  for await (const { relations } of readOsmPbf(file, { relations: true })) {
    for (const { tags, members } of relations) {
      if (tags.type !== 'multipolygon' || (!isNamedPlace(tags) && !isHouse(tags))) continue;
      const outer = members.filter(({ type, role }) => type === 'way' && role !== 'inner').map(({ ref }) => ref);
      areas.push({ tags, outer });
      for (const ref of outer) memberWays.set(ref, []);
    }
  }

  const positions = new NodePositions();
  const points: { readonly tags: Tags; readonly lon: number; readonly lat: number }[] = [];
  const ways: { readonly tags: Tags; readonly refs: readonly number[] }[] = [];
  for await (const block of readOsmPbf(file, { nodes: true, ways: true })) {
    for (const node of block.nodes) {
      positions.add(node);
      if (isNamedPlace(node.tags) || isHouse(node.tags)) points.push(node);
    }
    for (const { id, refs, tags } of block.ways) {
      if (memberWays.has(id)) memberWays.set(id, refs);
      if (isStreet(tags) || isNamedPlace(tags) || isHouse(tags)) ways.push({ tags, refs });
    }
  }

  const streets: NamedStreet[] = [];
  const houses: NumberedHouse[] = [];
  const found: NamedPlace[] = [];
  const take = (tags: Tags, lon: number, lat: number) => {
    if (isHouse(tags)) {
      // One building may have several numbers.
      const numbers = tags['addr:housenumber'].split(/[;,、]/);
      for (const number of numbers) houses.push({ street: streetOf(tags)!, number, lon, lat });
    }
    if (isNamedPlace(tags)) found.push({ names: namesOf(tags), lon, lat });
  };
  const takeLine = (tags: Tags, world: Float64Array) => {
    const middle = middleOf(world);
    if (middle !== undefined) take(tags, ...middle);
  };
  for (const { tags, lon, lat } of points) take(tags, lon, lat);
  for (const { tags, refs } of ways) {
    const world = positions.lineOf(refs);
    if (isStreet(tags)) {
      if (world.length >= 4) streets.push({ names: namesOf(tags), line: thinned(world) });
    } else takeLine(tags, world);
  }
  for (const { tags, outer } of areas) {
    takeLine(tags, positions.lineOf(outer.flatMap((ref) => memberWays.get(ref) ?? [])));
  }
  return { streets, houses, places: found };
}

function namesOf(tags: Tags): string[] {
  const names = nameTags.flatMap((tag) => (tags[tag] ?? '').split(';')).map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}

function isStreet(tags: Tags): boolean {
  return tags.highway !== undefined && tags.name !== undefined && tags.area !== 'yes';
}

function isNamedPlace(tags: Tags): boolean {
  if (tags.name === undefined) return false;
  return (
    placeTags.some((tag) => tags[tag] !== undefined && tags[tag] !== 'no') ||
    places.has(tags.place) ||
    estates.has(tags.landuse) ||
    stations.has(tags.railway)
  );
}

function isHouse(tags: Tags): boolean {
  return tags['addr:housenumber'] !== undefined && streetOf(tags) !== undefined;
}

/** Houses of estates and villages are counted within them. */
function streetOf(tags: Tags): string | undefined {
  return tags['addr:street'] ?? tags['addr:place'] ?? tags['addr:neighbourhood'];
}

/** The middle of the box around a line or a ring. */
function middleOf(world: Float64Array): [lon: number, lat: number] | undefined {
  if (world.length === 0) return undefined;
  const middle = (first: number) => {
    let [least, most] = [1, 0];
    for (let at = first; at < world.length; at += 2) {
      least = Math.min(least, world[at]);
      most = Math.max(most, world[at]);
    }
    return (least + most) / 2;
  };
  return [lonAt(middle(0)), latAt(middle(1))];
}

function thinned(world: Float64Array): number[] {
  const line: number[] = [];
  for (let at = 0; at < world.length; at += 2) {
    const [lon, lat] = [lonAt(world[at]), latAt(world[at + 1])];
    const isEnd = at === 0 || at === world.length - 2;
    const isNear = Math.hypot(lon - line[line.length - 2], lat - line[line.length - 1]) < nodeDegrees;
    if (isEnd || !isNear) line.push(lon, lat);
  }
  return line;
}
