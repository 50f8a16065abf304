import { greatCircleMeters, type LonLat } from '../../../../server/domain/network/place.js';
import { nearestGround } from '../../../contract/routing-town.js';

/** The drive that the stand-ins tell between two places: a quarter longer than the crow's flight, at 10 m/s. */
export interface TownDrive {
  readonly meters: number;
  readonly seconds: number;
  readonly line: readonly LonLat[];
}

/** @returns undefined between the town and the island. */
export function townDrive(from: LonLat, to: LonLat): TownDrive | undefined {
  const [begin, end] = [nearestGround(from), nearestGround(to)];
  if (begin.island !== end.island) return undefined;
  const meters = Math.round(greatCircleMeters(begin.road, end.road) * 12.5) / 10;
  return { meters, seconds: Math.round(meters) / 10, line: [begin.road, end.road] };
}

/** Google's encoded polyline with six digits, written down from its description for the stand-ins' answers. */
export function encodePolyline6(line: readonly LonLat[]): string {
  let text = '';
  let [lastLat, lastLon] = [0, 0];
  const write = (difference: number) => {
    let value = difference < 0 ? ~(difference << 1) : difference << 1;
    while (value >= 32) {
      text += String.fromCharCode((32 | (value & 31)) + 63);
      value >>= 5;
    }
    text += String.fromCharCode(value + 63);
  };
  for (const { lon, lat } of line) {
    const [nextLat, nextLon] = [Math.round(lat * 1e6), Math.round(lon * 1e6)];
    write(nextLat - lastLat);
    write(nextLon - lastLon);
    [lastLat, lastLon] = [nextLat, nextLon];
  }
  return text;
}
