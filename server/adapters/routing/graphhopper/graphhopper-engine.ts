import type { Logger } from 'pino';
import { slowed } from '../../../application/travel/driving-hours.js';
import { MatrixNotOfferedError } from '../../../application/travel/routing/routing-errors.js';
import type { Leg, MatrixOptions, RoutingEngine, Snap } from '../../../application/travel/routing/routing-port.js';
import type { TravelSpeeds } from '../../../application/travel/travel-speeds.js';
import { greatCircleMeters, isOnGlobe, type LonLat } from '../../../domain/network/place.js';
import type { Profile, TravelMatrix } from '../../../domain/travel/travel.js';
import { type Dimension, profileOf, type RoadVehicle, type TravelClass } from '../../../domain/travel/travel-class.js';
import { emptyMatrix } from '../check-answer.js';
import { distantMapId, engineAddress } from '../http/engine-address.js';
import { inParallel } from '../http/in-parallel.js';
import { matrixInBlocks } from '../matrix-in-blocks.js';
import { assertMatrixSize } from '../matrix-size.js';
import { routeInParts } from '../route-in-parts.js';
import { classKnownTo, customModel, knownDimensions } from './custom-model.js';
import { graphHopperCheck, legsOf, lineOf, pathOf, rowsOf, secondsOf } from './graphhopper-answers.js';
import type { GraphHopperQuestion } from './graphhopper-client.js';
import { GraphHopperServer, isHostedGraphHopper } from './graphhopper-server.js';

export interface GraphHopperEngineOptions {
  /** Of a server of one's own, e.g. http://127.0.0.1:8989, or https://graphhopper.com/api/1. */
  readonly url: string | undefined;
  /** Only the hosted service asks for one. */
  readonly key?: string;
  readonly log: Logger;
  /** Answers `matrix` and `snap` in GraphHopper's stead: its open-source server has neither. Closed with this engine. */
  readonly matrixEngine?: RoutingEngine;
  /** Whether the server offers `/matrix`. Default: the hosted service does. */
  readonly offersMatrix?: boolean;
  /** Without any matrix: how many pairs may be asked for one by one. Default 2,500. */
  readonly maxSinglePairs?: number;
  /** Milliseconds of a clock that never goes back. Default the process's. */
  readonly now?: () => number;
  readonly limitMilliseconds?: number;
  readonly maxBytes?: number;
}

const roadLimitMeters = 1_000;
const requestsAtOnce = 4;
const maxRoutePlaces = 50;
const matrixSide = 50;

/** GraphHopper through its JavaScript client: a server of one's own, or the hosted service. */
export async function openGraphHopperEngine(
  options: GraphHopperEngineOptions,
  signal: AbortSignal,
): Promise<RoutingEngine> {
  const address = engineAddress(options.url, 'GraphHopper');
  const server = new GraphHopperServer({
    address,
    key: options.key ?? '',
    now: options.now ?? (() => performance.now()),
    limitMilliseconds: options.limitMilliseconds ?? 20_000,
    maxBytes: options.maxBytes ?? 20_000_000,
  });
  const info = await server.askInfo(signal);
  return new GraphHopperEngine({
    mapId: options.matrixEngine?.mapId ?? distantMapId('graphhopper', address, info.dataVersion),
    profileNames: chooseProfiles(info.profiles, options.log),
    server,
    dimensions: isHostedGraphHopper(address) ? [] : knownDimensions(info.encodedValues),
    takesModels: !isHostedGraphHopper(address),
    matrixEngine: options.matrixEngine,
    offersMatrix: options.offersMatrix ?? isHostedGraphHopper(address),
    maxSinglePairs: options.maxSinglePairs ?? 2_500,
  });
}

function chooseProfiles(offered: readonly string[], log: Logger): Record<Profile, string> {
  if (offered.length === 0) return { auto: 'car', truck: 'truck' };
  const auto = offered.includes('car') ? 'car' : offered[0];
  if (offered.includes('truck')) return { auto, truck: 'truck' };
  log.warn({ offered }, `GraphHopper has no profile "truck"; lorries are routed as "${auto}".`);
  return { auto, truck: auto };
}

interface GraphHopperParts {
  readonly mapId: string;
  readonly profileNames: Record<Profile, string>;
  readonly server: GraphHopperServer;
  /** Whose limits it knows. */
  readonly dimensions: readonly Dimension[];
  /** Whether rules may be sent with a question. */
  readonly takesModels: boolean;
  readonly matrixEngine: RoutingEngine | undefined;
  readonly offersMatrix: boolean;
  readonly maxSinglePairs: number;
}

class GraphHopperEngine implements RoutingEngine {
  readonly name = 'graphhopper';
  readonly estimated = false;
  readonly mapId: string;

  constructor(private readonly parts: GraphHopperParts) {
    this.mapId = parts.mapId;
  }

  /** Undefined where nothing tells vehicles of a profile apart. */
  get travelClasses(): RoutingEngine['travelClasses'] {
    const { matrixEngine, dimensions } = this.parts;
    if (matrixEngine !== undefined) return matrixEngine.travelClasses?.bind(matrixEngine);
    if (dimensions.length === 0) return undefined;
    return async (vehicles: readonly RoadVehicle[]) => vehicles.map((vehicle) => classKnownTo(dimensions, vehicle));
  }

  get restrictable(): RoutingEngine['restrictable'] {
    const { matrixEngine, takesModels } = this.parts;
    if (matrixEngine !== undefined) return matrixEngine.roads && { roads: matrixEngine.roads };
    return takesModels ? {} : undefined;
  }

  async snap(places: readonly LonLat[], travelClass: TravelClass, signal: AbortSignal): Promise<Snap[]> {
    const { matrixEngine } = this.parts;
    if (matrixEngine !== undefined) return matrixEngine.snap(places, travelClass, signal);
    const snaps: Snap[] = places.map(() => ({ roadMeters: undefined }));
    await inParallel(places.length, requestsAtOnce, async (at) => {
      const place = places[at];
      if (!isOnGlobe(place)) return;
      // The way from a place to itself tells where the place meets the roads.
      const found = await this.askPair(place, place, travelClass, undefined, signal);
      if (found !== undefined && found.fromRoadMeters <= roadLimitMeters) {
        snaps[at] = { roadMeters: found.fromRoadMeters };
      }
    });
    return snaps;
  }

  async matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    travelClass: TravelClass,
    options: MatrixOptions,
  ): Promise<TravelMatrix> {
    options.signal.throwIfAborted();
    const { matrixEngine, offersMatrix, maxSinglePairs } = this.parts;
    if (matrixEngine !== undefined) return matrixEngine.matrix(sources, targets, travelClass, options);
    assertMatrixSize(sources, targets);
    const pairs = sources.length * targets.length;
    if (!offersMatrix && pairs > maxSinglePairs) {
      throw new MatrixNotOfferedError(
        `This GraphHopper server has no matrix, and ${pairs} pairs are too many to ask for one by one (at most ` +
          `${maxSinglePairs}). Build a map with "tuanda map build", or use the hosted GraphHopper, which has one.`,
        { details: { pairs, maxSinglePairs } },
      );
    }
    const matrix = emptyMatrix(sources.length, targets.length);
    await matrixInBlocks({
      sources,
      targets,
      side: offersMatrix ? matrixSide : 1,
      requestsAtOnce,
      onProgress: options.onProgress,
      ask: (rows, columns) =>
        offersMatrix
          ? this.fillBlock(matrix, sources, targets, rows, columns, travelClass, options)
          : this.fillPair(matrix, sources, targets, rows[0], columns[0], travelClass, options),
    });
    const { speeds } = options;
    // What is closed to one direction only, or to a part of the way, makes the two directions differ.
    if (!isRestricted(speeds)) graphHopperCheck.symmetry(matrix, sources, targets);
    return speeds === undefined ? matrix : slowed(matrix, speeds.meanFactor);
  }

  route(
    places: readonly LonLat[],
    travelClass: TravelClass,
    signal: AbortSignal,
    speeds?: TravelSpeeds,
  ): Promise<(Leg | undefined)[]> {
    const { matrixEngine } = this.parts;
    // GraphHopper knows limits of roads, but no bars: the way has to be the one that was timed.
    if (matrixEngine !== undefined && (travelClass !== profileOf(travelClass) || isRestricted(speeds))) {
      return matrixEngine.route(places, travelClass, signal, speeds);
    }
    return routeInParts(places, maxRoutePlaces, async (part) => {
      if (!part.every(isOnGlobe)) return undefined;
      const question: GraphHopperQuestion = {
        points: part.map(pair),
        ...this.vehiclesOf(travelClass, speeds),
        details: ['leg_time', 'leg_distance'],
      };
      const body = await this.parts.server.ask('route', question, part.length > 2, signal);
      return body === undefined ? undefined : this.legsNearRoads(body, part);
    });
  }

  async close(): Promise<void> {
    this.parts.server.close();
    await this.parts.matrixEngine?.close();
  }

  private vehiclesOf(travelClass: TravelClass, speeds: TravelSpeeds | undefined) {
    return { profile: this.parts.profileNames[profileOf(travelClass)], ...customModel(travelClass, speeds) };
  }

  /** @returns undefined when the legs cannot be told apart, or a place is too far from any road. */
  private legsNearRoads(body: unknown, part: readonly LonLat[]): Leg[] | undefined {
    const path = pathOf(body);
    const roads = lineOf(path.snapped_waypoints, 'snapped places');
    if (roads.length !== part.length) throw graphHopperCheck.nonsense('not one snapped place for each place');
    if (roads.some((road, at) => greatCircleMeters(part[at], road) > roadLimitMeters)) return undefined;
    return legsOf(path, part);
  }

  private async fillPair(
    matrix: TravelMatrix,
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    row: number,
    column: number,
    travelClass: TravelClass,
    { signal, speeds }: MatrixOptions,
  ): Promise<boolean> {
    const [from, to] = [sources[row], targets[column]];
    const found = await this.askPair(from, to, travelClass, speeds, signal);
    if (found === undefined) return false;
    if (found.fromRoadMeters <= roadLimitMeters && found.toRoadMeters <= roadLimitMeters) {
      graphHopperCheck.put(matrix, row, column, from, to, found.seconds, found.meters);
    }
    return true;
  }

  /** @returns undefined where there is no road or no way. */
  private async askPair(
    from: LonLat,
    to: LonLat,
    travelClass: TravelClass,
    speeds: TravelSpeeds | undefined,
    signal: AbortSignal,
  ) {
    const question: GraphHopperQuestion = {
      points: [pair(from), pair(to)],
      ...this.vehiclesOf(travelClass, speeds),
      calc_points: false,
    };
    const body = await this.parts.server.ask('route', question, false, signal);
    if (body === undefined) return undefined;
    const path = pathOf(body);
    const [fromRoad, toRoad] = lineOf(path.snapped_waypoints, 'snapped places');
    if (fromRoad === undefined || toRoad === undefined) throw graphHopperCheck.nonsense('no snapped places');
    return {
      seconds: secondsOf(path.time),
      meters: path.distance,
      fromRoadMeters: greatCircleMeters(from, fromRoad),
      toRoadMeters: greatCircleMeters(to, toRoad),
    };
  }

  /** A block by the hosted service's matrix, which leaves pairs without a way empty when asked not to fail fast. */
  private async fillBlock(
    matrix: TravelMatrix,
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    rows: readonly number[],
    columns: readonly number[],
    travelClass: TravelClass,
    { signal, speeds }: MatrixOptions,
  ): Promise<boolean> {
    const question: GraphHopperQuestion = {
      from_points: rows.map((row) => pair(sources[row])),
      to_points: columns.map((column) => pair(targets[column])),
      ...this.vehiclesOf(travelClass, speeds),
      out_arrays: ['times', 'distances'],
      fail_fast: false,
    };
    const body = await this.parts.server.ask('matrix', question, rows.length + columns.length > 2, signal);
    if (body === undefined) return false;
    if (typeof body === 'string') throw graphHopperCheck.nonsense('not whole JSON');
    const { times, distances } = (body ?? {}) as { times?: unknown; distances?: unknown };
    const seconds = rowsOf(times, rows.length, columns.length, 'times');
    const meters = rowsOf(distances, rows.length, columns.length, 'distances');
    rows.forEach((row, r) => {
      columns.forEach((column, c) => {
        graphHopperCheck.put(matrix, row, column, sources[row], targets[column], seconds[r][c], meters[r][c]);
      });
    });
    return true;
  }
}

function isRestricted(speeds: TravelSpeeds | undefined): boolean {
  return speeds?.hours.some(({ restrictions }) => restrictions !== undefined) === true;
}

/** GeoJSON's pair, no more digits than a map has. */
function pair({ lon, lat }: LonLat): [number, number] {
  return [Number(lon.toFixed(6)), Number(lat.toFixed(6))];
}
