import gcoord from 'gcoord';
import type { LonLat } from './place.js';

/** What degrees are of: the world's (ours), those of maps of China by law, and those of Baidu. */
export const datums = ['wgs84', 'gcj02', 'bd09'] as const;
export type Datum = (typeof datums)[number];

/** Its types are those of one of its bundles; each way of loading it gives this. */
const { transform } = gcoord as unknown as {
  transform(position: readonly [number, number], from: string, to: string): [number, number];
};
const systems: Readonly<Record<Datum, string>> = { wgs84: 'WGS84', gcj02: 'GCJ02', bd09: 'BD09' };

/** A place of the record in another datum; the same outside of China. A tenth of a meter is kept. */
export function toDatum(datum: Datum, { lon, lat }: LonLat): LonLat {
  if (datum === 'wgs84') return { lon, lat };
  const [there, up] = transform([lon, lat], systems.wgs84, systems[datum]);
  return { lon: rounded(there), lat: rounded(up) };
}

/** What has a longitude and a latitude among other things, with these two in another datum. */
export function placedIn<T>(datum: Datum, thing: T): T {
  const { lon, lat } = thing as Partial<LonLat>;
  return lon === undefined || lat === undefined ? thing : { ...thing, ...toDatum(datum, { lon, lat }) };
}

type Coordinates = readonly number[] | readonly Coordinates[];

/** Coordinates of a GeoJSON geometry, however deep they lie. */
export function coordinatesIn(datum: Datum, coordinates: Coordinates): Coordinates {
  if (datum === 'wgs84') return coordinates;
  if (typeof coordinates[0] !== 'number') {
    return (coordinates as readonly Coordinates[]).map((each) => coordinatesIn(datum, each));
  }
  const [lon, lat] = coordinates as readonly number[];
  const place = toDatum(datum, { lon, lat });
  return [place.lon, place.lat];
}

interface Drawn {
  readonly features: readonly { readonly geometry: { readonly coordinates: Coordinates } }[];
}

/** A GeoJSON collection in another datum, which it names. */
export function drawnIn<T extends object>(datum: Datum, drawn: T): T & { readonly datum: Datum } {
  const features = (drawn as unknown as Drawn).features.map((feature) => ({
    ...feature,
    geometry: { ...feature.geometry, coordinates: coordinatesIn(datum, feature.geometry.coordinates) },
  }));
  return { ...drawn, features, datum };
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
