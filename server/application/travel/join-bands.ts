import { noWay, type TravelMatrix } from '../../domain/travel/travel.js';

/** The travel times of one band. */
export interface BandMatrix {
  readonly begins: number;
  readonly ends: number;
  readonly matrix: TravelMatrix;
}

/**
 * The travel times of all bands as one matrix: its own seconds are the mean over the bands by their length, its meters
 * those of the longest band. A pair without a way in one of them has none.
 */
export function joinBands(bands: readonly BandMatrix[]): TravelMatrix {
  const { rows, columns } = bands[0].matrix;
  const cells = rows * columns;
  const lengthOf = ({ begins, ends }: BandMatrix) => ends - begins;
  const whole = bands.reduce((sum, band) => sum + lengthOf(band), 0);
  const longest = bands.reduce((one, other) => (lengthOf(other) > lengthOf(one) ? other : one));
  const tables = bands.map(({ matrix }) => Int32Array.from(matrix.seconds));
  const shares = bands.map((band) => lengthOf(band) / whole);
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
  return { rows, columns, seconds, meters, bands: bands.map(({ begins }, at) => ({ begins, seconds: tables[at] })) };
}
