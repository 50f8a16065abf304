import { noWay, type TravelMatrix } from '../../../domain/travel/travel.js';

/** The travel times of one slice. */
export interface TimeSliceMatrix {
  readonly begins: number;
  readonly ends: number;
  readonly matrix: TravelMatrix;
  /** Whether a way that is missing may only be closed in these hours: who would take it waits until they are over. */
  readonly isRestricted: boolean;
}

/**
 * What a drive takes that may not be driven in some hours: so long that no noticeable part of it is done in them. Of a row of
 * such drives the sum is still a number of 32 bits.
 */
const waitingSeconds = 10_000_000;

/**
 * The travel times of all slices as one matrix: its own seconds are the mean over the slices by their length, its meters
 * those of the longest slice. A pair without a way in one of them has none, but where a restriction may be why: then it waits
 * in that slice, and has none only where all are so.
 */
export function joinTimeSlices(timeSlices: readonly TimeSliceMatrix[]): TravelMatrix {
  const { rows, columns } = timeSlices[0].matrix;
  const cells = rows * columns;
  const lengthOf = ({ begins, ends }: TimeSliceMatrix) => ends - begins;
  const whole = timeSlices.reduce((sum, slice) => sum + lengthOf(slice), 0);
  const tables = timeSlices.map(({ matrix }) => Int32Array.from(matrix.seconds));
  const shares = timeSlices.map((slice) => lengthOf(slice) / whole);
  const longestFirst = [...timeSlices.keys()].sort((a, b) => shares[b] - shares[a] || a - b);
  const seconds = new Int32Array(cells);
  const meters = Int32Array.from(timeSlices[longestFirst[0]].matrix.meters);
  for (let cell = 0; cell < cells; cell++) {
    let mean = 0;
    let driven = 0;
    let isWay = true;
    for (let at = 0; at < tables.length; at++) {
      const time = tables[at][cell];
      if (time === noWay) {
        if (!timeSlices[at].isRestricted) isWay = false;
        continue;
      }
      mean += time * shares[at];
      driven += shares[at];
    }
    const waits = isWay && tables.some((table) => table[cell] === noWay);
    if (waits && driven > 0) {
      meters[cell] = timeSlices[longestFirst.find((at) => tables[at][cell] !== noWay)!].matrix.meters[cell];
      for (const table of tables) if (table[cell] === noWay) table[cell] = waitingSeconds;
      seconds[cell] = Math.round(mean / driven);
      continue;
    }
    if (waits) isWay = false;
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
