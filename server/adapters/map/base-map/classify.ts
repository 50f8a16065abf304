import { entryOf } from '../../../domain/entry-of.js';
import type { Tags } from '../osm-pbf/osm-element.js';

/** Layers of a base map tile, in the order in which they are drawn. */
export const layerNames = ['land', 'green', 'water', 'waterway', 'building', 'rail', 'street', 'place'] as const;
export type LayerName = (typeof layerNames)[number];

/** What an element is on the base map. */
export interface MapClass {
  readonly layer: LayerName;
  readonly class: string;
  readonly shape: 'area' | 'line' | 'point';
}

/** Streets from wide to narrow; `link` ramps have the class of what they lead to. */
const streetClasses: Record<string, string> = {
  motorway: 'motorway',
  motorway_link: 'motorway',
  trunk: 'trunk',
  trunk_link: 'trunk',
  primary: 'primary',
  primary_link: 'primary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  tertiary: 'tertiary',
  tertiary_link: 'tertiary',
  unclassified: 'minor',
  residential: 'minor',
  living_street: 'minor',
  road: 'minor',
  service: 'service',
  track: 'service',
  pedestrian: 'path',
  footway: 'path',
  path: 'path',
  cycleway: 'path',
  steps: 'path',
};

const areaClasses: Record<string, Record<string, readonly [LayerName, string]>> = {
  natural: {
    water: ['water', 'lake'],
    wood: ['green', 'wood'],
    scrub: ['green', 'wood'],
    grassland: ['green', 'grass'],
    wetland: ['green', 'grass'],
  },
  waterway: { riverbank: ['water', 'river'], dock: ['water', 'lake'] },
  landuse: {
    reservoir: ['water', 'lake'],
    basin: ['water', 'lake'],
    forest: ['green', 'wood'],
    orchard: ['green', 'wood'],
    grass: ['green', 'grass'],
    meadow: ['green', 'grass'],
    allotments: ['green', 'grass'],
    cemetery: ['green', 'grass'],
    village_green: ['green', 'park'],
    recreation_ground: ['green', 'park'],
    residential: ['land', 'residential'],
    commercial: ['land', 'commercial'],
    retail: ['land', 'commercial'],
    industrial: ['land', 'industrial'],
    railway: ['land', 'industrial'],
    farmland: ['land', 'farmland'],
    farmyard: ['land', 'farmland'],
  },
  leisure: {
    park: ['green', 'park'],
    garden: ['green', 'park'],
    common: ['green', 'park'],
    golf_course: ['green', 'park'],
    nature_reserve: ['green', 'park'],
    stadium: ['green', 'sport'],
    pitch: ['green', 'sport'],
    track: ['green', 'sport'],
  },
  amenity: {
    school: ['land', 'institution'],
    college: ['land', 'institution'],
    university: ['land', 'institution'],
    hospital: ['land', 'institution'],
  },
};

const waterwayLines = new Set(['river', 'canal', 'stream']);
const railLines = new Set(['rail', 'light_rail', 'subway', 'monorail']);
const places = new Set(['city', 'town', 'suburb', 'quarter', 'neighbourhood', 'village']);

/** What a closed way or a multipolygon is, if the base map shows it. */
export function classifyArea(tags: Tags): MapClass | undefined {
  if (tags.building !== undefined && tags.building !== 'no')
    return { layer: 'building', class: 'building', shape: 'area' };
  for (const [key, classes] of Object.entries(areaClasses)) {
    const value = tags[key];
    const found = value === undefined ? undefined : entryOf(classes, value);
    if (found !== undefined) return { layer: found[0], class: found[1], shape: 'area' };
  }
  return undefined;
}

/** What a way is as a line, if the base map shows it. */
export function classifyLine(tags: Tags): MapClass | undefined {
  if (tags.highway !== undefined) {
    const street = entryOf(streetClasses, tags.highway);
    return street === undefined || tags.area === 'yes' ? undefined : { layer: 'street', class: street, shape: 'line' };
  }
  if (tags.waterway !== undefined && waterwayLines.has(tags.waterway) && !isUnderground(tags)) {
    return { layer: 'waterway', class: tags.waterway, shape: 'line' };
  }
  if (tags.railway !== undefined && railLines.has(tags.railway) && !isUnderground(tags)) {
    return { layer: 'rail', class: 'rail', shape: 'line' };
  }
  return undefined;
}

/** What a node is, if the base map names it. */
export function classifyPoint(tags: Tags): MapClass | undefined {
  if (tags.name === undefined) return undefined;
  if (tags.place !== undefined && places.has(tags.place)) return { layer: 'place', class: tags.place, shape: 'point' };
  if (tags.railway === 'station') return { layer: 'place', class: 'station', shape: 'point' };
  return undefined;
}

function isUnderground(tags: Tags): boolean {
  return tags.tunnel !== undefined && tags.tunnel !== 'no';
}
