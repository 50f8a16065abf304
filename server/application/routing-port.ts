import type { LonLat } from '../domain/place.js';
import type { Profile, TravelMatrix } from '../domain/travel.js';

/** Where a place meets the road network. */
export interface Snap {
  /** Meters from the place to the nearest edge that the profile may use; undefined when none lies within the limit. */
  readonly roadMeters: number | undefined;
}

/** One drive between two places in a row. */
export interface Leg {
  readonly seconds: number;
  readonly meters: number;
  /** The way driven, first point at the road beside "from", last beside "to". Two points or more. */
  readonly line: readonly LonLat[];
}

/** What a matrix call reports while it works: how many of `total` sources are done. */
export interface MatrixOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Where travel times and ways come from. Implemented once per engine in adapters/routing.
 *
 * Every method throws RoutingUnavailableError when the engine does not answer in time or answers nonsense,
 * and the signal's reason when it is aborted. No method ever falls back to a straight line by itself.
 */
export interface RoutingEngine {
  /** Recorded in every plan: "valhalla", "graphhopper", "osrm" or "straight-line". */
  readonly name: string;

  /** Identity of the road data behind the answers. Kept times are only valid for the map that they were computed on. */
  readonly mapId: string;

  /** True for the great-circle estimate: shown wherever its figures are shown. */
  readonly estimated: boolean;

  /** How far each place lies from a road usable by `profile`, looking no further than 1,000 m. Same order as `places`. */
  snap(places: readonly LonLat[], profile: Profile, signal: AbortSignal): Promise<Snap[]>;

  /**
   * Times and distances from each source to each target, at free-flow speed.
   * A pair without a way, and every pair of a place with no road nearby, is `noWay`.
   */
  matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    profile: Profile,
    options: MatrixOptions,
  ): Promise<TravelMatrix>;

  /** The way along `places` in their order: one leg for each pair of neighbours, or undefined where there is no way. */
  route(places: readonly LonLat[], profile: Profile, signal: AbortSignal): Promise<(Leg | undefined)[]>;

  /** Ends child processes and connections. The engine answers nothing afterwards. */
  close(): Promise<void>;
}
