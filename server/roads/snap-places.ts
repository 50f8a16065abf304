import Flatbush from 'flatbush';
import { greatCircleMeters, type LonLat } from '../domain/place.js';
import type { Profile } from '../domain/travel.js';
import { usableEdges } from './edge-cost.js';
import type { RoadGraph } from './road-graph.js';
import { vehicleRules } from './vehicle-rules.js';

/** A place is on the road network when a usable edge lies this near. */
export const snapLimitMeters = 1_000;

/** A road from which at least so many crossings can be reached, and which can be reached from as many, is no island. */
const islandNodes = 50;
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
 * The nearest road counts, in both directions where allowed. A road on an island (cut off from the rest in either
 * direction) counts beside it, when it is nearer than the second best, so that a drive within the island is found;
 * an island alone counts where there is nothing else. As Valhalla does with `radius` 0 and `minimum_reachability` 50
 * (src/loki/search.cc).
 */
export function snapPlaces(graph: RoadGraph, places: readonly LonLat[], profile: Profile): SnappedPlace[] {
  const index = snapIndex(graph, profile);
  return places.map((place) => snapPlace(graph, index, place));
}

interface SnapIndex {
  readonly tree: Flatbush | undefined;
  readonly usable: Uint8Array;
  /** One edge of each shape; the other direction is its opposite. */
  readonly shapeEdge: Int32Array;
  /** By edge: 0 not known yet, 1 island, 2 not. */
  readonly island: Uint8Array;
}

const indexes = new WeakMap<RoadGraph, Map<Profile, SnapIndex>>();

function snapIndex(graph: RoadGraph, profile: Profile): SnapIndex {
  const known = indexes.get(graph) ?? new Map<Profile, SnapIndex>();
  indexes.set(graph, known);
  const index = known.get(profile) ?? makeSnapIndex(graph, usableEdges(graph, vehicleRules[profile]));
  known.set(profile, index);
  return index;
}

function makeSnapIndex(graph: RoadGraph, usable: Uint8Array): SnapIndex {
  const shapeCount = graph.firstPoint.length - 1;
  const shapeEdge = new Int32Array(shapeCount).fill(-1);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (usable[edge] === 1) shapeEdge[graph.edgeShape[edge] as number] = edge;
  }
  const tree = shapeCount === 0 ? undefined : new Flatbush(shapeCount, 16, Int32Array);
  for (let shape = 0; tree !== undefined && shape < shapeCount; shape++) {
    let [west, south, east, north] = [0x7fffffff, 0x7fffffff, -0x80000000, -0x80000000];
    for (let point = graph.firstPoint[shape] as number; point < (graph.firstPoint[shape + 1] as number); point++) {
      const lon = graph.pointLon[point] as number;
      const lat = graph.pointLat[point] as number;
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
    tree.add(west, south, east, north);
  }
  tree?.finish();
  return { tree, usable, shapeEdge, island: new Uint8Array(graph.edgeCount) };
}

function snapPlace(graph: RoadGraph, index: SnapIndex, place: LonLat): SnappedPlace {
  let best: Candidate | undefined;
  let secondMeters = Number.POSITIVE_INFINITY;
  let bestIsland: Candidate | undefined;

  for (const radius of searchRadiiMeters) {
    best = undefined;
    secondMeters = Number.POSITIVE_INFINITY;
    bestIsland = undefined;
    for (const shape of shapesWithin(index, place, radius)) {
      const candidate = nearestOnShape(graph, shape, place);
      if (candidate.meters > radius) continue;
      if (
        bestIsland !== undefined &&
        best !== undefined &&
        candidate.meters >= Math.max(secondMeters, bestIsland.meters)
      )
        continue;
      if (isIsland(graph, index, shape)) {
        if (bestIsland === undefined || candidate.meters < bestIsland.meters) bestIsland = candidate;
      } else if (best === undefined || candidate.meters < best.meters) {
        secondMeters = best?.meters ?? Number.POSITIVE_INFINITY;
        best = candidate;
      } else if (candidate.meters < secondMeters) secondMeters = candidate.meters;
    }
    if (best !== undefined) break;
  }

  const islandCounts = bestIsland !== undefined && bestIsland.meters <= secondMeters;
  const candidates = [best, islandCounts ? bestIsland : undefined]
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => a.meters - b.meters);
  return {
    roadMeters: candidates[0]?.meters,
    ...edgePoints(graph, index, candidates, place),
  };
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
  const first = graph.firstPoint[shape] as number;
  const end = graph.firstPoint[shape + 1] as number;
  let nearest = Number.POSITIVE_INFINITY;
  let alongMeters = 0;
  let shapeMeters = 0;
  let ax = ((graph.pointLon[first] as number) - px) * xScale;
  let ay = ((graph.pointLat[first] as number) - py) * yScale;
  for (let point = first + 1; point < end; point++) {
    const bx = ((graph.pointLon[point] as number) - px) * xScale;
    const by = ((graph.pointLat[point] as number) - py) * yScale;
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

/** The beginnings and ends of drives that candidates allow, each edge once. */
function edgePoints(graph: RoadGraph, index: SnapIndex, candidates: readonly Candidate[], place: LonLat) {
  const departures: EdgePoint[] = [];
  const arrivals: EdgePoint[] = [];
  const seen = new Set<number>();
  for (const candidate of candidates) {
    const { shape, meters, alongMeters, shapeMeters } = candidate;
    const first = graph.firstPoint[shape] as number;
    const last = (graph.firstPoint[shape + 1] as number) - 1;
    const atFront = alongMeters === 0 || metersToPoint(graph, first, place) < crossingMeters;
    const atBack = alongMeters >= shapeMeters || metersToPoint(graph, last, place) < crossingMeters;

    const oneEdge = index.shapeEdge[shape] as number;
    const along = ((graph.edgeFlags[oneEdge] as number) & (1 << 9)) !== 0;
    if (atFront || atBack) {
      const node = (atFront === along ? graph.edgeFrom[oneEdge] : graph.edgeTo[oneEdge]) as number;
      addCrossing(graph, index, node, meters, seen, departures, arrivals);
      continue;
    }
    const fraction = shapeMeters === 0 ? 0 : alongMeters / shapeMeters;
    for (const edge of [oneEdge, graph.edgeOpposite[oneEdge] as number]) {
      if (index.usable[edge] !== 1 || seen.has(edge)) continue;
      seen.add(edge);
      const point = {
        edge,
        fraction: (edge === oneEdge) === along ? fraction : 1 - fraction,
        awayMeters: meters,
      };
      departures.push(point);
      arrivals.push(point);
    }
  }
  return { departures, arrivals };
}

/** At a crossing drives begin on every road that leaves it and end on every one that enters it. */
function addCrossing(
  graph: RoadGraph,
  index: SnapIndex,
  node: number,
  awayMeters: number,
  seen: Set<number>,
  departures: EdgePoint[],
  arrivals: EdgePoint[],
): void {
  for (let at = graph.firstOut[node] as number; at < (graph.firstOut[node + 1] as number); at++) {
    const leaving = graph.edgesOut[at] as number;
    const entering = graph.edgeOpposite[leaving] as number;
    if (index.usable[leaving] === 1 && !seen.has(leaving)) {
      seen.add(leaving);
      departures.push({ edge: leaving, fraction: 0, awayMeters });
    }
    if (index.usable[entering] === 1 && !seen.has(entering)) {
      seen.add(entering);
      arrivals.push({ edge: entering, fraction: 1, awayMeters });
    }
  }
}

function metersToPoint(graph: RoadGraph, point: number, place: LonLat): number {
  return greatCircleMeters(place, {
    lon: (graph.pointLon[point] as number) / 1e6,
    lat: (graph.pointLat[point] as number) / 1e6,
  });
}

function isIsland(graph: RoadGraph, index: SnapIndex, shape: number): boolean {
  const edge = index.shapeEdge[shape] as number;
  const opposite = graph.edgeOpposite[edge] as number;
  const isIslandEdge = (candidate: number): boolean => {
    if (index.usable[candidate] !== 1) return true;
    if (index.island[candidate] === 0) {
      const reaches =
        countNodes(graph, index.usable, graph.edgeTo[candidate] as number, true) >= islandNodes &&
        countNodes(graph, index.usable, graph.edgeFrom[candidate] as number, false) >= islandNodes;
      index.island[candidate] = reaches ? 2 : 1;
    }
    return index.island[candidate] === 1;
  };
  return isIslandEdge(edge) && isIslandEdge(opposite);
}

/** How many nodes can be reached from a node, or reach it, counted up to `islandNodes`. */
function countNodes(graph: RoadGraph, usable: Uint8Array, start: number, forward: boolean): number {
  const found = [start];
  const seen = new Set(found);
  for (let next = 0; next < found.length && found.length < islandNodes; next++) {
    const node = found[next] as number;
    for (let at = graph.firstOut[node] as number; at < (graph.firstOut[node + 1] as number); at++) {
      const leaving = graph.edgesOut[at] as number;
      const edge = forward ? leaving : (graph.edgeOpposite[leaving] as number);
      const other = graph.edgeTo[leaving] as number;
      if (usable[edge] !== 1 || seen.has(other)) continue;
      seen.add(other);
      found.push(other);
    }
  }
  return found.length;
}
