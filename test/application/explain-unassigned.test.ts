import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toProblem } from '../../server/application/planning/to-problem.js';
import { explainUnassigned, type Fleet } from '../../server/application/planning/unassigned/explain-unassigned.js';
import { reasonText } from '../../server/application/planning/unassigned/reason-text.js';
import type { Depot, Station, Vehicle } from '../../server/domain/network/network.js';
import { standardZones } from '../../server/domain/network/temperature-zone.js';
import type { Consignment } from '../../server/domain/waves/consignment.js';
import { Travel } from '../../server/solver/model/travel.js';
import { reasonFor } from '../../server/solver/reasons/reasons.js';

const allDay = { opens: 0, closes: 86_400 };
const noTime = { fixedSeconds: 0, secondsPer100Kg: 0 } as unknown as Depot['loading'];
const depot = { depotId: 'D1', open: allDay, docks: 1, loading: noTime } as Depot;

function stationUpTo(maxVehicleHeightMillimeters: number | undefined): Station {
  return { stationId: 'S1', windows: [allDay], service: noTime, maxVehicleHeightMillimeters } as unknown as Station;
}

function goodsOf(milliliters: number, grams: number): Consignment {
  return {
    consignmentId: 'w.S1.chilled',
    stationId: 'S1',
    zoneId: 'chilled',
    milliliters,
    grams,
    priority: 1,
  } as Consignment;
}

function vehicleOf(
  vehicleId: string,
  sizes: { chilled?: number; ambient?: number; grams?: number; height?: number; status?: Vehicle['status'] },
): Vehicle {
  const { chilled, ambient, grams = 1_000_000, height = 2000, status = 'available' } = sizes;
  const compartments = [
    { compartmentNo: 1, zoneIds: ['ambient'], milliliters: ambient ?? 9_000_000 },
    ...(chilled === undefined ? [] : [{ compartmentNo: 2, zoneIds: ['chilled'], milliliters: chilled }]),
  ];
  return {
    vehicleId,
    compartments,
    payloadGrams: grams,
    heightMillimeters: height,
    status,
    shift: allDay,
    maxTrips: 1,
    profile: 'auto',
    price: { fixedMicros: 0, perKmMicros: 0, perHourMicros: 0 },
  } as unknown as Vehicle;
}

/** What stops the goods, as the solver sees it. */
function codeOf(
  goods: Consignment,
  { vehicles, stations }: Pick<Fleet, 'vehicles'> & { stations: readonly Station[] },
) {
  const minute = Int32Array.of(0, 60, 60, 0);
  const { problem } = toProblem({
    depot,
    vehicles: vehicles.filter(({ status }) => status === 'available'),
    stations,
    consignments: [goods],
    zones: standardZones,
    travel: new Map([['auto' as const, { rows: 2, columns: 2, seconds: minute, meters: minute }]]),
  });
  return reasonFor(problem, new Travel(problem), 0, problem.stations[0].consignments[0]);
}

function explain(goods: Consignment, vehicles: readonly Vehicle[], station = stationUpTo(undefined)) {
  const fleet = { vehicles, stations: [station] };
  const reason = explainUnassigned(codeOf(goods, fleet), goods, fleet);
  return { ...reason, text: reasonText({ ...goods, reason }, 'en') };
}

describe('the reason why goods are on no run', () => {
  it('names the largest compartment for the zone, by how much the goods are larger, and what would do', () => {
    // 1,240.5 l against 900 and 980 l; the room for ambient goods does not count.
    const { code, text, shortfall } = explain(goodsOf(1_240_500, 300_000), [
      vehicleOf('V1', { chilled: 900_000 }),
      vehicleOf('V2', { chilled: 980_000 }),
    ]);
    expect(code).toBe('too-large');
    expect(text).toBe(
      'It fills 1,240.5 l. The largest compartment for chilled goods, number 2 of vehicle V2, holds 980 l: it is ' +
        '260.5 l too large. Use a compartment of 1,240.5 l or more, or deliver 260.5 l of it otherwise.',
    );
    expect(shortfall).toMatchObject({ vehicleId: 'V2', compartmentNo: 2, overMilliliters: 260_500, overGrams: 0 });
  });

  it('tells of the weight too where both are too much', () => {
    const { text } = explain(goodsOf(1_000_001, 1_200_000), [vehicleOf('V1', { chilled: 1_000_000 })]);
    expect(text).toContain('it is 0.001 l too large, and 200 kg too heavy for it.');
  });

  it('names a vehicle in maintenance that could carry it, and none that could not', () => {
    const vehicles = [
      vehicleOf('V1', { chilled: 100 }),
      vehicleOf('V2', { chilled: 2000, height: 3000, status: 'maintenance' }),
      vehicleOf('V3', { chilled: 2000, status: 'maintenance' }),
    ];
    const { text, shortfall } = explain(goodsOf(2000, 1), vehicles, stationUpTo(2500));
    expect(shortfall?.spareVehicleId).toBe('V3');
    expect(text).toContain('Vehicle V3, which is in maintenance, could carry it.');
    expect(
      explain(goodsOf(2000, 1), vehicles.slice(0, 2), stationUpTo(2500)).shortfall?.spareVehicleId,
    ).toBeUndefined();
  });

  it('says how high the lowest vehicle is that could carry it, where the station lets in none', () => {
    const vehicles = [
      vehicleOf('small', { chilled: 1, height: 2650 }),
      vehicleOf('lower', { chilled: 5000, height: 2900 }),
      vehicleOf('higher', { chilled: 5000, height: 3100 }),
    ];
    const { code, text } = explain(goodsOf(5000, 1), vehicles, stationUpTo(2600));
    expect(code).toBe('vehicle-height');
    expect(text).toContain(
      'up to 2.6 m. Vehicle lower, the lowest that could carry it, is 2.9 m high: 0.3 m too much.',
    );
  });

  it('names a change that really takes the obstacle away, and no smaller one does', () => {
    const size = fc.integer({ min: 1, max: 60 });
    const anyVehicle = fc.record({ chilled: fc.option(size, { nil: undefined }), grams: size, height: size });
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(anyVehicle, { minLength: 1, maxLength: 4 }),
        size,
        size,
        size,
        (fleet, room, weight, limit) => {
          const vehicles = fleet.map((sizes, at) => vehicleOf(`V${at}`, sizes));
          const stations = [stationUpTo(limit)];
          const goods = goodsOf(room, weight);
          const code = codeOf(goods, { vehicles, stations });
          const { shortfall } = explainUnassigned(code, goods, { vehicles, stations });
          seen.add(code);
          expect(shortfall !== undefined).toBe(['too-large', 'too-heavy', 'vehicle-height'].includes(code));
          if (shortfall === undefined) return;
          const changed = (less: number) =>
            vehicles.map((vehicle): Vehicle => {
              if (vehicle.vehicleId !== shortfall.vehicleId) return vehicle;
              return {
                ...vehicle,
                payloadGrams: vehicle.payloadGrams + (code === 'too-heavy' ? shortfall.overGrams - less : 0),
                heightMillimeters:
                  vehicle.heightMillimeters! - (code === 'vehicle-height' ? shortfall.overMillimeters - less : 0),
                compartments: vehicle.compartments.map((part) => ({
                  ...part,
                  milliliters:
                    part.milliliters +
                    (code === 'too-large' && part.compartmentNo === shortfall.compartmentNo
                      ? shortfall.overMilliliters - less
                      : 0),
                })),
              };
            });
          expect(codeOf(goods, { vehicles: changed(0), stations })).not.toBe(code);
          expect(codeOf(goods, { vehicles: changed(1), stations })).toBe(code);
        },
      ),
      { seed: 3, numRuns: 500 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['too-large', 'too-heavy', 'vehicle-height', 'zone-compartment']));
  });
});
