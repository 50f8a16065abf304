import type { LonLat } from '../domain/network/place.js';
import type { Profile } from '../domain/travel/travel.js';
import type { TravelClass } from '../domain/travel/travel-class.js';
import type { RoadSpeeds } from './costs/road-speeds.js';
import type { RoadGraph } from './graph/road-graph.js';
import type { PhastSweep } from './hierarchy/phast-sweep.js';
import type { NearestRows } from './matrix/nearest-rows.js';
import type { PlacePoints } from './places/place-points.js';
import type { SnappedPlace } from './places/snap-places.js';
import type { PreparedRoads } from './prepare-roads.js';
import type { Drive } from './search/dijkstra.js';

/** A drive and its way on the map. */
export interface DrawnDrive {
  readonly drive: Drive;
  readonly line: readonly LonLat[];
}

/** What a matrix thread does when asked; arguments and answers cross to it as messages. */
export interface WorkerCalls {
  load(tileFolder: string): RoadGraph;
  prepare(graph: RoadGraph, profile: Profile, keepIn: string): PreparedRoads;
  /** The roads known under `name` for a class of its profile, at other speeds. */
  retime(name: string, travelClass: TravelClass, speeds: RoadSpeeds | undefined): PreparedRoads;
  /** Makes roads known to the thread, so that later calls need only name them. */
  keep(name: string, roads: PreparedRoads): void;
  drop(name: string): void;
  snap(graph: RoadGraph, places: readonly LonLat[], travelClass: TravelClass): SnappedPlace[];
  drive(name: string, from: LonLat, to: LonLat): DrawnDrive | undefined;
  /** Milliseconds by edge; see `isochroneFrom`. Undefined for a place without a road. */
  reach(name: string, from: LonLat, limitMilliseconds: number): Int32Array | undefined;
  select(
    name: string,
    sources: readonly LonLat[],
    targets: readonly LonLat[],
  ): { sources: PlacePoints; descent: PhastSweep };
  begin(name: string, matrix: MatrixWork): void;
  /** Fills rows `first` up to `end` of the matrix begun under `id`. */
  fill(id: number, first: number, end: number): void;
  finish(id: number): void;
}

/** One matrix that threads fill together. */
export interface MatrixWork {
  readonly id: number;
  readonly sources: PlacePoints;
  readonly descent: PhastSweep;
  /** Where rows go: all of them, or of each row the nearest places only. */
  readonly into: { readonly seconds: Int32Array; readonly meters: Int32Array } | NearestRows;
}

export interface WorkerQuestion {
  readonly id: number;
  readonly call: keyof WorkerCalls;
  readonly args: readonly unknown[];
}

export type WorkerAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };
