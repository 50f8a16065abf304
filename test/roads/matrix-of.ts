import type { Profile, TravelMatrix } from '../../server/domain/travel/travel.js';
import { selectSweep } from '../../server/roads/hierarchy/phast-sweep.js';
import {
  type EdgePoint,
  type PreparedRoads,
  prepareRoads,
  type RoadGraph,
  type SnappedPlace,
} from '../../server/roads/index.js';
import { RowSearch } from '../../server/roads/matrix/travel-rows.js';
import { packPoints } from '../../server/roads/places/place-points.js';

/** The matrix between places that already know their roads, computed in this thread. */
export function matrixOf(graph: RoadGraph, places: readonly SnappedPlace[], profile: Profile = 'auto'): TravelMatrix {
  return matrixOver(prepareRoads(graph, profile), places);
}

/** The same over roads that are ready. */
export function matrixOver(roads: PreparedRoads, places: readonly SnappedPlace[]): TravelMatrix {
  const count = places.length;
  const seconds = new Int32Array(count * count);
  const meters = new Int32Array(count * count);
  const search = new RowSearch(roads, selectSweep(roads, packPoints(places, 'arrivals')));
  search.fill(packPoints(places, 'departures'), 0, count, seconds, meters);
  return { rows: count, columns: count, seconds, meters };
}

/** A place on one edge, in its direction only. */
export function onEdge(edge: number, fraction: number): SnappedPlace {
  const points: EdgePoint[] = [{ edge, fraction, awayMeters: 0 }];
  return { roadMeters: 0, departures: points, arrivals: points };
}
