import type { ProblemConsignment, ProblemStation } from '../../../server/solver/problem.js';
import { type CasesOf, noRule, oracleCase } from './oracle-case.js';
import { always, far, goods, near, placed, planOf, trip, until } from './small-day.js';

/** The near one comes first or not at all; both windows are just met. */
const nearFirst = { near: until(15) };
const tight = { near: until(15), far: until(28) };
const nearAlone = trip([0, 5], [[near, 15, 15, 18]], [28, 20, 20]);
/** Never worth its price. */
const dearSecond = { second: { fixedCost: 500 } };
/** The near station alone, of two zones that go on two trips: 100 + 2 × 20 + 2 × 28. */
const inParts = (change: Partial<ProblemStation>) => ({
  near: { consignments: [goods({ grams: 3 }), goods({ zone: 1, grams: 4 })], ...change },
  far: { consignments: [] },
  vehicle: { payloadGrams: 4, maxTrips: 2 },
});
const twoParts = planOf(
  [
    [
      trip([0, 5], [[near, 15, 15, 18, [placed(0)]]], [28, 20, 20]),
      trip([28, 33], [[near, 43, 43, 46, [placed(1)]]], [56, 20, 20]),
    ],
  ],
  196,
);

export const stationCases: CasesOf<'station', ProblemStation> = {
  'station.place': noRule('its arcs have cases'),
  'station.position': noRule('the case of problem.compactCost'),
  'station.windows': [
    oracleCase('service that begins at 28 where the window closes', {
      keeps: { ...nearFirst, far: until(28) },
      breaks: { ...nearFirst, far: until(27) },
      says: 'begins at 28, outside of all windows',
      least: 1148,
    }),
    oracleCase('service that begins at 28 where the second window opens', {
      keeps: {
        ...nearFirst,
        far: {
          windows: [
            { opens: 0, closes: 20 },
            { opens: 28, closes: 40 },
          ],
        },
      },
      breaks: {
        ...nearFirst,
        far: {
          windows: [
            { opens: 0, closes: 20 },
            { opens: 29, closes: 40 },
          ],
        },
      },
      says: 'begins at 28, outside of all windows',
      // One waits for a second.
      least: 192,
    }),
  ],
  'station.service': [
    oracleCase('a visit of 3 s', {
      keeps: { near: { service: always(3) } },
      breaks: { near: { service: always(4) } },
      says: 'leaves at 18',
      least: 192,
    }),
  ],
  'station.maxVehicleHeightMillimeters': [
    oracleCase('1900 mm of a vehicle of 1900', {
      keeps: { near: { maxVehicleHeightMillimeters: 1900 }, vehicle: { heightMillimeters: 1900 } },
      breaks: { near: { maxVehicleHeightMillimeters: 1899 }, vehicle: { heightMillimeters: 1900 } },
      says: 'too high',
      least: 1188,
    }),
  ],
  'station.requiredSkills': [
    oracleCase('one of two skills', {
      keeps: { near: { requiredSkills: 1 }, vehicle: { skills: 1 } },
      breaks: { near: { requiredSkills: 3 }, vehicle: { skills: 1 } },
      says: 'lacks a skill',
      least: 1188,
    }),
  ],
  'station.consignments': noRule('their fields have cases'),
  'station.pickedUpAt': [
    oracleCase('goods that are picked up at the near one', {
      keeps: { ...nearFirst, far: { pickedUpAt: near } },
      breaks: { near: { ...until(15), pickedUpAt: far } },
      says: ['what station 0 gets was not picked up before', 'what station 1 gives is not delivered after it'],
      least: 2000,
    }),
  ],
  'station.maxRideSeconds': [
    oracleCase('10 s from the near one to the far one', {
      keeps: { far: { pickedUpAt: near, maxRideSeconds: 10 } },
      breaks: { far: { pickedUpAt: near, maxRideSeconds: 9 } },
      says: 'goods ride for 10 s',
      least: 2000,
    }),
  ],
  'station.splitAllowed': [
    oracleCase('two zones on two trips', {
      keeps: inParts({}),
      breaks: inParts({ splitAllowed: false }),
      plan: twoParts,
      says: 'station 0 is brought in parts',
      least: 2000,
    }),
    oracleCase('one of two zones', {
      // The second zone is not worth a trip of 96.
      keeps: inParts({ consignments: [goods({ grams: 3 }), goods({ zone: 1, grams: 4, unservedPenalty: 40 })] }),
      breaks: inParts({
        splitAllowed: false,
        consignments: [goods({ grams: 3 }), goods({ zone: 1, grams: 4, unservedPenalty: 40 })],
      }),
      plan: planOf([[nearAlone]], 148, {
        unassigned: [{ station: near, zone: 1, reason: 'fleet-full' }],
        unservedPenalty: 40,
      }),
      says: 'station 0 is brought in parts',
      least: 1040,
    }),
  ],
  'station.softTo': [
    oracleCase('service that begins at 28, due then', {
      keeps: { ...nearFirst, far: { softTo: { at: 28, costPerSecond: 3 } } },
      breaks: { ...nearFirst, far: { softTo: { at: 27, costPerSecond: 3 } } },
      says: 'the penalty is 3, not 0',
      least: 194,
    }),
  ],
  'station.softFrom': [
    oracleCase('service that begins at 15, wished from then', {
      // At 16 the far one would be too late, and as the second the near one as well.
      keeps: { far: until(28), near: { ...until(20), softFrom: { at: 15, costPerSecond: 3 } } },
      breaks: { far: until(28), near: { ...until(20), softFrom: { at: 16, costPerSecond: 3 } } },
      says: 'the penalty is 3, not 0',
      least: 194,
    }),
  ],
  'station.allowedVehicles': [
    oracleCase('the first vehicle', {
      keeps: { ...dearSecond, near: { allowedVehicles: [0] } },
      breaks: { ...dearSecond, near: { allowedVehicles: [1] } },
      says: 'station 0 is kept for others',
      // The second one drives both: 500 + 40 + 51.
      least: 591,
    }),
  ],
  'station.previous': [
    oracleCase('the vehicle of before', {
      keeps: { ...dearSecond, near: { previous: { vehicle: 0, changeCost: 7 } } },
      breaks: { ...dearSecond, near: { previous: { vehicle: 1, changeCost: 7 } } },
      says: 'the penalty is 7, not 0',
      least: 198,
    }),
  ],
};

export const consignmentCases: CasesOf<'consignment', ProblemConsignment> = {
  'consignment.zone': noRule('the cases of compartment.zoneMask'),
  'consignment.grams': [
    oracleCase('3 g beside 4 g', {
      keeps: { vehicle: { payloadGrams: 7 }, nearGoods: { grams: 3 }, farGoods: { grams: 4 } },
      breaks: { vehicle: { payloadGrams: 7 }, nearGoods: { grams: 3 }, farGoods: { grams: 5 } },
      says: '8 g of 7 behind visit -1',
      least: 1148,
    }),
  ],
  'consignment.milliliters': [
    oracleCase('3 ml beside 4 ml', {
      keeps: {
        vehicle: { compartments: [{ zoneMask: 1, milliliters: 7 }] },
        nearGoods: { milliliters: 3 },
        farGoods: { milliliters: 4 },
      },
      breaks: {
        vehicle: { compartments: [{ zoneMask: 1, milliliters: 7 }] },
        nearGoods: { milliliters: 3 },
        farGoods: { milliliters: 5 },
      },
      says: '8 ml of 7 behind visit -1',
      least: 1148,
    }),
  ],
  'consignment.unservedPenalty': [
    oracleCase('goods whose trip costs 191 - 148 = 43 more, left out for 42', {
      keeps: { farGoods: { unservedPenalty: 42 } },
      breaks: { farGoods: { unservedPenalty: 44 } },
      plan: planOf([[nearAlone]], 148, {
        unassigned: [{ station: far, zone: 0, reason: 'fleet-full' }],
        unservedPenalty: 42,
      }),
      says: 'the omission cost is 44, not 42',
      least: 191,
    }),
  ],
  'consignment.collected': [
    oracleCase('4 g that come on board when 3 g have left', {
      keeps: { vehicle: { payloadGrams: 4 }, nearGoods: { grams: 3 }, farGoods: { grams: 4, collected: true } },
      breaks: { vehicle: { payloadGrams: 4 }, nearGoods: { grams: 3 }, farGoods: { grams: 4 } },
      says: '7 g of 4 behind visit -1',
      least: 1148,
    }),
    oracleCase('4 g that come on board before 3 g have left', {
      keeps: {
        ...nearFirst,
        vehicle: { payloadGrams: 7 },
        nearGoods: { grams: 4, collected: true },
        farGoods: { grams: 3 },
      },
      breaks: {
        ...nearFirst,
        vehicle: { payloadGrams: 6 },
        nearGoods: { grams: 4, collected: true },
        farGoods: { grams: 3 },
      },
      says: '7 g of 6 behind visit 0',
      least: 1148,
    }),
  ],
  'consignment.releaseTime': [
    oracleCase('goods that are ready at 0', {
      keeps: { ...tight, farGoods: { releaseTime: 0 } },
      breaks: { ...tight, farGoods: { releaseTime: 1 } },
      says: 'loading at 0, goods ready at 1',
      // A second later neither the near one nor both are in time.
      least: 1148,
    }),
  ],
  'consignment.handlingMicros': [
    oracleCase('a visit of 3 s with no handling beside', {
      keeps: { nearGoods: { handlingMicros: 0 } },
      breaks: { nearGoods: { handlingMicros: 1 } },
      says: 'leaves at 18',
      least: 192,
    }),
  ],
};
