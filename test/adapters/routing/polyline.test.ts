import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePolyline } from '../../../server/adapters/routing/polyline.js';
import { encodePolyline6 } from './stand-ins/town-drives.js';

describe('Encoded polylines', () => {
  it('reads the example of their description', () => {
    // https://developers.google.com/maps/documentation/utilities/polylinealgorithm
    expect(decodePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@', 5)).toEqual([
      { lat: 38.5, lon: -120.2 },
      { lat: 40.7, lon: -120.95 },
      { lat: 43.252, lon: -126.453 },
    ]);
  });

  it('reads back every line that was written', () => {
    const place = fc.record({
      lon: fc.integer({ min: -180e6, max: 180e6 }).map((value) => value / 1e6),
      lat: fc.integer({ min: -90e6, max: 90e6 }).map((value) => value / 1e6),
    });
    fc.assert(
      fc.property(fc.array(place), (line) => {
        expect(decodePolyline(encodePolyline6(line), 6)).toEqual(line);
      }),
    );
  });

  it.each(['_p~iF~ps|', '_p~iF', '_p~iF 12', '\u0000\u0000', '~~~~~~~~~~~~'])('refuses %j', (text) => {
    expect(() => decodePolyline(text, 5)).toThrow(RangeError);
  });
});
