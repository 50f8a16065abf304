import path from 'node:path';
import type { Profile } from '../domain/travel.js';
import { contract, type Hierarchy } from './contract.js';
import { readHierarchy, writeHierarchy } from './hierarchy-file.js';
import type { RoadGraph } from './road-graph.js';
import { makeTurnGraph, type TurnGraph } from './turn-graph.js';
import { vehicleRules } from './vehicle-rules.js';

/** The roads made ready for the matrices of one kind of vehicle. Threads may share it. */
export interface PreparedRoads {
  readonly graph: RoadGraph;
  readonly turns: TurnGraph;
  readonly hierarchy: Hierarchy;
}

/**
 * Makes the roads ready for the matrices of one kind of vehicle. Takes seconds for a large city, a minute for a huge one.
 *
 * @param keepIn a folder (the map's) in which the result is kept for the next time; only what fits the roads is taken from it.
 */
export function prepareRoads(graph: RoadGraph, profile: Profile, keepIn?: string): PreparedRoads {
  const turns = makeTurnGraph(graph, vehicleRules[profile]);
  if (keepIn === undefined) return { graph, turns, hierarchy: contract(turns) };

  const file = path.join(keepIn, `roads-${profile}.bin`);
  const kept = readHierarchy(file, turns);
  if (kept !== undefined) return { graph, turns, hierarchy: kept };
  const hierarchy = contract(turns);
  try {
    writeHierarchy(file, turns, hierarchy);
  } catch {
    // A map on a read-only disk works all the same; it is made ready at every start.
  }
  return { graph, turns, hierarchy };
}
