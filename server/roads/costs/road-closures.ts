import { type Dimension, dimensions, limitsExceeded, type TravelClass } from '../../domain/travel/travel-class.js';
import { limitType, nowhere, type RoadGraph, signed } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import { rulesOf, type VehicleRules } from './vehicle-rules.js';

/** What vehicles of a class are held up by. */
export interface RoadClosures {
  /**
   * By edge: 1 where nothing of the class drives through. Where only the usual figures of its profile say so, drives may
   * begin and end there, as in Valhalla.
   */
  readonly through: Uint8Array;
  /** By edge: 1 where drives may not even begin or end: what is known of the vehicle is beyond a limit of the road. */
  readonly entirely: Uint8Array;
  /** By node: 1 where a bar at the crossing lets nothing pass. */
  readonly crossing: Uint8Array;
  /** By edge with bars inside of it: the parts of it before the first and behind the last. */
  readonly inside: ReadonlyMap<number, { readonly first: number; readonly last: number }>;
  /** Whether anything is closed at all. */
  readonly any: boolean;
}

const dimensionOf = new Map<number, Dimension>(dimensions.map((dimension) => [limitType[dimension], dimension]));

/** The millimeters of centimeters, or the kilograms of hundredths of a ton. */
export function wholeLimit(value: number): number {
  return Math.round(value * 10);
}

/** The bit of limits that the tiles do not tell for vehicles of this kind. */
export function signedBit({ isTruck }: VehicleRules): number {
  return isTruck ? signed.truck : signed.auto;
}

/** Marks the edges that some vehicles of a profile may not drive through. */
export function limitableEdges(graph: RoadGraph, rules: VehicleRules): Uint8Array {
  const limitable = shared.u8(graph.edgeCount);
  const bits = rules.accessBit | signedBit(rules);
  graph.limitEdge.forEach((edge, limit) => {
    const type = graph.limitType[limit];
    const isKnown = dimensionOf.has(type) || (type === limitType.axles && rules.isTruck);
    if (isKnown && (graph.limitAccess[limit] & bits) !== 0) limitable[edge] = 1;
  });
  for (const edge of graph.barEdge) if (edge !== nowhere) limitable[edge] = 1;
  return limitable;
}

const known = new WeakMap<RoadGraph, Map<TravelClass, RoadClosures>>();

/** What is closed to a class of vehicles; remembered for each map. */
export function roadClosures(graph: RoadGraph, travelClass: TravelClass): RoadClosures {
  const ofGraph = known.get(graph) ?? new Map<TravelClass, RoadClosures>();
  known.set(graph, ofGraph);
  const closures = ofGraph.get(travelClass) ?? findClosures(graph, travelClass);
  ofGraph.set(travelClass, closures);
  return closures;
}

function findClosures(graph: RoadGraph, travelClass: TravelClass): RoadClosures {
  const rules = rulesOf(travelClass);
  const exceeded = limitsExceeded(travelClass);
  const through = new Uint8Array(graph.edgeCount);
  const entirely = new Uint8Array(graph.edgeCount);
  const crossing = new Uint8Array(graph.nodeCount);
  const inside = new Map<number, { first: number; last: number }>();
  /** Whether a class is known to be beyond a limit. */
  const isBeyond = (type: number, value: number): boolean => {
    const dimension = dimensionOf.get(type);
    return dimension !== undefined && wholeLimit(value) <= (exceeded[dimension] ?? -1);
  };
  graph.limitEdge.forEach((edge, limit) => {
    const [type, access, value] = [graph.limitType[limit], graph.limitAccess[limit], graph.limitValue[limit]];
    const dimension = dimensionOf.get(type);
    if (dimension !== undefined && exceeded[dimension] !== undefined) {
      if ((access & (rules.accessBit | signedBit(rules))) === 0 || !isBeyond(type, value)) return;
      entirely[edge] = 1;
      through[edge] = 1;
    } else if ((access & rules.accessBit) !== 0 && isBeyondUsual(rules, type, dimension, value)) through[edge] = 1;
  });
  graph.barType.forEach((type, bar) => {
    if (!isBeyond(type, graph.barValue[bar])) return;
    const [node, edge, fraction] = [graph.barNode[bar], graph.barEdge[bar], graph.barFraction[bar]];
    if (node !== nowhere) crossing[node] = 1;
    else {
      const before = inside.get(edge) ?? { first: fraction, last: fraction };
      inside.set(edge, { first: Math.min(before.first, fraction), last: Math.max(before.last, fraction) });
      through[edge] = 1;
    }
  });
  return { through, entirely, crossing, inside, any: through.includes(1) || crossing.includes(1) };
}

function isBeyondUsual(rules: VehicleRules, type: number, dimension: Dimension | undefined, value: number): boolean {
  if (dimension !== undefined) return rules.usual[dimension] > wholeLimit(value);
  return type === limitType.axles && rules.isTruck && rules.axles > value;
}
