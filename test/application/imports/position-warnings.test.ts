import { describe, expect, it } from 'vitest';
import { positionWarnings, type ReadPlace } from '../../../server/application/exchange/imports/position-warnings.js';
import { reasonIn } from '../../../server/application/tables/finding.js';
import { toDatum } from '../../../server/domain/network/datum.js';
import type { LonLat } from '../../../server/domain/network/place.js';

const depot = { lon: 120.1, lat: 30.25 };
/** Some twenty stations, a kilometer from each other. */
const places = Array.from({ length: 20 }, (_, at) => ({ lon: 120.1 + at / 100, lat: 30.25 + at / 200 }));
const station = (given: LonLat, at: number, more: Partial<ReadPlace> = {}): ReadPlace => ({
  id: `S${at}`,
  given,
  depot,
  isTaken: true,
  ...more,
});
const stations = places.map((given, at) => station(given, at));
const turned = ({ lon, lat }: LonLat) => ({ lon: lat, lat: lon });

const warned = (rows: readonly ReadPlace[], more: Partial<Parameters<typeof positionWarnings>[2]> = {}) =>
  positionWarnings('stations.csv', rows, { datum: 'wgs84', ...more });
const told = (...given: Parameters<typeof warned>) => warned(...given).map(({ code, facts }) => ({ code, ...facts }));

describe('where the rows of a file lie', () => {
  it('is not warned of where it is right, near the depot or far away, new or known', () => {
    // Two degrees of latitude are 222 km.
    const far = station({ lon: 120.1, lat: 32.25 }, 99);
    const known = stations.map((each) => ({ ...each, known: each.given }));
    // Within 20 m of where they were, and one that moved to another street.
    const moved = known.map((each, at) => ({
      ...each,
      known: { ...each.given, lon: each.given.lon + (at ? 2e-4 : 8e-3) },
    }));
    const map = { west: 120.1, south: 30.25, east: 120.3, north: 30.4 };
    expect(told([...stations, far])).toEqual([]);
    expect(told(known, { map })).toEqual([]);
    expect(told(moved)).toEqual([]);
    expect(told([])).toEqual([]);
  });

  it('is one warning with the first ten ids where longitude and latitude are swapped, taken or refused', () => {
    const rows = stations.map((each, at) => (at < 12 ? { ...each, given: turned(each.given), isTaken: false } : each));
    const [finding, ...more] = warned(rows);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ level: 'warned', file: 'stations.csv', line: 0, code: 'swapped-positions' });
    expect(finding.facts).toEqual({ count: 12, ids: 'S0, S1, S2, S3, S4, S5, S6, S7, S8, S9 …' });
    expect(reasonIn(finding, 'zh')).toContain('有 12 行的经度和纬度可能写反了：S0, S1');
    // Kashgar lies at 76° east: swapped it is on the globe still, in the Barents Sea.
    const kashgar = { lon: 75.99, lat: 39.47 };
    expect(told([station(turned(kashgar), 1, { depot: kashgar })])).toEqual([
      { code: 'swapped-positions', count: 1, ids: 'S1' },
    ]);
  });

  it('is compared with the middle of the file where there is no depot', () => {
    const depots = places.slice(0, 5).map((given, at) => station(given, at, { depot: undefined }));
    const west = { lon: 75.99, lat: 39.47 };
    const near = Array.from({ length: 4 }, (_, at) =>
      station({ ...west, lon: west.lon + at / 10 }, at, { depot: undefined }),
    );
    // Several cities are several depots' right.
    expect(told([...depots, ...near])).toEqual([]);
    expect(told([...near, station(turned(west), 9, { depot: undefined })])).toEqual([
      { code: 'swapped-positions', count: 1, ids: 'S9' },
    ]);
  });

  it('is warned of at 0, 0, over 300 km from the depot, and outside of the map', () => {
    const map = { west: 120, south: 30, east: 121, north: 31 };
    const rows = [
      ...stations,
      station({ lon: 0, lat: 0 }, 20, { depot: undefined }),
      station({ lon: 120.1, lat: 33.25 }, 21),
      station({ lon: 121.5, lat: 30.25 }, 22),
      // Half a kilometer beside the last road.
      station({ lon: 121.005, lat: 30.25 }, 23),
    ];
    expect(told(rows, { map })).toEqual([
      { code: 'no-position', count: 1, ids: 'S20' },
      { code: 'far-from-depot', kilometers: 300, count: 1, ids: 'S21' },
      { code: 'outside-map', count: 1, ids: 'S22' },
    ]);
    expect(
      told(
        rows.map((row) => ({ ...row, isTaken: false })),
        { map },
      ),
    ).toEqual([]);
  });
});

describe('a file of another datum than it was read in', () => {
  const known = (given: (place: LonLat) => LonLat, count = 20) =>
    stations.slice(0, count).map((each) => ({ ...each, given: given(each.given), known: each.given }));

  it.each([
    ['gcj02', 'GCJ-02'],
    ['bd09', 'BD-09'],
  ] as const)('is told by where the record knows its stations: %s', (datum, name) => {
    const [finding, ...more] = warned(known((place) => toDatum(datum, place)));
    expect(more).toEqual([]);
    expect(finding.facts).toEqual({ datum: name, read: 'WGS-84', count: 20, compared: 20 });
    expect(finding.reason).toContain(`look like ${name} and were read as WGS-84`);
  });

  it('is told as well where WGS-84 was taken for GCJ-02', () => {
    const shifted = (place: LonLat) => {
      const there = toDatum('gcj02', place);
      return { lon: 2 * place.lon - there.lon, lat: 2 * place.lat - there.lat };
    };
    expect(told(known(shifted), { datum: 'gcj02' })).toMatchObject([{ code: 'other-datum', datum: 'WGS-84' }]);
  });

  it('is not told by two stations, by fewer than half, or where both datums are the same', () => {
    const gcj = (place: LonLat) => toDatum('gcj02', place);
    expect(told(known(gcj, 2))).toEqual([]);
    const some = known(gcj).map((each, at) => (at < 10 ? each : { ...each, given: each.known }));
    expect(told(some)).toEqual([]);
    const paris = (at: number) => ({ lon: 2.35 + at / 100, lat: 48.85 });
    const abroad = Array.from({ length: 5 }, (_, at) => ({
      ...station(paris(at), at),
      known: paris(at),
      depot: paris(0),
    }));
    for (const datum of ['wgs84', 'gcj02'] as const) expect(told(abroad, { datum })).toEqual([]);
  });
});
