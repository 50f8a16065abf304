import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Problem } from '../../../solver/index.js';

/** A public routing instance as a problem, and how its cost reads in its own convention. */
export interface BenchInstance {
  readonly problem: Problem;
  readonly points: InstancePoints;
  /** The solver's cost divided by this is the listed cost. */
  readonly scale: number;
}

/** Where the places lie and how an arc between two is measured: all that a score needs beside the problem. */
export interface InstancePoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Rounded to the nearest whole, cut to tenths (then counted in tenths), or exact. */
  readonly rounding: 'nearest' | 'tenths-down' | 'exact';
}

const endOfTime = 0x3ffffffe;
const neverLeftOut = 1e9;
/** Beyond so many places no matrix is made. */
const mostPlacesWithMatrix = 5_000;

/**
 * Reads a CVRPLIB file (also with the sections of heterogeneous fleets) or one of Solomon's form.
 *
 * @throws InvalidInputError with a sentence when it is neither, or broken.
 */
export function readInstance(file: string): BenchInstance {
  const name = path.basename(file);
  if (!existsSync(file)) throw new InvalidInputError(`There is no file ${file}.`);
  const text = readFileSync(file, 'utf8');
  if (/^\s*[{[]/.test(text)) {
    throw new InvalidInputError(
      `${name} is JSON; read are CVRPLIB (.vrp) and Solomon or Gehring-Homberger (.txt) files.`,
    );
  }
  if (/^\s*\d+\s+\d+\s+\d+\s*\r?\n(\s*-?\d+){9}\s*\r?\n/.test(text)) {
    throw new InvalidInputError(`${name} is of Li and Lim's form: pickups with deliveries are not in the model yet.`);
  }
  const instance = /NODE_COORD_SECTION/.test(text) ? readVrplib(text, name) : readSolomon(text, name);
  const numbers = [...instance.points.x, ...instance.points.y];
  if (!numbers.every(Number.isFinite)) throw new InvalidInputError(`${name} holds coordinates that are no numbers.`);
  return instance;
}

function readVrplib(text: string, name: string): BenchInstance {
  const sections = new Map<string, number[][]>();
  const fields = new Map<string, string>();
  let open: number[][] = [];
  for (const line of text.split(/\r?\n/)) {
    const header = /^([A-Z_]+_SECTION)/.exec(line);
    const field = /^([A-Z_]+)\s*:\s*(.*?)\s*$/.exec(line);
    if (header !== null) sections.set(header[1], (open = []));
    else if (field !== null) fields.set(field[1], field[2]);
    else if (/^\s*-?\d/.test(line)) open.push(line.trim().split(/\s+/).map(Number));
  }
  const points = sections.get('NODE_COORD_SECTION') ?? [];
  const demands = (sections.get('DEMAND_SECTION') ?? []).map((row) => row[1]);
  if (points.length < 2 || demands.length !== points.length || !demands.every((demand) => demand >= 0)) {
    throw new InvalidInputError(`${name} does not give each of its ${points.length} nodes a demand.`);
  }
  const weightType = fields.get('EDGE_WEIGHT_TYPE') ?? 'EUC_2D';
  if (weightType !== 'EUC_2D' && weightType !== 'FLOAT_2D' && weightType !== 'EXACT_2D') {
    throw new InvalidInputError(`${name} measures its arcs by ${weightType}; read is EUC_2D.`);
  }
  const x = Float64Array.from(points, (row) => row[1]);
  const y = Float64Array.from(points, (row) => row[2]);
  const capacities = sections.get('CAPACITY_SECTION')?.map((row) => row[1]);
  const fixed = sections.get('VEHICLES_FIXED_COST_SECTION')?.map((row) => row[1]);
  const perUnit = sections.get('VEHICLES_UNIT_DISTANCE_COST_SECTION')?.map((row) => row[1]);
  const isMixed = capacities !== undefined;
  const rounding = isMixed ? ('exact' as const) : ('nearest' as const);
  const capacity = Number(fields.get('CAPACITY'));
  if (capacities === undefined && !(capacity > 0)) throw new InvalidInputError(`${name} names no CAPACITY.`);
  const count = capacities?.length ?? demands.length - 1;
  return {
    points: { x, y, rounding },
    scale: isMixed ? 100 : 1,
    problem: {
      matrices: [travel(x, y, rounding)],
      zoneCount: 1,
      depots: [{ ...depotAlways, place: 0 }],
      vehicles: Array.from({ length: count }, (_, at) => ({
        ...plainVehicle,
        payloadGrams: capacities?.[at] ?? capacity,
        fixedCost: fixed?.[at] ?? 0,
        costPerMeter: perUnit?.[at] ?? (isMixed ? 100 : 1),
      })),
      stations: demands.slice(1).map((grams, at) => station(at + 1, grams, 0, endOfTime, 0)),
    },
  };
}

function readSolomon(text: string, name: string): BenchInstance {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.every(Number.isFinite));
  const [vehicles, capacity] = rows.find((row) => row.length === 2) ?? [];
  const places = rows.filter((row) => row.length === 7);
  if (vehicles === undefined || places.length < 2) {
    throw new InvalidInputError(`${name} is neither a CVRPLIB nor a Solomon file.`);
  }
  const x = Float64Array.from(places, (row) => row[1]);
  const y = Float64Array.from(places, (row) => row[2]);
  const [, , , , opens, closes] = places[0];
  return {
    points: { x, y, rounding: 'tenths-down' },
    scale: 10,
    problem: {
      matrices: [travel(x, y, 'tenths-down')],
      zoneCount: 1,
      depots: [{ ...depotAlways, place: 0 }],
      vehicles: Array.from({ length: vehicles }, () => ({
        ...plainVehicle,
        payloadGrams: capacity,
        shiftBegins: opens * 10,
        shiftEnds: closes * 10,
        costPerMeter: 1,
      })),
      stations: places.slice(1).map((row, at) => station(at + 1, row[3], row[4] * 10, row[5] * 10, row[6] * 10)),
    },
  };
}

const depotAlways = {
  opens: 0,
  closes: endOfTime,
  docks: Number.POSITIVE_INFINITY,
  loading: { fixedMicros: 0, microsPerGram: 0 },
};

const plainVehicle = {
  depot: 0,
  matrix: 0,
  shiftBegins: 0,
  shiftEnds: endOfTime,
  compartments: [{ zoneMask: 1, milliliters: 0 }],
  maxStops: Number.POSITIVE_INFINITY,
  maxMeters: Number.POSITIVE_INFINITY,
  maxTrips: 1,
  heightMillimeters: 0,
  fixedCost: 0,
  costPerSecond: 0,
};

function station(place: number, grams: number, opens: number, closes: number, serviceSeconds: number) {
  return {
    place,
    windows: [{ opens, closes }],
    service: { fixedMicros: serviceSeconds * 1_000_000, microsPerGram: 0 },
    maxVehicleHeightMillimeters: Number.POSITIVE_INFINITY,
    consignments: [{ zone: 0, grams, milliliters: 0, omissionCost: neverLeftOut }],
  };
}

function travel(x: Float64Array, y: Float64Array, rounding: 'nearest' | 'tenths-down' | 'exact') {
  const size = x.length;
  if (size > mostPlacesWithMatrix) {
    return { size, seconds: new Int32Array(0), meters: new Int32Array(0), coordinates: { x, y, rounding } };
  }
  const meters = rounding === 'exact' ? new Float64Array(size * size) : new Int32Array(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const straight = Math.hypot(x[from] - x[to], y[from] - y[to]);
      meters[from * size + to] =
        rounding === 'nearest'
          ? Math.floor(straight + 0.5)
          : rounding === 'exact'
            ? straight
            : Math.floor(10 * straight);
    }
  }
  const seconds = meters instanceof Int32Array ? meters : Int32Array.from(meters, (value) => Math.ceil(value));
  return { size, seconds, meters };
}
