/** The world as Web Mercator sees it: x and y from 0 (west, north) to 1. Flat lists hold x and y in turn. */
export type WorldLine = Float64Array;

export function worldX(lon: number): number {
  return lon / 360 + 0.5;
}

export function worldY(lat: number): number {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function lonAt(x: number): number {
  return (x - 0.5) * 360;
}

export function latAt(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}
