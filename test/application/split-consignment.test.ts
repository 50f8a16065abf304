import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitConsignment } from '../../server/application/planning/split-delivery/split-consignment.js';
import { splitWave } from '../../server/application/planning/split-delivery/split-wave.js';
import type { Station, Vehicle } from '../../server/domain/network/network.js';
import { standardZones } from '../../server/domain/network/temperature-zone.js';
import type { Consignment, GoodsLine } from '../../server/domain/waves/consignment.js';
import { packTotes } from '../../server/domain/waves/tote-packing.js';

const id = 'W.S1.ambient';
/** Holds 85 of its 100 milliliters. */
const tote = { nameZh: '', nameEn: '', milliliters: 100, grams: 1000 };
const zones = [{ ...standardZones[3], tote }];
const station = { stationId: 'S1', maxVehicleHeightMillimeters: undefined } as Station;

function vehicleOf(vehicleId: string, payloadGrams: number, ...milliliters: number[]): Vehicle {
  return {
    vehicleId,
    payloadGrams,
    heightMillimeters: 2_500,
    compartments: milliliters.map((each, at) => ({ compartmentNo: at + 1, zoneIds: ['ambient'], milliliters: each })),
  } as unknown as Vehicle;
}

function lineOf(orderId: string, milliliters: number, grams = milliliters, lineNo = 1): GoodsLine {
  const one = { customerId: orderId, quantity: 1, isFragile: false, zoneId: 'ambient' };
  return { ...one, consignmentId: id, orderId, lineNo, grams, milliliters };
}

function wholeOf(lines: readonly GoodsLine[], toteCount = 20): Consignment {
  return {
    depotId: 'D1',
    consignmentId: id,
    waveId: 'W',
    stationId: 'S1',
    zoneId: 'ambient',
    grams: lines.reduce((sum, { grams }) => sum + grams, 0),
    milliliters: lines.reduce((sum, { milliliters }) => sum + milliliters, 0),
    orderCount: new Set(lines.map(({ orderId }) => orderId)).size,
    toteCount,
    priority: 5,
  };
}

const divide = (lines: readonly GoodsLine[], vehicles: readonly Vehicle[], { at = station }: { at?: Station } = {}) =>
  splitConsignment(wholeOf(lines), lines, tote, at, vehicles)?.parts;

const ten = Array.from({ length: 10 }, (_, at) => lineOf(`O${at}`, 100));

describe('the division of a consignment', () => {
  it('leaves whole what some vehicle holds, and what no vehicle may bring anyway', () => {
    expect(divide(ten, [vehicleOf('V1', 1000, 1000)])).toBeUndefined();
    expect(divide(ten, [vehicleOf('V1', 1000, 500), vehicleOf('V2', 1000, 1000)])).toBeUndefined();
    expect(divide(ten, [{ ...vehicleOf('V1', 1000, 500), compartments: [] }])).toBeUndefined();
    const low = { ...station, maxVehicleHeightMillimeters: 2_000 };
    expect(divide(ten, [vehicleOf('V1', 500, 500)], { at: low })).toBeUndefined();
  });

  it('makes as few parts as the compartments allow, and fills all but the last', () => {
    expect(
      divide(ten, [vehicleOf('V1', 1000, 800), vehicleOf('V2', 1000, 800)])!.map((part) => part.milliliters),
    ).toEqual([800, 200]);
    // Too heavy, not too large.
    expect(divide(ten, [vehicleOf('V1', 600, 2000), vehicleOf('V2', 600, 2000)])!.map((part) => part.grams)).toEqual([
      600, 400,
    ]);
    // Two compartments of one vehicle are two places.
    expect(divide(ten, [vehicleOf('V1', 1000, 600, 600)])).toHaveLength(2);
    // A vehicle comes again where there are no others.
    expect(divide(ten, [vehicleOf('V1', 1000, 300)])).toHaveLength(4);
  });

  it('counts only vehicles that may come to the station', () => {
    const low = { ...station, maxVehicleHeightMillimeters: 2_000 };
    const small = { ...vehicleOf('LOW', 1000, 300), heightMillimeters: 1_900 };
    const large = vehicleOf('HIGH', 1000, 1000);
    expect(divide(ten, [large, small], { at: low })).toHaveLength(4);
    const kept = { ...station, rules: { allowedVehicleIds: ['LOW'] } } as unknown as Station;
    expect(divide(ten, [large, small], { at: kept })).toHaveLength(4);
    const skilled = { ...station, rules: { skills: ['tail-lift'] } } as unknown as Station;
    const able = { ...vehicleOf('V3', 1000, 600), rules: { skills: ['tail-lift'] } } as unknown as Vehicle;
    expect(divide(ten, [large, able], { at: skilled })).toHaveLength(2);
  });

  it('keeps the lines of an order together, unless they are too much for any place', () => {
    const pairs = ten.map((line, at) => ({ ...line, orderId: `O${Math.floor(at / 2)}`, lineNo: (at % 2) + 1 }));
    const parts = divide(pairs, [vehicleOf('V1', 1000, 600), vehicleOf('V2', 1000, 600)])!;
    expect(parts).toHaveLength(2);
    expect(parts.reduce((sum, { orderCount }) => sum + orderCount, 0)).toBe(5);
    const one = ten.map((line, at) => ({ ...line, orderId: 'O', lineNo: at + 1 }));
    expect(divide(one, [vehicleOf('V1', 1000, 600)])).toHaveLength(2);
  });

  it('gives a line that no compartment holds a part of its own', () => {
    const parts = divide([...ten, lineOf('X', 900)], [vehicleOf('V1', 800, 800), vehicleOf('V2', 800, 800)])!;
    expect(parts).toHaveLength(3);
    expect(parts[2].lines).toEqual([{ orderId: 'X', lineNo: 1 }]);
    // Where nothing of it fits anywhere there is nothing to divide.
    expect(divide([lineOf('X', 900)], [vehicleOf('V1', 800, 800)])).toBeUndefined();
  });

  it('packs each part by itself, so that no tote holds goods of two', () => {
    // Ten of 40 ml, two in a tote of 85: five totes as a whole; as parts of 120 ml, three of two totes and one of one.
    const small = Array.from({ length: 10 }, (_, at) => lineOf(`O${at}`, 40));
    expect(packTotes(tote, small)).toHaveLength(5);
    const parts = divide(small, [vehicleOf('V1', 1000, 120)])!;
    expect(parts.map(({ firstTote, lastTote }) => [firstTote, lastTote])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 7],
    ]);
  });

  it('adds up for any lines and vehicles, with every part in some compartment that holds it', () => {
    const size = fc.integer({ min: 1, max: 400 });
    const lines = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), size, size), { minLength: 1, maxLength: 40 });
    const fleet = fc.array(
      fc.tuple(
        fc.integer({ min: 200, max: 900 }),
        fc.array(fc.integer({ min: 100, max: 900 }), { minLength: 1, maxLength: 3 }),
      ),
      { minLength: 1, maxLength: 5 },
    );
    let split = 0;
    fc.assert(
      fc.property(lines, fleet, (goods, vehicles) => {
        const own = goods.map(([order, milliliters, grams], at) => lineOf(`O${order}`, milliliters, grams, at));
        const drivers = vehicles.map(([payload, parts], at) => vehicleOf(`V${at}`, payload, ...parts));
        const whole = wholeOf(own);
        const parts = splitConsignment(whole, own, tote, station, drivers)?.parts;
        if (parts === undefined) return;
        split++;
        const fits = ({ milliliters, grams }: { milliliters: number; grams: number }) =>
          drivers.some(
            ({ payloadGrams, compartments }) =>
              grams <= payloadGrams && compartments.some((place) => milliliters <= place.milliliters),
          );
        expect(fits(whole)).toBe(false);
        expect(parts.flatMap((part) => part.lines.map(({ lineNo }) => lineNo)).sort((a, b) => a - b)).toEqual(
          own.map(({ lineNo }) => lineNo),
        );
        parts.forEach((part, at) => {
          const held = own.filter(({ lineNo }) => part.lines.some((line) => line.lineNo === lineNo));
          expect(part.grams).toBe(held.reduce((sum, { grams }) => sum + grams, 0));
          expect(part.milliliters).toBe(held.reduce((sum, { milliliters }) => sum + milliliters, 0));
          expect(part).toMatchObject({
            no: at + 1,
            count: parts.length,
            firstTote: at === 0 ? 1 : parts[at - 1].lastTote + 1,
          });
          expect(part.lastTote - part.firstTote + 1).toBe(packTotes(tote, held).length);
          // Only a single line may be too much.
          expect(fits(part) || held.length === 1).toBe(true);
        });
      }),
      { seed: 20240614, numRuns: 500 },
    );
    expect(split).toBeGreaterThan(100);
  });
});

describe('parts of a day on which room is short', () => {
  const stations = Array.from({ length: 10 }, (_, at) => ({ ...station, stationId: `S${at}` }) as Station);
  const goods = stations.map(({ stationId }) => {
    const lines = Array.from({ length: 12 }, (_, at) => ({ ...lineOf(`O${at}`, 100), consignmentId: stationId }));
    return { ...wholeOf(lines), consignmentId: stationId, stationId, lines };
  });
  const parts = async (vans: number) => {
    const vehicles = Array.from({ length: vans }, (_, at) => ({ ...vehicleOf(`V${at}`, 2000, 1000), maxTrips: 1 }));
    const waves = { listConsignmentLines: async () => goods.flatMap(({ lines }) => lines) };
    const split = await splitWave(waves, { depotId: 'D1', waveId: 'W' } as never, goods, zones, stations, vehicles);
    return split.consignments.map(({ milliliters }) => milliliters);
  };

  it('are as large as their rooms, so that twelve vans bring what ten stations ordered of 1.2 vans each', async () => {
    expect(await parts(12)).toEqual(stations.flatMap(() => [1000, 200]));
  });

  it('are as large as their rooms also where there is a van for each, so that eight vans can stay in the yard', async () => {
    expect(await parts(20)).toEqual(stations.flatMap(() => [1000, 200]));
  });

  it('fill the one truck once, and vans behind it', async () => {
    // A truck for 1,000 that drives twice, one of its trips for 900 that ride whole; vans hold 500 each.
    const vehicles = [
      { ...vehicleOf('T', 2000, 1000), maxTrips: 2 },
      ...Array.from({ length: 5 }, (_, at) => ({ ...vehicleOf(`V${at}`, 2000, 500), maxTrips: 1 })),
    ];
    const whole = { ...wholeOf([lineOf('O', 900)]), consignmentId: 'whole', stationId: 'S9' };
    const two = goods.slice(0, 2);
    const waves = { listConsignmentLines: async () => two.flatMap(({ lines }) => lines) };
    const recorded = [...two, whole];
    const split = await splitWave(waves, { depotId: 'D1', waveId: 'W' } as never, recorded, zones, stations, vehicles);
    expect(split.consignments.map(({ milliliters }) => milliliters)).toEqual([1000, 200, 500, 500, 200, 900]);
    // With vans for nobody else, the truck would have to come again.
    const few = await splitWave(
      waves,
      { depotId: 'D1', waveId: 'W' } as never,
      recorded,
      zones,
      stations,
      vehicles.slice(0, 2),
    );
    expect(few.consignments.map(({ milliliters }) => milliliters)).toEqual([1000, 200, 500, 700, 900]);
  });
});
