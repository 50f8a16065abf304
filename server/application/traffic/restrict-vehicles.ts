import { DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import { daySeconds } from '../../domain/local-time.js';
import type { VehicleRestriction } from '../../domain/network/vehicle-restriction.js';
import { plainly } from '../../domain/told.js';
import type { Clock, NewId } from '../clock.js';
import type { RoutingEngine } from '../travel/routing/routing-port.js';
import { assertDrawnPlace } from './check-place.js';
import { edgesOf } from './report-traffic.js';
import type { MatchedEdges, RestrictionStore } from './restriction-store.js';

/** Everything that is said of a restriction. */
export type RestrictionRequest = Omit<VehicleRestriction, 'restrictionId'>;

/** Who asks. */
interface Asking {
  readonly by: string;
  readonly signal: AbortSignal;
}

/** A restriction, and how many directed roads it touches; undefined where the engine in use knows none. */
export interface RestrictedRoads {
  readonly restrictionId: string;
  readonly edges: number | undefined;
}

/**
 * Keeps where some of a depot's vehicles may not drive.
 *
 * @throws InvalidInputError for impossible places, hours and days, and where no vehicle is meant; DispatchError `no-roads-there` when
 *   it touches no road; NotFoundError.
 */
export interface RestrictVehicles {
  add(request: RestrictionRequest, asking: Asking): Promise<RestrictedRoads>;
  replace(restriction: VehicleRestriction, asking: Asking): Promise<RestrictedRoads>;
  remove(depotId: string, restrictionId: string, by: string): Promise<void>;
  restore(depotId: string, restrictionId: string, by: string): Promise<void>;
}

export function makeRestrictVehicles(deps: {
  readonly store: RestrictionStore;
  readonly routing: RoutingEngine;
  readonly clock: Clock;
  readonly newId: NewId;
}): RestrictVehicles {
  const { store, routing, clock, newId } = deps;
  async function match(request: RestrictionRequest, signal: AbortSignal): Promise<MatchedEdges | undefined> {
    assertRestriction(request);
    const engine = routing.behind ?? routing;
    // It is kept all the same, for the engine that comes after this one.
    const roads = engine.roads ?? engine.restrictable?.roads;
    if (roads === undefined) return undefined;
    const edgeIds = await edgesOf({ name: engine.name, roads }, request.place, signal);
    if (edgeIds.length > 0) return { mapId: engine.mapId, edgeIds };
    const sentence =
      request.place.kind === 'area'
        ? 'The area touches no road of the map in use.'
        : 'The line follows no road of the map in use.';
    throw new DispatchError('no-roads-there', plainly(sentence));
  }
  return {
    async add(request, { by, signal }) {
      const matched = await match(request, signal);
      const restrictionId = newId('restriction');
      await store.add({ ...request, restrictionId, createdAt: clock.now(), createdBy: by }, matched);
      return { restrictionId, edges: matched?.edgeIds.length };
    },
    async replace(restriction, { by, signal }) {
      const matched = await match(restriction, signal);
      await store.replace(restriction, matched, { by, at: clock.now() });
      return { restrictionId: restriction.restrictionId, edges: matched?.edgeIds.length };
    },
    remove: (depotId, restrictionId, by) => store.remove(depotId, restrictionId, { by, at: clock.now() }),
    restore: (depotId, restrictionId, by) => store.restore(depotId, restrictionId, { by, at: clock.now() }),
  };
}

/** What an engine keeps vehicles out of: all restrictions, those that are areas, or nothing. */
export function heldRestrictions(routing: RoutingEngine): 'all' | 'areas' | 'none' {
  const { roads, restrictable } = routing.behind ?? routing;
  if (roads !== undefined || restrictable?.roads !== undefined) return 'all';
  return restrictable === undefined ? 'none' : 'areas';
}

function assertRestriction({ place, hours, vehicles, validFrom, validUntil }: RestrictionRequest): void {
  assertDrawnPlace(place);
  if (vehicles.profile === undefined && Object.keys(vehicles.over).length === 0) {
    throw new InvalidInputError('A restriction says which vehicles it is for: lorries or vans, or a bound at least.');
  }
  // They would be told as 00:00 of the day before the one on which they hold.
  if (hours.some(({ begins }) => begins >= daySeconds)) {
    throw new InvalidInputError('Hours begin before 24:00. For those from midnight on, say 00:00 and the next day.');
  }
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom) {
    throw new InvalidInputError('The restriction ends before it begins.');
  }
}
