import type { Problem, ProblemCoordinates } from '../problem.js';
import { type SparseMatrix, sparseMeters, sparseSeconds } from '../sparse-matrix.js';
import { TravelByHour } from './travel-by-hour.js';

/** One arc: its seconds, and where they change with the hour, how. */
export interface Arc {
  readonly hours: TravelByHour | undefined;
  readonly cell: number;
  readonly usual: number;
}

/** Rows and columns of a table that are looked at together. */
const tile = 64;

/**
 * Arcs between places: read from a matrix where there is one, else looked up among the known ones or estimated from
 * coordinates, so that no n × n table is needed for large instances. Each vehicle knows its travel number.
 */
export class Travel {
  /** Whether any arc takes longer in one hour than in another. */
  readonly changesByHour: boolean;
  /** Travel number of each vehicle: one for each pair of matrix and speed factor. */
  readonly ofVehicle: Int32Array;
  private readonly sizes: number[] = [];
  private readonly seconds: (Int32Array | undefined)[] = [];
  private readonly meters: (Int32Array | Float64Array | undefined)[] = [];
  /** Seconds without the vehicle's factor, where they change by the hour. */
  private readonly plainSeconds: (Int32Array | undefined)[] = [];
  private readonly hours: (TravelByHour | undefined)[] = [];
  private readonly coordinates: (ProblemCoordinates | undefined)[] = [];
  private readonly sparse: (SparseMatrix | undefined)[] = [];
  private readonly factors: number[] = [];

  constructor(problem: Problem) {
    const known = new Map<string, number>();
    this.ofVehicle = Int32Array.from(problem.vehicles, ({ matrix: matrixNo, secondsFactor = 1 }) => {
      const key = `${matrixNo} ${secondsFactor}`;
      if (!known.has(key)) known.set(key, this.add(problem, matrixNo, secondsFactor));
      return known.get(key)!;
    });
    if (this.sizes.length === 0 && problem.matrices.length > 0) this.add(problem, 0, 1);
    this.changesByHour = this.hours.some((hours) => hours !== undefined);
  }

  /** Whether every pair has an arc. Looked through at every call, and not at all where nobody asks. */
  get complete(): boolean {
    return (
      this.seconds.every((table) => table === undefined || hasAllArcs(table)) &&
      this.sparse.every((arcs) => arcs === undefined || hasAllArcs(arcs.seconds))
    );
  }

  /** Whether there and back are always the same; then a row can be read for a column, which the cache likes. */
  get symmetric(): boolean {
    return this.sizes.every(
      (size, at) =>
        this.sparse[at] === undefined && isSymmetric(this.seconds[at], size) && isSymmetric(this.meters[at], size),
    );
  }

  private add(problem: Problem, matrixNo: number, factor: number): number {
    const matrix = problem.matrices[matrixNo];
    const fromTable = matrix.coordinates === undefined && matrix.sparse === undefined;
    const scaled = () => matrix.seconds.map((value) => (value < 0 ? value : Math.ceil(value * factor)));
    this.sizes.push(matrix.size);
    this.seconds.push(fromTable ? (factor === 1 ? matrix.seconds : scaled()) : undefined);
    this.meters.push(fromTable ? matrix.meters : undefined);
    this.coordinates.push(matrix.coordinates);
    this.sparse.push(matrix.sparse);
    this.factors.push(factor);
    const { timeSlices } = matrix;
    this.plainSeconds.push(fromTable && timeSlices ? matrix.seconds : undefined);
    this.hours.push(timeSlices && new TravelByHour(timeSlices, factor));
    return this.sizes.length - 1;
  }

  /** -1 where there is no arc. Where speeds change with the hour it is what is usual: for estimates. */
  secondsBetween(travel: number, from: number, to: number): number {
    const table = this.seconds[travel];
    return table !== undefined ? table[from * this.sizes[travel] + to] : this.secondsWithoutTable(travel, from, to);
  }

  /** When one arrives who leaves at a moment; only where there is an arc. */
  arriveAt(travel: number, from: number, to: number, leaves: number): number {
    const hours = this.hours[travel];
    if (hours === undefined) return leaves + this.secondsBetween(travel, from, to);
    const cell = from * this.sizes[travel] + to;
    return hours.arriveAt(cell, this.plainSecondsAt(travel, from, to, cell), leaves);
  }

  /** The latest departure that arrives no later than `arrives`; only where there is an arc. */
  leaveBy(travel: number, from: number, to: number, arrives: number): number {
    const hours = this.hours[travel];
    if (hours === undefined) return arrives - this.secondsBetween(travel, from, to);
    const cell = from * this.sizes[travel] + to;
    return hours.leaveBy(cell, this.plainSecondsAt(travel, from, to, cell), arrives);
  }

  changesFor(travel: number): boolean {
    return this.hours[travel] !== undefined;
  }

  /** The arc from one place to another, for drives that are broken off and gone on with. */
  arc(travel: number, from: number, to: number): Arc {
    const hours = this.hours[travel];
    const cell = from * this.sizes[travel] + to;
    const usual =
      hours === undefined ? this.secondsBetween(travel, from, to) : this.plainSecondsAt(travel, from, to, cell);
    return { hours, cell, usual };
  }

  metersBetween(travel: number, from: number, to: number): number {
    const table = this.meters[travel];
    return table !== undefined ? table[from * this.sizes[travel] + to] : this.metersWithoutTable(travel, from, to);
  }

  /** Where the places lie, where there is no table of all arcs. */
  positionsOf(travel: number): Pick<ProblemCoordinates, 'x' | 'y'> | undefined {
    return this.coordinates[travel] ?? this.sparse[travel]?.estimate;
  }

  private secondsWithoutTable(travel: number, from: number, to: number): number {
    const arcs = this.sparse[travel];
    if (arcs === undefined) return this.estimate(travel, from, to);
    const seconds = sparseSeconds(arcs, from, to);
    return seconds < 0 ? seconds : Math.ceil(seconds * this.factors[travel]);
  }

  private metersWithoutTable(travel: number, from: number, to: number): number {
    const arcs = this.sparse[travel];
    return arcs === undefined ? this.estimate(travel, from, to) : sparseMeters(arcs, from, to);
  }

  private plainSecondsAt(travel: number, from: number, to: number, cell: number): number {
    const table = this.plainSeconds[travel];
    return table !== undefined ? table[cell] : sparseSeconds(this.sparse[travel]!, from, to);
  }

  private estimate(travel: number, from: number, to: number): number {
    const { x, y, rounding } = this.coordinates[travel]!;
    const across = x[from] - x[to];
    const along = y[from] - y[to];
    const straight = Math.sqrt(across * across + along * along);
    if (rounding === 'nearest') return Math.floor(straight + 0.5);
    return rounding === 'tenths-down' ? Math.floor(10 * straight) : straight;
  }
}

function hasAllArcs(table: Int32Array): boolean {
  for (let at = 0; at < table.length; at++) if (table[at] < 0) return false;
  return true;
}

/** By tiles that fit the cache: a whole column of a large table does not. */
function isSymmetric(table: Int32Array | Float64Array | undefined, size: number): boolean {
  if (table === undefined) return true;
  for (let top = 0; top < size; top += tile) {
    for (let left = 0; left <= top; left += tile) {
      if (!isTileSymmetric(table, size, top, left)) return false;
    }
  }
  return true;
}

function isTileSymmetric(table: Int32Array | Float64Array, size: number, top: number, left: number): boolean {
  for (let row = top; row < Math.min(size, top + tile); row++) {
    for (let column = left; column < Math.min(row, left + tile); column++) {
      if (table[row * size + column] !== table[column * size + row]) return false;
    }
  }
  return true;
}
