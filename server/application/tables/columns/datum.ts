import gcoordModule from 'gcoord';
import type { LonLat } from '../../../domain/network/place.js';

/** What the coordinates of a file are counted in. Inside there is only WGS-84. */
export const datums = ['wgs84', 'gcj02', 'bd09'] as const;
export type Datum = (typeof datums)[number];

// Its types are of an ES module's default; what Node loads is the module itself.
const gcoord = gcoordModule as unknown as {
  readonly WGS84: string;
  readonly GCJ02: string;
  readonly BD09: string;
  transform(position: [number, number], from: string, to: string): [number, number];
};

const crsOf = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;
/** A centimeter. */
const decimals = 7;

/** A position in WGS-84. Outside of China GCJ-02 is the same; the way back is exact to some centimeters. */
export function toWgs84({ lon, lat }: LonLat, datum: Datum): LonLat {
  if (datum === 'wgs84') return { lon, lat };
  const [east, north] = gcoord.transform([lon, lat], crsOf[datum], gcoord.WGS84);
  return { lon: Number(east.toFixed(decimals)), lat: Number(north.toFixed(decimals)) };
}
