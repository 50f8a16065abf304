import path from 'node:path';
import { profileOf, type TravelClass } from '../domain/travel/travel-class.js';
import { closeTurns } from './costs/close-turns.js';
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

/** The roads made ready for the matrices of one class of vehicles. Threads may share it. */
export interface PreparedRoads {
  readonly travelClass: TravelClass;
  /** Undefined: free roads. */
  readonly speeds?: RoadSpeeds;
  readonly graph: RoadGraph;
  /** As vehicles of the class may take them, at these speeds. */
  readonly turns: TurnGraph;
  /** Of all vehicles of the profile, on free roads. */
  readonly openTurns: TurnGraph;
  readonly skeleton: CchTopology;
  readonly hierarchy: Hierarchy;
}

/**
 * Makes free roads ready for the matrices of one class of vehicles. Takes seconds for a large city.
 *
 * @param keepIn a folder (the map's) in which the order of contraction, which takes longest, is kept for the next time.
 */
export function prepareRoads(graph: RoadGraph, travelClass: TravelClass, keepIn?: string): PreparedRoads {
  const profile = profileOf(travelClass);
  const openTurns = makeTurnGraph(graph, rulesOf(profile));
  const order = orderFor(graph, openTurns, keepIn && path.join(keepIn, `order-${profile}.bin`));
  const skeleton = makeCchTopology(openTurns, order);
  const turns = closeTurns(graph, openTurns, travelClass);
  return { travelClass, graph, turns, openTurns, skeleton, hierarchy: customize(skeleton, turns) };
}

/** The same roads at other speeds, or for another class of the profile: a fraction of a second for a large city. */
export function reweightRoads(
  { graph, skeleton, openTurns, travelClass: prepared }: PreparedRoads,
  speeds: RoadSpeeds | undefined,
  travelClass: TravelClass = prepared,
): PreparedRoads {
  const retimed = speeds === undefined ? openTurns : reweightTurns(openTurns, speeds);
  const turns = closeTurns(graph, retimed, travelClass);
  // A further class is asked for a matrix or two of the places of a day, for which pruning does not pay.
  const hierarchy = customize(skeleton, turns, travelClass === profileOf(travelClass));
  return { travelClass, speeds, graph, turns, openTurns, skeleton, hierarchy };
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
