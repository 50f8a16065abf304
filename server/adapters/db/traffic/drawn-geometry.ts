import type { DrawnPlace } from '../../../domain/network/drawn-place.js';

/** GeoJSON, as it goes in and out. */
export type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly [readonly [number, number][]] }
  | { readonly type: 'LineString'; readonly coordinates: readonly [number, number][] };

/** What was drawn, as columns keep it. */
interface DrawnRow {
  readonly geometry: Geometry;
  readonly both_ways: boolean;
}

export function geometryOf(place: DrawnPlace): Geometry {
  const pairs = (place.kind === 'area' ? place.ring : place.points).map(({ lon, lat }): [number, number] => [lon, lat]);
  return place.kind === 'area' ? { type: 'Polygon', coordinates: [pairs] } : { type: 'LineString', coordinates: pairs };
}

export function placeOf({ geometry, both_ways }: DrawnRow): DrawnPlace {
  const points = (pairs: readonly (readonly [number, number])[]) => pairs.map(([lon, lat]) => ({ lon, lat }));
  return geometry.type === 'Polygon'
    ? { kind: 'area', ring: points(geometry.coordinates[0]) }
    : { kind: 'line', points: points(geometry.coordinates), bothWays: both_ways };
}
