import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { diagonalOf, maxStations, type Problem } from '../../../solver/index.js';
import { bareDepot, bareStation, bareVehicle, neverLeftOut } from './bare-problem.js';
import { euclideanMatrix } from './euclidean-matrix.js';
import type { Instance } from './instance.js';
import { quoted, readNumbers, wholeNumber } from './numbers.js';
import { scoreSolomon } from './score-solomon.js';
import { numberedRoutes, solutionFile } from './solution-file.js';

/** So that the sum of a moment, a service and a way fits the search's clock. */
const mostTenths = 500_000_000;

interface Row {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly demand: number;
  readonly ready: number;
  readonly due: number;
  readonly service: number;
}

/**
 * Reads a file of Solomon's and of Gehring and Homberger's form: one kind of vehicle, one window each, ways cut to
 * tenths. Inside, everything is counted in tenths.
 *
 * @throws InvalidInputError naming what is missing or wrong.
 */
export function readSolomon(text: string, name: string): Instance {
  const lines = text.split(/\r?\n/);
  const { fleet, capacity } = readFleet(lines, name);
  const [depot, ...customers] = readRows(lines, name);
  if (depot.demand !== 0 || depot.service !== 0) {
    throw new InvalidInputError(`${name}: the depot, row 0, has a demand or a service time.`);
  }
  if (depot.due <= depot.ready) {
    throw new InvalidInputError(
      `${name}: the depot opens at ${depot.ready} and closes at ${depot.due}: it never works.`,
    );
  }
  const tooMuch = customers.find(({ demand }) => demand > capacity);
  if (tooMuch !== undefined) {
    const { id, demand } = tooMuch;
    throw new InvalidInputError(`${name}: customer ${id} wants ${demand}, more than any vehicle holds (${capacity}).`);
  }
  const x = Float64Array.from([depot, ...customers], (row) => row.x);
  const y = Float64Array.from([depot, ...customers], (row) => row.y);
  const unservedPenalty = neverLeftOut(20 * diagonalOf(x, y));
  const problem: Problem = {
    matrices: [euclideanMatrix({ x, y, rounding: 'tenths-down' }, name)],
    zoneCount: 1,
    depots: [bareDepot],
    // No plan uses more vehicles than there are customers.
    vehicles: Array.from({ length: Math.min(fleet, customers.length) }, () => ({
      ...bareVehicle,
      payloadGrams: capacity,
      shiftBegins: inTenths(depot.ready, depot, name),
      shiftEnds: inTenths(depot.due, depot, name),
    })),
    stations: customers.map((row) => ({
      ...bareStation(row.id, row.demand, unservedPenalty),
      windows: [{ opens: inTenths(row.ready, row, name), closes: inTenths(row.due, row, name) }],
      service: { fixedMicros: inTenths(row.service, row, name) * 1_000_000, microsPerGram: 0 },
    })),
  };
  return {
    problem,
    listedCost: (cost) => cost / 10,
    score: (solution) => scoreSolomon(text, numberedRoutes(solution)),
    answer: (solution, score) => solutionFile(numberedRoutes(solution), score),
  };
}

function readFleet(lines: readonly string[], name: string) {
  const begin = lines.findIndex((line) => /^\s*VEHICLE\s*$/i.test(line));
  const at = lines.findIndex((line, index) => index > begin && /^\s*[-+.\d]/.test(line));
  if (begin < 0 || at < 0) throw new InvalidInputError(`${name} names no number and capacity of vehicles.`);
  const [fleet, capacity] = readNumbers(lines[at], 2, `${name} line ${at + 1}`);
  return {
    fleet: wholeNumber(fleet, 1, `${name}: the number of vehicles`),
    capacity: wholeNumber(capacity, 1, `${name}: the capacity`),
  };
}

/** The depot and the customers in order of their numbers. */
function readRows(lines: readonly string[], name: string): Row[] {
  const header = lines.findIndex((line) => /^\s*CUSTOMER\s*$/i.test(line));
  const rows: Row[] = [];
  for (const [at, line] of lines.entries()) {
    if (header < 0 || at <= header || line.trim() === '' || /^\s*CUST\b/i.test(line)) continue;
    const where = `${name} line ${at + 1}`;
    const [id, x, y, demand, ready, due, service] = readNumbers(line, 7, where);
    wholeNumber(id, 0, `${where}: the customer's number`);
    wholeNumber(demand, 0, `${where}: the demand`);
    if (id > maxStations) throw new InvalidInputError(`${where} is customer ${id}; the limit is ${maxStations}.`);
    if (rows[id] !== undefined) throw new InvalidInputError(`${where}: there are two customers ${id}.`);
    if (ready < 0 || service < 0) throw new InvalidInputError(`${where} holds a negative time.`);
    if (due < ready) throw new InvalidInputError(`${where}: the window ends at ${due}, before it begins at ${ready}.`);
    rows[id] = { id, x, y, demand, ready, due, service };
  }
  if (rows.length < 2) throw new InvalidInputError(`${name} holds no customer.`);
  for (let id = 0; id < rows.length; id++) {
    if (rows[id] === undefined) throw new InvalidInputError(`${name} has no row ${id}, but a row ${rows.length - 1}.`);
  }
  return rows;
}

function inTenths(value: number, { id }: Row, name: string): number {
  const tenths = Math.round(value * 10);
  if (tenths / 10 !== value || tenths > mostTenths) {
    throw new InvalidInputError(
      `${name}: row ${id} holds the time ${quoted(String(value))}; times are whole tenths up to 50,000,000.`,
    );
  }
  return tenths;
}
