import type { TravelClass } from '../../domain/travel/travel-class.js';
import type { RoadGraph } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import { edgeSeconds } from './edge-cost.js';
import { rulesOf } from './vehicle-rules.js';

/** How many words for the class of a road there are: motorway (0) to service road (7). */
export const roadClasses = 8;

/** The speeds of one kind of vehicle on every road, where they are not those of free roads. */
export interface RoadSpeeds {
  /** Equal keys stand for equal speeds. */
  readonly key: string;
  /** By edge: what its time on a free road is multiplied by; infinite where it is closed. */
  readonly slowness: Float32Array;
}

/** What roads are like in one hour of driving. */
export interface HourOnRoads {
  /** How much of the hour is driven in, 0 to 1. */
  readonly share: number;
  /** By class of road: the part of the free speed that is driven. */
  readonly classFactors: readonly number[];
  /** Speeds seen on single edges, which go before those of their class. */
  readonly learned: EdgeSpeeds;
  /** Reports on edges, oldest first: a later one goes before an earlier one, a closure before everything. */
  readonly reports: readonly SpeedReport[];
}

/** Speeds by edge, side by side. */
export interface EdgeSpeeds {
  readonly edges: ArrayLike<number>;
  readonly kph: ArrayLike<number>;
}

/** What somebody reported about some edges. */
export interface SpeedReport {
  readonly edges: ArrayLike<number>;
  /** A part of what is usual there, a speed, or nothing passes. */
  readonly speed:
    | { readonly kind: 'factor'; readonly factor: number }
    | { readonly kind: 'kph'; readonly kph: number }
    | { readonly kind: 'closed' };
}

/** No part of a road is driven at less than this, short of a closure. */
const slowestKph = 1;

/**
 * The speeds over some hours of driving: the mean time of each edge over the hours, each by its share.
 *
 * An edge that is closed in one of the hours is closed. No vehicle becomes faster than its rules let it.
 */
export function makeRoadSpeeds(
  graph: RoadGraph,
  travelClass: TravelClass,
  key: string,
  hours: readonly HourOnRoads[],
): RoadSpeeds {
  const rules = rulesOf(travelClass);
  const { edgeCount } = graph;
  const whole = hours.reduce((sum, { share }) => sum + share, 0);
  const slowness = shared.f32(edgeCount).fill(whole === 0 ? 1 : 0);
  if (whole === 0) return { key, slowness };
  const freeKph = new Float32Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    freeKph[edge] = (graph.edgeMeters[edge] * 3.6) / edgeSeconds(graph, rules, edge);
  }
  const kph = new Float32Array(edgeCount);
  for (const hour of hours) {
    if (hour.share === 0) continue;
    for (let edge = 0; edge < edgeCount; edge++) {
      kph[edge] = freeKph[edge] * (hour.classFactors[graph.edgeClass[edge]] ?? 1);
    }
    for (let at = 0; at < hour.learned.edges.length; at++) {
      const edge = hour.learned.edges[at];
      kph[edge] = Math.min(rules.topKph, hour.learned.kph[at]);
    }
    report(kph, hour.reports, rules.topKph);
    for (let edge = 0; edge < edgeCount; edge++) {
      const free = freeKph[edge];
      // Edges of no length, and those that are as slow as can be already, keep their time.
      const factor =
        kph[edge] === 0 ? Number.POSITIVE_INFINITY : free > slowestKph ? free / Math.max(slowestKph, kph[edge]) : 1;
      slowness[edge] = slowness[edge] + (factor * hour.share) / whole;
    }
  }
  return { key, slowness };
}

/** The speed of an edge on a free road, km/h. */
export function freeKphOf(graph: RoadGraph, travelClass: TravelClass, edge: number): number {
  return (graph.edgeMeters[edge] * 3.6) / edgeSeconds(graph, rulesOf(travelClass), edge);
}

/** Whether a kind of vehicle may drive an edge in its direction at all. */
export function isOpenTo(graph: RoadGraph, travelClass: TravelClass, edge: number): boolean {
  return (graph.edgeAccess[edge] & rulesOf(travelClass).accessBit) !== 0;
}

/** Writes reports over usual speeds; zero stands for closed. */
function report(kph: Float32Array, reports: readonly SpeedReport[], topKph: number): void {
  const usual = kph.slice();
  const closed: number[] = [];
  for (const { edges, speed } of reports) {
    for (let at = 0; at < edges.length; at++) {
      const edge = edges[at];
      if (speed.kind === 'closed') closed.push(edge);
      else kph[edge] = Math.min(topKph, speed.kind === 'kph' ? speed.kph : usual[edge] * speed.factor);
    }
  }
  for (const edge of closed) kph[edge] = 0;
}
