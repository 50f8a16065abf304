/** A position in WGS-84 degrees. Pairs of numbers exist only where GeoJSON, Leaflet or an engine is spoken. */
export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

const earthRadiusMeters = 6_371_008.8;
const radians = Math.PI / 180;

/** Great-circle meters between two positions (haversine on the mean Earth radius, IUGG R1). */
export function greatCircleMeters(from: LonLat, to: LonLat): number {
  const halfLat = ((to.lat - from.lat) * radians) / 2;
  const halfLon = ((to.lon - from.lon) * radians) / 2;
  const chord =
    Math.sin(halfLat) ** 2 + Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * Math.sin(halfLon) ** 2;
  return 2 * earthRadiusMeters * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Whether both numbers are finite and on the globe. */
export function isOnGlobe({ lon, lat }: LonLat): boolean {
  return Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
