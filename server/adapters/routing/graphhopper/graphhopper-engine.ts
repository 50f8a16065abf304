import type { Logger } from 'pino';
import { MatrixNotOfferedError, RoutingUnavailableError } from '../../../application/routing-errors.js';
import type { Leg, MatrixOptions, RoutingEngine, Snap } from '../../../application/routing-port.js';
import { greatCircleMeters, isOnGlobe, type LonLat } from '../../../domain/place.js';
import type { Profile, TravelMatrix } from '../../../domain/travel.js';
import { emptyMatrix } from '../check-answer.js';
import { Breaker } from '../http/breaker.js';
import { distantMapId, engineAddress } from '../http/engine-address.js';
import { inParallel } from '../http/in-parallel.js';
import { JsonClient } from '../http/json-client.js';
import { matrixInBlocks } from '../matrix-in-blocks.js';
import { assertMatrixSize } from '../matrix-size.js';
import { routeInParts } from '../route-in-parts.js';
import {
  graphHopperCheck,
  isNoWay,
  legsOf,
  lineOf,
  messageOf,
  pathOf,
  rowsOf,
  secondsOf,
} from './graphhopper-answers.js';
import {
  type GraphHopperClient,
  type GraphHopperOutcome,
  type GraphHopperQuestion,
  makeGraphHopperClient,
} from './graphhopper-client.js';

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

const title = 'GraphHopper';
const roadLimitMeters = 1_000;
const requestsAtOnce = 4;
const maxRoutePlaces = 50;
const matrixSide = 50;

/** GraphHopper through its JavaScript client: a server of one's own, or the hosted service. */
export async function openGraphHopperEngine(
  options: GraphHopperEngineOptions,
  signal: AbortSignal,
): Promise<RoutingEngine> {
  const address = engineAddress(options.url, title);
  const limits = { limitMilliseconds: options.limitMilliseconds ?? 20_000, maxBytes: options.maxBytes ?? 20_000_000 };
  const breaker = new Breaker({ engineTitle: title, now: options.now ?? (() => performance.now()) });
  const key = options.key ?? '';
  const info = await askInfo(new JsonClient({ engineTitle: title, address, breaker, ...limits }), key, signal);
  return new GraphHopperEngine({
    mapId: options.matrixEngine?.mapId ?? distantMapId('graphhopper', address, info.dataVersion),
    profileNames: chooseProfiles(info.profiles, options.log),
    client: makeGraphHopperClient({ address, key, ...limits }),
    breaker,
    limitMilliseconds: limits.limitMilliseconds,
    matrixEngine: options.matrixEngine,
    offersMatrix: options.offersMatrix ?? isHostedGraphHopper(address),
    maxSinglePairs: options.maxSinglePairs ?? 2_500,
  });
}

/** Whether an address is that of the hosted service, which has a matrix and asks for a key. */
export function isHostedGraphHopper(url: string | undefined): boolean {
  const hostname = URL.canParse(url ?? '') ? new URL(url ?? '').hostname : '';
  return hostname === 'graphhopper.com' || hostname.endsWith('.graphhopper.com');
}

interface ServerInfo {
  readonly dataVersion: string | undefined;
  readonly profiles: readonly string[];
}

/** The client has a call for this too, which writes failures, key included, to the console. */
async function askInfo(client: JsonClient, key: string, signal: AbortSignal): Promise<ServerInfo> {
  try {
    const { body } = await client.get(`/info?key=${encodeURIComponent(key)}`, signal);
    const { version, data_date, import_date, profiles } = (body ?? {}) as Record<string, unknown>;
    const names = Array.isArray(profiles) ? profiles.map((profile: { name?: unknown } | null) => profile?.name) : [];
    return {
      dataVersion: [version, data_date, import_date].map(String).join(' '),
      profiles: names.filter((name) => typeof name === 'string'),
    };
  } catch {
    // Not up yet: the first question will tell.
    signal.throwIfAborted();
    return { dataVersion: undefined, profiles: [] };
  }
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
  readonly client: GraphHopperClient;
  readonly breaker: Breaker;
  readonly limitMilliseconds: number;
  readonly matrixEngine: RoutingEngine | undefined;
  readonly offersMatrix: boolean;
  readonly maxSinglePairs: number;
}

class GraphHopperEngine implements RoutingEngine {
  readonly name = 'graphhopper';
  readonly estimated = false;
  readonly mapId: string;
  private readonly closing = new AbortController();

  constructor(private readonly parts: GraphHopperParts) {
    this.mapId = parts.mapId;
  }

  async snap(places: readonly LonLat[], profile: Profile, signal: AbortSignal): Promise<Snap[]> {
    const { matrixEngine } = this.parts;
    if (matrixEngine !== undefined) return matrixEngine.snap(places, profile, signal);
    const snaps: Snap[] = places.map(() => ({ roadMeters: undefined }));
    await inParallel(places.length, requestsAtOnce, async (at) => {
      const place = places[at];
      if (!isOnGlobe(place)) return;
      // The way from a place to itself tells where the place meets the roads.
      const found = await this.askPair(place, place, profile, signal);
      if (found !== undefined && found.fromRoadMeters <= roadLimitMeters) {
        snaps[at] = { roadMeters: found.fromRoadMeters };
      }
    });
    return snaps;
  }

  async matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    profile: Profile,
    options: MatrixOptions,
  ): Promise<TravelMatrix> {
    options.signal.throwIfAborted();
    const { matrixEngine, offersMatrix, maxSinglePairs } = this.parts;
    if (matrixEngine !== undefined) return matrixEngine.matrix(sources, targets, profile, options);
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
          ? this.fillBlock(matrix, sources, targets, rows, columns, profile, options.signal)
          : this.fillPair(matrix, sources, targets, rows[0], columns[0], profile, options.signal),
    });
    graphHopperCheck.symmetry(matrix, sources, targets);
    return matrix;
  }

  route(places: readonly LonLat[], profile: Profile, signal: AbortSignal): Promise<(Leg | undefined)[]> {
    return routeInParts(places, maxRoutePlaces, async (part) => {
      if (!part.every(isOnGlobe)) return undefined;
      const question: GraphHopperQuestion = {
        points: part.map(pair),
        profile: this.parts.profileNames[profile],
        details: ['leg_time', 'leg_distance'],
      };
      const body = await this.ask('route', question, part.length > 2, signal);
      return body === undefined ? undefined : this.legsNearRoads(body, part);
    });
  }

  async close(): Promise<void> {
    this.closing.abort(new RoutingUnavailableError('The routing engine was closed.'));
    await this.parts.matrixEngine?.close();
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
    profile: Profile,
    signal: AbortSignal,
  ): Promise<boolean> {
    const [from, to] = [sources[row], targets[column]];
    const found = await this.askPair(from, to, profile, signal);
    if (found === undefined) return false;
    if (found.fromRoadMeters <= roadLimitMeters && found.toRoadMeters <= roadLimitMeters) {
      graphHopperCheck.put(matrix, row, column, from, to, found.seconds, found.meters);
    }
    return true;
  }

  /** @returns undefined where there is no road or no way. */
  private async askPair(from: LonLat, to: LonLat, profile: Profile, signal: AbortSignal) {
    const question: GraphHopperQuestion = {
      points: [pair(from), pair(to)],
      profile: this.parts.profileNames[profile],
      calc_points: false,
    };
    const body = await this.ask('route', question, false, signal);
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
    profile: Profile,
    signal: AbortSignal,
  ): Promise<boolean> {
    const question: GraphHopperQuestion = {
      from_points: rows.map((row) => pair(sources[row])),
      to_points: columns.map((column) => pair(targets[column])),
      profile: this.parts.profileNames[profile],
      out_arrays: ['times', 'distances'],
      fail_fast: false,
    };
    const body = await this.ask('matrix', question, rows.length + columns.length > 2, signal);
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

  /**
   * @param divisible whether a refusal may be due to one of many places, so that parts are worth asking.
   * @returns undefined where there is no road or no way, and for a refused question that can be divided.
   */
  private async ask(
    service: 'route' | 'matrix',
    question: GraphHopperQuestion,
    divisible: boolean,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { breaker, client, limitMilliseconds } = this.parts;
    const limit = AbortSignal.timeout(limitMilliseconds);
    const ended = AbortSignal.any([signal, this.closing.signal]);
    ended.throwIfAborted();
    return breaker.run(
      async () => {
        const outcome = await client[service](question, AbortSignal.any([ended, limit]));
        ended.throwIfAborted();
        if ('body' in outcome) return outcome.body;
        if (outcome.failure.status === 400) {
          if (divisible || isNoWay(outcome.failure.body)) return undefined;
          throw new RefusedQuestion(messageOf(outcome.failure.body));
        }
        throw unavailable(outcome, limit.aborted, limitMilliseconds);
      },
      (error) => error instanceof RoutingUnavailableError && !(error instanceof RefusedQuestion) && !ended.aborted,
    );
  }
}

/** A question that GraphHopper understood and will not answer: our fault or a setting's, not an outage. */
class RefusedQuestion extends RoutingUnavailableError {
  constructor(message: string) {
    super(`GraphHopper refused the question: ${message.slice(0, 200)}`);
  }
}

function unavailable(
  { failure }: Extract<GraphHopperOutcome, { failure: unknown }>,
  late: boolean,
  limitMilliseconds: number,
): RoutingUnavailableError {
  const { status, code } = failure;
  if (status === 401 || status === 403) return new RoutingUnavailableError('GraphHopper does not accept ROUTING_KEY.');
  if (status === 429) {
    return new RoutingUnavailableError('The requests that GraphHopper allows for ROUTING_KEY are used up for now.');
  }
  if (status !== undefined) return new RoutingUnavailableError(`GraphHopper answered with status ${status}.`);
  if (late || code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
    return new RoutingUnavailableError(`GraphHopper did not answer within ${limitMilliseconds / 1_000} s.`);
  }
  if (code === 'ERR_BAD_RESPONSE') return new RoutingUnavailableError('GraphHopper answered with too much.');
  return new RoutingUnavailableError(`GraphHopper cannot be reached${code === undefined ? '' : ` (${code})`}.`);
}

/** GeoJSON's pair, no more digits than a map has. */
function pair({ lon, lat }: LonLat): [number, number] {
  return [Number(lon.toFixed(6)), Number(lat.toFixed(6))];
}
