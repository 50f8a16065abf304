import { describe, expect, it } from 'vitest';
import { travelOfWave } from '../../server/application/travel/index.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { makeTravelSpeeds, type TravelSpeeds } from '../../server/application/travel/travel-speeds.js';
import type { TravelBlock, TravelStore } from '../../server/application/travel/travel-times.js';
import type { Depot, Vehicle } from '../../server/domain/network/network.js';
import type { PlanProvenance } from '../../server/domain/planning/plan.js';
import type { TravelClass } from '../../server/domain/travel/travel-class.js';

const { signal } = new AbortController();
const hour = 3600;

/** Slow from 7 to 9 and from 17 to 20, free otherwise. */
const rush = (at: number) => ((at >= 7 && at < 9) || (at >= 17 && at < 20) ? 0.5 : 1);

/** An engine that counts what it is asked: a matrix takes 100 s a pair, more for vehicles of a class of their own. */
function countingEngine() {
  const asked: string[] = [];
  const engine: RoutingEngine = {
    name: 'valhalla',
    mapId: 'map-1',
    estimated: false,
    roads: {} as RoutingEngine['roads'],
    travelClasses: async (vehicles) =>
      vehicles.map(
        ({ profile, measures }): TravelClass => ((measures.height ?? 0) > 2200 ? `${profile} height>2200` : profile),
      ),
    snap: async (places) => places.map(() => ({ roadMeters: 0 })),
    async matrix(sources, targets, travelClass, { speeds }) {
      asked.push(`${travelClass} ${speeds?.meanFactor}`);
      const usual = travelClass === 'auto' ? 100 : 150;
      const seconds = Int32Array.from(
        { length: sources.length * targets.length },
        () => usual / (speeds?.meanFactor ?? 1),
      );
      return { rows: sources.length, columns: targets.length, seconds, meters: seconds };
    },
    route: async () => [],
    close: async () => {},
  };
  return { engine, asked };
}

/** Keeps in memory what the record would. */
function memoryStore(): TravelStore {
  const places = new Map<string, number>();
  const blocks = new Map<string, TravelBlock>();
  const states = new Map<string, TravelSpeeds>();
  const nameOf = (profile: string, { lon, lat }: { lon: number; lat: number }) => `${profile} ${lon} ${lat}`;
  return {
    async findPlaces(_, profile, wanted) {
      return wanted.map((place) => {
        const placeNo = places.get(nameOf(profile, place));
        return placeNo === undefined ? undefined : { placeNo, roadMeters: 0 };
      });
    },
    async addPlaces(_, profile, added) {
      for (const { position } of added) places.set(nameOf(profile, position), places.size);
    },
    async readBlocks({ travelClass, speedsKey }, numbers) {
      const keys = numbers.flatMap((row) => numbers.map((column) => `${travelClass} ${speedsKey} ${row} ${column}`));
      return keys.flatMap((key) => blocks.get(key) ?? []);
    },
    async writeBlocks({ travelClass, speedsKey }, written) {
      for (const block of written)
        blocks.set(`${travelClass} ${speedsKey} ${block.rowBlock} ${block.columnBlock}`, block);
    },
    findLegs: async () => [],
    addLegs: async () => {},
    async keepSpeeds(_, speeds) {
      states.set(speeds.key, speeds);
    },
    findSpeeds: async (_, key) => states.get(key),
  };
}

const depot = { depotId: 'D1', position: { lon: 120, lat: 30 }, timeZone: 'Asia/Shanghai' } as Depot;
const stations = ['A', 'B', 'C'].map((stationId, at) => ({ stationId, position: { lon: 120 + at / 100, lat: 30.1 } }));
const van = (vehicleId: string, heightMillimeters: number) =>
  ({ vehicleId, profile: 'auto', heightMillimeters, shift: { opens: 7 * hour, closes: 22 * hour } }) as Vehicle;

function wave(vehicles: readonly Vehicle[], speedsAt: (hourOfDay: number) => number, knowsMeasures = true) {
  const { engine: whole, asked } = countingEngine();
  const { travelClasses, ...plain } = whole;
  const engine: RoutingEngine = knowsMeasures ? whole : plain;
  const travel = memoryStore();
  const speedsForWave = async () =>
    makeTravelSpeeds(
      Array.from({ length: 15 }, (_, at) => ({
        share: 1,
        classFactors: Array<number>(8).fill(speedsAt(7 + at)),
        learned: { edgeIds: [], kph: [] },
        reports: [],
      })),
    );
  const sources = { travel, routing: engine, speedsForWave, clock: { now: () => new Date(0) } };
  const request = { depot, deliveryDate: '2026-06-02', speedProfile: undefined, vehicles, stations, signal };
  return { asked, read: (provenance?: PlanProvenance) => travelOfWave(sources, { ...request, provenance }) };
}

describe('the travel times of a wave', () => {
  it('take one matrix for each time slice that differs, and none when they are kept', async () => {
    const { asked, read } = wave([van('V1', 1900), van('V2', 2000)], rush);
    const { timeSlices, travel } = await read();
    expect(timeSlices?.map(({ begins }) => begins / hour)).toEqual([7, 9, 17, 20]);
    // Four time slices, two states of the roads.
    expect(asked.toSorted()).toEqual(['auto 0.5', 'auto 1']);
    expect([...travel.keys()]).toEqual(['auto']);
    await read();
    expect(asked).toHaveLength(2);
  });

  it('take one matrix where speeds do not change', async () => {
    const { asked, read } = wave([van('V1', 1900)], () => 0.8);
    expect((await read()).timeSlices).toBeUndefined();
    expect(asked).toEqual(['auto 0.8']);
  });

  it('say so where the engine leads every vehicle alike', async () => {
    const { read } = wave([van('V1', 3200)], () => 0.8, false);
    const { engineNotice, travelClasses } = await read();
    expect(engineNotice).toContain('valhalla knows no measures of vehicles');
    expect(travelClasses.get('V1')).toBe('auto');
    const unmeasured = wave([{ ...van('V1', 0), heightMillimeters: undefined }], () => 0.8, false);
    expect((await unmeasured.read()).engineNotice).toBe('');
    expect((await wave([van('V1', 3200)], () => 0.8).read()).engineNotice).toBe('');
  });

  it('take a further matrix only for vehicles that the roads tell from their profile', async () => {
    const { asked, read } = wave([van('V1', 1900), van('V2', 3200), van('V3', 3100)], rush);
    const { travel, travelClasses } = await read();
    expect(asked.toSorted()).toEqual(['auto 0.5', 'auto 1', 'auto height>2200 0.5', 'auto height>2200 1']);
    expect(Object.fromEntries(travelClasses)).toEqual({
      V1: 'auto',
      V2: 'auto height>2200',
      V3: 'auto height>2200',
    });
    expect(travel.get('auto height>2200')!.timeSlices![0].seconds![1]).toBe(300);
    expect(travel.get('auto')!.timeSlices![0].seconds![1]).toBe(200);
  });
});
