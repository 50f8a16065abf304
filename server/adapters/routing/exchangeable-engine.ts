import type { Logger } from 'pino';
import type { RoutingEngine } from '../../application/travel/routing/routing-port.js';

/** Longer than what was begun on a map goes on asking for it. */
const farewellMilliseconds = 15 * 60_000;

/** An engine behind which another one can be put while the server runs. */
export function makeExchangeableEngine(first: RoutingEngine, farewell = farewellMilliseconds) {
  let current = first;
  const leaving = new Map<RoutingEngine, NodeJS.Timeout>();
  const dismiss = async (engine: RoutingEngine) => {
    clearTimeout(leaving.get(engine));
    leaving.delete(engine);
    await engine.close();
  };
  const engine: RoutingEngine = {
    get behind() {
      return current;
    },
    get name() {
      return current.name;
    },
    get mapId() {
      return current.mapId;
    },
    get estimated() {
      return current.estimated;
    },
    get roads() {
      return current.roads;
    },
    get restrictable() {
      return current.restrictable;
    },
    get next() {
      return current.next;
    },
    get travelClasses() {
      return current.travelClasses?.bind(current);
    },
    snap: (...args) => current.snap(...args),
    matrix: (...args) => current.matrix(...args),
    route: (...args) => current.route(...args),
    close: () => current.close(),
  };
  return {
    engine,
    /** Puts another one in its place. The one before is closed when what was begun with it has ended. */
    exchange(next: RoutingEngine, log?: Logger): void {
      const before = current;
      current = next;
      const timer = setTimeout(() => {
        dismiss(before).catch((error: unknown) => log?.warn({ err: error }, 'An earlier map could not be closed.'));
      }, farewell);
      leaving.set(before, timer.unref());
    },
    async close(): Promise<void> {
      await Promise.all([...leaving.keys()].map(dismiss));
      await current.close();
    },
  };
}
