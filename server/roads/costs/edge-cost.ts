import { edgeFlag, type RoadGraph } from '../graph/road-graph.js';
import type { VehicleRules } from './vehicle-rules.js';

/** Values of `RoadGraph.edgeUse` that costs depend on. Source: valhalla/baldr/graphconstants.h. */
export const use = {
  ramp: 1,
  track: 3,
  alley: 5,
  livingStreet: 10,
  serviceRoad: 11,
  ferry: 41,
  railFerry: 42,
  construction: 43,
} as const;

const impassable = 7;
const surfaceFactors = [0, 0, 0, 0.1, 0.2, 0.5, 1, 1];
const trackFactor = 4;
const railFerryFactor = 2.8;
const truckRouteFactor = 0.85;

/** Marks the edges that a kind of vehicle may drive on in their direction: 1 or 0 by edge. */
export function usableEdges(graph: RoadGraph, rules: VehicleRules): Uint8Array {
  const usable = new Uint8Array(graph.edgeCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const allowed = (graph.edgeAccess[edge] & rules.accessBit) !== 0;
    const passable =
      graph.edgeSurface[edge] !== impassable &&
      graph.edgeUse[edge] !== use.construction &&
      (graph.edgeFlags[edge] & edgeFlag.bikeShareConnection) === 0;
    usable[edge] = allowed && passable ? 1 : 0;
  }
  return usable;
}

/** Seconds to drive the whole edge. */
export function edgeSeconds(graph: RoadGraph, rules: VehicleRules, edge: number): number {
  const truckKph = rules.isTruck ? graph.edgeTruckKph[edge] : 0;
  const kph = Math.min(graph.edgeKph[edge], rules.topKph, truckKph > 0 ? truckKph : rules.topKph);
  const meters = graph.edgeMeters[edge];
  // The speed zero stands for one meter an hour in Valhalla's table.
  return kph === 0 ? meters * 3600 : (meters * 3.6) / kph;
}

/** What a second on this edge counts when ways are compared. Source: EdgeCost in Valhalla's costing models. */
export function edgeFactor(graph: RoadGraph, rules: VehicleRules, edge: number): number {
  const edgeUse = graph.edgeUse[edge];
  const density = 0.85 + 0.025 * graph.edgeDensity[edge];
  const surface = rules.surfaceWeight * surfaceFactors[graph.edgeSurface[edge]];
  const isFerry = edgeUse === use.ferry || edgeUse === use.railFerry;

  let factor = edgeUse === use.ferry ? 1 : edgeUse === use.railFerry ? railFerryFactor : density;
  if (!isFerry || !rules.isTruck) factor += surface;
  if (rules.isTruck && (graph.edgeFlags[edge] & edgeFlag.truckRoute) !== 0) factor *= truckRouteFactor;
  if (edgeUse === use.track) factor *= trackFactor;
  else if (edgeUse === use.livingStreet) factor *= rules.livingStreetFactor;
  return factor;
}
