import path from 'node:path';
import type { Profile } from '../domain/travel/travel.js';
import { reweightTurns } from './costs/reweight-turns.js';
import type { RoadSpeeds } from './costs/road-speeds.js';
import { makeTurnGraph, type TurnGraph } from './costs/turn-graph.js';
import { rulesOf } from './costs/vehicle-rules.js';
import type { RoadGraph } from './graph/road-graph.js';
import { type CchTopology, makeCchTopology } from './hierarchy/cch-topology.js';
import { customize } from './hierarchy/customize.js';
import { dissectionOrder } from './hierarchy/dissection-order.js';
import type { Hierarchy } from './hierarchy/hierarchy.js';
import { readOrder, writeOrder } from './hierarchy/order-file.js';

/** The roads made ready for the matrices of one kind of vehicle. Threads may share it. */
export interface PreparedRoads {
  readonly profile: Profile;
  /** Undefined: free roads. */
  readonly speeds?: RoadSpeeds;
  readonly graph: RoadGraph;
  readonly turns: TurnGraph;
  readonly skeleton: CchTopology;
  readonly hierarchy: Hierarchy;
}

/**
 * Makes free roads ready for the matrices of one kind of vehicle. Takes seconds for a large city.
 *
 * @param keepIn a folder (the map's) in which the order of contraction, which takes longest, is kept for the next time.
 */
export function prepareRoads(graph: RoadGraph, profile: Profile, keepIn?: string): PreparedRoads {
  const turns = makeTurnGraph(graph, rulesOf(profile));
  const skeleton = makeCchTopology(turns, orderFor(graph, turns, keepIn && path.join(keepIn, `order-${profile}.bin`)));
  return { profile, graph, turns, skeleton, hierarchy: customize(skeleton, turns) };
}

/** The same roads at other speeds: a fraction of a second for a large city. */
export function reweightRoads(
  { profile, graph, skeleton, turns: free }: PreparedRoads,
  speeds: RoadSpeeds,
): PreparedRoads {
  const turns = reweightTurns(free, speeds);
  return { profile, speeds, graph, turns, skeleton, hierarchy: customize(skeleton, turns) };
}

function orderFor(graph: RoadGraph, turns: TurnGraph, file: string | undefined): Uint32Array {
  if (file === undefined) return dissectionOrder(graph, turns);
  const kept = readOrder(file, turns);
  if (kept !== undefined) return kept;
  const order = dissectionOrder(graph, turns);
  try {
    writeOrder(file, turns, order);
  } catch {
    // A map on a read-only disk works all the same; the order is found at every start.
  }
  return order;
}
