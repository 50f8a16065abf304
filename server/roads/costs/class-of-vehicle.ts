import type { Profile } from '../../domain/travel/travel.js';
import {
  type Dimension,
  dimensions,
  makeTravelClass,
  type RoadVehicle,
  type TravelClass,
} from '../../domain/travel/travel-class.js';
import { limitType, nowhere, type RoadGraph } from '../graph/road-graph.js';
import { signedBit, wholeLimit } from './road-closures.js';
import { rulesOf } from './vehicle-rules.js';

/** The limits of a dimension on a map, in whole millimeters or kilograms, each once, the least first. */
interface Limits {
  readonly all: readonly number[];
  /** Those that the tiles do not tell, bars among them: the profile as such knows nothing of them. */
  readonly signed: readonly number[];
  readonly told: readonly number[];
}

/**
 * The class of a vehicle on a map: vehicles that are beyond the same limits are one class, and those that the limits do not
 * tell from the other vehicles of their profile are no other class than it.
 *
 * A known measure counts for itself. For one that is not known, the usual one of the profile is taken, against the limits
 * that the tiles do not tell as well.
 */
export function travelClassIn(graph: RoadGraph, { profile, measures }: RoadVehicle): TravelClass {
  const { usual } = rulesOf(profile);
  const over: Partial<Record<Dimension, number>> = {};
  for (const dimension of dimensions) {
    const { all, signed, told } = limitsOf(graph, profile, dimension);
    const measure = measures[dimension];
    const exceeded = largestBelow(all, measure ?? usual[dimension]);
    const usually = largestBelow(told, usual[dimension]);
    const counts = measure === undefined ? largestBelow(signed, usual[dimension]) > 0 : exceeded > 0 || usually > 0;
    if (counts) over[dimension] = exceeded;
  }
  return makeTravelClass(profile, over);
}

function largestBelow(limits: readonly number[], measure: number): number {
  return limits.findLast((limit) => limit < measure) ?? 0;
}

const known = new WeakMap<RoadGraph, Map<string, Limits>>();

function limitsOf(graph: RoadGraph, profile: Profile, dimension: Dimension): Limits {
  const ofGraph = known.get(graph) ?? new Map<string, Limits>();
  known.set(graph, ofGraph);
  const key = `${profile} ${dimension}`;
  const limits = ofGraph.get(key) ?? collectLimits(graph, profile, dimension);
  ofGraph.set(key, limits);
  return limits;
}

function collectLimits(graph: RoadGraph, profile: Profile, dimension: Dimension): Limits {
  const rules = rulesOf(profile);
  const [signed, told] = [new Set<number>(), new Set<number>()];
  graph.limitType.forEach((type, limit) => {
    // What no vehicle of the profile may use limits none of them further.
    const mayUse = (graph.edgeAccess[graph.limitEdge[limit]] & rules.accessBit) !== 0;
    if (type !== limitType[dimension] || !mayUse) return;
    if ((graph.limitAccess[limit] & rules.accessBit) !== 0) told.add(wholeLimit(graph.limitValue[limit]));
    if ((graph.limitAccess[limit] & signedBit(rules)) !== 0) signed.add(wholeLimit(graph.limitValue[limit]));
  });
  graph.barType.forEach((type, bar) => {
    const [node, edge] = [graph.barNode[bar], graph.barEdge[bar]];
    const access = node === nowhere ? graph.edgeAccess[edge] : graph.nodeAccess[node];
    if (type === limitType[dimension] && (access & rules.accessBit) !== 0) signed.add(wholeLimit(graph.barValue[bar]));
  });
  for (const timed of graph.timedLimits) {
    const mayUse = timed.edges.some((edge) => (graph.edgeAccess[edge] & rules.accessBit) !== 0);
    if (timed.limit?.dimension === dimension && mayUse) signed.add(timed.limit.most);
  }
  const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
  return { all: sorted(new Set([...told, ...signed])), signed: sorted(signed), told: sorted(told) };
}
