import type { LonLat } from '../../domain/network/place.js';
import type { NearestRoad, RoutingEngine } from './routing/routing-port.js';

/** Where a place meets the roads of the map in use. */
export interface FoundRoad {
  /** Undefined where no road lies within 1,000 m. */
  readonly meters: number | undefined;
  /** Where the engine knows roads edge by edge. */
  readonly road: NearestRoad | undefined;
  /** Nothing is known of roads: the estimate has none, and every place counts as beside one. */
  readonly estimated: boolean;
}

export type FindRoad = (place: LonLat, signal: AbortSignal) => Promise<FoundRoad>;

/** Tells how far a place lies from the road that vehicles would come along. */
export function makeFindRoad(routing: RoutingEngine): FindRoad {
  return async (place, signal) => {
    const engine = routing.behind ?? routing;
    const { estimated } = engine;
    if (estimated) return { meters: undefined, road: undefined, estimated };
    if (engine.roads?.nearest !== undefined) {
      const road = await engine.roads.nearest(place, 'auto');
      return { meters: road?.meters, road, estimated };
    }
    const [{ roadMeters }] = await engine.snap([place], 'auto', signal);
    return { meters: roadMeters, road: undefined, estimated };
  };
}
