import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { diagonalOf, maxStations, type Problem } from '../../../solver/index.js';
import { bareDepot, bareStation, bareVehicle, neverLeftOut } from './bare-problem.js';
import { euclideanMatrix } from './euclidean-matrix.js';
import type { Instance } from './instance.js';
import { readNumbers, wholeNumber } from './numbers.js';
import { scoreLiLim } from './score-li-lim.js';
import { numberedRoutes, solutionFile } from './solution-file.js';

interface Row {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** Negative where goods are delivered. */
  readonly demand: number;
  readonly ready: number;
  readonly due: number;
  readonly service: number;
  /** The customer from whom the goods come, and to whom they go; 0 for none. */
  readonly pickup: number;
  readonly delivery: number;
}

/** The search's clock has no longer day than this. */
const mostTicks = 500_000_000;
/** So many ticks to a unit of time, where the day allows; ways are rounded up to the tick. */
const finestTick = 100_000;

/**
 * Reads a file of Li and Lim's form: goods picked up at one customer and delivered to another, time windows, unrounded
 * ways, and as few vehicles as possible before the shortest distance.
 *
 * @throws InvalidInputError naming what is missing or wrong.
 */
export function readLiLim(text: string, name: string): Instance {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const [vehicles, capacity, speed] = readNumbers(lines[first], 3, `${name} line ${first + 1}`);
  wholeNumber(vehicles, 1, `${name}: the number of vehicles`);
  wholeNumber(capacity, 1, `${name}: the capacity`);
  if (speed !== 1) throw new InvalidInputError(`${name}: the speed is ${speed}; read is 1.`);
  const rows = readRows(lines, first + 1, name);
  const [depot, ...customers] = rows;
  assertPairs(rows, capacity, name);

  const x = Float64Array.from(rows, (row) => row.x);
  const y = Float64Array.from(rows, (row) => row.y);
  const { size, meters } = euclideanMatrix({ x, y, rounding: 'exact' }, name);
  if (meters.length === 0) throw new InvalidInputError(`${name} has ${size} places; 5000 are possible in this form.`);
  const latest = customers.reduce((most, { service }) => Math.max(most, service), depot.due + diagonalOf(x, y));
  let ticks = finestTick;
  while (ticks > 1 && latest * ticks > mostTicks) ticks /= 10;
  if (latest * ticks > mostTicks)
    throw new InvalidInputError(`${name}: the day is ${latest} long; ${mostTicks} is possible.`);
  // A vehicle more must never pay, however much distance it saves.
  const perVehicle = 10 ** Math.ceil(Math.log10(1 + 2 * diagonalOf(x, y) * customers.length));
  const dearest = perVehicle + 2 * diagonalOf(x, y);
  const problem: Problem = {
    matrices: [{ size, seconds: Int32Array.from(meters, (way) => Math.ceil(way * ticks)), meters }],
    zoneCount: 1,
    depots: [bareDepot],
    // No plan uses more vehicles than there are pairs.
    vehicles: Array.from({ length: Math.min(vehicles, customers.length / 2) }, () => ({
      ...bareVehicle,
      payloadGrams: capacity,
      shiftBegins: Math.ceil(depot.ready * ticks),
      shiftEnds: Math.floor(depot.due * ticks),
      fixedCost: perVehicle,
    })),
    stations: customers.map((row) => ({
      ...bareStation(row.id, Math.abs(row.demand), neverLeftOut(dearest)),
      windows: [{ opens: Math.ceil(row.ready * ticks), closes: Math.floor(row.due * ticks) }],
      service: { fixedMicros: Math.ceil(row.service * ticks) * 1_000_000, microsPerGram: 0 },
      ...(row.demand < 0 ? { pickedUpAt: row.pickup - 1 } : {}),
    })),
  };
  return {
    problem,
    listedCost: (cost) => cost % perVehicle,
    score: (solution) => scoreLiLim(text, numberedRoutes(solution)),
    answer: (solution, score) => solutionFile(numberedRoutes(solution), score),
  };
}

/** The depot and the customers in order of their numbers. */
function readRows(lines: readonly string[], begin: number, name: string): Row[] {
  const rows: Row[] = [];
  for (const [at, line] of lines.entries()) {
    if (at < begin || line.trim() === '') continue;
    const where = `${name} line ${at + 1}`;
    const [id, x, y, demand, ready, due, service, pickup, delivery] = readNumbers(line, 9, where);
    wholeNumber(id, 0, `${where}: the customer's number`);
    wholeNumber(Math.abs(demand), 0, `${where}: the demand`);
    if (id > maxStations) throw new InvalidInputError(`${where} is customer ${id}; the limit is ${maxStations}.`);
    if (rows[id] !== undefined) throw new InvalidInputError(`${where}: there are two customers ${id}.`);
    if (ready < 0 || service < 0) throw new InvalidInputError(`${where} holds a negative time.`);
    if (due < ready) throw new InvalidInputError(`${where}: the window ends at ${due}, before it begins at ${ready}.`);
    rows[id] = { id, x, y, demand, ready, due, service, pickup, delivery };
  }
  if (rows.length < 2) throw new InvalidInputError(`${name} holds no customer.`);
  for (let id = 0; id < rows.length; id++) {
    if (rows[id] === undefined) throw new InvalidInputError(`${name} has no row ${id}, but a row ${rows.length - 1}.`);
  }
  return rows;
}

function assertPairs([depot, ...customers]: readonly Row[], capacity: number, name: string): void {
  const refuse = (sentence: string): never => {
    throw new InvalidInputError(`${name}: ${sentence}`);
  };
  if (depot.demand !== 0 || depot.service !== 0) refuse('the depot, row 0, has a demand or a service time.');
  if (depot.due <= depot.ready) refuse(`the depot opens at ${depot.ready} and closes at ${depot.due}: it never works.`);
  for (const { id, demand, pickup, delivery } of customers) {
    if (demand > capacity) refuse(`customer ${id} gives ${demand}, more than any vehicle holds (${capacity}).`);
    if ((pickup === 0) === (delivery === 0))
      refuse(`customer ${id} names not one partner, but ${pickup} and ${delivery}.`);
    const partner = customers[(pickup === 0 ? delivery : pickup) - 1];
    const isMutual = pickup === 0 ? partner?.pickup === id : partner?.delivery === id;
    if (!isMutual) refuse(`customer ${id} names ${pickup === 0 ? delivery : pickup}, which does not name it.`);
    if (partner.demand !== -demand || (pickup === 0 ? demand < 0 : demand > 0)) {
      refuse(`what customer ${pickup === 0 ? id : partner.id} gives is not what its partner takes.`);
    }
  }
}
