import type { LonLat } from '../../../domain/network/place.js';
import type { TravelMatrix } from '../../../domain/travel/travel.js';
import type { TravelClass } from '../../../domain/travel/travel-class.js';
import { slowed } from '../driving-hours.js';
import { restrictedMatrix } from '../restrictions/restricted-drives.js';
import type { MatrixOptions, RoutingEngine } from '../routing/routing-port.js';
import type { TravelSpeeds } from '../travel-speeds.js';
import { type TravelStore, type TravelTimes, travelTimesBetween } from '../travel-times.js';
import { joinTimeSlices } from './join-time-slices.js';
import type { WaveSpeeds } from './wave-time-slices.js';

/** Travel times at the speeds of a wave. */
export interface WaveTimes extends TravelTimes {
  /** The speeds that they are kept under: those of the wave, or what these are for the class. */
  readonly states: readonly TravelSpeeds[];
}

/**
 * Travel times between places at the speeds of a wave, slice by slice where they change with the hour.
 *
 * @throws RoutingUnavailableError as the engine does.
 */
export async function travelByTimeSlices(
  store: TravelStore,
  engine: RoutingEngine,
  places: readonly LonLat[],
  travelClass: TravelClass,
  { speedFactor, speeds, timeSlices, byKey }: WaveSpeeds,
  { signal, onProgress }: MatrixOptions,
): Promise<WaveTimes> {
  const states = new Map<string, TravelSpeeds>();
  if (timeSlices === undefined || byKey.size === 0) {
    const times = await classTimes(store, engine, places, travelClass, { signal, onProgress, speeds }, states);
    const factors = timeSlices?.map(({ begins, factor }) => ({ begins, factor }));
    const matrix = { ...slowed(times.matrix, speedFactor), timeSlices: factors };
    return { matrix, roadMeters: times.roadMeters, states: [...states.values()] };
  }
  const matrices = new Map<string, { readonly matrix: TravelMatrix; readonly isRestricted: boolean }>();
  let roadMeters: TravelTimes['roadMeters'] = [];
  for (const [key, each] of byKey) {
    const before = matrices.size;
    const tell = (done: number, total: number) => onProgress?.(before * total + done, byKey.size * total);
    const options = { signal, onProgress: tell, speeds: each };
    const times = await classTimes(store, engine, places, travelClass, options, states);
    matrices.set(key, times);
    roadMeters = times.roadMeters;
  }
  return {
    matrix: joinTimeSlices(timeSlices.map((slice) => ({ ...slice, ...matrices.get(slice.speedsKey!)! }))),
    roadMeters,
    states: [...states.values()],
  };
}

/** Travel times of a class at one state of speeds, as restrictions let it drive. */
async function classTimes(
  store: TravelStore,
  engine: RoutingEngine,
  places: readonly LonLat[],
  travelClass: TravelClass,
  options: MatrixOptions,
  states: Map<string, TravelSpeeds>,
): Promise<TravelTimes & { readonly isRestricted: boolean }> {
  let roadMeters: TravelTimes['roadMeters'] | undefined;
  const found = await restrictedMatrix(
    places,
    places,
    travelClass,
    options.speeds,
    async (rows, columns, ofMap, speeds) => {
      if (speeds !== undefined) states.set(speeds.key, speeds);
      const numbers = [...new Set([...rows, ...columns])];
      const some = numbers.map((at) => places[at]);
      const times = await travelTimesBetween(store, engine, some, ofMap, { ...options, speeds });
      roadMeters ??= times.roadMeters;
      const isWhole = rows.length === numbers.length && numbers.every((each, at) => columns[at] === each);
      if (isWhole) return times.matrix;
      const at = new Map(numbers.map((number, index) => [number, index]));
      return partOf(
        times.matrix,
        rows.map((row) => at.get(row)!),
        columns.map((column) => at.get(column)!),
      );
    },
  );
  return { ...found, roadMeters: roadMeters! };
}

function partOf(matrix: TravelMatrix, rows: readonly number[], columns: readonly number[]): TravelMatrix {
  const part = (table: Int32Array) =>
    Int32Array.from(rows.flatMap((row) => columns.map((column) => table[row * matrix.columns + column])));
  return { rows: rows.length, columns: columns.length, seconds: part(matrix.seconds), meters: part(matrix.meters) };
}
