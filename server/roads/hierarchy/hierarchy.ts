/**
 * The paths that searches of a contraction hierarchy take: every cheapest path has an equal that climbs in rank first and
 * then descends. Vertices are named by rank here, lowest first. Costs and times in milliseconds.
 */
export interface Hierarchy {
  readonly vertexCount: number;
  /** By vertex of the turn graph. */
  readonly rank: Uint32Array;
  /** By rank: the lowest of the higher ranks that one comes to from here, itself at a summit. All others lie above that one. */
  readonly parent: Uint32Array;
  /** Arcs that leave rank r for higher ones: `firstUp[r]` up to the next. */
  readonly firstUp: Uint32Array;
  readonly upTo: Uint32Array;
  readonly upCost: Int32Array;
  readonly upTime: Int32Array;
  readonly upMeters: Int32Array;
  /** Arcs that enter rank r from higher ones: `firstDown[r]` up to the next. */
  readonly firstDown: Uint32Array;
  readonly downFrom: Uint32Array;
  readonly downCost: Int32Array;
  readonly downTime: Int32Array;
  readonly downMeters: Int32Array;
}
