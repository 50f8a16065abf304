import type { z } from 'zod';
import type { DrawnPlace } from '../../../domain/network/drawn-place.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { Sent } from '../shared-contract.js';
import type { geometry } from './traffic-contract.js';

/** What was drawn, from GeoJSON. */
export function placeOf({ geometry, bothWays }: { readonly geometry: Drawn; readonly bothWays: boolean }): DrawnPlace {
  const points = (pairs: readonly (readonly number[])[]): LonLat[] => pairs.map(([lon, lat]) => ({ lon, lat }));
  if (geometry.type === 'Polygon') return { kind: 'area', ring: points(geometry.coordinates[0]) };
  return { kind: 'line', points: points(geometry.coordinates), bothWays };
}

/** The same as GeoJSON. */
export function geometryOf(place: DrawnPlace): z.infer<typeof geometry> {
  const pairs = (place.kind === 'area' ? place.ring : place.points).map(({ lon, lat }): [number, number] => [lon, lat]);
  return place.kind === 'area' ? { type: 'Polygon', coordinates: [pairs] } : { type: 'LineString', coordinates: pairs };
}

type Drawn = Sent<typeof geometry>;
