import { beforeEach, expect, it } from 'vitest';
import { makeTravelStore } from '../../server/adapters/db/travel/travel-store.js';
import { makeStraightLineEngine } from '../../server/adapters/routing/straight-line-engine.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { legsAlong } from '../../server/application/travel/travel-legs.js';
import { makeTravelSpeeds } from '../../server/application/travel/travel-speeds.js';
import { type TravelStore, travelTimesBetween } from '../../server/application/travel/travel-times.js';
import type { LonLat } from '../../server/domain/network/place.js';
import { eachDatabase } from '../support/databases.js';

const { signal } = new AbortController();
const places: readonly LonLat[] = Array.from({ length: 10 }, (_, at) => ({ lon: 120 + at / 100, lat: 30 + at / 700 }));
const hour = { share: 1, learned: { edgeIds: [], kph: [] }, reports: [] };
const slow = makeTravelSpeeds([{ ...hour, classFactors: new Array(8).fill(0.5) }]);

/** Answers as the estimate does, says that it is none, and counts what it is asked. */
function countingEngine(mapId = 'map-1') {
  const estimate = makeStraightLineEngine();
  const asked = { pairs: 0, legs: 0 };
  const engine: RoutingEngine = {
    name: 'counting',
    mapId,
    estimated: false,
    snap: estimate.snap,
    async matrix(sources, targets, profile, options) {
      asked.pairs += sources.length * targets.length;
      return estimate.matrix(sources, targets, profile, options);
    },
    async route(stops, profile, abort) {
      asked.legs += stops.length - 1;
      return estimate.route(stops, profile, abort);
    },
    close: estimate.close,
  };
  return { engine, asked };
}

eachDatabase('kept travel', (open) => {
  let store: TravelStore;
  let database: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    database = await open();
    store = makeTravelStore(database);
  });

  it('asks once, and for a new place its row and column only', async () => {
    const { engine, asked } = countingEngine();
    const few = places.slice(0, 9);
    const first = await travelTimesBetween(store, engine, few, 'auto', { signal });
    expect(asked.pairs).toBe(81);
    const again = await travelTimesBetween(store, engine, few, 'auto', { signal });
    expect(asked.pairs).toBe(81);
    expect(again.matrix).toEqual(first.matrix);
    const whole = await travelTimesBetween(store, engine, places, 'auto', { signal });
    // One row and one column of ten.
    expect(asked.pairs).toBe(81 + 20);
    const { matrix } = await travelTimesBetween(store, countingEngine('map-2').engine, places, 'auto', { signal });
    expect(whole.matrix).toEqual(matrix);
  });

  it('keeps times of each profile and each state of speeds apart', async () => {
    const { engine, asked } = countingEngine();
    await travelTimesBetween(store, engine, places, 'auto', { signal });
    await travelTimesBetween(store, engine, places, 'auto', { signal, speeds: slow });
    await travelTimesBetween(store, engine, places, 'truck', { signal });
    expect(asked.pairs).toBe(300);
    await travelTimesBetween(store, engine, places, 'auto', { signal });
    await travelTimesBetween(store, engine, places, 'auto', { signal, speeds: slow });
    expect(asked.pairs).toBe(300);
  });

  it('keeps ways, and asks for those that are new', async () => {
    const { engine, asked } = countingEngine();
    const free = await legsAlong(store, engine, places, 'auto', undefined, signal);
    expect(asked.legs).toBe(9);
    const again = await legsAlong(store, engine, places, 'auto', undefined, signal);
    expect(asked.legs).toBe(9);
    again.forEach((leg, at) => {
      expect(leg?.seconds).toBe(Math.round(free[at]?.seconds ?? 0));
      leg?.line.forEach(({ lon, lat }, point) => {
        expect(lon).toBeCloseTo(free[at]?.line[point].lon ?? 0, 6);
        expect(lat).toBeCloseTo(free[at]?.line[point].lat ?? 0, 6);
      });
    });
    const changed = [...places.slice(0, 4), { lon: 120.5, lat: 30.5 }, ...places.slice(4)];
    expect(await legsAlong(store, engine, changed, 'auto', undefined, signal)).toHaveLength(10);
    expect(asked.legs).toBe(11);
    await legsAlong(store, engine, places, 'auto', slow, signal);
    expect(asked.legs).toBe(20);
  });

  it('keeps that there is no way', async () => {
    const { engine, asked } = countingEngine();
    const off = { ...engine, route: async () => [undefined] };
    const pair = places.slice(0, 2);
    expect(await legsAlong(store, off, pair, 'auto', undefined, signal)).toEqual([undefined]);
    expect(await legsAlong(store, engine, pair, 'auto', undefined, signal)).toEqual([undefined]);
    expect(asked.legs).toBe(0);
  });

  it('forgets times at speeds that no plan names after two days, and what they were', async () => {
    const { engine, asked } = countingEngine();
    const at = new Date('2026-01-10T00:00:00Z');
    await store.keepSpeeds('map-1', slow, at);
    await travelTimesBetween(store, engine, places, 'auto', { signal, speeds: slow });
    await travelTimesBetween(store, engine, places, 'auto', { signal });
    expect(await store.findSpeeds('map-1', slow.key)).toEqual(slow);
    const other = makeTravelSpeeds([{ ...hour, classFactors: new Array(8).fill(0.7) }]);
    await store.keepSpeeds('map-1', other, new Date('2026-01-11T00:00:00Z'));
    expect(await store.findSpeeds('map-1', slow.key)).toEqual(slow);
    await store.keepSpeeds('map-1', other, new Date('2026-01-13T00:00:00Z'));
    expect(await store.findSpeeds('map-1', slow.key)).toBeUndefined();
    expect(asked.pairs).toBe(200);
    await travelTimesBetween(store, engine, places, 'auto', { signal, speeds: slow });
    await travelTimesBetween(store, engine, places, 'auto', { signal });
    // Times of free roads stay.
    expect(asked.pairs).toBe(300);
  });
});
