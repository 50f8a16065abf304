import type { Problem, ProblemCoordinates } from './problem.js';

/**
 * Ways between places: read from a matrix where there is one, else reckoned from coordinates, so that no n × n table is
 * needed for large instances. The travel number is the matrix's index; each vehicle knows its own.
 */
export class Travel {
  /** Whether every pair has a way. */
  readonly complete: boolean;
  /** Whether there and back are always the same; then a row can be read for a column, which the cache likes. */
  readonly symmetric: boolean;
  /** Travel number of each vehicle: one for each pair of matrix and speed factor. */
  readonly ofVehicle: Int32Array;
  private readonly sizes: number[] = [];
  private readonly seconds: (Int32Array | undefined)[] = [];
  private readonly meters: (Int32Array | Float64Array | undefined)[] = [];
  private readonly coordinates: (ProblemCoordinates | undefined)[] = [];

  constructor(problem: Problem) {
    const known = new Map<string, number>();
    this.ofVehicle = Int32Array.from(problem.vehicles, ({ matrix: matrixNo, secondsFactor = 1 }) => {
      const key = `${matrixNo} ${secondsFactor}`;
      if (!known.has(key)) known.set(key, this.add(problem, matrixNo, secondsFactor));
      return known.get(key)!;
    });
    if (this.sizes.length === 0 && problem.matrices.length > 0) this.add(problem, 0, 1);
    this.symmetric = this.sizes.every(
      (size, at) => isSymmetric(this.seconds[at], size) && isSymmetric(this.meters[at], size),
    );
    this.complete = this.seconds.every((table) => table === undefined || table.every((value) => value >= 0));
  }

  private add(problem: Problem, matrixNo: number, factor: number): number {
    const matrix = problem.matrices[matrixNo];
    const fromTable = matrix.coordinates === undefined;
    const scaled = () => matrix.seconds.map((value) => (value < 0 ? value : Math.ceil(value * factor)));
    this.sizes.push(matrix.size);
    this.seconds.push(fromTable ? (factor === 1 ? matrix.seconds : scaled()) : undefined);
    this.meters.push(fromTable ? matrix.meters : undefined);
    this.coordinates.push(matrix.coordinates);
    return this.sizes.length - 1;
  }

  /** -1 where there is no way. */
  secondsBetween(travel: number, from: number, to: number): number {
    const table = this.seconds[travel];
    return table !== undefined ? table[from * this.sizes[travel] + to] : this.reckon(travel, from, to);
  }

  metersBetween(travel: number, from: number, to: number): number {
    const table = this.meters[travel];
    return table !== undefined ? table[from * this.sizes[travel] + to] : this.reckon(travel, from, to);
  }

  /** Coordinates, where this travel is reckoned from them. */
  coordinatesOf(travel: number): ProblemCoordinates | undefined {
    return this.coordinates[travel];
  }

  private reckon(travel: number, from: number, to: number): number {
    const { x, y, rounding } = this.coordinates[travel]!;
    const across = x[from] - x[to];
    const along = y[from] - y[to];
    const straight = Math.sqrt(across * across + along * along);
    if (rounding === 'nearest') return Math.floor(straight + 0.5);
    return rounding === 'tenths-down' ? Math.floor(10 * straight) : straight;
  }
}

function isSymmetric(table: Int32Array | Float64Array | undefined, size: number): boolean {
  if (table === undefined) return true;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      if (table[row * size + column] !== table[column * size + row]) return false;
    }
  }
  return true;
}
