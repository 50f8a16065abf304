import type { LonLat } from '../../../../server/domain/network/place.js';
import { nearestGround } from '../../../contract/routing-town.js';
import { type StandInAnswer, type StandInServer, startStandIn } from './stand-in-server.js';
import { townDrive } from './town-drives.js';

export interface GraphHopperStandInOptions {
  /** As the hosted service: with a matrix. */
  readonly hosted?: boolean;
  /** The key that every request has to bring; empty for a server of one's own. */
  readonly key?: string;
}

type Question = Record<string, unknown>;

/** What the JavaScript client adds to every question. */
const routeDefaults = {
  debug: false,
  locale: 'en',
  points_encoded: false,
  instructions: false,
  elevation: false,
  optimize: 'false',
};

/** Answers as GraphHopper 10 does (docs/web/api-doc.md), for the town. */
export function startGraphHopperStandIn(options: GraphHopperStandInOptions = {}): Promise<StandInServer> {
  const { hosted = false, key = '' } = options;
  return startStandIn((method, url, body) => {
    if (url.search !== `?key=${key}`) throw new Error(`Not the key alone: ${url.search}`);
    if (method === 'GET' && url.pathname === '/info') return info();
    if (method !== 'POST') throw new Error('Neither /info nor a POST.');
    const question = JSON.parse(body) as Question;
    if (url.pathname === '/route') return route(question);
    if (url.pathname === '/matrix' && hosted) return matrix(question);
    throw new Error(`There is no ${url.pathname}.`);
  });
}

function info(): StandInAnswer {
  const profiles = [{ name: 'car' }, { name: 'truck' }];
  const body = {
    version: '10.2',
    profiles,
    elevation: false,
    import_date: '2026-01-01T00:00:00Z',
    data_date: '2025-12-31T00:00:00Z',
  };
  return { status: 200, body };
}

function route(question: Question): StandInAnswer {
  const { points, profile, calc_points, details, ...rest } = question;
  assertSame(rest, routeDefaults);
  assertProfile(profile);
  const places = readPoints(points, 2);
  const drawn = calc_points === undefined;
  if (drawn) assertSame(details, ['leg_time', 'leg_distance']);
  else assertSame([calc_points, details], [false, undefined]);

  const outside = places.findIndex((place) => nearestGround(place).meters > 3_000);
  if (outside !== -1) return refusal(`Point ${outside} is out of bounds: …`, 'PointOutOfBoundsException', outside);
  const lost = places.findIndex((place) => nearestGround(place).meters > 1_200);
  if (lost !== -1) return refusal(`Cannot find point ${lost}: …`, 'PointNotFoundException', lost);
  const drives = places.slice(1).map((to, at) => townDrive(places[at], to));
  if (drives.includes(undefined))
    return refusal('Connection between locations not found', 'ConnectionNotFoundException');

  const distance = drives.reduce((sum, drive) => sum + drive!.meters, 0);
  const time = drives.reduce((sum, drive) => sum + drive!.seconds * 1_000, 0);
  const snapped = places.map((place) => nearestGround(place).road);
  const path = { distance, time, weight: time, transfers: 0, points_encoded: false, snapped_waypoints: line(snapped) };
  if (!drawn) return { status: 200, body: { hints: {}, info: { took: 1 }, paths: [path] } };

  // Neighbouring legs share a point; a leg to the place itself has a single one.
  const all: LonLat[] = [snapped[0]];
  const intervals = drives.map((drive) => {
    const first = all.length - 1;
    if (drive!.meters > 0) all.push(drive!.line[1]);
    return [first, all.length - 1] as const;
  });
  const legDetails = {
    leg_time: intervals.map(([first, last], at) => [first, last, drives[at]!.seconds * 1_000]),
    leg_distance: intervals.map(([first, last], at) => [first, last, drives[at]!.meters]),
  };
  const whole = { ...path, points: line(all), legs: [], details: legDetails, ascend: 0, descend: 0 };
  return { status: 200, body: { hints: {}, info: { took: 1 }, paths: [whole] } };
}

function matrix(question: Question): StandInAnswer {
  const { from_points, to_points, profile, ...rest } = question;
  assertSame(rest, { out_arrays: ['times', 'distances'], fail_fast: false, debug: false });
  assertProfile(profile);
  const [from, to] = [readPoints(from_points, 1), readPoints(to_points, 1)];
  const drive = (a: LonLat, b: LonLat) =>
    nearestGround(a).meters > 1_200 || nearestGround(b).meters > 1_200 ? undefined : townDrive(a, b);
  const times = from.map((a) => to.map((b) => drive(a, b)?.seconds ?? null));
  const distances = from.map((a) => to.map((b) => drive(a, b)?.meters ?? null));
  return { status: 200, body: { times, distances, info: { took: 1 } } };
}

function readPoints(value: unknown, least: number): LonLat[] {
  if (!Array.isArray(value) || value.length < least) throw new Error('Too few points.');
  return value.map((pair: unknown) => {
    const [lon, lat, ...more] = pair as number[];
    if (more.length > 0 || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90))
      throw new Error(`${pair} is no [lon, lat].`);
    return { lon, lat };
  });
}

function assertProfile(profile: unknown): void {
  if (profile !== 'car' && profile !== 'truck') throw new Error(`There is no profile ${profile}.`);
}

function assertSame(found: unknown, expected: unknown): void {
  const plain = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) =>
      part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.entries(part).sort() : part,
    );
  if (plain(found) !== plain(expected)) throw new Error(`${plain(found)} instead of ${plain(expected)}`);
}

function line(points: readonly LonLat[]) {
  return { type: 'LineString', coordinates: points.map(({ lon, lat }) => [lon, lat]) };
}

function refusal(message: string, exception: string, point_index?: number): StandInAnswer {
  const details = `com.graphhopper.util.exceptions.${exception}`;
  return { status: 400, body: { message, hints: [{ message, details, point_index }] } };
}
