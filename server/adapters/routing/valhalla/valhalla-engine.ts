import type { Logger } from 'pino';
import { RoutingUnavailableError } from '../../../application/travel/routing/routing-errors.js';
import type {
  Leg,
  MatrixOptions,
  RoadMatching,
  RoutingEngine,
  Snap,
} from '../../../application/travel/routing/routing-port.js';
import type { TravelSpeeds } from '../../../application/travel/travel-speeds.js';
import { isOnGlobe, type LonLat } from '../../../domain/network/place.js';
import { noWay, type TravelMatrix } from '../../../domain/travel/travel.js';
import { exactClass, profileOf, type RoadVehicle, type TravelClass } from '../../../domain/travel/travel-class.js';
import { edgesWithin, type RoadEngine, timedLimitsWithin, travelClassIn } from '../../../roads/index.js';
import { emptyMatrix } from '../check-answer.js';
import { findMap, tileFolderOf } from '../map-folder.js';
import { assertMatrixSize } from '../matrix-size.js';
import { routeInParts } from '../route-in-parts.js';
import { costingOf } from './costing.js';
import { drawLegs } from './draw-legs.js';
import { drawReach, drawSpeeds, sharesOf } from './draw-roads.js';
import { matchTrace } from './match-trace.js';
import { nearestRoad } from './nearest-road.js';
import { OwnRoads } from './own-roads.js';
import { RoadSpeedsOf } from './road-speeds-of.js';
import { legsOf, matrixBlockOf, roadMetersOf, valhallaCheck } from './valhalla-answers.js';
import { maxRoutePlaces, serviceConfig } from './valhalla-config.js';
import { findValhalla } from './valhalla-package.js';
import { ValhallaProcess, ValhallaRefusal } from './valhalla-process.js';

export interface ValhallaEngineOptions {
  /** The folder of one map, as `buildMap` leaves it. */
  readonly mapFolder: string;
  readonly log: Logger;
  /** False to ask Valhalla for matrices too, in its one-to-all mode; otherwise they are computed on the same tiles by us. */
  readonly ownMatrix?: boolean;
  /** How long Valhalla may take for one request. Default 60 s. */
  readonly limitMilliseconds?: number;
  /** What the child process may use. Default 1 GB. */
  readonly maxMemoryBytes?: number;
  /** Waits before restarts; tests bring one that does not. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface ValhallaEngine extends RoutingEngine {
  /** The process that answers now, for watching its memory; undefined while none runs. */
  readonly childPid: number | undefined;
}

/** Answers in which one request of Valhalla's blocks the next are kept this small. */
const pairsPerBlock = 20_000;
const placesPerLocate = 100;

/**
 * The default engine: routes from Valhalla in a child process that may die, matrices from our own search over
 * the same tiles, or from Valhalla where that search cannot read them.
 *
 * @throws Error when the folder holds no map or this machine has no Valhalla.
 */
export function makeValhallaEngine(options: ValhallaEngineOptions): ValhallaEngine {
  const valhalla = findValhalla();
  if (valhalla === undefined) throw new Error(`Valhalla has no program for ${process.platform} ${process.arch}.`);
  const map = findMap(options.mapFolder);
  if (map === undefined) throw new Error(`There is no map in ${options.mapFolder}.`);
  const tileFolder = tileFolderOf(map.folder);
  const child = new ValhallaProcess({
    bindingFile: valhalla.bindingFile,
    config: serviceConfig(tileFolder),
    maxMemoryBytes: options.maxMemoryBytes ?? 1_000_000_000,
    limitMilliseconds: options.limitMilliseconds ?? 60_000,
    log: options.log,
    wait: options.wait,
  });
  return new EmbeddedValhalla(
    map.mapId,
    child,
    new OwnRoads(options.ownMatrix === false ? undefined : tileFolder, options.log),
  );
}

class EmbeddedValhalla implements ValhallaEngine {
  readonly name = 'valhalla';
  readonly estimated = false;
  readonly roads: RoadMatching;
  private readonly speeds = new RoadSpeedsOf();

  constructor(
    readonly mapId: string,
    private readonly child: ValhallaProcess,
    private readonly ownRoads: OwnRoads,
  ) {
    this.roads = {
      edgesWithin: (ring) => this.edgesWithin(ring),
      // None where the tiles cannot be read: Valhalla answers then, with times of free roads.
      timedLimits: async (...time) =>
        (await this.ownRoads.tryTo(async ({ graph }) => timedLimitsWithin(graph, ...time))) ?? [],
      match: (trace, profile, signal) =>
        matchTrace(trace, profile, (query) => this.unlessNoWay(this.child.ask('traceAttributes', query, signal))),
      speedsInView: (view, travelClass, given) =>
        this.ofOwnRoads(async ({ graph }) => {
          const [now, usual] = [given.now, given.usual].map((speeds) => this.speeds.make(graph, travelClass, speeds));
          return drawSpeeds(graph, view, travelClass, now, usual, given);
        }),
      sharesOfDrive: (from, to, travelClass, given) =>
        this.ofOwnRoads(async (engine) => {
          const speeds = this.speeds.make(engine.graph, travelClass, given);
          const drawn = await engine.drive(from, to, travelClass, speeds);
          return { shares: drawn && sharesOf(engine.graph, travelClass, drawn.drive, speeds, given) };
        }).then(({ shares }) => shares),
      nearest: (place, travelClass) =>
        this.ofOwnRoads(async (engine) => {
          const [snapped] = await engine.snap([place], travelClass);
          return { road: nearestRoad(engine.graph, place, snapped) };
        }).then(({ road }) => road),
      reach: (from, limitSeconds, view, travelClass, speeds) =>
        this.ofOwnRoads(async (engine) => {
          const roadSpeeds = this.speeds.make(engine.graph, travelClass, speeds);
          const reached = await engine.reach(from, limitSeconds * 1000, travelClass, roadSpeeds);
          return reached === undefined ? { roads: [], leastClass: 0 } : drawReach(engine.graph, view, reached);
        }),
    };
  }

  get childPid(): number | undefined {
    return this.child.pid;
  }

  async travelClasses(vehicles: readonly RoadVehicle[], signal: AbortSignal): Promise<readonly TravelClass[]> {
    const classes = await this.ownRoads.tryTo(
      async ({ graph }) => vehicles.map((vehicle) => travelClassIn(graph, vehicle)),
      signal,
    );
    // Valhalla knows the limits of roads, though not those of bars.
    return classes ?? vehicles.map(exactClass);
  }

  async snap(places: readonly LonLat[], travelClass: TravelClass, signal: AbortSignal): Promise<Snap[]> {
    signal.throwIfAborted();
    const snapped = await this.ownRoads.tryTo((engine) => engine.snap(places, travelClass));
    signal.throwIfAborted();
    if (snapped !== undefined) return snapped.map(({ roadMeters }) => ({ roadMeters }));
    return this.locate(places, travelClass, signal);
  }

  async matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    travelClass: TravelClass,
    options: MatrixOptions,
  ): Promise<TravelMatrix> {
    options.signal.throwIfAborted();
    assertMatrixSize(sources, targets);
    const { signal, onProgress, speeds } = options;
    const own = await this.ownRoads.tryTo((engine) => {
      const roadSpeeds = this.speeds.make(engine.graph, travelClass, speeds);
      return engine.matrix(sources, targets, travelClass, { signal, onProgress, speeds: roadSpeeds });
    }, signal);
    return own ?? slowed(await this.askMatrix(sources, targets, travelClass, options), speeds);
  }

  async route(
    places: readonly LonLat[],
    travelClass: TravelClass,
    signal: AbortSignal,
    speeds?: TravelSpeeds,
  ): Promise<(Leg | undefined)[]> {
    if ((speeds !== undefined && speeds.key !== '') || travelClass !== profileOf(travelClass)) {
      // Valhalla knows neither our speeds, our closures nor bars, and would draw another way than the one that was planned.
      const legs = await this.ownRoads.tryTo(
        (engine) => drawLegs(engine, places, travelClass, signal, this.speeds.make(engine.graph, travelClass, speeds)),
        signal,
      );
      if (legs !== undefined) return legs;
    }
    try {
      return await this.askRoute(places, travelClass, signal);
    } catch (error) {
      if (!(error instanceof RoutingUnavailableError)) throw error;
      // The same tiles, searched by us: real ways still, while Valhalla is out.
      const legs = await this.ownRoads.tryTo((engine) => drawLegs(engine, places, travelClass, signal), signal);
      if (legs === undefined) throw error;
      return legs;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.child.close(), this.ownRoads.close()]);
  }

  private edgesWithin(ring: readonly LonLat[]): Promise<readonly number[]> {
    return this.ofOwnRoads(async ({ graph }) => edgesWithin(graph, ring).map((edge) => graph.edgeIds[edge]));
  }

  private async ofOwnRoads<T>(work: (engine: RoadEngine) => Promise<T>): Promise<T> {
    const answer = await this.ownRoads.tryTo(work);
    if (answer === undefined) throw new RoutingUnavailableError('The roads of the map in use cannot be read.');
    return answer;
  }

  private askRoute(
    places: readonly LonLat[],
    travelClass: TravelClass,
    signal: AbortSignal,
  ): Promise<(Leg | undefined)[]> {
    return routeInParts(places, maxRoutePlaces, async (part) => {
      if (!part.every(isOnGlobe)) return undefined;
      const query = {
        locations: part,
        ...costingOf(travelClass),
        units: 'kilometers',
        directions_type: 'none',
        shape_format: 'polyline6',
      };
      const answer = await this.unlessNoWay(this.child.ask('route', query, signal));
      return answer === undefined ? undefined : legsOf(answer, part);
    });
  }

  private async locate(places: readonly LonLat[], travelClass: TravelClass, signal: AbortSignal): Promise<Snap[]> {
    const snaps: Snap[] = places.map(() => ({ roadMeters: undefined }));
    const numbers = places.flatMap((place, at) => (isOnGlobe(place) ? [at] : []));
    for (let first = 0; first < numbers.length; first += placesPerLocate) {
      const part = numbers.slice(first, first + placesPerLocate);
      const query = { locations: part.map((at) => places[at]), ...costingOf(travelClass), verbose: true };
      const found = roadMetersOf(await this.answerTo(this.child.ask('locate', query, signal)), part.length);
      part.forEach((at, index) => {
        snaps[at] = { roadMeters: found[index] };
      });
    }
    return snaps;
  }

  private async askMatrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    travelClass: TravelClass,
    { signal, onProgress }: MatrixOptions,
  ): Promise<TravelMatrix> {
    const matrix = emptyMatrix(sources.length, targets.length);
    // Valhalla refuses a whole request for one place without a road.
    const rows = await this.withRoad(sources, travelClass, signal);
    const columns = await this.withRoad(targets, travelClass, signal);
    const blockRows = Math.max(1, Math.floor(pairsPerBlock / Math.max(1, columns.length)));
    for (let first = 0; first < rows.length && columns.length > 0; first += blockRows) {
      const block = rows.slice(first, first + blockRows);
      const query = {
        sources: block.map((row) => sources[row]),
        targets: columns.map((column) => targets[column]),
        ...costingOf(travelClass),
        units: 'kilometers',
        verbose: false,
      };
      const answer = await this.unlessNoWay(this.child.ask('matrix', query, signal));
      if (answer !== undefined) {
        const { seconds, kilometers } = matrixBlockOf(answer, block.length * columns.length);
        block.forEach((row, blockRow) => {
          columns.forEach((column, blockColumn) => {
            const at = blockRow * columns.length + blockColumn;
            const isWay = !Number.isNaN(seconds[at]);
            const [time, meters] = isWay ? [seconds[at], kilometers[at] * 1_000] : [undefined, undefined];
            valhallaCheck.put(matrix, row, column, sources[row], targets[column], time, meters);
          });
        });
      }
      onProgress?.(Math.min(rows.length, first + blockRows) + sources.length - rows.length, sources.length);
    }
    signal.throwIfAborted();
    return matrix;
  }

  private async withRoad(places: readonly LonLat[], travelClass: TravelClass, signal: AbortSignal): Promise<number[]> {
    const snaps = await this.locate(places, travelClass, signal);
    return snaps.flatMap(({ roadMeters }, at) => (roadMeters === undefined ? [] : [at]));
  }

  /** @returns undefined when Valhalla says that there is no road or no way. */
  private async unlessNoWay(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof ValhallaRefusal)) throw error;
      if (noWayAnswer.test(error.message)) return undefined;
      throw refused(error);
    }
  }

  private async answerTo(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      throw error instanceof ValhallaRefusal ? refused(error) : error;
    }
  }
}

/** Without our own search there is one factor for all roads, and no closure. */
function slowed(matrix: TravelMatrix, speeds: TravelSpeeds | undefined): TravelMatrix {
  if (speeds === undefined || speeds.key === '') return matrix;
  const seconds = matrix.seconds.map((value) => (value === noWay ? noWay : Math.round(value / speeds.meanFactor)));
  return { ...matrix, seconds };
}

/** What Valhalla says of places that no road joins, and of a trace whose points all lie too far apart to follow. */
const noWayAnswer =
  /No suitable edges|No path could be found|unreachable|Map Match algorithm failed|Exceeded breakage distance/i;

function refused(refusal: ValhallaRefusal): RoutingUnavailableError {
  return new RoutingUnavailableError(`Valhalla cannot answer from its map: ${refusal.message}.`, { cause: refusal });
}
