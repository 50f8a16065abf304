import type { LonLat } from '../../../../server/domain/network/place.js';
import { nearestGround } from '../../../contract/routing-town.js';
import { type StandInAnswer, type StandInServer, startStandIn } from './stand-in-server.js';
import { encodePolyline6, townDrive } from './town-drives.js';

/** osrm-routed's own default for `--max-table-size`. */
const maxTableSize = 100;

/** Answers as osrm-routed 5 and 6 do (docs/http.md of OSRM), for the town. */
export function startOsrmStandIn(): Promise<StandInServer> {
  return startStandIn((method, url) => {
    if (method !== 'GET') throw new Error('OSRM answers GET only.');
    const [, service, version, profile, list, ...more] = url.pathname.split('/');
    if (version !== 'v1' || profile !== 'driving' || more.length > 0)
      throw new Error('Not /{service}/v1/driving/{coordinates}.');
    const places = list.split(';').map(readPair);
    const query = url.search.slice(1);
    if (service === 'nearest') return nearest(places, query);
    if (service === 'table') return table(places, query);
    if (service === 'route') return route(places, query);
    throw new Error(`There is no service ${service}.`);
  });
}

function readPair(text: string): LonLat {
  const [lon, lat, ...more] = text.split(',').map(Number);
  if (more.length > 0 || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) throw new Error(`${text} is no lon,lat.`);
  return { lon, lat };
}

function nearest(places: readonly LonLat[], query: string): StandInAnswer {
  if (places.length !== 1 || query !== 'number=1') throw new Error('Not one place with number=1.');
  return ok({ waypoints: [waypoint(places[0])] });
}

function table(places: readonly LonLat[], query: string): StandInAnswer {
  const form = /^sources=(\d+(?:;\d+)*)&destinations=(\d+(?:;\d+)*)&annotations=duration,distance$/.exec(query);
  if (form === null) throw new Error(`Not a table's query: ${query}`);
  const [sources, destinations] = [form[1], form[2]].map((numbers) =>
    numbers.split(';').map((at) => places[Number(at)]),
  );
  if ([...sources, ...destinations].includes(undefined as never)) throw new Error('A number without a place.');
  if (places.length > maxTableSize) return refusal('TooBig', 'Too many table coordinates');
  const cells = (value: 'seconds' | 'meters') =>
    sources.map((from) => destinations.map((to) => townDrive(from, to)?.[value] ?? null));
  return ok({
    durations: cells('seconds'),
    distances: cells('meters'),
    sources: sources.map(waypoint),
    destinations: destinations.map(waypoint),
  });
}

function route(places: readonly LonLat[], query: string): StandInAnswer {
  const radiuses = places.map(() => '1000').join(';');
  const expected = `overview=false&steps=true&geometries=polyline6&continue_straight=false&radiuses=${radiuses}`;
  if (query !== expected || places.length < 2) throw new Error(`Not a route's query: ${query}`);
  const far = places.findIndex((place) => nearestGround(place).meters > 1_000);
  if (far !== -1) return refusal('NoSegment', `Could not find a matching segment for coordinate ${far}`);
  const drives = places.slice(1).map((to, at) => townDrive(places[at], to));
  if (drives.includes(undefined)) return refusal('NoRoute', 'Impossible route between points');
  const legs = drives.map((drive) => {
    const { meters, seconds, line } = drive!;
    const middle = { lon: (line[0].lon + line[1].lon) / 2, lat: (line[0].lat + line[1].lat) / 2 };
    const step = (part: readonly LonLat[], share: number) => ({
      geometry: encodePolyline6(part),
      distance: meters * share,
      duration: seconds * share,
      weight: seconds * share,
      mode: 'driving',
      name: '',
      driving_side: 'right',
    });
    // The last step of every leg is the arrival: a line of one point, given twice.
    const steps = [step([line[0], middle], 0.5), step([middle, line[1]], 0.5), step([line[1], line[1]], 0)];
    return { steps, distance: meters, duration: seconds, weight: seconds, summary: '' };
  });
  const sum = (key: 'distance' | 'duration') => legs.reduce((total, leg) => total + leg[key], 0);
  const whole = { distance: sum('distance'), duration: sum('duration'), weight: sum('duration') };
  return ok({ routes: [{ legs, ...whole, weight_name: 'routability' }], waypoints: places.map(waypoint) });
}

function waypoint(place: LonLat) {
  const { road, meters } = nearestGround(place);
  return { hint: 'aBcD', distance: meters, name: '', location: [road.lon, road.lat] };
}

function ok(body: object): StandInAnswer {
  return { status: 200, body: { code: 'Ok', data_version: '2026-01-01', ...body } };
}

function refusal(code: string, message: string): StandInAnswer {
  return { status: 400, body: { code, message } };
}
