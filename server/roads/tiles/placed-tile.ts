import type { RoadTile } from './road-tile.js';

/** A tile with the number that its first node and first edge have among all. */
export interface PlacedTile extends RoadTile {
  readonly firstNode: number;
  readonly firstEdge: number;
}

/** Where a node or edge id of the tile format is found among all; undefined where its tile is missing. */
export type FindIndex = (idLow: number, idHigh: number) => number | undefined;

/** Stands for an edge that was left out. */
export const noEdge = 0xffffffff;

/** A choice among the nodes or edges of all tiles, counted through. */
export interface Numbering {
  /** By position among all tiles; `noEdge` where left out. */
  readonly numbers: Uint32Array;
  readonly count: number;
}
