import type { Dimension } from '../../domain/travel/travel-class.js';
import type { WeekHours } from '../../domain/travel/week-hours.js';

/** Bits of `RoadGraph.edgeFlags`. */
export const edgeFlag = {
  toll: 1 << 0,
  roundabout: 1 << 1,
  truckRoute: 1 << 2,
  /** Part of the inside of a crossing of divided roads. */
  internal: 1 << 3,
  /** Nothing drivable leaves its end node but the way back. */
  deadEnd: 1 << 4,
  destinationOnly: 1 << 5,
  destinationOnlyTruck: 1 << 6,
  named: 1 << 7,
  /** A ramp or turn channel. */
  link: 1 << 8,
  /** Driven along its shape; else against it. */
  alongShape: 1 << 9,
  bikeShareConnection: 1 << 10,
} as const;

/** Bits of `RoadGraph.nodeFlags`. */
export const nodeFlag = {
  trafficSignal: 1 << 0,
  driveOnRight: 1 << 1,
  taggedAccess: 1 << 2,
  privateAccess: 1 << 3,
} as const;

/** Bits of `RoadGraph.edgeAccess` and `nodeAccess` that this engine asks for. */
export const access = { auto: 1, truck: 8 } as const;

/** Further bits of `limitAccess`: a limit that the map has and the tiles do not tell for this kind of vehicle. */
export const signed = { auto: 1 << 12, truck: 1 << 13 } as const;

/** Values of `limitType`. Source: valhalla/baldr/graphconstants.h. */
export const limitType = { height: 1, width: 2, length: 3, weight: 4, axleLoad: 5, axles: 9 } as const;

/** Stands for the edge of a bar that is at a crossing, and for the crossing of one that is inside of an edge. */
export const nowhere = 0xffffffff;

/** A limit that holds in some hours of the week. */
export interface TimedLimit extends WeekHours {
  readonly edges: readonly number[];
  /** Left out where the roads are closed to all vehicles. */
  readonly limit?: {
    readonly dimension: Dimension;
    /** Millimeters or kilograms. */
    readonly most: number;
  };
}

/**
 * The drivable roads of a map, as parallel arrays that threads may share.
 *
 * Places at which roads meet are `nodes`; every direction of a road between two nodes is an `edge` of its own.
 * Nothing writes to the arrays after loading. The words for use, class, surface and node type are the numbers
 * of the tile format (see docs/roads.md).
 */
export interface RoadGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;

  /** Degrees × 1e7. */
  readonly nodeLon: Int32Array;
  readonly nodeLat: Int32Array;
  readonly nodeAccess: Uint16Array;
  readonly nodeType: Uint8Array;
  readonly nodeDensity: Uint8Array;
  readonly nodeFlags: Uint8Array;
  /** Roads that meet at the node, for any kind of traffic. */
  readonly nodeRoads: Uint8Array;
  /** Eight a node: the compass heading in degrees in which the road with that local index leaves it. */
  readonly nodeHeadings: Uint16Array;

  readonly edgeFrom: Uint32Array;
  readonly edgeTo: Uint32Array;
  /** The edge of the same road in the other direction. */
  readonly edgeOpposite: Uint32Array;
  readonly edgeMeters: Uint32Array;
  readonly edgeKph: Uint8Array;
  /** Zero where lorries have no speed of their own. */
  readonly edgeTruckKph: Uint8Array;
  readonly edgeAccess: Uint16Array;
  readonly edgeFlags: Uint16Array;
  readonly edgeUse: Uint8Array;
  readonly edgeClass: Uint8Array;
  readonly edgeSurface: Uint8Array;
  readonly edgeDensity: Uint8Array;
  /** Local index of the edge at the node where it begins. */
  readonly edgeLocalIndex: Uint8Array;
  /** Local index, at the node where the edge ends, of its opposite. */
  readonly edgeOppositeLocalIndex: Uint8Array;
  /** Local indexes that may not be turned into from the end of this edge, one bit each. */
  readonly edgeForbiddenTurns: Uint8Array;
  /** By local index of the edge come from: kind of turn into this edge, three bits each. */
  readonly edgeTurnTypes: Uint32Array;
  /** By local index of the edge come from: how much the crossing makes one stop (0 to 7), three bits each. */
  readonly edgeStopImpacts: Uint32Array;
  /** By local index of the edge come from: whether the name stays the same, one bit each; likewise the next two. */
  readonly edgeSameName: Uint8Array;
  readonly edgeRoadsToLeft: Uint8Array;
  readonly edgeRoadsToRight: Uint8Array;
  /** Identity of the edge in the tiles (level, tile, index in 46 bits), as map matching reports it. */
  readonly edgeIds: Float64Array;

  /** Edges that leave node n: `edgesOut[firstOut[n]]` up to `firstOut[n + 1]`. */
  readonly firstOut: Uint32Array;
  readonly edgesOut: Uint32Array;

  /** Points of the shape of edge e: `firstPoint[edgeShape[e]]` up to the next; degrees × 1e6. */
  readonly edgeShape: Uint32Array;
  readonly firstPoint: Uint32Array;
  readonly pointLon: Int32Array;
  readonly pointLat: Int32Array;

  /** Limits on single edges (height, weight and so on), sorted by edge. */
  readonly limitEdge: Uint32Array;
  readonly limitType: Uint8Array;
  readonly limitAccess: Uint16Array;
  /** Centimeters or hundredths of a ton. */
  readonly limitValue: Float64Array;

  /** Limits at single points: at a crossing, or at a part of an edge (then for both directions of the road). */
  readonly barNode: Uint32Array;
  readonly barEdge: Uint32Array;
  /** 0 at the beginning of the edge, 1 at its end. */
  readonly barFraction: Float64Array;
  readonly barType: Uint8Array;
  /** As `limitValue`. */
  readonly barValue: Float64Array;

  /** Limits along edges in some hours of the week. */
  readonly timedLimits: readonly TimedLimit[];

  /** Forbidden sequences of edges: `sequenceEdges` from `firstSequenceEdge[s]` up to the next, two edges or more each. */
  readonly firstSequenceEdge: Uint32Array;
  readonly sequenceEdges: Uint32Array;
  readonly sequenceAccess: Uint16Array;
}
