import type { Leg } from '../../../application/travel/routing/routing-port.js';
import type { LonLat } from '../../../domain/network/place.js';
import { AnswerCheck } from '../check-answer.js';

export const graphHopperCheck = new AnswerCheck('GraphHopper');
const check = graphHopperCheck;

export interface GraphHopperPath {
  readonly distance?: unknown;
  /** Milliseconds. */
  readonly time?: unknown;
  readonly points?: unknown;
  readonly snapped_waypoints?: unknown;
  readonly details?: { readonly leg_time?: unknown; readonly leg_distance?: unknown };
}

/** The one path of a `/route` answer. */
export function pathOf(body: unknown): GraphHopperPath {
  if (typeof body === 'string') throw check.nonsense('not whole JSON');
  const paths = (body as { paths?: unknown } | null)?.paths;
  if (!Array.isArray(paths) || paths.length === 0 || typeof paths[0] !== 'object' || paths[0] === null) {
    throw check.nonsense('no path in it');
  }
  return paths[0] as GraphHopperPath;
}

/** Seconds of milliseconds; anything that is no number stays as it is, to be found out by the check. */
export function secondsOf(milliseconds: unknown): unknown {
  return typeof milliseconds === 'number' ? milliseconds / 1_000 : milliseconds;
}

/** Positions of a GeoJSON line. */
export function lineOf(value: unknown, what: string): LonLat[] {
  const coordinates = (value as { coordinates?: unknown } | null | undefined)?.coordinates;
  if (!Array.isArray(coordinates)) throw check.nonsense(`no ${what}`);
  return coordinates.map((pair: unknown) => {
    const [lon, lat] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof lon !== 'number' || typeof lat !== 'number') throw check.nonsense(`${what} without positions`);
    return { lon, lat };
  });
}

/** @returns undefined when a path along more than two places does not tell its legs apart; older servers do not. */
export function legsOf(path: GraphHopperPath, places: readonly LonLat[]): Leg[] | undefined {
  const line = lineOf(path.points, 'points');
  if (places.length === 2) return [check.leg(places[0], places[1], secondsOf(path.time), path.distance, line)];
  const times = intervalsOf(path.details?.leg_time, places.length - 1);
  const distances = intervalsOf(path.details?.leg_distance, places.length - 1);
  if (times === undefined || distances === undefined) return undefined;
  return times.map(([first, last, time], at) =>
    check.leg(places[at], places[at + 1], secondsOf(time), distances[at][2], line.slice(first, last + 1)),
  );
}

/** Path details: first point, last point, value. */
function intervalsOf(value: unknown, count: number): [number, number, unknown][] | undefined {
  if (!Array.isArray(value) || value.length !== count) return undefined;
  const whole = value.every(
    (interval: unknown) => Array.isArray(interval) && Number.isInteger(interval[0]) && Number.isInteger(interval[1]),
  );
  return whole ? (value as [number, number, unknown][]) : undefined;
}

/** Rows of a matrix answer. */
export function rowsOf(value: unknown, rows: number, columns: number, what: string): unknown[][] {
  const whole =
    Array.isArray(value) &&
    value.length === rows &&
    value.every((row: unknown) => Array.isArray(row) && row.length === columns);
  if (!whole) throw check.nonsense(`not ${rows} × ${columns} ${what}`);
  return value as unknown[][];
}

interface Refusal {
  readonly message?: unknown;
  readonly hints?: unknown;
}

/** Whether a refusal of status 400 means that a place has no road or a drive no way. */
export function isNoWay(body: unknown): boolean {
  const { message, hints } = (body ?? {}) as Refusal;
  const names = Array.isArray(hints) ? hints.map((hint: { details?: unknown } | null) => String(hint?.details)) : [];
  if (names.some((name) => /(PointNotFound|PointOutOfBounds|ConnectionNotFound)Exception/.test(name))) return true;
  return /Cannot find point|out of bounds|Connection between locations not found/i.test(String(message));
}

export function messageOf(body: unknown): string {
  const message = ((body ?? {}) as Refusal).message;
  return typeof message === 'string' ? message : 'no reason given';
}
