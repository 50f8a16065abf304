import type { LonLat } from '../../domain/network/place.js';

const directions = ['east', 'northeast', 'north', 'northwest', 'west', 'southwest', 'south', 'southeast'];

/**
 * Names areas for a depot's stations where the operator names none: the inner third is the centre, the rest lies in
 * one of eight directions from the stations' middle. Rough, but words that everybody in the city understands.
 */
export function areaOf(positions: readonly LonLat[]): (position: LonLat) => string {
  const lons = positions.map((position) => position.lon).sort((one, other) => one - other);
  const lats = positions.map((position) => position.lat).sort((one, other) => one - other);
  const middle = { lon: lons[Math.floor(lons.length / 2)] ?? 0, lat: lats[Math.floor(lats.length / 2)] ?? 0 };
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  const away = ({ lon, lat }: LonLat) => Math.hypot((lon - middle.lon) * shrink, lat - middle.lat);
  const distances = positions.map(away).sort((one, other) => one - other);
  const inner = distances[Math.floor(distances.length / 3)] ?? 0;
  return (position) => {
    if (away(position) <= inner) return 'centre';
    const angle = Math.atan2(position.lat - middle.lat, (position.lon - middle.lon) * shrink);
    return directions[Math.round((angle / (2 * Math.PI)) * 8 + 8) % 8];
  };
}
