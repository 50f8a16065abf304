import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { entryOf } from '../../../domain/entry-of.js';
import { diagonalOf, maxStations, type Problem } from '../../../solver/index.js';
import { bareDepot, bareStation, bareVehicle, neverLeftOut } from './bare-problem.js';
import { euclideanMatrix } from './euclidean-matrix.js';
import type { Instance } from './instance.js';
import { quoted, readNumbers, wholeNumber } from './numbers.js';
import { scoreCvrplib } from './score-cvrplib.js';
import { numberedRoutes, solutionFile } from './solution-file.js';

/** Columns of each section that is read. */
const sectionColumns: Readonly<Record<string, number>> = {
  NODE_COORD_SECTION: 3,
  DEMAND_SECTION: 2,
  DEPOT_SECTION: 1,
  CAPACITY_SECTION: 2,
  VEHICLES_FIXED_COST_SECTION: 2,
  VEHICLES_UNIT_DISTANCE_COST_SECTION: 2,
};

/** Values that a field may have; any where undefined. A field that is not here would change the problem. */
const fieldValues: Readonly<Record<string, readonly string[] | undefined>> = {
  NAME: undefined,
  COMMENT: undefined,
  TYPE: ['CVRP', 'DCVRP', 'VRP', 'HFVRP'],
  DIMENSION: undefined,
  EDGE_WEIGHT_TYPE: ['EUC_2D', 'EXACT_2D', 'FLOAT_2D'],
  EDGE_WEIGHT_FORMAT: ['FUNCTION'],
  NODE_COORD_TYPE: ['TWOD_COORDS'],
  DISPLAY_DATA_TYPE: undefined,
  CAPACITY: undefined,
  DISTANCE: undefined,
  SERVICE_TIME: undefined,
  VEHICLES: undefined,
};

/** So that times along a route fit the search's clock. */
const longestService = 100_000_000;

interface Sections {
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly rows: ReadonlyMap<string, readonly (readonly number[])[]>;
}

/**
 * Reads a CVRPLIB file: one depot, capacity, EUC_2D rounded to whole numbers or EXACT_2D and FLOAT_2D as they are, a
 * limit on a route's length (DISTANCE, SERVICE_TIME of each customer counted in), and mixed fleets by sections.
 *
 * @throws InvalidInputError naming what is missing, wrong or not held.
 */
export function readCvrplib(text: string, name: string): Instance {
  const file = readSections(text, name);
  const size = wholeField(file, 'DIMENSION', 2) ?? missing(name, 'DIMENSION');
  if (size - 1 > maxStations) {
    throw new InvalidInputError(`${name} has ${size - 1} customers; the limit is ${maxStations}.`);
  }
  const nodes = byNumber(file, 'NODE_COORD_SECTION', 'node', size) ?? missing(name, 'NODE_COORD_SECTION');
  const demandRows = byNumber(file, 'DEMAND_SECTION', 'node', size) ?? missing(name, 'DEMAND_SECTION');
  const demands = demandRows.map(([node, demand]) => wholeNumber(demand, 0, `${name}: the demand of node ${node}`));
  const depot = readDepot(file, size);
  if (demands[depot - 1] !== 0) throw new InvalidInputError(`${name}: the depot, node ${depot}, has a demand.`);

  const isMixed = file.rows.has('CAPACITY_SECTION');
  const rounding = isMixed || file.fields.get('EDGE_WEIGHT_TYPE') !== 'EUC_2D' ? 'exact' : 'nearest';
  const x = Float64Array.from(nodes, (row) => row[1]);
  const y = Float64Array.from(nodes, (row) => row[2]);
  const matrix = euclideanMatrix({ x, y, rounding }, name);
  const limits = readLimits(file, rounding === 'exact');
  const vehicles = readVehicles(file, size - 1).map((vehicle) => ({ ...bareVehicle, ...vehicle, ...limits.vehicle }));
  const widest = vehicles.reduce((most, vehicle) => Math.max(most, vehicle.payloadGrams), 0);
  const farthest = 2 * diagonalOf(x, y);
  const dearest = vehicles.reduce(
    (most, { fixedCost, costPerMeter }) => Math.max(most, fixedCost + farthest * costPerMeter),
    0,
  );
  const customers = nodes.map(([node]) => node).filter((node) => node !== depot);
  const problem: Problem = {
    matrices: [matrix],
    zoneCount: 1,
    depots: [{ ...bareDepot, place: depot - 1 }],
    vehicles,
    stations: customers.map((node) => {
      const demand = demands[node - 1];
      if (demand > widest) {
        throw new InvalidInputError(`${name}: node ${node} wants ${demand}, more than any vehicle holds (${widest}).`);
      }
      return { ...bareStation(node - 1, demand, neverLeftOut(dearest)), service: limits.service };
    }),
  };
  return {
    problem,
    listedCost: (cost) => (isMixed ? cost / 100 : cost),
    score: (solution) => scoreCvrplib(text, numberedRoutes(solution)),
    answer: (solution, score) => solutionFile(numberedRoutes(solution), score, isMixed),
  };
}

function readSections(text: string, name: string): Sections {
  const fields = new Map<string, string>();
  const rows = new Map<string, number[][]>();
  let section: { columns: number; rows: number[][] } | undefined;
  const refuse = (at: number, sentence: string): never => {
    throw new InvalidInputError(`${name} line ${at + 1}: ${sentence}`);
  };
  for (const [at, line] of text
    .split(/\r?\n/)
    .map((raw) => raw.trim())
    .entries()) {
    if (line === '') continue;
    if (line === 'EOF') break;
    const field = /^([A-Z_0-9]+)\s*:\s*(.*)$/.exec(line);
    const header = /^([A-Z_0-9]+_SECTION)\s*:?$/.exec(line)?.[1];
    if (header !== undefined) {
      const columns = entryOf(sectionColumns, header) ?? refuse(at, `${header} is not read.`);
      if (rows.has(header)) refuse(at, `${header} stands here a second time.`);
      section = { columns, rows: [] };
      rows.set(header, section.rows);
    } else if (field !== null) {
      const [, key, value] = field;
      if (!Object.hasOwn(fieldValues, key)) refuse(at, `the field ${quoted(key)} is not read.`);
      if (fields.has(key) && key !== 'COMMENT') refuse(at, `${key} stands here a second time.`);
      const known = fieldValues[key];
      if (known !== undefined && !known.includes(value)) {
        refuse(at, `${key} is ${quoted(value)}; read is ${known.join(', ')}.`);
      }
      fields.set(key, value);
    } else if (section === undefined) refuse(at, `${quoted(line)} is neither a field nor a section.`);
    else section.rows.push(readNumbers(line, section.columns, `${name} line ${at + 1}`));
  }
  if (!fields.has('EDGE_WEIGHT_TYPE')) missing(name, 'EDGE_WEIGHT_TYPE');
  return { name, fields, rows };
}

/** A section's rows, one for each number from 1 to `count`, in order of these numbers. */
function byNumber({ name, rows }: Sections, section: string, what: string, count: number) {
  const given = rows.get(section);
  if (given === undefined) return undefined;
  const sorted: (readonly number[])[] = new Array(count);
  for (const row of given) {
    const [number] = row;
    if (!Number.isInteger(number) || number < 1 || number > count) {
      throw new InvalidInputError(`${name}: ${section} names ${what} ${number}; there are 1 to ${count}.`);
    }
    if (sorted[number - 1] !== undefined) {
      throw new InvalidInputError(`${name}: ${section} names ${what} ${number} twice.`);
    }
    sorted[number - 1] = row;
  }
  if (given.length !== count) {
    throw new InvalidInputError(`${name}: ${section} has ${given.length} rows; ${count} ${what}s are announced.`);
  }
  return sorted;
}

function readDepot({ name, rows }: Sections, size: number): number {
  const numbers = (rows.get('DEPOT_SECTION') ?? missing(name, 'DEPOT_SECTION')).map(([number]) => number);
  const depots = numbers.at(-1) === -1 ? numbers.slice(0, -1) : numbers;
  const [depot] = depots;
  if (depots.length !== 1) throw new InvalidInputError(`${name} names ${depots.length} depots; one is read.`);
  if (!Number.isInteger(depot) || depot < 1 || depot > size) {
    throw new InvalidInputError(`${name} names node ${depot} as its depot; there are 1 to ${size}.`);
  }
  return depot;
}

function readVehicles(file: Sections, customers: number) {
  const { name, rows, fields } = file;
  const announced = wholeField(file, 'VEHICLES', 1);
  const count = rows.get('CAPACITY_SECTION')?.length;
  if (count === undefined) {
    const stray = ['VEHICLES_FIXED_COST_SECTION', 'VEHICLES_UNIT_DISTANCE_COST_SECTION'].find((key) => rows.has(key));
    if (stray !== undefined) throw new InvalidInputError(`${name} has a ${stray} but no CAPACITY_SECTION.`);
    const payloadGrams = wholeField(file, 'CAPACITY', 1) ?? missing(name, 'CAPACITY');
    // No plan uses more vehicles than there are customers.
    const vehicles = Math.min(announced ?? customers, customers);
    return Array.from({ length: vehicles }, () => ({ payloadGrams, fixedCost: 0, costPerMeter: 1 }));
  }
  if (fields.has('CAPACITY')) throw new InvalidInputError(`${name} has both CAPACITY and CAPACITY_SECTION.`);
  if (announced !== undefined && announced !== count) {
    throw new InvalidInputError(`${name} announces ${announced} VEHICLES; CAPACITY_SECTION has ${count} rows.`);
  }
  if (count === 0) throw new InvalidInputError(`${name} gives no vehicle.`);
  const column = (section: string) =>
    byNumber(file, section, 'vehicle', count)?.map(([vehicle, value]) =>
      wholeNumber(value, 0, `${name}: ${section} of vehicle ${vehicle}`),
    );
  const capacities = column('CAPACITY_SECTION')!;
  const fixed = column('VEHICLES_FIXED_COST_SECTION');
  const perUnit = column('VEHICLES_UNIT_DISTANCE_COST_SECTION');
  return capacities.map((payloadGrams, at) => ({
    payloadGrams,
    fixedCost: fixed?.[at] ?? 0,
    costPerMeter: perUnit?.[at] ?? 100,
  }));
}

/** The length of a route: in distance alone, or as time when each customer takes some. */
function readLimits(file: Sections, isExact: boolean) {
  const { name } = file;
  const noService = { fixedMicros: 0, microsPerGram: 0 };
  const longest = numberField(file, 'DISTANCE');
  const serviceTime = numberField(file, 'SERVICE_TIME') ?? 0;
  if (longest === undefined) return { vehicle: {}, service: noService };
  if (serviceTime === 0) return { vehicle: { maxMeters: longest }, service: noService };
  if (isExact || !Number.isInteger(serviceTime) || serviceTime > longestService) {
    throw new InvalidInputError(
      `${name}: SERVICE_TIME with DISTANCE is read in whole numbers (EUC_2D) up to ${longestService} only.`,
    );
  }
  return {
    vehicle: { shiftEnds: Math.floor(longest) },
    service: { fixedMicros: serviceTime * 1_000_000, microsPerGram: 0 },
  };
}

function numberField({ name, fields }: Sections, key: string): number | undefined {
  const value = fields.get(key);
  if (value === undefined) return undefined;
  const [number] = readNumbers(value, 1, `${name}: ${key}`);
  if (number < 0) throw new InvalidInputError(`${name}: ${key} is ${number}; it cannot be negative.`);
  return number;
}

function wholeField(file: Sections, key: string, least: number): number | undefined {
  const value = file.fields.get(key);
  if (value === undefined) return undefined;
  const [number] = readNumbers(value, 1, `${file.name}: ${key}`);
  return wholeNumber(number, least, `${file.name}: ${key}`);
}

function missing(name: string, what: string): never {
  throw new InvalidInputError(`${name} has no ${what}; is it whole?`);
}
