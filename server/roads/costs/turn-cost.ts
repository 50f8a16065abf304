import { edgeFlag, nodeFlag, type RoadGraph } from '../graph/road-graph.js';
import { use } from './edge-cost.js';
import type { VehicleRules } from './vehicle-rules.js';

/** Kinds of turn as the tiles number them, clockwise. Source: valhalla/baldr/turn.h. */
const turn = { right: 2, sharpRight: 3, reverse: 4, sharpLeft: 5, left: 6 } as const;
const nodeType = { gate: 1, bollard: 2, tollBooth: 3, borderControl: 10 } as const;
const lowestResidentialClass = 6;

const crossingCost = 2;
const rightHandCosts = [0.5, 0.75, 1, 1.5, 9.5, 3.5, 2.5, 0.75];
const leftHandCosts = [0.5, 0.75, 2.5, 3.5, 9.5, 1.5, 1, 0.75];
const rampCost = 1.5;
const roundaboutCost = 0.5;
const turnBackCost = 600;
const pencilPointFactor = 15;
const densityFactors = [1, 1, 1, 1, 1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.9, 2.2, 2.5, 2.8, 3.1, 3.5];

const newNamePenalty = 5;
const alleyPenalty = 5;
const destinationOnlyPenalty = 600;
const trackPenalty = 300;
const gateSeconds = 30;
const gatePenalty = 300;
const privateAccessPenalty = 450;
const tollSeconds = 15;
const borderSeconds = 600;
const ferrySeconds = 300;
const railFerryPenalty = 4320;

const signalSeconds = 2;
const turnBackSeconds = 20;
/** An edge inside a crossing that is no longer than this can be half of a turn back. */
const shortInternalMeters = 8;

const turnSecondsRightHand = turnSeconds(1.075);
const turnSecondsLeftHand = turnSeconds(1 / 1.075);

/** Cost and time of a turn; written into one object to spare the collector. */
export interface TurnCost {
  /** Counts when ways are compared, in seconds. */
  cost: number;
  seconds: number;
}

/**
 * What it costs to go from the end of edge `from` into edge `to`.
 *
 * @param afterCrossTurn whether `from` is a short edge inside a crossing that was entered by a turn across the
 *   oncoming side: such a second turn is a turn back, which is dear.
 * @param result receives the answer.
 *
 * Sources: TransitionCost in src/sif/autocost.cc and truckcost.cc, base_transition_cost and AddUturnPenalty in
 * valhalla/sif/dynamiccost.h, and for the seconds valhalla/sif/osrm_car_duration.h of Valhalla.
 */
export function turnCost(
  graph: RoadGraph,
  rules: VehicleRules,
  from: number,
  to: number,
  afterCrossTurn: boolean,
  result: TurnCost,
): void {
  const node = graph.edgeFrom[to];
  const road = graph.edgeOppositeLocalIndex[from];
  addPassage(graph, rules, from, to, node, road, result);
  result.seconds += crossingSeconds(graph, to, node, road);

  if (road > 7) return;
  const stopImpact = (graph.edgeStopImpacts[to] >>> (road * 3)) & 7;
  if (stopImpact === 0) return;

  const kind = (graph.edgeTurnTypes[to] >>> (road * 3)) & 7;
  const hasRoadLeft = ((graph.edgeRoadsToLeft[to] >>> road) & 1) === 1;
  const hasRoadRight = ((graph.edgeRoadsToRight[to] >>> road) & 1) === 1;
  const sameName = ((graph.edgeSameName[to] >>> road) & 1) === 1;
  const driveOnRight = (graph.nodeFlags[node] & nodeFlag.driveOnRight) !== 0;
  const toFlags = graph.edgeFlags[to];

  let cost = (driveOnRight ? rightHandCosts : leftHandCosts)[kind];
  if (hasRoadLeft && hasRoadRight) cost = crossingCost;
  if ((graph.edgeUse[to] === use.ramp) !== (graph.edgeUse[from] === use.ramp)) {
    cost += rampCost + ((toFlags & edgeFlag.roundabout) !== 0 ? roundaboutCost : 0);
  }

  const isLeft = kind === turn.left || kind === turn.sharpLeft;
  const isRight = kind === turn.right || kind === turn.sharpRight;
  const isBack = kind === turn.reverse;
  const isTurn = isLeft || isRight || isBack;
  if (isTurn) cost *= stopImpact;

  const crossTurn = driveOnRight ? isLeft : isRight;
  const pencilPoint = driveOnRight
    ? kind === turn.sharpLeft && hasRoadRight && !hasRoadLeft
    : kind === turn.sharpRight && hasRoadLeft && !hasRoadRight;
  if (isBack || (afterCrossTurn && crossTurn)) cost += turnBackCost;
  else if (pencilPoint && sameName && (toFlags & edgeFlag.named) !== 0) cost *= pencilPointFactor;

  if (!isTurn) cost *= stopImpact;
  result.cost += cost * densityFactors[graph.nodeDensity[node]];
}

/** Whether going from `from` into `to` is a turn across the oncoming side onto a short edge inside a crossing. */
export function isCrossTurnInside(graph: RoadGraph, from: number, to: number): boolean {
  if ((graph.edgeFlags[to] & edgeFlag.internal) === 0) return false;
  if (graph.edgeMeters[to] > shortInternalMeters) return false;
  const road = graph.edgeOppositeLocalIndex[from];
  if (road > 7) return false;
  const kind = (graph.edgeTurnTypes[to] >>> (road * 3)) & 7;
  const driveOnRight = (graph.nodeFlags[graph.edgeFrom[to]] & nodeFlag.driveOnRight) !== 0;
  return driveOnRight ? kind === turn.left || kind === turn.sharpLeft : kind === turn.right || kind === turn.sharpRight;
}

/** Gates, borders, tolls, ferries, and the reluctance to enter some kinds of road. */
function addPassage(
  graph: RoadGraph,
  rules: VehicleRules,
  from: number,
  to: number,
  node: number,
  road: number,
  result: TurnCost,
): void {
  const type = graph.nodeType[node];
  const nodeFlags = graph.nodeFlags[node];
  const fromFlags = graph.edgeFlags[from];
  const toFlags = graph.edgeFlags[to];
  const fromUse = graph.edgeUse[from];
  const toUse = graph.edgeUse[to];

  let seconds = 0;
  let penalty = 0;
  if (type === nodeType.borderControl) seconds += borderSeconds;
  if (type === nodeType.gate && (nodeFlags & nodeFlag.taggedAccess) === 0) {
    seconds += gateSeconds;
    penalty += gatePenalty;
  }
  if ((type === nodeType.gate || type === nodeType.bollard) && (nodeFlags & nodeFlag.privateAccess) !== 0) {
    seconds += gateSeconds;
    penalty += privateAccessPenalty;
  }
  const entersToll = (toFlags & edgeFlag.toll) !== 0 && (fromFlags & edgeFlag.toll) === 0;
  if (type === nodeType.tollBooth || entersToll) seconds += tollSeconds;
  if (toUse === use.ferry && fromUse !== use.ferry) seconds += ferrySeconds;
  if (toUse === use.railFerry && fromUse !== use.railFerry) {
    seconds += ferrySeconds;
    penalty += railFerryPenalty;
  }

  const destinationOnly = rules.isTruck ? edgeFlag.destinationOnlyTruck : edgeFlag.destinationOnly;
  if ((toFlags & destinationOnly) !== 0 && (fromFlags & edgeFlag.destinationOnly) === 0)
    penalty += destinationOnlyPenalty;
  if (toUse === use.alley && fromUse !== use.alley) penalty += alleyPenalty;
  const sameName = road < 8 && ((graph.edgeSameName[to] >>> road) & 1) === 1;
  if ((toFlags & edgeFlag.link) === 0 && !sameName) penalty += newNamePenalty;
  if (toUse === use.livingStreet && fromUse !== use.livingStreet) penalty += rules.livingStreetPenalty;
  if (toUse === use.track && fromUse !== use.track) penalty += trackPenalty;
  if (toUse === use.serviceRoad && fromUse !== use.serviceRoad && (toFlags & edgeFlag.internal) === 0) {
    penalty += rules.servicePenalty;
  }
  if (graph.edgeClass[to] >= lowestResidentialClass) penalty += rules.lowClassPenalty;

  result.seconds = seconds;
  result.cost = seconds + penalty;
}

/** Seconds lost at the crossing itself: by the angle of the turn where more than two roads meet, and by signals. */
function crossingSeconds(graph: RoadGraph, to: number, node: number, road: number): number {
  const flags = graph.nodeFlags[node];
  const signal = (flags & nodeFlag.trafficSignal) !== 0 ? signalSeconds : 0;
  const angle = (heading(graph, node, graph.edgeLocalIndex[to]) - heading(graph, node, road) + 540) % 360;
  const isBack = angle > 159 && angle < 201;
  if (graph.nodeRoads[node] <= 2 && !isBack) return signal;
  const table = (flags & nodeFlag.driveOnRight) !== 0 ? turnSecondsRightHand : turnSecondsLeftHand;
  return signal + table[angle] + (isBack ? turnBackSeconds : 0);
}

function heading(graph: RoadGraph, node: number, road: number): number {
  return road > 7 ? 0 : graph.nodeHeadings[node * 8 + road];
}

/** By whole degree of the turn, clockwise: the seconds it takes, rising in an S to 7.5 for a turn back. */
function turnSeconds(bias: number): Float64Array {
  return new Float64Array(360).map((_, angle) => {
    const clockwise = angle <= 180;
    const degrees = clockwise ? angle : 360 - angle;
    const steepness = clockwise ? 13 / bias : 13 * bias;
    const offset = clockwise ? 6.5 * bias : 6.5 / bias;
    return 7.5 / (1 + Math.exp(-((steepness * degrees) / 180 - offset)));
  });
}
