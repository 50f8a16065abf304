import { expect, it } from 'vitest';
import { datums, toDatum as toDatumOfServer } from '../../server/domain/network/datum.js';
import { fromDatum, toDatum } from '../../web/map/datum.js';

/** Published by several implementations, e.g. wandergis/coordtransform. */
const tiananmen = { lon: 116.404, lat: 39.915 };

it('shifts a place of Beijing as it is published', () => {
  const gcj = toDatum('gcj02', tiananmen);
  expect(gcj.lon).toBeCloseTo(116.41024449916938, 9);
  expect(gcj.lat).toBeCloseTo(39.91640428150164, 9);
  // From GCJ-02 116.404, 39.915 to BD-09.
  const bd = toDatum('bd09', fromDatum('gcj02', tiananmen));
  expect(bd.lon).toBeCloseTo(116.41036949371029, 5);
  expect(bd.lat).toBeCloseTo(39.92133699351021, 5);
});

it('comes back to within half a meter from every datum, all over China', () => {
  for (const datum of datums) {
    for (const place of [
      tiananmen,
      { lon: 121.4737, lat: 31.2304 },
      { lon: 120.17, lat: 30.25 },
      { lon: 87.6, lat: 43.8 },
    ]) {
      const back = fromDatum(datum, toDatum(datum, place));
      expect(Math.hypot(back.lon - place.lon, back.lat - place.lat) * 111_000, datum).toBeLessThan(0.5);
    }
  }
});

it('leaves places abroad where they are, and WGS-84 as it is', () => {
  expect(toDatum('gcj02', { lon: 2.35, lat: 48.85 })).toEqual({ lon: 2.35, lat: 48.85 });
  expect(toDatum('wgs84', tiananmen)).toEqual(tiananmen);
});

it('says on pages what the API says', () => {
  for (const datum of datums) {
    const [page, server] = [toDatum(datum, tiananmen), toDatumOfServer(datum, tiananmen)];
    expect(server.lon).toBeCloseTo(page.lon, 5);
    expect(server.lat).toBeCloseTo(page.lat, 5);
  }
});
