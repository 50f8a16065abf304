import { InvalidInputError } from '../../../../domain/dispatch-error.js';
import type { Problem } from '../../../../solver/index.js';
import type { VroomFile, VroomVehicle } from './vroom-file.js';
import type { VroomTask } from './vroom-tasks.js';

type Matrix = Problem['matrices'][number];

/** What the search's `meters` are: seconds, meters, or the cost itself where it is made of both. */
export type VroomMeasure = 'seconds' | 'meters' | 'cost';

const mostCells = 150_000_000;

/**
 * The places and ways of a VROOM file as the search wants them.
 *
 * A vehicle's two ends are one depot: its row is the row of the start, its column that of the end; an end that is left
 * open costs nothing to reach. So routes need not end where they begin.
 */
export class VroomPlaces {
  readonly matrices: Matrix[] = [];
  /** Place of each depot. */
  readonly depots: readonly number[];
  /** By the vehicle's position in the file. */
  readonly depotOf: readonly number[];
  readonly matrixOf: readonly number[];
  readonly measureOf: readonly VroomMeasure[];
  /** No vehicle's way to one place and back, with its fixed cost, costs more. */
  readonly dearestRoundTrip: number;
  /** Rows and columns of the file's matrices, by place; undefined for an end left open. */
  private readonly rows: (number | undefined)[];
  private readonly columns: (number | undefined)[];
  private readonly placeOfIndex = new Map<number, number>();

  constructor(
    private readonly file: VroomFile,
    tasks: readonly VroomTask[],
    name: string,
  ) {
    for (const { place } of tasks) {
      const index = place.location_index;
      if (!this.placeOfIndex.has(index)) this.placeOfIndex.set(index, this.placeOfIndex.size);
    }
    const { vehicles } = file;
    this.rows = [...this.placeOfIndex.keys()];
    this.columns = [...this.placeOfIndex.keys()];
    const firstDepot = this.rows.length;
    const depotOfEnds = new Map<string, number>();
    this.depotOf = vehicles.map(({ start_index, end_index }) => {
      const key = `${start_index} ${end_index}`;
      if (!depotOfEnds.has(key)) {
        depotOfEnds.set(key, depotOfEnds.size);
        this.rows.push(start_index);
        this.columns.push(end_index);
      }
      return depotOfEnds.get(key)!;
    });
    this.depots = Array.from({ length: depotOfEnds.size }, (_, at) => firstDepot + at);

    const matrixOfTravel = new Map<string, number>();
    this.measureOf = vehicles.map((vehicle) => measureFor(vehicle, file, name));
    const keys = vehicles.map((vehicle, at) => this.keyOf(vehicle, this.measureOf[at]));
    const cells = new Set(keys).size * this.rows.length ** 2;
    if (cells > mostCells) {
      throw new InvalidInputError(
        `${name} has ${new Set(keys).size} kinds of travel between ${this.rows.length} places: ${cells} ways; the limit is ${mostCells}.`,
      );
    }
    this.matrixOf = vehicles.map((vehicle, at) => {
      const key = keys[at];
      if (!matrixOfTravel.has(key)) {
        matrixOfTravel.set(key, this.matrices.length);
        this.matrices.push(this.makeMatrix(vehicle, this.measureOf[at]));
      }
      return matrixOfTravel.get(key)!;
    });
    const longestWays = this.matrices.map(({ meters }) => {
      let longest = 0;
      for (const way of meters) longest = Math.max(longest, way);
      return longest;
    });
    this.dearestRoundTrip = vehicles.reduce((most, vehicle, at) => {
      const way = longestWays[this.matrixOf[at]] * pricePerMeter(vehicle, this.measureOf[at]);
      return Math.max(most, vehicle.costs.fixed + 2 * way);
    }, 0);
  }

  placeOf(locationIndex: number): number {
    return this.placeOfIndex.get(locationIndex)!;
  }

  private keyOf(vehicle: VroomVehicle, measure: VroomMeasure): string {
    const { per_hour, per_km } = vehicle.costs;
    return [vehicle.profile, vehicle.speed_factor, measure, ...(measure === 'cost' ? [per_hour, per_km] : [])].join(
      ' ',
    );
  }

  private makeMatrix(vehicle: VroomVehicle, measure: VroomMeasure): Matrix {
    const { durations, distances, costs } = this.file.matrices[vehicle.profile];
    const { per_hour = 3600, per_km = 0 } = vehicle.costs;
    const size = this.rows.length;
    const seconds = new Int32Array(size * size);
    const meters = measure === 'cost' ? new Float64Array(size * size) : new Int32Array(size * size);
    for (let from = 0; from < size; from++) {
      for (let to = 0; to < size; to++) {
        const row = this.rows[from];
        const column = this.columns[to];
        if (from === to || row === undefined || column === undefined) continue;
        const at = from * size + to;
        seconds[at] = scaledSeconds(durations[row][column], vehicle.speed_factor);
        if (measure === 'seconds') meters[at] = seconds[at];
        else if (measure === 'meters') meters[at] = distances![row][column];
        else {
          meters[at] =
            costs?.[row][column] ?? (per_hour * seconds[at]) / 3600 + (per_km * (distances?.[row][column] ?? 0)) / 1000;
        }
      }
    }
    return { size, seconds, meters };
  }
}

/** What the search pays for one of its meters. */
export function pricePerMeter({ costs }: VroomVehicle, measure: VroomMeasure): number {
  if (measure === 'seconds') return (costs.per_hour ?? 3600) / 3600;
  return measure === 'meters' ? (costs.per_km ?? 0) / 1000 : 1;
}

/** Whole seconds at a vehicle's speed, rounded up. */
export function scaledSeconds(seconds: number, speedFactor: number): number {
  // Without the little step back, 30 ÷ 0.3 would be 101.
  return speedFactor === 1 ? seconds : Math.ceil(seconds / speedFactor - 1e-9);
}

function measureFor({ id, profile, costs }: VroomVehicle, { matrices }: VroomFile, name: string): VroomMeasure {
  const { distances, costs: ownCosts } = matrices[profile];
  const { per_hour = 3600, per_km = 0 } = costs;
  if (ownCosts !== undefined) {
    if (costs.per_hour === undefined && costs.per_km === undefined) return 'cost';
    throw new InvalidInputError(`${name}: vehicle ${id} has prices per hour or km beside a matrix of costs.`);
  }
  if (per_km > 0 && distances === undefined) {
    throw new InvalidInputError(`${name}: vehicle ${id} has a price per km, but its profile has no distances.`);
  }
  if (per_km === 0) return 'seconds';
  return per_hour === 0 ? 'meters' : 'cost';
}
