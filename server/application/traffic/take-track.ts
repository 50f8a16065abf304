import { InvalidInputError } from '../../domain/dispatch-error.js';
import { isOnGlobe, type LonLat } from '../../domain/network/place.js';
import { told } from '../../domain/told.js';
import type { Profile } from '../../domain/travel/travel.js';
import type { Clock } from '../clock.js';
import { RoutingUnavailableError } from '../travel/routing/routing-errors.js';
import type { RoutingEngine } from '../travel/routing/routing-port.js';
import { speedsOfTrace } from './speeds-of-trace.js';
import type { TrafficStore } from './traffic-store.js';

const maxPoints = 10_000;
/** Clocks of phones may be ahead by so much. */
const allowedAheadMilliseconds = 300_000;

export interface Track {
  /** Given by who sends it; a track that is sent again counts once. */
  readonly trackId: string;
  readonly profile: Profile;
  readonly points: readonly { readonly position: LonLat; readonly at: Date }[];
  readonly by: string;
  readonly signal: AbortSignal;
}

/** What was learned of a track: how many roads were timed. `repeated` when it was known already. */
export interface TakenTrack {
  readonly timedEdges: number;
  readonly repeated: boolean;
}

/**
 * Learns speeds from where a courier was when.
 *
 * @throws InvalidInputError for a track that is none; RoutingUnavailableError when the engine in use does not know
 *   roads edge by edge.
 */
export function makeTakeTrack(deps: {
  readonly store: TrafficStore;
  readonly routing: RoutingEngine;
  readonly clock: Clock;
  readonly hourOf: (at: Date) => number;
}) {
  return async ({ trackId, profile, points, by, signal }: Track): Promise<TakenTrack> => {
    const now = deps.clock.now();
    assertPoints(points, now);
    const { roads, mapId, name } = deps.routing;
    if (roads === undefined) {
      throw new RoutingUnavailableError(told`Tracks need a map of ours; the engine in use (${name}) has none.`);
    }
    const trace = await roads.match(
      points.map(({ position }) => position),
      profile,
      signal,
    );
    const seen = speedsOfTrace(
      trace,
      points.map(({ at }) => at),
      deps.hourOf,
    );
    const isNew = await deps.store.addTrack(trackId, mapId, seen, by, now);
    return { timedEdges: isNew ? seen.length : 0, repeated: !isNew };
  };
}

function assertPoints(points: Track['points'], now: Date): void {
  if (points.length < 2 || points.length > maxPoints)
    throw new InvalidInputError(told`A track has 2 to ${maxPoints} points.`);
  points.forEach(({ position, at }, index) => {
    if (!isOnGlobe(position))
      throw new InvalidInputError(told`Point ${index + 1} is no longitude and latitude (WGS-84).`);
    if (at.getTime() > now.getTime() + allowedAheadMilliseconds) {
      throw new InvalidInputError(told`Point ${index + 1} lies in the future.`);
    }
    if (index > 0 && at <= points[index - 1].at) {
      throw new InvalidInputError(told`Point ${index + 1} is not later than the one before.`);
    }
  });
}
