import type { LonLat } from '../../domain/network/place.js';
import type { Profile, TravelMatrix } from '../../domain/travel/travel.js';
import { profileOf, type TravelClass } from '../../domain/travel/travel-class.js';
import { shared } from '../../roads/shared-arrays.js';
import type { Leg, MatrixOptions, RoutingEngine } from './routing/routing-port.js';
import type { TravelSpeeds } from './travel-speeds.js';

/** A place's road distance as kept: meters, or undefined when no usable road is near. */
export interface KeptPlace {
  readonly placeNo: number;
  readonly roadMeters: number | undefined;
}

/** A square of the kept matrix. `unknown` stands in cells that were not asked for yet. */
export interface TravelBlock {
  readonly rowBlock: number;
  readonly columnBlock: number;
  readonly seconds: Int32Array;
  readonly meters: Int32Array;
}

export const blockSize = 128;
export const unknown = -2;

/** What kept times hold for. */
export interface TravelBasis {
  readonly mapId: string;
  readonly travelClass: TravelClass;
  /** Of the speeds that they were computed with; empty for free roads. */
  readonly speedsKey: string;
}

/** Travel times kept per map, class of vehicles and speeds, as packed squares; places per map and profile. */
export interface TravelStore {
  /** The numbers of the places, in their order; places not known yet are undefined. */
  findPlaces(mapId: string, profile: Profile, places: readonly LonLat[]): Promise<(KeptPlace | undefined)[]>;
  addPlaces(
    mapId: string,
    profile: Profile,
    places: readonly { readonly position: LonLat; readonly roadMeters: number | undefined }[],
  ): Promise<void>;
  readBlocks(basis: TravelBasis, blocks: readonly number[]): Promise<TravelBlock[]>;
  writeBlocks(basis: TravelBasis, blocks: readonly TravelBlock[]): Promise<void>;
  /** The kept ways between neighbours of a row of places; undefined where none is kept. */
  findLegs(basis: TravelBasis, places: readonly LonLat[]): Promise<(KeptLeg | undefined)[]>;
  addLegs(
    basis: TravelBasis,
    legs: readonly (KeptLeg & { readonly from: LonLat; readonly to: LonLat })[],
  ): Promise<void>;
  /** Keeps the speeds behind a key and notes that they were used now; forgets those that are long over. */
  keepSpeeds(mapId: string, speeds: TravelSpeeds, at: Date): Promise<void>;
  /** The speeds that a plan was made with; undefined when they are no longer kept. */
  findSpeeds(mapId: string, key: string): Promise<TravelSpeeds | undefined>;
}

/** A way as it is kept; `leg` is undefined where there is none. */
export interface KeptLeg {
  readonly leg: Leg | undefined;
}

/** Times between places, and how far each lies from a road. */
export interface TravelTimes {
  readonly matrix: TravelMatrix;
  readonly roadMeters: readonly (number | undefined)[];
}

/**
 * Travel times between all places, from what is kept; only missing parts are asked of the engine.
 *
 * @throws RoutingUnavailableError as the engine does.
 */
export async function travelTimesBetween(
  store: TravelStore,
  engine: RoutingEngine,
  places: readonly LonLat[],
  travelClass: TravelClass,
  options: MatrixOptions,
): Promise<TravelTimes> {
  const basis = { mapId: engine.mapId, travelClass, speedsKey: options.speeds?.key ?? '' };
  const kept = await numberPlaces(store, engine, places, profileOf(travelClass), options.signal);
  const blockNos = [...new Set(kept.map((place) => Math.floor(place.placeNo / blockSize)))].sort((a, b) => a - b);
  // Looked up for every pair, and for every slice of hours: by plain numbers.
  const blockAt = new Map(blockNos.map((number, at) => [number, at]));
  const blocks: (TravelBlock | undefined)[] = Array.from({ length: blockNos.length ** 2 });
  for (const block of await store.readBlocks(basis, blockNos)) {
    const [row, column] = [blockAt.get(block.rowBlock), blockAt.get(block.columnBlock)];
    if (row !== undefined && column !== undefined) blocks[row * blockNos.length + column] = block;
  }
  const numbers = kept.map((place) => place.placeNo);
  const blockOf = Int32Array.from(numbers, (number) => blockAt.get(Math.floor(number / blockSize))!);
  const within = Int32Array.from(numbers, (number) => number % blockSize);
  const isMissing = (from: number, to: number) => {
    const block = blocks[blockOf[from] * blockNos.length + blockOf[to]];
    return block === undefined || block.seconds[within[from] * blockSize + within[to]] === unknown;
  };
  const all = places.map((_, at) => at);
  const incomplete = all.filter((from) => all.some((to) => isMissing(from, to)));
  if (incomplete.length > 0) {
    // Few new places among many known ones: their rows and columns are enough.
    const fresh = incomplete.filter((at) => isMissing(at, at));
    const onlyFresh = fresh.length > 0 && fresh.length * 3 < places.length;
    const touched = new Set<TravelBlock>();
    const put = (from: number, to: number, seconds: number, meters: number) => {
      const cell = blockOf[from] * blockNos.length + blockOf[to];
      const block = blocks[cell] ?? emptyBlock(blockNos[blockOf[from]], blockNos[blockOf[to]]);
      blocks[cell] = block;
      touched.add(block);
      const at = within[from] * blockSize + within[to];
      block.seconds[at] = seconds;
      block.meters[at] = meters;
    };
    const ask = async (rows: readonly number[], columns: readonly number[]) => {
      const matrix = await engine.matrix(
        rows.map((at) => places[at]),
        columns.map((at) => places[at]),
        travelClass,
        options,
      );
      rows.forEach((from, row) => {
        columns.forEach((to, column) => {
          const at = row * columns.length + column;
          put(from, to, matrix.seconds[at], matrix.meters[at]);
        });
      });
    };
    if (onlyFresh) {
      await ask(fresh, all);
      await ask(all, fresh);
    }
    const rest = onlyFresh ? incomplete.filter((from) => all.some((to) => isMissing(from, to))) : incomplete;
    if (rest.length > 0) await ask(rest, all);
    await store.writeBlocks(basis, [...touched]);
  }
  const size = places.length;
  const seconds = shared.i32(size * size);
  const meters = shared.i32(size * size);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) {
      const block = blocks[blockOf[from] * blockNos.length + blockOf[to]]!;
      const at = within[from] * blockSize + within[to];
      seconds[from * size + to] = block.seconds[at];
      meters[from * size + to] = block.meters[at];
    }
  }
  return { matrix: { rows: size, columns: size, seconds, meters }, roadMeters: kept.map((place) => place.roadMeters) };
}

async function numberPlaces(
  store: TravelStore,
  engine: RoutingEngine,
  places: readonly LonLat[],
  profile: Profile,
  signal: AbortSignal,
): Promise<KeptPlace[]> {
  const known = await store.findPlaces(engine.mapId, profile, places);
  const fresh = places.filter((_, at) => known[at] === undefined);
  if (fresh.length === 0) return known as KeptPlace[];
  const unique = [...new Map(fresh.map((place) => [`${place.lon} ${place.lat}`, place])).values()];
  const snaps = await engine.snap(unique, profile, signal);
  const rows = unique.map((position, at) => ({ position, roadMeters: snaps[at].roadMeters }));
  await store.addPlaces(engine.mapId, profile, rows);
  return (await store.findPlaces(engine.mapId, profile, places)) as KeptPlace[];
}

function emptyBlock(rowBlock: number, columnBlock: number): TravelBlock {
  const seconds = new Int32Array(blockSize * blockSize).fill(unknown);
  return { rowBlock, columnBlock, seconds, meters: seconds.slice() };
}
