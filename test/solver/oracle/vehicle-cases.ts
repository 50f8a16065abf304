import type {
  ProblemBody,
  ProblemBreak,
  ProblemCompartment,
  ProblemDepot,
  ProblemFixedVisit,
  ProblemRate,
  ProblemVehicle,
} from '../../../server/solver/problem.js';
import { type CasesOf, noRule, oracleCase } from './oracle-case.js';
import {
  always,
  bothOnOneTrip,
  far,
  goods,
  near,
  placed,
  planOf,
  type SmallDayInput,
  trip,
  until,
} from './small-day.js';

/** Windows that the day just meets: with one second less either station, or both, are out of reach. */
const tight = { near: until(15), far: until(28) };
const nearAlone = trip([0, 5], [[near, 15, 15, 18]], [28, 20, 20]);
const farFrom = (begins: number) =>
  trip([begins, begins + 5], [[far, begins + 25, begins + 25, begins + 28]], [begins + 48, 40, 40]);
/** One vehicle to each station: 148 + 188. */
const oneEach = (farBegins: number) => planOf([[nearAlone], [farFrom(farBegins)]], 336);
const oneStopEach: SmallDayInput = { vehicle: { maxStops: 1 }, second: {} };

export const depotCases: CasesOf<'depot', ProblemDepot> = {
  'depot.place': noRule('its arcs have cases'),
  'depot.opens': [
    oracleCase('loading at 0', {
      keeps: { ...tight, depot: { opens: 0 } },
      breaks: { ...tight, depot: { opens: 1 } },
      says: 'loading at 0, free at 1',
      // The near one is reached at 16, the far one, alone, at 26.
      least: 1188,
    }),
  ],
  'depot.closes': [
    oracleCase('loaded at 5', {
      keeps: { depot: { closes: 5 } },
      breaks: { depot: { closes: 4 } },
      says: 'departs 5, loaded 5',
      least: 2000,
    }),
  ],
  'depot.docks': [
    oracleCase('two loadings at once', {
      keeps: { ...oneStopEach, depot: { docks: 2 } },
      breaks: { ...oneStopEach, depot: { docks: 1 } },
      plan: oneEach(0),
      says: ['2 vehicles load at once', '2 vehicles load at once'],
      least: undefined,
    }),
    oracleCase('a loading that begins at 4 where another one ends at 5', {
      keeps: { ...oneStopEach, depot: { docks: 1 } },
      breaks: { ...oneStopEach, depot: { docks: 1 } },
      plan: oneEach(5),
      planThen: oneEach(4),
      says: '2 vehicles load at once',
      least: undefined,
    }),
  ],
  'depot.taken': [
    oracleCase('a dock that is taken from 5 on', {
      keeps: { depot: { docks: 1, taken: [{ begins: 5, ends: 60 }] } },
      breaks: { depot: { docks: 1, taken: [{ begins: 4, ends: 60 }] } },
      says: '2 vehicles load at once',
      least: undefined,
    }),
    oracleCase('a dock that is taken until 5', {
      keeps: { depot: { docks: 1, taken: [{ begins: 0, ends: 5 }] } },
      breaks: { depot: { docks: 1, taken: [{ begins: 0, ends: 6 }] } },
      plan: planOf(
        [
          [
            trip(
              [5, 10],
              [
                [near, 20, 20, 23],
                [far, 33, 33, 36],
              ],
              [56, 40, 40],
            ),
          ],
        ],
        191,
      ),
      says: '2 vehicles load at once',
      least: undefined,
    }),
  ],
  'depot.loading': [
    oracleCase('a loading of 5 s', {
      keeps: { depot: { loading: always(5) } },
      breaks: { depot: { loading: always(6) } },
      says: 'departs 5, loaded 6',
      least: 192,
    }),
    oracleCase('a loading of 5 s by each of two trips', {
      // The second trip is loaded from 28 to 33 and back at 76: 100 + 60 + 76.
      keeps: { vehicle: { maxTrips: 2, maxStops: 2, payloadGrams: 1 } },
      breaks: { vehicle: { maxTrips: 2, maxStops: 2, payloadGrams: 1 }, depot: { loading: always(6) } },
      plan: planOf([[nearAlone, farFrom(28)]], 236),
      says: ['departs 5, loaded 6', 'departs 33, loaded 34'],
      least: 238,
    }),
  ],
};

export const rateCases: CasesOf<'rate', ProblemRate> = {
  'rate.fixedMicros': [
    oracleCase('seconds that are rounded up', {
      keeps: { depot: { loading: { fixedMicros: 4_000_001, microsPerGram: 0 } } },
      breaks: { depot: { loading: { fixedMicros: 5_000_001, microsPerGram: 0 } } },
      says: 'departs 5, loaded 6',
      least: 192,
    }),
  ],
  'rate.microsPerGram': [
    oracleCase('2 g at half a second each beside four fixed ones', {
      keeps: { depot: { loading: { fixedMicros: 4_000_000, microsPerGram: 500_000 } } },
      breaks: { depot: { loading: { fixedMicros: 4_000_000, microsPerGram: 500_001 } } },
      says: 'departs 5, loaded 6',
      least: 192,
    }),
    oracleCase('1 g that is handed over at a second each', {
      keeps: { near: { service: { fixedMicros: 2_000_000, microsPerGram: 1_000_000 } } },
      breaks: { near: { service: { fixedMicros: 2_000_000, microsPerGram: 1_000_001 } } },
      says: 'leaves at 18',
      least: 192,
    }),
  ],
};

const arcs = Int32Array.of(0, 10, 20, 10, 0, 10, 20, 10, 0);
const slower = Int32Array.of(0, 10, 20, 10, 0, 11, 20, 11, 0);
const twoMatrices = [
  { size: 3, seconds: arcs, meters: arcs },
  { size: 3, seconds: slower, meters: arcs },
];
/** A pause of 4 s on the way home: driven until 40, and eleven seconds after 44. */
const withBreak = planOf(
  [
    [
      trip(
        [0, 5],
        [
          [near, 15, 15, 18],
          [far, 28, 28, 31],
        ],
        [55, 40, 40],
        [{ begins: 40, ends: 44, beforeVisit: 2 }],
      ),
    ],
  ],
  195,
);
const breakIn = (opens: number, closes: number, seconds = 4) => ({
  breaks: [{ seconds, windows: [{ opens, closes }] }],
});

export const vehicleCases: CasesOf<'vehicle', ProblemVehicle> = {
  'vehicle.depot': noRule('its fields have cases'),
  'vehicle.matrix': [
    oracleCase('a table on which a second more lies between the stations', {
      keeps: { problem: { matrices: twoMatrices }, vehicle: { matrix: 0 } },
      breaks: { problem: { matrices: twoMatrices }, vehicle: { matrix: 1 } },
      says: ['arrives 28, not 29', '40 s of driving, not 41'],
      least: 192,
    }),
  ],
  'vehicle.shiftBegins': [
    oracleCase('loading at 0', {
      keeps: { ...tight, vehicle: { shiftBegins: 0 } },
      breaks: { ...tight, vehicle: { shiftBegins: 1 } },
      says: 'loading at 0, free at 1',
      least: 1188,
    }),
  ],
  'vehicle.shiftEnds': [
    oracleCase('back at 51', {
      keeps: { vehicle: { shiftEnds: 51 } },
      breaks: { vehicle: { shiftEnds: 50 } },
      says: 'back at 51, shift ends 50',
      least: 1148,
    }),
  ],
  'vehicle.payloadGrams': [
    oracleCase('2 g on board', {
      keeps: { vehicle: { payloadGrams: 2 } },
      breaks: { vehicle: { payloadGrams: 1 } },
      says: '2 g of 1 behind visit -1',
      least: 1148,
    }),
  ],
  'vehicle.compartments': noRule('their fields have cases'),
  'vehicle.bodies': noRule('their fields have cases'),
  'vehicle.maxStops': [
    oracleCase('two stops', {
      keeps: { vehicle: { maxStops: 2 } },
      breaks: { vehicle: { maxStops: 1 } },
      says: '2 stops',
      least: 1148,
    }),
  ],
  'vehicle.maxMeters': [
    oracleCase('40 m', {
      keeps: { vehicle: { maxMeters: 40 } },
      breaks: { vehicle: { maxMeters: 39 } },
      says: '40 meters',
      least: 1148,
    }),
  ],
  'vehicle.maxTrips': [
    oracleCase('two trips of one gram', {
      keeps: { vehicle: { maxTrips: 2, payloadGrams: 1 } },
      breaks: { vehicle: { maxTrips: 1, payloadGrams: 1 } },
      plan: planOf([[nearAlone, farFrom(28)]], 236),
      says: '2 trips',
      least: 1148,
    }),
  ],
  'vehicle.heightMillimeters': [
    oracleCase('1900 mm where 1900 fit', {
      keeps: { near: { maxVehicleHeightMillimeters: 1900 }, vehicle: { heightMillimeters: 1900 } },
      breaks: { near: { maxVehicleHeightMillimeters: 1900 }, vehicle: { heightMillimeters: 1901 } },
      says: 'too high',
      least: 1188,
    }),
  ],
  'vehicle.fixedCost': [
    oracleCase('a vehicle for 100', {
      keeps: { vehicle: { fixedCost: 100 } },
      breaks: { vehicle: { fixedCost: 101 } },
      says: 'the cost is 192, not 191',
      least: 192,
    }),
  ],
  'vehicle.costPerMeter': [
    oracleCase('40 m at 1', {
      keeps: { vehicle: { costPerMeter: 1 } },
      breaks: { vehicle: { costPerMeter: 2 } },
      says: 'the cost is 231, not 191',
      least: 231,
    }),
  ],
  'vehicle.costPerSecond': [
    oracleCase('51 s at 1', {
      keeps: { vehicle: { costPerSecond: 1 } },
      breaks: { vehicle: { costPerSecond: 2 } },
      says: 'the cost is 242, not 191',
      least: 242,
    }),
  ],
  'vehicle.skills': [
    oracleCase('the skill that is asked for', {
      keeps: { near: { requiredSkills: 1 }, vehicle: { skills: 1 } },
      breaks: { near: { requiredSkills: 1 }, vehicle: { skills: 2 } },
      says: 'lacks a skill',
      least: 1188,
    }),
  ],
  'vehicle.secondsFactor': [
    oracleCase('legs of 10, 10 and 20 s, each rounded up: 11, 11 and 21', {
      keeps: { vehicle: { secondsFactor: 1 } },
      breaks: { vehicle: { secondsFactor: 1.01 } },
      says: ['arrives 15, not 16', 'arrives 28, not 29', '40 s of driving, not 43', 'returns 51, not 52'],
      least: 194,
    }),
  ],
  'vehicle.maxTravelSeconds': [
    oracleCase('40 s of driving', {
      keeps: { vehicle: { maxTravelSeconds: 40 } },
      breaks: { vehicle: { maxTravelSeconds: 39 } },
      says: '40 s of driving',
      least: 1148,
    }),
    oracleCase('40 s of driving where the last second takes two', {
      keeps: { vehicle: { maxTravelSeconds: 40 }, matrix: { timeSlices: [{ begins: 0 }, { begins: 51, factor: 2 }] } },
      breaks: { vehicle: { maxTravelSeconds: 40 }, matrix: { timeSlices: [{ begins: 0 }, { begins: 50, factor: 2 }] } },
      planThen: planOf(
        [
          [
            trip(
              [0, 5],
              [
                [near, 15, 15, 18],
                [far, 28, 28, 31],
              ],
              [52, 40, 41],
            ),
          ],
        ],
        192,
      ),
      says: '41 s of driving',
      least: 1148,
    }),
  ],
  'vehicle.breaks': [
    oracleCase('no break', {
      keeps: {},
      breaks: { vehicle: breakIn(40, 45) },
      says: '0 breaks instead of 1',
      least: 195,
    }),
  ],
  'vehicle.executedPrefix': [
    oracleCase('the near one first', {
      // The other way about the near one is reached at 38; both are given up for its 1000.
      keeps: { near: until(30), vehicle: { executedPrefix: [[{ station: near, zones: [0] }]] } },
      breaks: { near: until(30), vehicle: { executedPrefix: [[{ station: far, zones: [0] }]] } },
      says: 'vehicle 0 does not begin as given',
      least: 1188,
    }),
    oracleCase('a window that is not judged where a visit is given', {
      keeps: { near: until(14), vehicle: { executedPrefix: [[{ station: near, zones: [0] }]] } },
      breaks: { near: until(14) },
      says: 'begins at 15, outside of all windows',
      least: 1188,
    }),
  ],
};

export const breakCases: CasesOf<'break', ProblemBreak> = {
  'break.seconds': [
    oracleCase('a break of 4 s', {
      keeps: { vehicle: breakIn(40, 45) },
      breaks: { vehicle: breakIn(40, 45, 5) },
      plan: withBreak,
      says: 'a break of 4 s',
      least: 196,
    }),
  ],
  'break.windows': [
    oracleCase('a break that begins at 5, when the vehicle departs', {
      keeps: { vehicle: breakIn(0, 5) },
      breaks: { vehicle: breakIn(0, 4) },
      plan: planOf(
        [
          [
            trip(
              [0, 5],
              [
                [near, 19, 19, 22],
                [far, 32, 32, 35],
              ],
              [55, 40, 40],
              [{ begins: 5, ends: 9, beforeVisit: 0 }],
            ),
          ],
        ],
        195,
      ),
      says: 'a break at 5, outside of its windows',
      least: 2000,
    }),
    oracleCase('a break that begins at 31, when the last visit is left', {
      keeps: { ...tight, vehicle: breakIn(20, 31) },
      breaks: { ...tight, vehicle: breakIn(20, 30) },
      plan: planOf(
        [
          [
            trip(
              [0, 5],
              [
                [near, 15, 15, 18],
                [far, 28, 28, 31],
              ],
              [55, 40, 40],
              [{ begins: 31, ends: 35, beforeVisit: 2 }],
            ),
          ],
        ],
        195,
      ),
      says: 'a break at 31, outside of its windows',
      // Earlier it would make the far one late; beside the near one alone there is time.
      least: 152 + 1000,
    }),
    oracleCase('a break that begins at 51, when the vehicle is back', {
      keeps: { vehicle: { ...breakIn(51, 51), shiftEnds: 55 } },
      breaks: { vehicle: { ...breakIn(52, 52), shiftEnds: 55 } },
      plan: planOf(
        [
          [
            trip(
              [0, 5],
              [
                [near, 15, 15, 18],
                [far, 28, 28, 31],
              ],
              [55, 40, 40],
              [{ begins: 51, ends: 55, beforeVisit: 2 }],
            ),
          ],
        ],
        195,
      ),
      says: 'a break at 51, outside of its windows',
      least: 2000,
    }),
  ],
};

const twoNearZones = { near: { consignments: [goods(), goods({ zone: 1 })] } };

export const fixedVisitCases: CasesOf<'fixedVisit', ProblemFixedVisit> = {
  'fixedVisit.station': noRule('the cases of vehicle.begun'),
  'fixedVisit.zones': [
    oracleCase('both zones at the first visit', {
      keeps: { ...twoNearZones, vehicle: { executedPrefix: [[{ station: near, zones: [0, 1] }]] } },
      breaks: { ...twoNearZones, vehicle: { executedPrefix: [[{ station: near, zones: [0] }]] } },
      plan: bothOnOneTrip([placed(0), placed(1)]),
      says: 'vehicle 0 does not begin as given',
      // The trip does not go there a second time.
      least: 191 + 1000,
    }),
  ],
};

/** The near station's 3 ml of zone 0, the far one's 4 ml of zone 1. */
const threeAndFour = { nearGoods: { milliliters: 3 }, farGoods: { milliliters: 4, zone: 1 } };
const inOne = bothOnOneTrip([placed(0)], [placed(1)]);
const inTwo = bothOnOneTrip([placed(0)], [placed(1, 1)]);
const parted = (milliliters: number, stepMilliliters: number): SmallDayInput => ({
  ...threeAndFour,
  vehicle: {
    bodies: [{ milliliters, stepMilliliters }],
    compartments: [
      { zoneMask: 1, milliliters: 9, body: 0 },
      { zoneMask: 2, milliliters: 9, body: 0 },
    ],
  },
});
const single = (zoneMask: number, milliliters: number): SmallDayInput => ({
  ...threeAndFour,
  vehicle: { compartments: [{ zoneMask, milliliters }] },
});

export const bodyCases: CasesOf<'body', ProblemBody> = {
  'body.milliliters': [
    oracleCase('3 ml and 4 ml in a body', {
      keeps: parted(7, 1),
      breaks: parted(6, 1),
      plan: inTwo,
      says: 'compartments of 7 ml in a body of 6',
      least: 1148,
    }),
  ],
  'body.stepMilliliters': [
    oracleCase('compartments in steps of 4 ml in a body of 8 ml', {
      keeps: parted(8, 4),
      breaks: parted(8, 5),
      plan: inTwo,
      says: 'compartments of 10 ml in a body of 8',
      least: 1148,
    }),
  ],
};

/** The first of two compartments of 3 ml or 4 ml, of a body of 6 ml or not. */
const besideBody = (body?: number): SmallDayInput => ({
  ...threeAndFour,
  vehicle: {
    bodies: [{ milliliters: 6, stepMilliliters: 1 }],
    compartments: [
      { zoneMask: 1, milliliters: 3, ...(body === undefined ? {} : { body }) },
      { zoneMask: 2, milliliters: 4, body: 0 },
    ],
  },
});
const keeping = (seconds: number): SmallDayInput => ({
  vehicle: { compartments: [{ zoneMask: 1, milliliters: 9, maxTimeOnBoardSeconds: [seconds] }] },
});

export const compartmentCases: CasesOf<'compartment', ProblemCompartment> = {
  'compartment.zoneMask': [
    oracleCase('zone 1 in the only compartment', {
      keeps: single(3, 9),
      breaks: single(1, 9),
      plan: inOne,
      says: 'a zone in the wrong compartment',
      least: 1148,
    }),
  ],
  'compartment.milliliters': [
    oracleCase('3 ml and 4 ml in the only compartment', {
      keeps: single(3, 7),
      breaks: single(3, 6),
      plan: inOne,
      says: '7 ml of 6 behind visit -1',
      least: 1148,
    }),
    oracleCase('4 ml in a compartment that partitions make no larger', {
      keeps: besideBody(),
      breaks: {
        ...besideBody(),
        vehicle: {
          bodies: [{ milliliters: 6, stepMilliliters: 1 }],
          compartments: [
            { zoneMask: 1, milliliters: 3 },
            { zoneMask: 2, milliliters: 3, body: 0 },
          ],
        },
      },
      plan: inTwo,
      says: ['compartment 1 is 4 ml of 3 large', '4 ml of 3 behind visit -1', '4 ml of 3 behind visit 0'],
      least: 1148,
    }),
  ],
  'compartment.body': [
    oracleCase('3 ml of fixed size beside a body of 6 ml', {
      keeps: besideBody(),
      breaks: besideBody(0),
      plan: inTwo,
      says: 'compartments of 7 ml in a body of 6',
      least: 1148,
    }),
  ],
  'compartment.maxTimeOnBoardSeconds': [
    oracleCase('31 s from the begin of loading until the far one is left', {
      keeps: keeping(31),
      breaks: keeping(30),
      says: 'goods on board for 31 s of 30',
      least: 1148,
    }),
  ],
};
