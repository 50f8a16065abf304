import type { LonLat } from '../../domain/network/place.js';

/**
 * Reads a line written as Google's encoded polyline: zigzag differences, latitude first, five bits a character.
 *
 * @param digits decimal digits kept: 6 for Valhalla and OSRM's polyline6, 5 for the original form.
 * @throws RangeError when the text ends in the middle of a number or holds other characters.
 */
export function decodePolyline(text: string, digits: 5 | 6): LonLat[] {
  const scale = 10 ** digits;
  const line: LonLat[] = [];
  let [at, lat, lon] = [0, 0, 0];
  const next = (): number => {
    let [value, shift] = [0, 0];
    for (;;) {
      const part = text.charCodeAt(at++) - 63;
      // NaN at the end of the text fails both comparisons.
      if (!(part >= 0 && part < 64) || shift > 30) throw new RangeError('The line is not an encoded polyline.');
      value |= (part & 31) << shift;
      if (part < 32) return value & 1 ? ~(value >> 1) : value >> 1;
      shift += 5;
    }
  };
  while (at < text.length) {
    lat += next();
    lon += next();
    line.push({ lon: lon / scale, lat: lat / scale });
  }
  return line;
}
