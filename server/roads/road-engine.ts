import { availableParallelism } from 'node:os';
import type { LonLat } from '../domain/network/place.js';
import type { Profile, TravelMatrix } from '../domain/travel/travel.js';
import type { TravelClass } from '../domain/travel/travel-class.js';
import type { RoadSpeeds } from './costs/road-speeds.js';
import type { RoadGraph } from './graph/road-graph.js';
import { bytesPerRow, type NearestRows, samplesPerRow } from './matrix/nearest-rows.js';
import { RowBlocks } from './matrix/row-blocks.js';
import { SparseTravel } from './matrix/sparse-travel.js';
import { MatrixThread } from './matrix-thread.js';
import type { PlacePoints } from './places/place-points.js';
import type { SnappedPlace } from './places/snap-places.js';
import { ReadyRoads } from './ready-roads.js';
import { shared } from './shared-arrays.js';
import type { DrawnDrive, MatrixWork, WorkerCalls } from './worker-calls.js';

/** The most pairs of one matrix, those of 10,000 stations with up to a hundred depots: 816 MB of answers. */
export const maxPairs = 10_100 ** 2;

/** The most places of sparse travel: the bits alone that tell where there is a way take 200 MB. */
export const maxSparsePlaces = 40_000;

/** Up to so many pairs the answer is moved to ordinary memory, which some libraries insist on. */
const copiedPairs = 4_000_000;

export interface RoadEngineOptions {
  /** The compiled `server/roads/worker.js`. */
  readonly workerUrl: URL;
  /** Default: one for each processor, four at most. */
  readonly threads?: number;
}

export interface RoadMatrixOptions {
  /** Default: free roads. */
  readonly speeds?: RoadSpeeds;
  readonly signal?: AbortSignal;
  /** Told how many of `total` sources are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The roads of one map, asked from a program's main thread; all work is done in worker threads. */
export interface RoadEngine {
  readonly graph: RoadGraph;

  /**
   * Makes ready what the first matrix of a profile needs; otherwise that matrix waits for it. The result is kept in the
   * tile folder, so that it takes long once per map only. The threads' work ends with the engine's `close`.
   *
   * @throws the signal's reason when aborted.
   */
  prepare(profile: Profile, signal?: AbortSignal): Promise<void>;

  /** Where places meet the roads. Same order as `places`. */
  snap(places: readonly LonLat[], travelClass: TravelClass): Promise<SnappedPlace[]>;

  /**
   * Times and distances from each source to each target.
   *
   * @throws RangeError for more than `maxPairs` pairs; the signal's reason when aborted.
   */
  matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    travelClass: TravelClass,
    options?: RoadMatrixOptions,
  ): Promise<TravelMatrix>;

  /**
   * The `k` nearest places of each place by time, and a marked estimate for the rest: for more places than a whole
   * matrix can hold.
   *
   * @throws RangeError for more than `maxSparsePlaces` places; the signal's reason when aborted.
   */
  sparse(
    places: readonly LonLat[],
    k: number,
    travelClass: TravelClass,
    options?: RoadMatrixOptions,
  ): Promise<SparseTravel>;

  /** The cheapest drive between two places and its way on the map; undefined where there is none. */
  drive(from: LonLat, to: LonLat, travelClass: TravelClass, speeds?: RoadSpeeds): Promise<DrawnDrive | undefined>;

  /**
   * How long it takes from a place to the end of every edge: milliseconds by edge, `notReached` beyond the limit.
   * Undefined for a place without a road.
   */
  reach(
    from: LonLat,
    limitMilliseconds: number,
    travelClass: TravelClass,
    speeds?: RoadSpeeds,
  ): Promise<Int32Array | undefined>;

  close(): Promise<void>;
}

/**
 * Loads a map's roads and starts the threads that answer for them.
 *
 * @throws RoadTileError when the tiles are missing, damaged or of another version.
 */
export async function openRoadEngine(tileFolder: string, options: RoadEngineOptions): Promise<RoadEngine> {
  const count = options.threads ?? Math.min(4, availableParallelism());
  const threads = Array.from({ length: Math.max(1, count) }, () => new MatrixThread(options.workerUrl));
  try {
    const graph = await threads[0].ask('load', tileFolder);
    return new ThreadedRoadEngine(graph, tileFolder, threads);
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.close()));
    throw error;
  }
}

class ThreadedRoadEngine implements RoadEngine {
  private readonly ready: ReadyRoads;
  private nextMatrix = 1;

  constructor(
    readonly graph: RoadGraph,
    tileFolder: string,
    private readonly threads: readonly MatrixThread[],
  ) {
    this.ready = new ReadyRoads(graph, tileFolder, threads);
  }

  async prepare(profile: Profile, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await orAborted(signal, () => this.ready.prepare(profile));
  }

  snap(places: readonly LonLat[], travelClass: TravelClass): Promise<SnappedPlace[]> {
    return this.first.ask('snap', this.graph, places, travelClass);
  }

  async matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    travelClass: TravelClass,
    { signal, onProgress, speeds }: RoadMatrixOptions = {},
  ): Promise<TravelMatrix> {
    const [rows, columns] = [sources.length, targets.length];
    const pairs = rows * columns;
    if (pairs > maxPairs) {
      throw new RangeError(
        `A matrix of ${rows} × ${columns} places has more than ${maxPairs} pairs, the limit. Ask for it in parts.`,
      );
    }
    signal?.throwIfAborted();
    if (pairs === 0) return { rows, columns, seconds: new Int32Array(0), meters: new Int32Array(0) };

    const seconds = shared.i32(pairs);
    const meters = shared.i32(pairs);
    const blocks = new RowBlocks(rows, this.threads.length, signal, onProgress);
    const work = async (name: string): Promise<TravelMatrix> => {
      const selected = await this.fill(name, sources, targets, blocks, { seconds, meters });
      zeroAtSamePlace(sources, targets, columns, selected.sources, selected.descent.targets, seconds, meters);
      return pairs <= copiedPairs
        ? { rows, columns, seconds: new Int32Array(seconds), meters: new Int32Array(meters) }
        : { rows, columns, seconds, meters };
    };
    return await orAborted(signal, () => this.ready.use(travelClass, speeds, work));
  }

  async sparse(
    places: readonly LonLat[],
    k: number,
    travelClass: TravelClass,
    { signal, onProgress, speeds }: RoadMatrixOptions = {},
  ): Promise<SparseTravel> {
    const count = places.length;
    if (count > maxSparsePlaces) {
      throw new RangeError(`Sparse travel has at most ${maxSparsePlaces} places; these are ${count}.`);
    }
    signal?.throwIfAborted();
    const kept = Math.max(1, Math.min(k, count - 1));
    const nearest: NearestRows = {
      k: kept,
      neighbours: shared.u32(count * kept),
      seconds: shared.i32(count * kept),
      meters: shared.i32(count * kept),
      samples: shared.i32(count * samplesPerRow * 2),
      noWayBits: shared.u8(count * bytesPerRow(count)),
    };
    const blocks = new RowBlocks(count, this.threads.length, signal, onProgress);
    if (count > 0) {
      await orAborted(signal, () =>
        this.ready.use(travelClass, speeds, (name) => this.fill(name, places, places, blocks, nearest)),
      );
    }
    return new SparseTravel(places, nearest);
  }

  async drive(
    from: LonLat,
    to: LonLat,
    travelClass: TravelClass,
    speeds?: RoadSpeeds,
  ): Promise<DrawnDrive | undefined> {
    return this.ready.use(travelClass, speeds, (name) => this.first.ask('drive', name, from, to));
  }

  async reach(
    from: LonLat,
    limitMilliseconds: number,
    travelClass: TravelClass,
    speeds?: RoadSpeeds,
  ): Promise<Int32Array | undefined> {
    return this.ready.use(travelClass, speeds, (name) => this.first.ask('reach', name, from, limitMilliseconds));
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  /** @returns where the places meet the roads. */
  private async fill(
    name: string,
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    blocks: RowBlocks,
    into: MatrixWork['into'],
  ): Promise<ReturnType<WorkerCalls['select']>> {
    const selected = await this.first.ask('select', name, sources, targets);
    const id = this.nextMatrix++;
    await Promise.all(
      this.threads.slice(0, blocks.count).map(async (thread) => {
        await thread.ask('begin', name, { id, ...selected, into });
        try {
          for (let block = blocks.next(); block !== undefined; block = blocks.next()) {
            await thread.ask('fill', id, block.first, block.end);
            blocks.done(block);
          }
        } finally {
          await thread.ask('finish', id);
        }
      }),
    );
    return selected;
  }

  private get first(): MatrixThread {
    return this.threads[0];
  }
}

/** A place with a road is at no distance from itself, even where one has to drive around the block to come back. */
function zeroAtSamePlace(
  sources: readonly LonLat[],
  targets: readonly LonLat[],
  columns: number,
  departures: PlacePoints,
  arrivals: PlacePoints,
  seconds: Int32Array,
  meters: Int32Array,
): void {
  const hasRoad = ({ first }: PlacePoints, place: number): boolean => first[place] !== first[place + 1];
  const targetsAt = new Map<string, number[]>();
  targets.forEach(({ lon, lat }, target) => {
    const key = `${lon},${lat}`;
    const there = targetsAt.get(key);
    if (there === undefined) targetsAt.set(key, [target]);
    else there.push(target);
  });
  sources.forEach(({ lon, lat }, source) => {
    for (const target of targetsAt.get(`${lon},${lat}`) ?? []) {
      if (!hasRoad(departures, source) || !hasRoad(arrivals, target)) continue;
      seconds[source * columns + target] = 0;
      meters[source * columns + target] = 0;
    }
  });
}

/** The result of some work, or the signal's reason as soon as it is aborted. */
async function orAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
