import { layerNames } from './classify.js';
import { type Box, clipLine, clipRing, ringArea, simplifyLine } from './clip.js';
import { encodeTile, type TileFeature, type TileValue, tileExtent } from './encode-tile.js';
import { joinLines } from './join-lines.js';
import type { MapFeature } from './read-features.js';

/**
 * Zooms that tiles are cut for. A tile is meant to be drawn 512 pixels wide, so that tiles of zoom 13 serve the
 * screen from zoom 14; greater zooms enlarge them.
 */
export const tileZooms = [9, 11, 13] as const;

export interface CutTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
}

/** Streets drawn from which tile zoom on. */
const streetZooms: Record<string, number> = {
  motorway: 9,
  trunk: 9,
  primary: 9,
  secondary: 9,
  tertiary: 11,
  minor: 11,
  service: 13,
  path: 13,
};
/** Names kept from which tile zoom on. */
const nameZooms: Record<string, number> = { motorway: 11, trunk: 11, primary: 11, secondary: 11 };
const placeZooms: Record<string, number> = { city: 9, town: 9, suburb: 11, station: 11, quarter: 13 };
/** Units beyond the tile's edge, so that casings and lines are not cut where tiles meet. */
const lineMargin = 160;
const areaMargin = 64;
/** Square units: smaller areas cannot be seen at the zoom that the tile is drawn at. */
const smallestArea: Record<number, number> = { 9: 700, 11: 350, 13: 40 };
const tolerances: Record<number, number> = { 9: 5, 11: 4, 13: 1.2 };

/** Cuts features into the tiles of one zoom. Tiles that hold nothing are not made. */
export function* cutTiles(features: readonly MapFeature[], z: number): Generator<CutTile> {
  const tiles = new Map<number, Map<string, TileGroup>>();
  const scale = 2 ** z;
  const units = scale * tileExtent;
  for (const feature of features) {
    if (!isShownAt(feature, z)) continue;
    const parts = feature.parts.map((part) => {
      const line = Float64Array.from(part, (value) => value * units);
      return feature.shape === 'point' ? Array.from(line) : simplifyLine(line, tolerances[z]);
    });
    if (feature.shape === 'area') {
      const visible = parts.filter((ring) => Math.abs(ringArea(ring)) >= smallestArea[z] && ring.length >= 8);
      if (visible.length > 0) addToTiles(tiles, feature, visible, z);
      const label = areaLabelOf(feature, visible, z);
      if (label !== undefined) addToTiles(tiles, label.feature, [label.point], z);
    } else addToTiles(tiles, feature, parts, z);
  }
  for (const [key, groups] of [...tiles].sort((a, b) => a[0] - b[0])) {
    const layers = new Map<string, TileFeature[]>(layerNames.map((name) => [name, []]));
    for (const { feature, properties, parts, shape } of groups.values()) {
      const joined = shape === 'line' ? joinLines(parts) : parts;
      if (shape === 'area') {
        // One area a feature: the rings of different areas must not cancel each other out.
        for (const rings of parts) layers.get(feature.layer)?.push({ shape, parts: rings as number[][], properties });
      } else layers.get(feature.layer)?.push({ shape, parts: joined as number[][], properties });
    }
    yield { z, x: Math.floor(key / scale), y: key % scale, bytes: encodeTile(layers) };
  }
}

interface TileGroup {
  readonly feature: MapFeature;
  readonly shape: MapFeature['shape'];
  readonly properties: Record<string, TileValue>;
  /** For areas one list of rings each, else flat lines. */
  readonly parts: (number[] | number[][])[];
}

function isShownAt(feature: MapFeature, z: number): boolean {
  if (feature.layer === 'street') return z >= (streetZooms[feature.class] ?? 13) + (feature.isLink && z < 13 ? 2 : 0);
  if (feature.layer === 'building') return z >= 13;
  if (feature.layer === 'waterway') return z >= (feature.class === 'river' ? 9 : 11);
  if (feature.layer === 'place') return z >= (placeZooms[feature.class] ?? 13);
  return true;
}

function addToTiles(
  tiles: Map<number, Map<string, TileGroup>>,
  feature: MapFeature,
  parts: readonly number[][],
  z: number,
): void {
  const scale = 2 ** z;
  const margin = feature.shape === 'line' ? lineMargin : feature.shape === 'area' ? areaMargin : 0;
  const properties = propertiesOf(feature, z);
  const groupKey = `${feature.layer}/${JSON.stringify(properties)}`;
  const box = boxOf(parts);
  const first = (value: number) => Math.max(0, Math.floor((value - margin) / tileExtent));
  const last = (value: number) => Math.min(scale - 1, Math.floor((value + margin) / tileExtent));
  for (let x = first(box.minX); x <= last(box.maxX); x++) {
    for (let y = first(box.minY); y <= last(box.maxY); y++) {
      const left = x * tileExtent;
      const top = y * tileExtent;
      const tileBox: Box = {
        minX: left - margin,
        minY: top - margin,
        maxX: left + tileExtent + margin,
        maxY: top + tileExtent + margin,
      };
      const own = inTile(feature.shape, parts, tileBox, left, top);
      if (own.length === 0) continue;
      const key = x * scale + y;
      let groups = tiles.get(key);
      if (groups === undefined) tiles.set(key, (groups = new Map()));
      let group = groups.get(groupKey);
      if (group === undefined) {
        groups.set(groupKey, (group = { feature, shape: feature.shape, properties, parts: [] }));
      }
      if (feature.shape === 'area') group.parts.push(own);
      else group.parts.push(...own);
    }
  }
}

/** The parts of a geometry inside a box, as whole units from the tile's corner. */
function inTile(
  shape: MapFeature['shape'],
  parts: readonly number[][],
  box: Box,
  left: number,
  top: number,
): number[][] {
  const found: number[][] = [];
  for (const part of parts) {
    if (shape === 'point') {
      if (part[0] >= box.minX && part[0] < box.maxX && part[1] >= box.minY && part[1] < box.maxY) {
        found.push([Math.round(part[0] - left), Math.round(part[1] - top)]);
      }
    } else if (shape === 'line') {
      for (const piece of clipLine(part, box)) {
        const whole = toUnits(piece, left, top);
        if (whole.length >= 4) found.push(whole);
      }
    } else {
      const ring = toUnits(clipRing(part, box), left, top);
      const last = ring.length - 2;
      if (last > 0 && ring[0] === ring[last] && ring[1] === ring[last + 1]) ring.length = last;
      if (ring.length >= 6 && ringArea(ring) !== 0) found.push(ring);
    }
  }
  return found;
}

function toUnits(points: readonly number[], left: number, top: number): number[] {
  const whole: number[] = [];
  for (let at = 0; at < points.length; at += 2) {
    const x = Math.round(points[at] - left);
    const y = Math.round(points[at + 1] - top);
    if (whole.length === 0 || whole[whole.length - 2] !== x || whole[whole.length - 1] !== y) whole.push(x, y);
  }
  return whole;
}

function propertiesOf(feature: MapFeature, z: number): Record<string, TileValue> {
  const properties: Record<string, TileValue> = { class: feature.class };
  const named =
    feature.layer === 'place' ||
    (feature.layer === 'street' && z >= (nameZooms[feature.class] ?? 13) && !feature.isLink) ||
    (feature.layer === 'waterway' && z >= 11);
  if (named && feature.name !== '') {
    properties.name = feature.name;
    if (feature.nameEn !== '' && feature.nameEn !== feature.name) properties.nameEn = feature.nameEn;
  }
  if (feature.layer === 'street') {
    if (feature.isLink) properties.link = true;
    if (feature.isBridge && z >= 13) properties.bridge = true;
    if (feature.isTunnel) properties.tunnel = true;
  }
  return properties;
}

/** The name of a park or a lake as a point inside it, where it is large enough to hold one. */
function areaLabelOf(
  feature: MapFeature,
  rings: readonly number[][],
  z: number,
): { feature: MapFeature; point: number[] } | undefined {
  if (feature.name === '' || rings.length === 0 || (feature.layer !== 'green' && feature.layer !== 'water'))
    return undefined;
  const largest = rings.reduce((best, ring) => (Math.abs(ringArea(ring)) > Math.abs(ringArea(best)) ? ring : best));
  // About 60 pixels each way on the screen; a tile of the highest zoom is enlarged further.
  if (Math.abs(ringArea(largest)) < (z === 13 ? 60_000 : 230_000)) return undefined;
  return {
    feature: { ...feature, layer: 'place', class: feature.layer === 'green' ? 'park' : 'water', shape: 'point' },
    point: innerPointOf(largest),
  };
}

/** The middle of the widest span on a horizontal cut through the ring's middle. */
function innerPointOf(ring: readonly number[]): number[] {
  const box = boxOf([ring]);
  const y = (box.minY + box.maxY) / 2 + 0.25;
  const hits: number[] = [];
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    if (ring[at + 1] > y !== ring[next + 1] > y) {
      hits.push(ring[at] + ((y - ring[at + 1]) / (ring[next + 1] - ring[at + 1])) * (ring[next] - ring[at]));
    }
  }
  hits.sort((a, b) => a - b);
  let best = 0;
  for (let at = 2; at + 1 < hits.length; at += 2) {
    if (hits[at + 1] - hits[at] > hits[best + 1] - hits[best]) best = at;
  }
  return [(hits[best] + hits[best + 1]) / 2, y];
}

function boxOf(parts: readonly (readonly number[])[]): Box {
  const box = {
    minX: Number.POSITIVE_INFINITY,
    minY: Number.POSITIVE_INFINITY,
    maxX: Number.NEGATIVE_INFINITY,
    maxY: Number.NEGATIVE_INFINITY,
  };
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) {
      box.minX = Math.min(box.minX, part[at]);
      box.maxX = Math.max(box.maxX, part[at]);
      box.minY = Math.min(box.minY, part[at + 1]);
      box.maxY = Math.max(box.maxY, part[at + 1]);
    }
  }
  return box;
}
