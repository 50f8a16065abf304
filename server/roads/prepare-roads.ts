import type { Profile } from '../domain/travel.js';
import { contract } from './contract.js';
import type { RoadGraph } from './road-graph.js';
import type { PreparedRoads } from './travel-rows.js';
import { makeTurnGraph } from './turn-graph.js';
import { vehicleRules } from './vehicle-rules.js';

/** Makes the roads ready for the matrices of one kind of vehicle. Takes some seconds for a large city. */
export function prepareRoads(graph: RoadGraph, profile: Profile): PreparedRoads {
  const turns = makeTurnGraph(graph, vehicleRules[profile]);
  return { graph, turns, hierarchy: contract(turns) };
}
