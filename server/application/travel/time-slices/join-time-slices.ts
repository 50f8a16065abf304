import { noWay, type TravelMatrix } from '../../../domain/travel/travel.js';

/** The travel times of one slice. */
export interface TimeSliceMatrix {
  readonly begins: number;
  readonly ends: number;
  readonly matrix: TravelMatrix;
}

/**
 * The travel times of all slices as one matrix: its own seconds are the mean over the slices by their length, its meters
 * those of the longest slice. A pair without a way in one of them has none.
 */
export function joinTimeSlices(timeSlices: readonly TimeSliceMatrix[]): TravelMatrix {
  const { rows, columns } = timeSlices[0].matrix;
  const cells = rows * columns;
  const lengthOf = ({ begins, ends }: TimeSliceMatrix) => ends - begins;
  const whole = timeSlices.reduce((sum, slice) => sum + lengthOf(slice), 0);
  const longest = timeSlices.reduce((one, other) => (lengthOf(other) > lengthOf(one) ? other : one));
  const tables = timeSlices.map(({ matrix }) => Int32Array.from(matrix.seconds));
  const shares = timeSlices.map((slice) => lengthOf(slice) / whole);
  const seconds = new Int32Array(cells);
  const meters = Int32Array.from(longest.matrix.meters);
  for (let cell = 0; cell < cells; cell++) {
    let mean = 0;
    let isWay = true;
    for (let at = 0; at < tables.length; at++) {
      const time = tables[at][cell];
      if (time === noWay) isWay = false;
      mean += time * shares[at];
    }
    seconds[cell] = isWay ? Math.round(mean) : noWay;
    if (isWay) continue;
    meters[cell] = noWay;
    for (const table of tables) table[cell] = noWay;
  }
  return {
    rows,
    columns,
    seconds,
    meters,
    timeSlices: timeSlices.map(({ begins }, at) => ({ begins, seconds: tables[at] })),
  };
}
