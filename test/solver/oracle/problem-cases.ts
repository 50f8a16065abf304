import type {
  Problem,
  ProblemCoordinates,
  ProblemMatrix,
  ProblemStart,
  TimeSlice,
} from '../../../server/solver/problem.js';
import { type CasesOf, noRule, oracleCase } from './oracle-case.js';
import { bothOnOneTrip, placed } from './small-day.js';

const at = (y: number) => ({ position: { x: 0, y } });
/** The near station's goods are of zone 0, the far one's of zone 1. */
const twoZones = { farGoods: { zone: 1 } };
const besideEachOther = bothOnOneTrip([placed(0)], [placed(1)]);

export const problemCases: CasesOf<'problem', Problem> = {
  'problem.matrices': noRule('their fields have cases'),
  'problem.zoneCount': noRule('how many bits a mask has'),
  'problem.depots': noRule('their fields have cases'),
  'problem.vehicles': noRule('their fields have cases'),
  'problem.stations': noRule('their fields have cases'),
  'problem.balanceCost': [
    oracleCase('51 seconds of work squared, at half', {
      keeps: { problem: { balanceCost: 0 } },
      breaks: { problem: { balanceCost: 0.5 } },
      says: 'the penalty is 1300.5, not 0',
      // 51² = 2601; the near one alone were 148 + 28² ÷ 2 + 1000 = 1540.
      least: 191 + 1300.5,
    }),
  ],
  'problem.compactCost': [
    oracleCase('two visits that lie five meters each from their middle, at half', {
      keeps: { problem: { compactCost: 0.5 }, near: at(15), far: at(15) },
      breaks: { problem: { compactCost: 0.5 }, near: at(10), far: at(20) },
      says: 'the penalty is 25, not 0',
      least: 191 + 25,
    }),
  ],
  'problem.incompatibleZones': [
    oracleCase('two zones beside each other in the only compartment', {
      keeps: { ...twoZones, problem: { incompatibleZones: [[0, 2]] } },
      breaks: { ...twoZones, problem: { incompatibleZones: [[0, 1]] } },
      plan: besideEachOther,
      says: 'zones 0 and 1 share compartment 0',
      least: 1148,
    }),
  ],
  'problem.incompatibleOnTrip': [
    oracleCase('two zones in two compartments of one trip', {
      keeps: {
        ...twoZones,
        vehicle: {
          compartments: [
            { zoneMask: 1, milliliters: 9 },
            { zoneMask: 2, milliliters: 9 },
          ],
        },
        problem: { incompatibleOnTrip: [[0, 2]] },
      },
      breaks: {
        ...twoZones,
        vehicle: {
          compartments: [
            { zoneMask: 1, milliliters: 9 },
            { zoneMask: 2, milliliters: 9 },
          ],
        },
        problem: { incompatibleOnTrip: [[0, 1]] },
      },
      plan: bothOnOneTrip([placed(0)], [placed(1, 1)]),
      says: 'zones 0 and 1 share a trip',
      least: 1148,
    }),
  ],
  'problem.start': noRule('where a search begins binds no plan'),
};

export const startCases: CasesOf<'start', ProblemStart> = {
  'start.vehicle': noRule('where a search begins binds no plan'),
  'start.trips': noRule('where a search begins binds no plan'),
};

/** The street with other arcs between its stations, in both directions. */
const between = (value: number) => Int32Array.of(0, 10, 20, 10, 0, value, 20, value, 0);

export const matrixCases: CasesOf<'matrix', ProblemMatrix> = {
  'matrix.size': noRule('how large the tables are'),
  'matrix.seconds': [
    oracleCase('a second more between the stations', {
      keeps: {},
      breaks: { matrix: { seconds: between(11) } },
      says: ['arrives 28, not 29', '40 s of driving, not 41'],
      least: 192,
    }),
    oracleCase('no arc between the stations', {
      keeps: {},
      breaks: { matrix: { seconds: between(-1) } },
      says: ['no way from 1 to 2', 'arrives 28, not 17', '40 s of driving, not 29'],
      least: 1148,
    }),
  ],
  'matrix.meters': [
    oracleCase('a meter more between the stations', {
      keeps: {},
      breaks: { matrix: { meters: between(11) } },
      says: ['40 m, not 41', 'the cost is 192, not 191'],
      least: 192,
    }),
  ],
  'matrix.timeSlices': [
    oracleCase('one slice, twice as slow, all day', {
      // Tripled, the near one alone costs 100 + 20 + 8 + 40.
      keeps: { matrix: { timeSlices: [{ begins: 0 }] } },
      breaks: { matrix: { timeSlices: [{ begins: 0, factor: 2 }] } },
      says: ['arrives 15, not 25', 'arrives 28, not 38', '40 s of driving, not 80', 'returns 51, not 71'],
      least: 100 + 40 + 91,
    }),
  ],
  'matrix.coordinates': noRule('arcs written otherwise; only tables are read here'),
  'matrix.sparse': noRule('arcs written otherwise; only tables are read here'),
};

export const sliceCases: CasesOf<'slice', TimeSlice> = {
  'slice.begins': [
    oracleCase('the last second of the way home, at half the speed', {
      keeps: { matrix: { timeSlices: [{ begins: 0 }, { begins: 51, factor: 2 }] } },
      breaks: { matrix: { timeSlices: [{ begins: 0 }, { begins: 50, factor: 2 }] } },
      says: ['40 s of driving, not 41', 'returns 51, not 52'],
      least: 192,
    }),
  ],
  'slice.seconds': [
    oracleCase('half of the way home is driven at 41, the other half takes 15 of 30 seconds', {
      keeps: {
        matrix: {
          timeSlices: [{ begins: 0 }, { begins: 41, seconds: Int32Array.of(0, 10, 20, 10, 0, 10, 20, 10, 0) }],
        },
      },
      breaks: { matrix: { timeSlices: [{ begins: 0 }, { begins: 41, seconds: new Int32Array(9).fill(30) }] } },
      says: ['40 s of driving, not 45', 'returns 51, not 56'],
      least: 196,
    }),
  ],
  'slice.factor': [
    oracleCase('half of the way home is driven at 41, the other half takes 20 of 40 seconds', {
      keeps: { matrix: { timeSlices: [{ begins: 0 }, { begins: 41, factor: 1 }] } },
      breaks: { matrix: { timeSlices: [{ begins: 0 }, { begins: 41, factor: 2 }] } },
      says: ['40 s of driving, not 50', 'returns 51, not 61'],
      least: 201,
    }),
  ],
};

export const coordinateCases: CasesOf<'coordinates', ProblemCoordinates> = {
  'coordinates.x': noRule('arcs written otherwise; only tables are read here'),
  'coordinates.y': noRule('arcs written otherwise; only tables are read here'),
  'coordinates.rounding': noRule('arcs written otherwise; only tables are read here'),
};
