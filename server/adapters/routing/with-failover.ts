import type { RoutingEngine } from '../../application/travel/routing/routing-port.js';

/** An engine and the one that is asked when it is out. Closing it closes both. */
export function withFailover(engine: RoutingEngine, next: RoutingEngine): RoutingEngine {
  return {
    name: engine.name,
    mapId: engine.mapId,
    estimated: engine.estimated,
    roads: engine.roads,
    next,
    travelClasses: engine.travelClasses?.bind(engine),
    snap: (...args) => engine.snap(...args),
    matrix: (...args) => engine.matrix(...args),
    route: (...args) => engine.route(...args),
    async close() {
      await Promise.all([engine.close(), next.close()]);
    },
  };
}
