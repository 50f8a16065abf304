import type { LonLat } from '../../../domain/network/place.js';
import type { Profile, TravelMatrix } from '../../../domain/travel/travel.js';
import type { RoadVehicle, TravelClass } from '../../../domain/travel/travel-class.js';
import type { TravelSpeeds } from '../travel-speeds.js';

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

/** What a matrix call takes and, while it works, reports: how many of `total` sources are done. */
export interface MatrixOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Default: free roads. Only engines with `roads` take others, and of `restrictable` ones what they can. */
  readonly speeds?: TravelSpeeds;
}

/** The speeds of one hour as they are and as they would be without reports. */
export interface SpeedsNow {
  readonly now: TravelSpeeds;
  readonly usual: TravelSpeeds;
}

/** A drive that was matched to the roads. */
export interface MatchedTrace {
  /** The edges driven on, in order, by their identity in the map's tiles. */
  readonly edges: readonly MatchedEdge[];
  /** For each point of the trace where it lies; undefined where it fits no road. */
  readonly points: readonly (MatchedPoint | undefined)[];
}

export interface MatchedEdge {
  readonly edgeId: number;
  /** Of the part driven, which is shorter at both ends of the trace. */
  readonly meters: number;
}

/** A point on the edge with number `edge` of the trace, at a part (0 to 1) of its length. */
export interface MatchedPoint {
  readonly edge: number;
  readonly fraction: number;
}

/** A part of the map to be looked at: degrees, and how many roads at most. */
export interface MapView {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly most: number;
}

/** Where a road's speed comes from: its tags alone, its class in that hour, couriers' tracks, or a report. */
export type SpeedSource = 'free' | 'class' | 'learned' | 'reported';

/** Which parts of a drive's time come from which source; they add up to 1. */
export type SourceShares = Readonly<Record<SpeedSource, number>>;

/** The same, and that a limit of the road, or a restriction that the operator has drawn, closes it to the vehicle. */
export type DrawnSource = SpeedSource | 'limit' | 'restriction';

/** A road as it is drawn; of its two directions the one that is slowed more. */
export interface RoadSpeed {
  readonly line: readonly LonLat[];
  readonly freeKph: number;
  /** Without reports; 0 where a limit or restriction closes it to the vehicle. */
  readonly usualKph: number;
  /** With them; 0 where it is closed. */
  readonly kph: number;
  readonly source: DrawnSource;
}

/** A road, and how long it takes to its further end: of its two directions the one that is there first. */
export interface ReachedRoad {
  readonly line: readonly LonLat[];
  readonly seconds: number;
}

/** Roads of a part of the map; of class `leastClass` (motorway 0 to service road 7) and above. */
export interface DrawnRoads<Road> {
  readonly roads: readonly Road[];
  readonly leastClass: number;
}

/** The road that a place meets: drives to it end, and drives from it begin, at `point`. */
export interface NearestRoad {
  readonly meters: number;
  readonly point: LonLat;
  /** The whole of the road's piece, first to last point. */
  readonly line: readonly LonLat[];
}

/** What an engine offers that knows the roads edge by edge. Edges are named by their identity in the map's tiles. */
export interface RoadMatching {
  /** The edges that an area touches. @param ring its corners, the first again at the end. */
  edgesWithin(ring: readonly LonLat[]): Promise<readonly number[]>;

  /**
   * Limits of the roads that hold in a part of some time of a day only, by numbers of the map. @param weekday 0 for Monday.
   * @param begins, ends seconds after midnight.
   */
  timedLimits?(weekday: number, begins: number, ends: number): Promise<readonly number[]>;

  /** Undefined where no road lies within 1,000 m, or none that leads anywhere. */
  nearest?(place: LonLat, travelClass: TravelClass): Promise<NearestRoad | undefined>;

  /** The edges along a line or a courier's track; none where it fits no roads. */
  match(trace: readonly LonLat[], profile: Profile, signal: AbortSignal): Promise<MatchedTrace>;

  /** The speeds of one hour, beside those of the same hour without reports. */
  speedsInView(view: MapView, travelClass: TravelClass, speeds: SpeedsNow): Promise<DrawnRoads<RoadSpeed>>;

  /** What the time of the cheapest drive is made of; undefined where there is no way. */
  sharesOfDrive(
    from: LonLat,
    to: LonLat,
    travelClass: TravelClass,
    speeds: TravelSpeeds,
  ): Promise<SourceShares | undefined>;

  /** The roads that are reached from a place within so many seconds; none for a place without a road. */
  reach(
    from: LonLat,
    limitSeconds: number,
    view: MapView,
    travelClass: TravelClass,
    speeds: TravelSpeeds,
  ): Promise<DrawnRoads<ReachedRoad>>;
}

/**
 * Where travel times and ways come from. Implemented once per engine in adapters/routing.
 *
 * Every method throws RoutingUnavailableError when the engine does not answer in time or answers nonsense,
 * and the signal's reason when it is aborted. No method ever falls back to a straight line by itself.
 */
export interface RoutingEngine {
  /**
   * Of an engine that is exchanged while the server runs: the one behind it at this moment. Work that takes a map's id
   * and answers together asks this one throughout.
   */
  readonly behind?: RoutingEngine;

  /** Recorded in every plan: "valhalla", "graphhopper", "osrm" or "straight-line". */
  readonly name: string;

  /** Identity of the road data behind the answers. Kept times are only valid for the map that they were computed on. */
  readonly mapId: string;

  /** True for the great-circle estimate: shown wherever its figures are shown. */
  readonly estimated: boolean;

  /**
   * The class of each vehicle, by what the roads behind the engine tell apart: vehicles of one class have the same times
   * and ways. Left out by engines that know no measures of vehicles: there every vehicle counts as its profile.
   */
  travelClasses?(vehicles: readonly RoadVehicle[], signal: AbortSignal): Promise<readonly TravelClass[]>;

  /** How far each place lies from a road usable by the class's profile, looking no further than 1,000 m. Same order as `places`. */
  snap(places: readonly LonLat[], travelClass: TravelClass, signal: AbortSignal): Promise<Snap[]>;

  /**
   * Times and distances from each source to each target, at free-flow speed unless the options say otherwise.
   * A pair without a way, and every pair of a place with no road nearby, is `noWay`.
   */
  matrix(
    sources: readonly LonLat[],
    targets: readonly LonLat[],
    travelClass: TravelClass,
    options: MatrixOptions,
  ): Promise<TravelMatrix>;

  /**
   * The way along `places` in their order: one leg for each pair of neighbours, or undefined where there is no way.
   *
   * @param speeds default: free roads. Only engines with `roads` take others.
   */
  route(
    places: readonly LonLat[],
    travelClass: TravelClass,
    signal: AbortSignal,
    speeds?: TravelSpeeds,
  ): Promise<(Leg | undefined)[]>;

  /**
   * There where the engine takes no speeds of single roads, and yet keeps to the restrictions among them: to areas, and to
   * lines as well where it has `roads` that tell their edges. Of the speeds themselves it takes one factor for all roads.
   */
  readonly restrictable?: { readonly roads?: RoadMatching };

  /** There where the engine knows roads edge by edge and takes other speeds than those of free roads. */
  readonly roads?: RoadMatching;

  /** Who is asked when this engine is out. */
  readonly next?: RoutingEngine;

  /** Ends child processes and connections. The engine answers nothing afterwards. */
  close(): Promise<void>;
}
