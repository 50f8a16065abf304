import { expect, it } from 'vitest';
import { datumByRoads, type RoadMeters } from '../../../server/application/exchange/imports/datum-by-roads.js';
import type { ReadPlace } from '../../../server/application/exchange/imports/position-warnings.js';
import { reasonIn } from '../../../server/application/tables/finding.js';
import { toDatum } from '../../../server/domain/network/datum.js';
import { greatCircleMeters, type LonLat } from '../../../server/domain/network/place.js';

/** Where the stations are: at streets some hundreds of meters apart, which are the roads of the map. */
const truly = Array.from({ length: 40 }, (_, at) => ({ lon: 120.1 + at / 50, lat: 30.25 + (at % 7) / 50 }));
const stations = (given: readonly LonLat[], more: Partial<ReadPlace> = {}): ReadPlace[] =>
  given.map((each, at) => ({ id: `S${at}`, given: each, isTaken: true, ...more }));
const asked: number[] = [];
/** Each street runs 20 m beside its station; what is further than 1 km from all has no road. */
const roads: RoadMeters = async (places) => {
  asked.push(places.length);
  return places.map((place) => {
    const nearest = Math.min(...truly.map((each) => greatCircleMeters(place, each)));
    return nearest > 1_000 ? undefined : Math.max(20, nearest);
  });
};
const look = (places: readonly ReadPlace[], datum: 'wgs84' | 'gcj02' | 'bd09' = 'wgs84', over: RoadMeters = roads) =>
  datumByRoads('stations.csv', places, datum, over, undefined);

it('guesses the datum in which new stations lie at roads, and names it', async () => {
  for (const [datum, name] of [
    ['gcj02', 'GCJ-02'],
    ['bd09', 'BD-09'],
  ] as const) {
    const found = await look(stations(truly.map((each) => toDatum(datum, each))));
    expect(found).toMatchObject({ level: 'warned', code: 'other-datum', line: 0 });
    expect(found!.facts).toMatchObject({ datum: name, read: 'WGS-84', there: 20, count: 40, compared: 40 });
    // The datums of China lie some hundreds of meters apart.
    expect(found!.facts.here).toBeGreaterThan(300);
    expect(reasonIn(found!, 'zh')).toContain(`请在导入页上选 ${name} 再读`);
  }
  // Read as GCJ-02 they would be moved, and are WGS-84.
  const moved = truly.map((each) => {
    const { lon, lat } = toDatum('gcj02', each);
    return { lon: 2 * each.lon - lon, lat: 2 * each.lat - lat };
  });
  expect((await look(stations(moved), 'gcj02'))!.facts).toMatchObject({ datum: 'WGS-84', read: 'GCJ-02' });
});

it('says nothing where they lie right, where they are few or known, and where roads lie everywhere', async () => {
  expect(await look(stations(truly))).toBeUndefined();
  const shifted = truly.map((each) => toDatum('gcj02', each));
  expect(await look(stations(shifted.slice(0, 9)))).toBeUndefined();
  expect(await look(stations(shifted, { known: truly[0] }))).toBeUndefined();
  expect(await look(stations(shifted, { isTaken: false }))).toBeUndefined();
  expect(await look(stations(truly.map(() => ({ lon: 0, lat: 0 }))))).toBeUndefined();
  const dense: RoadMeters = async (places) => places.map((_, at) => 20 + (at % 5));
  expect(await look(stations(shifted), 'wgs84', dense)).toBeUndefined();
  // Outside of China all of them are one.
  const berlin = truly.map(({ lon, lat }) => ({ lon: lon - 106.7, lat: lat + 22.2 }));
  expect(await look(stations(berlin))).toBeUndefined();
});

it('asks for no more than tells enough', async () => {
  asked.length = 0;
  await look(stations(Array.from({ length: 500 }, () => truly[0])));
  expect(asked).toEqual([200, 200, 200]);
});
