import type { Profile, TravelMatrix } from '../../domain/travel.js';

/** The same matrices for some of the places. */
export function narrowTravel(
  travel: ReadonlyMap<Profile, TravelMatrix>,
  keep: readonly number[],
): Map<Profile, TravelMatrix> {
  return new Map(
    [...travel].map(([profile, matrix]) => {
      const size = keep.length;
      const seconds = new Int32Array(size * size);
      const meters = new Int32Array(size * size);
      keep.forEach((from, row) => {
        keep.forEach((to, column) => {
          seconds[row * size + column] = matrix.seconds[from * matrix.columns + to];
          meters[row * size + column] = matrix.meters[from * matrix.columns + to];
        });
      });
      return [profile, { rows: size, columns: size, seconds, meters }];
    }),
  );
}
