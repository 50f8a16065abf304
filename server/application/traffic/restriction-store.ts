import type { VehicleRestriction } from '../../domain/network/vehicle-restriction.js';

/** A restriction as it is kept. */
export interface KeptRestriction extends VehicleRestriction {
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** A restriction with the edges that it touches on one map. */
export interface RestrictionOnMap extends KeptRestriction {
  /** Undefined while it was not matched to that map yet. */
  readonly edgeIds: readonly number[] | undefined;
}

/** The edges of a restriction on a map. */
export interface MatchedEdges {
  readonly mapId: string;
  readonly edgeIds: readonly number[];
}

/** Who changes a restriction, and when. */
export interface RestrictionTrail {
  readonly by: string;
  readonly at: Date;
}

/** Restrictions of depots, those that were removed left out. */
export interface RestrictionStore {
  /** In the order of their ids. */
  list(depotId: string): Promise<KeptRestriction[]>;
  listOnMap(depotId: string, mapId: string): Promise<RestrictionOnMap[]>;
  /** @param matched undefined where the engine in use knows no roads. */
  add(restriction: KeptRestriction, matched: MatchedEdges | undefined): Promise<void>;
  /**
   * Puts everything that is said of a restriction anew.
   *
   * @throws NotFoundError
   */
  replace(restriction: VehicleRestriction, matched: MatchedEdges | undefined, trail: RestrictionTrail): Promise<void>;
  putEdges(restrictionId: string, matched: MatchedEdges): Promise<void>;
  /** @throws NotFoundError when the depot has none, or it was removed before. */
  remove(depotId: string, restrictionId: string, trail: RestrictionTrail): Promise<void>;
  /** @throws NotFoundError when none of this id was removed. */
  restore(depotId: string, restrictionId: string, trail: RestrictionTrail): Promise<void>;
}
