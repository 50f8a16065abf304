import { RoutingUnavailableError } from './routing-errors.js';
import type { RoutingEngine } from './routing-port.js';

/** What an engine answered, and why it was not the first. */
export interface EngineAnswer<T> {
  readonly engine: RoutingEngine;
  readonly value: T;
  /** A sentence where engines before this one were out; else empty. */
  readonly notice: string;
}

/**
 * Asks an engine, and where it is out the next one, so that a plan comes out all the same.
 *
 * @throws RoutingUnavailableError of the first engine when all are out; whatever else the work throws, at once.
 */
export async function askInTurn<T>(
  first: RoutingEngine,
  work: (engine: RoutingEngine) => Promise<T>,
): Promise<EngineAnswer<T>> {
  let failure: RoutingUnavailableError | undefined;
  for (let engine: RoutingEngine | undefined = first.behind ?? first; engine !== undefined; engine = engine.next) {
    try {
      const value = await work(engine);
      const notice =
        failure === undefined ? '' : `${failure.message} Travel times are those of ${engine.name} instead.`;
      return { engine, value, notice };
    } catch (error) {
      if (!(error instanceof RoutingUnavailableError)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

/** The engine among those in use that an earlier plan was made with; undefined where it is not in use any more. */
export function engineOf(
  first: RoutingEngine,
  provenance: { readonly engine: string; readonly mapId: string },
): RoutingEngine | undefined {
  for (let engine: RoutingEngine | undefined = first.behind ?? first; engine !== undefined; engine = engine.next) {
    if (engine.name === provenance.engine && engine.mapId === provenance.mapId) return engine;
  }
  return undefined;
}
