import type { CityGround } from '../city/city-ground.js';
import type { CityPlan, River } from '../city/city-plan.js';
import { arrange } from '../geometry/arrangement.js';
import { NearLine } from '../geometry/near-line.js';
import { type Point, pointBetween } from '../geometry/plane.js';
import { stronglyConnected } from '../geometry/strongly-connected.js';
import type { CityStreets, Street } from './street.js';

/** A stretch of a street between two junctions or bends. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** The water that the stretch crosses; it is then a bridge. */
  readonly bridgeOver: River | undefined;
}

/** A street as a chain of stretches; what was cut off may leave gaps between them. */
export interface NetworkStreet {
  readonly street: Street;
  readonly oneway: boolean;
  readonly stretches: readonly Stretch[];
}

export interface StreetNetwork {
  readonly nodes: readonly Point[];
  readonly streets: readonly NetworkStreet[];
  /** How many stretches meet at each node. */
  readonly degrees: Int32Array;
}

const touchMeters = 0.6;

/**
 * Joins the streets into one network: junctions where they meet, nothing beyond the map's edge, no water crossed but
 * by bridges, and every place reachable from every other by car.
 */
export function joinStreets(plan: CityPlan, ground: CityGround, { streets, medians }: CityStreets): StreetNetwork {
  const { nodes, paths } = arrange(streets, touchMeters);
  const kept = streets.map((street, at): Stretch[] => {
    const stretches: Stretch[] = [];
    for (let step = 1; step < paths[at].length; step++) {
      const from = paths[at][step - 1];
      const to = paths[at][step];
      const middle = pointBetween(nodes[from], nodes[to], 0.5);
      if (!ground.isOnMap(middle)) continue;
      const river = ground.waterCorridorAt(middle);
      if (river !== undefined && !street.crossesWater) continue;
      stretches.push({ from, to, bridgeOver: river });
    }
    return stretches;
  });
  removeStubs(kept, streets, nodes, medians, plan);
  const oneways = openUntilConnected(kept, streets, nodes.length);
  const inside = stronglyConnected(drivableArcs(kept, streets, oneways), nodes.length);
  const connected = kept.map((stretches, at) =>
    streets[at].highway === 'footway' ? stretches : stretches.filter(({ from, to }) => inside[from] && inside[to]),
  );
  return {
    nodes,
    degrees: degreesOf(connected, nodes.length),
    streets: streets
      .map((street, at) => ({ street, oneway: oneways[at], stretches: connected[at] }))
      .filter(({ stretches }) => stretches.length > 0),
  };
}

/** A side street ends at the nearer carriageway of a divided road; what sticks out into its middle goes. */
function removeStubs(
  kept: Stretch[][],
  streets: readonly Street[],
  nodes: readonly Point[],
  medians: CityStreets['medians'],
  plan: CityPlan,
): void {
  const middle = new NearLine<undefined>(1.5);
  for (const median of medians) middle.add(median, () => undefined);
  const degrees = degreesOf(kept, nodes.length);
  const isStub = (node: number) => degrees[node] === 1 && middle.nearest(nodes[node]) !== undefined;
  const drop = (stretch: Stretch) => {
    degrees[stretch.from]--;
    degrees[stretch.to]--;
  };
  kept.forEach((stretches, at) => {
    if (plan.streets.some((arterial) => arterial.name === streets[at].name)) return;
    while (stretches.length > 0 && isStub(stretches[stretches.length - 1].to)) {
      let stretch = stretches.pop();
      while (stretch !== undefined) {
        drop(stretch);
        stretch = degrees[stretch.from] === 1 ? stretches.pop() : undefined;
      }
    }
    while (stretches.length > 0 && isStub(stretches[0].from)) {
      let stretch = stretches.shift();
      while (stretch !== undefined) {
        drop(stretch);
        stretch = degrees[stretch.to] === 1 ? stretches.shift() : undefined;
      }
    }
  });
}

/** Makes one-way streets two-way where they cut something off, until no more can be gained. */
function openUntilConnected(kept: readonly Stretch[][], streets: readonly Street[], nodeCount: number): boolean[] {
  const oneways = streets.map((street) => street.oneway);
  for (let round = 0; round < 6; round++) {
    const inside = stronglyConnected(drivableArcs(kept, streets, oneways), nodeCount);
    let opened = 0;
    kept.forEach((stretches, at) => {
      if (!oneways[at] || !streets[at].mayOpen) return;
      if (stretches.some(({ from, to }) => !inside[from] || !inside[to])) {
        oneways[at] = false;
        opened++;
      }
    });
    if (opened === 0) break;
  }
  return oneways;
}

/** Pairs of nodes from, to. */
function drivableArcs(kept: readonly Stretch[][], streets: readonly Street[], oneways: readonly boolean[]): Int32Array {
  const arcs: number[] = [];
  kept.forEach((stretches, at) => {
    if (streets[at].highway === 'footway') return;
    for (const { from, to } of stretches) {
      arcs.push(from, to);
      if (!oneways[at]) arcs.push(to, from);
    }
  });
  return Int32Array.from(arcs);
}

function degreesOf(kept: readonly (readonly Stretch[])[], nodeCount: number): Int32Array {
  const degrees = new Int32Array(nodeCount);
  for (const stretches of kept) {
    for (const { from, to } of stretches) {
      degrees[from]++;
      degrees[to]++;
    }
  }
  return degrees;
}
