import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Problem } from '../../../solver/index.js';
import { diagonalOf } from '../../../solver/index.js';

type ProblemMatrix = Problem['matrices'][number];
type Coordinates = NonNullable<ProblemMatrix['coordinates']>;

/** Beyond so many places no table is made; the search computes each arc. */
const mostPlacesWithTable = 5_000;
/** So far that a route of many such ways still fits the search's clock. */
const longestWay = 10_000_000;

/**
 * The ways between points of the plane; `tenths-down` counts them in tenths. Seconds equal meters, rounded up.
 *
 * @throws InvalidInputError when the points lie too far apart.
 */
export function euclideanMatrix({ x, y, rounding }: Coordinates, name: string): ProblemMatrix {
  const size = x.length;
  const diagonal = diagonalOf(x, y);
  if (!(diagonal <= longestWay)) {
    throw new InvalidInputError(
      `${name} spreads its places over ${diagonal.toPrecision(3)}; ways of up to 10,000,000 are possible.`,
    );
  }
  if (size > mostPlacesWithTable) {
    return { size, seconds: new Int32Array(0), meters: new Int32Array(0), coordinates: { x, y, rounding } };
  }
  const meters = rounding === 'exact' ? new Float64Array(size * size) : new Int32Array(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const straight = Math.sqrt((x[from] - x[to]) ** 2 + (y[from] - y[to]) ** 2);
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
