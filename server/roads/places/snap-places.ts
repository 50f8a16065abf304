import Flatbush from 'flatbush';
import { greatCircleMeters, type LonLat } from '../../domain/network/place.js';
import type { Profile } from '../../domain/travel/travel.js';
import { profileOf, type TravelClass } from '../../domain/travel/travel-class.js';
import { usableEdges } from '../costs/edge-cost.js';
import { type RoadClosures, roadClosures } from '../costs/road-closures.js';
import type { RoadSpeeds } from '../costs/road-speeds.js';
import { rulesOf } from '../costs/vehicle-rules.js';
import { edgeFlag, type RoadGraph } from '../graph/road-graph.js';
import { RoadComponents } from './road-components.js';

/** A place is on the road network when a usable edge lies this near. */
export const snapLimitMeters = 1_000;

/** A place this near to the end of a road is at the crossing. */
const crossingMeters = 5;
const searchRadiiMeters = [60, 250, snapLimitMeters];
const metersPerDegree = 111_195.08;

/** A point of an edge at which a drive may begin or end. */
export interface EdgePoint {
  readonly edge: number;
  /** 0 at the beginning of the edge, 1 at its end. */
  readonly fraction: number;
  /** Meters from the place; a farther road counts as so many seconds dearer when ways are compared. */
  readonly awayMeters: number;
}

/** Where a place meets the road network. */
export interface SnappedPlace {
  /** Meters to the nearest usable road; undefined when none lies within `snapLimitMeters`. */
  readonly roadMeters: number | undefined;
  /** Where drives from here may begin; none when there is no road, or none that leads anywhere. */
  readonly departures: readonly EdgePoint[];
  /** Where drives to here may end. */
  readonly arrivals: readonly EdgePoint[];
}

/** The nearest point on a shape. */
interface Candidate {
  readonly shape: number;
  readonly meters: number;
  /** Meters along the shape to the point, and to its end. */
  readonly alongMeters: number;
  readonly shapeMeters: number;
}

/**
 * Finds where places meet the roads that a vehicle may use.
 *
 * A drive begins on the nearest road from which one gets away, and ends on the nearest that one gets to, in both
 * directions where allowed; near the edge of a map these may be two roads. A road that is an island in that sense
 * counts beside it when it is nearer than the second best, so that a drive within the island is found, and alone
 * where there is nothing else. As Valhalla's routes do with `radius` 0 and `minimum_reachability` 50
 * (src/loki/search.cc and reach.cc).
 *
 * Where a limit or a bar of the road keeps vehicles of the class from a place, drives neither begin nor end there: that
 * another road lies near does not bring them to it.
 *
 * @param speeds roads that these close are not there: the next open one takes their place.
 */
export function snapPlaces(
  graph: RoadGraph,
  places: readonly LonLat[],
  travelClass: TravelClass,
  speeds?: RoadSpeeds,
): SnappedPlace[] {
  const profile = profileOf(travelClass);
  const closures = travelClass === profile ? undefined : roadClosures(graph, travelClass);
  const free = snapIndex(graph, profile);
  const index = speeds === undefined ? free : openIndex(graph, free, profile, speeds);
  return places.map((place) => withoutClosed(snapPlace(graph, index, place), closures));
}

function withoutClosed(place: SnappedPlace, closures: RoadClosures | undefined): SnappedPlace {
  if (closures?.any !== true) return place;
  const { entirely, inside } = closures;
  const isOpen = (edge: number) => entirely[edge] === 0;
  return {
    ...place,
    departures: place.departures.filter(
      ({ edge, fraction }) => isOpen(edge) && fraction > (inside.get(edge)?.last ?? Number.NEGATIVE_INFINITY),
    ),
    arrivals: place.arrivals.filter(
      ({ edge, fraction }) => isOpen(edge) && fraction < (inside.get(edge)?.first ?? Number.POSITIVE_INFINITY),
    ),
  };
}

interface SnapIndex {
  readonly tree: Flatbush | undefined;
  readonly usable: Uint8Array;
  /** One edge of each shape; the other direction is its opposite. */
  readonly shapeEdge: Int32Array;
  readonly islands: RoadComponents;
}

const indexes = new WeakMap<RoadGraph, Map<Profile, SnapIndex>>();

function snapIndex(graph: RoadGraph, profile: Profile): SnapIndex {
  const known = indexes.get(graph) ?? new Map<Profile, SnapIndex>();
  indexes.set(graph, known);
  const index = known.get(profile) ?? makeSnapIndex(graph, profile);
  known.set(profile, index);
  return index;
}

const openIndexes = new WeakMap<RoadSpeeds, SnapIndex>();

/** What is left of an index when some roads are closed. */
function openIndex(graph: RoadGraph, free: SnapIndex, profile: Profile, speeds: RoadSpeeds): SnapIndex {
  const known = openIndexes.get(speeds);
  if (known !== undefined) return known;
  const usable = free.usable.map((value, edge) => (speeds.slowness[edge] === Number.POSITIVE_INFINITY ? 0 : value));
  const index = usable.every((value, edge) => value === free.usable[edge])
    ? free
    : {
        tree: free.tree,
        usable,
        shapeEdge: edgesOfShapes(graph, usable),
        islands: new RoadComponents(graph, usable, profile),
      };
  openIndexes.set(speeds, index);
  return index;
}

function edgesOfShapes(graph: RoadGraph, usable: Uint8Array): Int32Array {
  const shapeEdge = new Int32Array(graph.firstPoint.length - 1).fill(-1);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (usable[edge] === 1) shapeEdge[graph.edgeShape[edge]] = edge;
  }
  return shapeEdge;
}

function makeSnapIndex(graph: RoadGraph, profile: Profile): SnapIndex {
  const usable = usableEdges(graph, rulesOf(profile));
  const shapeCount = graph.firstPoint.length - 1;
  const tree = shapeCount === 0 ? undefined : new Flatbush(shapeCount, 16, Int32Array);
  for (let shape = 0; tree !== undefined && shape < shapeCount; shape++) {
    let [west, south, east, north] = [0x7fffffff, 0x7fffffff, -0x80000000, -0x80000000];
    for (let point = graph.firstPoint[shape]; point < graph.firstPoint[shape + 1]; point++) {
      const lon = graph.pointLon[point];
      const lat = graph.pointLat[point];
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
    tree.add(west, south, east, north);
  }
  tree?.finish();
  return { tree, usable, shapeEdge: edgesOfShapes(graph, usable), islands: new RoadComponents(graph, usable, profile) };
}

function snapPlace(graph: RoadGraph, index: SnapIndex, place: LonLat): SnappedPlace {
  const leaving = new Choice();
  const entering = new Choice();
  for (const radius of searchRadiiMeters) {
    leaving.clear();
    entering.clear();
    for (const shape of shapesWithin(index, place, radius)) {
      const candidate = nearestOnShape(graph, shape, place);
      if (candidate.meters > radius) continue;
      if (leaving.wants(candidate)) leaving.take(candidate, isIsland(graph, index, shape, true));
      if (entering.wants(candidate)) entering.take(candidate, isIsland(graph, index, shape, false));
    }
    if (leaving.best !== undefined && entering.best !== undefined) break;
  }
  const departures = leaving.chosen();
  const arrivals = entering.chosen();
  const nearest = [...departures, ...arrivals].reduce(
    (meters, one) => Math.min(meters, one.meters),
    Number.POSITIVE_INFINITY,
  );
  return {
    roadMeters: Number.isFinite(nearest) ? nearest : undefined,
    departures: edgePoints(graph, index, departures, place, true),
    arrivals: edgePoints(graph, index, arrivals, place, false),
  };
}

/** The candidates that count so far, in one sense of driving. */
class Choice {
  best: Candidate | undefined;
  private secondMeters = Number.POSITIVE_INFINITY;
  private island: Candidate | undefined;

  clear(): void {
    this.best = undefined;
    this.secondMeters = Number.POSITIVE_INFINITY;
    this.island = undefined;
  }

  /** Spares the question whether a road is an island where the answer changes nothing. */
  wants({ meters }: Candidate): boolean {
    return meters < this.secondMeters || meters < (this.island?.meters ?? Number.POSITIVE_INFINITY);
  }

  take(candidate: Candidate, isIsland: boolean): void {
    if (isIsland) {
      if (this.island === undefined || candidate.meters < this.island.meters) this.island = candidate;
    } else if (this.best === undefined || candidate.meters < this.best.meters) {
      this.secondMeters = this.best?.meters ?? Number.POSITIVE_INFINITY;
      this.best = candidate;
    } else if (candidate.meters < this.secondMeters) this.secondMeters = candidate.meters;
  }

  /** Nearest first. */
  chosen(): Candidate[] {
    const island = this.island !== undefined && this.island.meters <= this.secondMeters ? this.island : undefined;
    return [this.best, island].filter((one) => one !== undefined).sort((a, b) => a.meters - b.meters);
  }
}

function shapesWithin({ tree, shapeEdge }: SnapIndex, { lon, lat }: LonLat, meters: number): number[] {
  const latReach = (meters / metersPerDegree) * 1e6 + 1;
  const lonReach = latReach / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const [x, y] = [lon * 1e6, lat * 1e6];
  return tree?.search(x - lonReach, y - latReach, x + lonReach, y + latReach, (shape) => shapeEdge[shape] !== -1) ?? [];
}

function nearestOnShape(graph: RoadGraph, shape: number, place: LonLat): Candidate {
  const yScale = metersPerDegree / 1e6;
  const xScale = yScale * Math.cos((place.lat * Math.PI) / 180);
  const px = place.lon * 1e6;
  const py = place.lat * 1e6;
  const first = graph.firstPoint[shape];
  const end = graph.firstPoint[shape + 1];
  let nearest = Number.POSITIVE_INFINITY;
  let alongMeters = 0;
  let shapeMeters = 0;
  let ax = (graph.pointLon[first] - px) * xScale;
  let ay = (graph.pointLat[first] - py) * yScale;
  for (let point = first + 1; point < end; point++) {
    const bx = (graph.pointLon[point] - px) * xScale;
    const by = (graph.pointLat[point] - py) * yScale;
    const dx = bx - ax;
    const dy = by - ay;
    const squared = dx * dx + dy * dy;
    const at = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared));
    const meters = Math.hypot(ax + at * dx, ay + at * dy);
    const length = Math.sqrt(squared);
    if (meters < nearest) {
      nearest = meters;
      alongMeters = shapeMeters + at * length;
    }
    shapeMeters += length;
    ax = bx;
    ay = by;
  }
  return { shape, meters: nearest, alongMeters, shapeMeters };
}

/** The edges, each once, on which drives may begin (or end) that candidates allow. */
function edgePoints(
  graph: RoadGraph,
  index: SnapIndex,
  candidates: readonly Candidate[],
  place: LonLat,
  leaving: boolean,
): EdgePoint[] {
  const points = new Map<number, EdgePoint>();
  const add = (edge: number, fraction: number, awayMeters: number): void => {
    if (index.usable[edge] === 1 && !points.has(edge)) points.set(edge, { edge, fraction, awayMeters });
  };
  for (const { shape, meters, alongMeters, shapeMeters } of candidates) {
    const first = graph.firstPoint[shape];
    const last = graph.firstPoint[shape + 1] - 1;
    const atFront = alongMeters === 0 || metersToPoint(graph, first, place) < crossingMeters;
    const atBack = alongMeters >= shapeMeters || metersToPoint(graph, last, place) < crossingMeters;
    const edge = index.shapeEdge[shape];
    const opposite = graph.edgeOpposite[edge];
    const along = (graph.edgeFlags[edge] & edgeFlag.alongShape) !== 0;
    if (atFront || atBack) {
      // At a crossing drives begin on every road that leaves it, and end on every one that enters it.
      const node = atFront === along ? graph.edgeFrom[edge] : graph.edgeTo[edge];
      for (let at = graph.firstOut[node]; at < graph.firstOut[node + 1]; at++) {
        const out = graph.edgesOut[at];
        if (leaving) add(out, 0, meters);
        else add(graph.edgeOpposite[out], 1, meters);
      }
    } else {
      const ahead = along ? alongMeters / shapeMeters : 1 - alongMeters / shapeMeters;
      add(edge, ahead, meters);
      add(opposite, 1 - ahead, meters);
    }
  }
  return [...points.values()];
}

function metersToPoint(graph: RoadGraph, point: number, place: LonLat): number {
  return greatCircleMeters(place, {
    lon: graph.pointLon[point] / 1e6,
    lat: graph.pointLat[point] / 1e6,
  });
}

/** Whether a road is cut off: too little can be reached from it (`leaving`), or can reach it, in either direction. */
function isIsland(graph: RoadGraph, index: SnapIndex, shape: number, leaving: boolean): boolean {
  const edge = index.shapeEdge[shape];
  return index.islands.isIsland(edge, leaving) && index.islands.isIsland(graph.edgeOpposite[edge], leaving);
}
