import gcoord from 'gcoord';
import type { Datum } from '../api/types.js';

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Its types are those of one of its bundles; each way of loading it gives this. */
const { transform } = gcoord as unknown as {
  transform(position: readonly [number, number], from: string, to: string): [number, number];
};
const systems: Readonly<Record<Datum, string>> = { wgs84: 'WGS84', gcj02: 'GCJ02', bd09: 'BD09' };

/**
 * A place of ours, which is WGS-84, as a map of the datum has it. The one door between our places and a map's: what is drawn
 * goes through it, and what is pointed at comes back through `fromDatum`. Outside of China all data agree.
 */
export function toDatum(datum: Datum, { lon, lat }: LonLat): LonLat {
  if (datum === 'wgs84') return { lon, lat };
  const [shiftedLon, shiftedLat] = transform([lon, lat], systems.wgs84, systems[datum]);
  return { lon: shiftedLon, lat: shiftedLat };
}

/** A place on a map of the datum, as ours; exact to less than a meter. */
export function fromDatum(datum: Datum, { lon, lat }: LonLat): LonLat {
  if (datum === 'wgs84') return { lon, lat };
  const [ownLon, ownLat] = transform([lon, lat], systems[datum], systems.wgs84);
  return { lon: ownLon, lat: ownLat };
}
