import type { TravelMatrix } from '../../domain/travel/travel.js';
import type { TravelClass } from '../../domain/travel/travel-class.js';
import { shared } from '../../roads/shared-arrays.js';

/** The same matrices for some of the places. */
export function narrowTravel(
  travel: ReadonlyMap<TravelClass, TravelMatrix>,
  keep: readonly number[],
): Map<TravelClass, TravelMatrix> {
  return new Map(
    [...travel].map(([travelClass, matrix]) => {
      const size = keep.length;
      const part = (table: Int32Array) => {
        const cells = shared.i32(size * size);
        keep.forEach((from, row) => {
          keep.forEach((to, column) => {
            cells[row * size + column] = table[from * matrix.columns + to];
          });
        });
        return cells;
      };
      const timeSlices = matrix.timeSlices?.map((slice) => ({
        ...slice,
        seconds: slice.seconds && part(slice.seconds),
      }));
      const [seconds, meters] = [part(matrix.seconds), part(matrix.meters)];
      return [travelClass, { rows: size, columns: size, seconds, meters, timeSlices }];
    }),
  );
}
