import type { LonLat } from '../domain/place.js';
import type { Profile } from '../domain/travel.js';
import type { Descent } from './descent.js';
import type { PlacePoints } from './place-points.js';
import type { Drive } from './plain-search.js';
import type { PreparedRoads } from './prepare-roads.js';
import type { RoadGraph } from './road-graph.js';
import type { SnappedPlace } from './snap-places.js';

/** A drive and its way on the map. */
export interface DrawnDrive {
  readonly drive: Drive;
  readonly line: readonly LonLat[];
}

/** What a matrix thread does when asked; arguments and answers cross to it as messages. */
export interface WorkerCalls {
  load(tileFolder: string): RoadGraph;
  prepare(graph: RoadGraph, profile: Profile, keepIn: string): PreparedRoads;
  /** Makes roads known to the thread, so that later calls need only name the profile. */
  keep(profile: Profile, roads: PreparedRoads): void;
  snap(graph: RoadGraph, places: readonly LonLat[], profile: Profile): SnappedPlace[];
  drive(profile: Profile, from: LonLat, to: LonLat): DrawnDrive | undefined;
  select(
    profile: Profile,
    sources: readonly LonLat[],
    targets: readonly LonLat[],
  ): { sources: PlacePoints; descent: Descent };
  begin(profile: Profile, matrix: MatrixWork): void;
  /** Fills rows `first` up to `end` of the matrix begun under `id`. */
  fill(id: number, first: number, end: number): void;
  finish(id: number): void;
}

/** One matrix that threads fill together. */
export interface MatrixWork {
  readonly id: number;
  readonly sources: PlacePoints;
  readonly descent: Descent;
  readonly seconds: Int32Array;
  readonly meters: Int32Array;
}

export interface WorkerQuestion {
  readonly id: number;
  readonly call: keyof WorkerCalls;
  readonly args: readonly unknown[];
}

export type WorkerAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };
