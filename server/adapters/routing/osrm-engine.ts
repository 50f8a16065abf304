import { RoutingUnavailableError } from '../../application/travel/routing/routing-errors.js';
import type { Leg, MatrixOptions, RoutingEngine, Snap } from '../../application/travel/routing/routing-port.js';
import { isOnGlobe, type LonLat } from '../../domain/network/place.js';
import type { TravelMatrix } from '../../domain/travel/travel.js';
import type { TravelClass } from '../../domain/travel/travel-class.js';
import { AnswerCheck, emptyMatrix } from './check-answer.js';
import { Breaker } from './http/breaker.js';
import { distantMapId, engineAddress } from './http/engine-address.js';
import { inParallel } from './http/in-parallel.js';
import { type JsonAnswer, JsonClient } from './http/json-client.js';
import { matrixInBlocks } from './matrix-in-blocks.js';
import { assertMatrixSize } from './matrix-size.js';
import { decodePolyline } from './polyline.js';
import { routeInParts } from './route-in-parts.js';

export interface OsrmEngineOptions {
  /** Where `osrm-routed` answers, e.g. http://127.0.0.1:5000. */
  readonly url: string | undefined;
  /** Milliseconds of a clock that never goes back. Default the process's. */
  readonly now?: () => number;
  readonly limitMilliseconds?: number;
  readonly maxBytes?: number;
  /** `--max-table-size` of the server: how many places a table may name. Its default is 100. */
  readonly maxTablePlaces?: number;
}

const maxRoutePlaces = 100;
const roadLimitMeters = 1_000;
const requestsAtOnce = 4;
const check = new AnswerCheck('OSRM');
/** OSRM's words for "no": no road near a place, no way. */
const noWayCodes = ['NoSegment', 'NoRoute', 'NoTable'];

interface Waypoint {
  readonly distance?: unknown;
}

/**
 * OSRM over HTTP (project-osrm.org/docs, services table, route and nearest, version v1).
 *
 * A server of OSRM knows one kind of vehicle, which it was prepared for; all vehicles get its answers, whatever their
 * profile and measures.
 */
export async function openOsrmEngine(options: OsrmEngineOptions, signal: AbortSignal): Promise<RoutingEngine> {
  const address = engineAddress(options.url, 'OSRM');
  const client = new JsonClient({
    engineTitle: 'OSRM',
    address,
    breaker: new Breaker({ engineTitle: 'OSRM', now: options.now ?? (() => performance.now()) }),
    limitMilliseconds: options.limitMilliseconds ?? 20_000,
    maxBytes: options.maxBytes ?? 20_000_000,
  });
  return new OsrmEngine(
    distantMapId('osrm', address, await dataVersionOf(client, signal)),
    client,
    options.maxTablePlaces ?? 100,
  );
}

/** Servers that were prepared with one tell their data's version in every answer. */
async function dataVersionOf(client: JsonClient, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { body } = await client.get('/nearest/v1/driving/0,0?number=1', signal);
    const version = (body as { data_version?: unknown } | null)?.data_version;
    return typeof version === 'string' && version !== '' ? version : undefined;
  } catch {
    // Not up yet: the address alone names its data, and the first question will tell.
    signal.throwIfAborted();
    return undefined;
  }
}

class OsrmEngine implements RoutingEngine {
  readonly name = 'osrm';
  readonly estimated = false;
  private readonly closing = new AbortController();

  constructor(
    readonly mapId: string,
    private readonly client: JsonClient,
    private readonly maxTablePlaces: number,
  ) {}

  async snap(places: readonly LonLat[], _travelClass: TravelClass, signal: AbortSignal): Promise<Snap[]> {
    const snaps: Snap[] = places.map(() => ({ roadMeters: undefined }));
    await inParallel(places.length, requestsAtOnce, async (at) => {
      if (!isOnGlobe(places[at])) return;
      const answer = await this.ask(`/nearest/v1/driving/${pair(places[at])}?number=1`, signal);
      if (answer === undefined) return;
      const [nearest] = waypointsOf(answer.waypoints, 1);
      const meters = distanceOf(nearest);
      if (meters === undefined) throw check.nonsense('a road without a distance');
      if (meters <= roadLimitMeters) snaps[at] = { roadMeters: meters };
    });
    return snaps;
  }

  async matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    _travelClass: TravelClass,
    { signal, onProgress }: MatrixOptions,
  ): Promise<TravelMatrix> {
    signal.throwIfAborted();
    assertMatrixSize(sources, targets);
    const matrix = emptyMatrix(sources.length, targets.length);
    await matrixInBlocks({
      sources,
      targets,
      side: Math.max(1, Math.floor(this.maxTablePlaces / 2)),
      requestsAtOnce,
      onProgress,
      ask: (rows, columns) => this.fillTable(matrix, sources, targets, rows, columns, signal),
    });
    check.symmetry(matrix, sources, targets);
    return matrix;
  }

  route(places: readonly LonLat[], _travelClass: TravelClass, signal: AbortSignal): Promise<(Leg | undefined)[]> {
    return routeInParts(places, maxRoutePlaces, async (part) => {
      if (!part.every(isOnGlobe)) return undefined;
      const radiuses = part.map(() => roadLimitMeters).join(';');
      const query = `overview=false&steps=true&geometries=polyline6&continue_straight=false&radiuses=${radiuses}`;
      const answer = await this.ask(`/route/v1/driving/${part.map(pair).join(';')}?${query}`, signal);
      if (answer === undefined) return undefined;
      const [route] = arrayOf(answer.routes, undefined, 'routes') as { legs?: unknown }[];
      const legs = arrayOf(route?.legs, part.length - 1, 'legs') as OsrmLeg[];
      return legs.map((leg, at) => check.leg(part[at], part[at + 1], leg.duration, leg.distance, lineOf(leg)));
    });
  }

  async close(): Promise<void> {
    this.closing.abort(new RoutingUnavailableError('The routing engine was closed.'));
  }

  /** One table of some rows and columns. A place whose nearest road is too far away stays without a way. */
  private async fillTable(
    matrix: TravelMatrix,
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    rows: readonly number[],
    columns: readonly number[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const places = [...rows.map((row) => sources[row]), ...columns.map((column) => targets[column])];
    const from = rows.map((_, at) => at).join(';');
    const to = columns.map((_, at) => rows.length + at).join(';');
    const query = `sources=${from}&destinations=${to}&annotations=duration,distance`;
    const answer = await this.ask(`/table/v1/driving/${places.map(pair).join(';')}?${query}`, signal);
    if (answer === undefined) return false;
    const durations = arrayOf(answer.durations, rows.length, 'rows of durations');
    const distances = arrayOf(answer.distances, rows.length, 'rows of distances');
    const rowRoads = waypointsOf(answer.sources, rows.length).map(distanceOf);
    const columnRoads = waypointsOf(answer.destinations, columns.length).map(distanceOf);
    rows.forEach((row, r) => {
      const seconds = arrayOf(durations[r], columns.length, 'columns of durations');
      const meters = arrayOf(distances[r], columns.length, 'columns of distances');
      columns.forEach((column, c) => {
        if ((rowRoads[r] ?? 0) > roadLimitMeters || (columnRoads[c] ?? 0) > roadLimitMeters) return;
        check.put(matrix, row, column, sources[row], targets[column], seconds[c], meters[c]);
      });
    });
    return true;
  }

  /** @returns undefined where OSRM says that there is no road or no way. */
  private async ask(pathAndQuery: string, signal: AbortSignal): Promise<Record<string, unknown> | undefined> {
    const answer = await this.client.get(pathAndQuery, AbortSignal.any([signal, this.closing.signal]));
    const { code, message } = codeOf(answer);
    if (answer.status === 200 && code === 'Ok') return answer.body as Record<string, unknown>;
    if (noWayCodes.includes(code)) return undefined;
    throw check.refused(code, message);
  }
}

interface OsrmLeg {
  readonly duration?: unknown;
  readonly distance?: unknown;
  readonly steps?: unknown;
}

/** OSRM's pair: longitude first, no more digits than a map has. */
function pair({ lon, lat }: LonLat): string {
  return `${Number(lon.toFixed(6))},${Number(lat.toFixed(6))}`;
}

function codeOf({ body }: JsonAnswer): { code: string; message: string } {
  const { code, message } = (body ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') throw check.nonsense('no code in it');
  return { code, message: typeof message === 'string' ? message : '' };
}

function arrayOf(value: unknown, length: number | undefined, what: string): unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw check.nonsense(length === undefined ? `no ${what}` : `not ${length} ${what}`);
  }
  return value;
}

function waypointsOf(value: unknown, length: number): Waypoint[] {
  return arrayOf(value, length, 'snapped places') as Waypoint[];
}

/** Servers before 5.20 leave it out of tables. */
function distanceOf(waypoint: Waypoint | undefined): number | undefined {
  const distance = waypoint?.distance;
  if (distance === undefined) return undefined;
  if (typeof distance !== 'number' || !(distance >= 0)) throw check.nonsense('a distance to the road below zero');
  return distance;
}

/** The steps' lines one after the other; each begins where the one before ended. */
function lineOf(leg: OsrmLeg): LonLat[] {
  const line: LonLat[] = [];
  for (const step of arrayOf(leg.steps, undefined, 'steps') as { geometry?: unknown }[]) {
    if (typeof step?.geometry !== 'string') throw check.nonsense('a step without its line');
    for (const point of check.line(() => decodePolyline(step.geometry as string, 6))) {
      const last = line.at(-1);
      if (last === undefined || last.lon !== point.lon || last.lat !== point.lat) line.push(point);
    }
  }
  return line;
}
