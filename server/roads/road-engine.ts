import { availableParallelism } from 'node:os';
import type { LonLat } from '../domain/place.js';
import type { Profile, TravelMatrix } from '../domain/travel.js';
import { MatrixThread } from './matrix-thread.js';
import type { PlacePoints } from './place-points.js';
import { ReadyRoads } from './ready-roads.js';
import type { RoadGraph } from './road-graph.js';
import type { RoadSpeeds } from './road-speeds.js';
import { shared } from './shared-arrays.js';
import type { SnappedPlace } from './snap-places.js';
import type { DrawnDrive } from './worker-calls.js';

/** The most pairs of one matrix: 800 MB of answers. */
export const maxPairs = 100_000_000;

/** Rows that a thread computes between two looks at what else is to do. */
const blockRows = 64;
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
   * tile folder, so that it takes long once per map only.
   */
  prepare(profile: Profile): Promise<void>;

  /** Where places meet the roads. Same order as `places`. */
  snap(places: readonly LonLat[], profile: Profile): Promise<SnappedPlace[]>;

  /**
   * Times and distances from each source to each target.
   *
   * @throws RangeError for more than `maxPairs` pairs; the signal's reason when aborted.
   */
  matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    profile: Profile,
    options?: RoadMatrixOptions,
  ): Promise<TravelMatrix>;

  /** The cheapest drive between two places and its way on the map; undefined where there is none. */
  drive(from: LonLat, to: LonLat, profile: Profile, speeds?: RoadSpeeds): Promise<DrawnDrive | undefined>;

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

  prepare(profile: Profile): Promise<void> {
    return this.ready.prepare(profile);
  }

  snap(places: readonly LonLat[], profile: Profile): Promise<SnappedPlace[]> {
    return this.first.ask('snap', this.graph, places, profile);
  }

  async matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    profile: Profile,
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

    const work = (name: string): Promise<TravelMatrix> =>
      this.fill(name, sources, targets, new RowBlocks(rows, this.threads.length, signal), (done) => {
        if (signal?.aborted !== true) onProgress?.(done, rows);
      });
    return await orAborted(signal, () => this.ready.use(profile, speeds, work));
  }

  async drive(from: LonLat, to: LonLat, profile: Profile, speeds?: RoadSpeeds): Promise<DrawnDrive | undefined> {
    return this.ready.use(profile, speeds, (name) => this.first.ask('drive', name, from, to));
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private async fill(
    name: string,
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    blocks: RowBlocks,
    report: (done: number) => void,
  ): Promise<TravelMatrix> {
    const [rows, columns] = [sources.length, targets.length];
    const pairs = rows * columns;
    const selected = await this.first.ask('select', name, sources, targets);
    const seconds = shared.i32(pairs);
    const meters = shared.i32(pairs);
    const id = this.nextMatrix++;
    await Promise.all(
      this.threads.slice(0, blocks.count).map(async (thread) => {
        await thread.ask('begin', name, { id, ...selected, seconds, meters });
        try {
          for (let block = blocks.next(); block !== undefined; block = blocks.next()) {
            await thread.ask('fill', id, block.first, block.end);
            report(blocks.done(block));
          }
        } finally {
          await thread.ask('finish', id);
        }
      }),
    );
    zeroAtSamePlace(sources, targets, columns, selected.sources, selected.descent.targets, seconds, meters);
    return pairs <= copiedPairs
      ? { rows, columns, seconds: new Int32Array(seconds), meters: new Int32Array(meters) }
      : { rows, columns, seconds, meters };
  }

  private get first(): MatrixThread {
    return this.threads[0];
  }
}

interface RowBlock {
  readonly first: number;
  readonly end: number;
}

/** Hands out the rows of a matrix, block by block; none once the signal is aborted. */
class RowBlocks {
  private at = 0;
  private finished = 0;
  private readonly size: number;

  constructor(
    private readonly rows: number,
    threads: number,
    private readonly signal: AbortSignal | undefined,
  ) {
    // Eight sources descend together, so blocks are multiples of eight.
    const share = Math.ceil(rows / threads / 8) * 8;
    this.size = Math.min(blockRows, share);
  }

  get count(): number {
    return Math.ceil(this.rows / this.size);
  }

  next(): RowBlock | undefined {
    if (this.signal?.aborted === true || this.at >= this.rows) return undefined;
    const first = this.at;
    this.at = Math.min(this.rows, first + this.size);
    return { first, end: this.at };
  }

  /** Notes a block as computed and gives the rows computed so far. */
  done({ first, end }: RowBlock): number {
    this.finished += end - first;
    return this.finished;
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
