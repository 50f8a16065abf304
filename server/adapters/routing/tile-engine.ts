import path from 'node:path';
import type { Leg, MatrixOptions, RoutingEngine, Snap } from '../../application/routing-port.js';
import { compiledModule } from '../../compiled.js';
import type { LonLat } from '../../domain/place.js';
import type { Profile } from '../../domain/travel.js';
import { openRoadEngine, type RoadEngine } from '../../roads/index.js';
import type { CurrentMap } from './map-folder.js';

/** The default engine: times, distances and ways from our own search over the tiles that Valhalla built. */
export async function makeTileEngine(map: CurrentMap): Promise<RoutingEngine> {
  const workerUrl = compiledModule('server/roads/worker.js');
  const roads = await openRoadEngine(path.join(map.folder, 'tiles'), { workerUrl, threads: 2 });
  return {
    name: 'valhalla',
    mapId: map.mapId,
    estimated: false,
    async snap(places: readonly LonLat[], profile: Profile, signal: AbortSignal): Promise<Snap[]> {
      signal.throwIfAborted();
      const snapped = await roads.snap(places, profile);
      return snapped.map(({ roadMeters }) => ({
        roadMeters: roadMeters === undefined ? undefined : Math.round(roadMeters),
      }));
    },
    matrix: (sources, targets, profile, options: MatrixOptions) => roads.matrix(sources, targets, profile, options),
    route: (places, profile, signal) => routeAlong(roads, places, profile, signal),
    close: () => roads.close(),
  };
}

async function routeAlong(
  roads: RoadEngine,
  places: readonly LonLat[],
  profile: Profile,
  signal: AbortSignal,
): Promise<(Leg | undefined)[]> {
  await roads.prepare(profile);
  const legs: (Leg | undefined)[] = [];
  for (let at = 1; at < places.length; at++) {
    signal.throwIfAborted();
    const drawn = await roads.drive(places[at - 1], places[at], profile);
    legs.push(
      drawn && {
        seconds: Math.round(drawn.drive.milliseconds / 1000),
        meters: Math.round(drawn.drive.meters),
        line: drawn.line,
      },
    );
  }
  return legs;
}
