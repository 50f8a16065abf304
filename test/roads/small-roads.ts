import type { LonLat } from '../../server/domain/network/place.js';
import type { RoadGraph } from '../../server/roads/index.js';

/** A road of a made-up map: both ways unless `oneWay`, 36 km/h (10 m a second) unless said otherwise. */
export interface SmallRoad {
  readonly from: string;
  readonly to: string;
  readonly oneWay?: boolean;
  readonly kph?: number;
  readonly meters?: number;
  /** Bits of vehicles; default cars and lorries. */
  readonly access?: number;
}

export interface SmallMap {
  readonly nodes: Readonly<Record<string, LonLat>>;
  readonly roads: readonly SmallRoad[];
  /** Sequences of nodes that may not be driven: three nodes for a turn, more for a longer one. */
  readonly forbidden?: readonly (readonly string[])[];
  readonly signals?: readonly string[];
  /** Heights in meters, by "from-to". */
  readonly maxHeightMeters?: Readonly<Record<string, number>>;
  /** Bars: heights in meters, by node, or by "from-to" and then half way along the road. */
  readonly bars?: Readonly<Record<string, number>>;
}

export interface SmallRoads {
  readonly graph: RoadGraph;
  /** The edge from one node to a neighbour. */
  edge(from: string, to: string): number;
}

const metersPerDegree = 111_195.08;

/** A position in meters east and north of a corner in Beijing. */
export function at(east: number, north: number): LonLat {
  const lat = 39.9 + north / metersPerDegree;
  return { lon: 116.4 + east / (metersPerDegree * Math.cos((39.9 * Math.PI) / 180)), lat };
}

/**
 * Builds a road graph from a description. Edges have density 6, which weighs a second as a second, one name,
 * and no stops, so that costs are times unless the map says otherwise.
 */
export function smallRoads(map: SmallMap): SmallRoads {
  const names = Object.keys(map.nodes);
  const nodeNumber = new Map(names.map((name, index) => [name, index]));
  const numberOf = (name: string): number => {
    const number = nodeNumber.get(name);
    if (number === undefined) throw new Error(`No node ${name}.`);
    return number;
  };
  const edges = map.roads.flatMap((road, shape) => {
    const bits = road.access ?? 9;
    const there = { ...road, shape, alongShape: true, access: bits };
    const back = { ...road, from: road.to, to: road.from, shape, alongShape: false, access: road.oneWay ? 0 : bits };
    return [there, back];
  });
  const edgeKey = new Map(edges.map(({ from, to }, index) => [`${from}-${to}`, index]));
  const edge = (from: string, to: string): number => {
    const found = edgeKey.get(`${from}-${to}`);
    if (found === undefined) throw new Error(`No road from ${from} to ${to}.`);
    return found;
  };

  const roadsAt = names.map((name) => edges.map((_, index) => index).filter((index) => edges[index].from === name));
  const localIndex = edges.map(({ from }, index) => roadsAt[numberOf(from)].indexOf(index));
  const headings = new Uint16Array(names.length * 8);
  edges.forEach(({ from, to }, index) => {
    headings[numberOf(from) * 8 + localIndex[index]] = bearing(map.nodes[from], map.nodes[to]);
  });
  const opposite = edges.map((_, index) => index ^ 1);

  const forbiddenTurns = new Uint8Array(edges.length);
  const firstSequenceEdge = [0];
  const sequenceEdges: number[] = [];
  for (const path of map.forbidden ?? []) {
    const sequence = path.slice(1).map((to, step) => edge(path[step], to));
    if (sequence.length === 2) forbiddenTurns[sequence[0]] |= 1 << localIndex[sequence[1]];
    else {
      sequenceEdges.push(...sequence);
      firstSequenceEdge.push(sequenceEdges.length);
    }
  }

  const outs = roadsAt.flat();
  const firstOut = [0];
  for (const roads of roadsAt) firstOut.push(firstOut[firstOut.length - 1] + roads.length);
  const heights = Object.entries(map.maxHeightMeters ?? {})
    .map(([key, meters]) => ({ edge: edgeKey.get(key) ?? -1, centimeters: meters * 100 }))
    .sort((a, b) => a.edge - b.edge);
  const drivableOut = (node: string): number =>
    edges.filter((other) => other.from === node && other.access !== 0).length;

  const graph: RoadGraph = {
    nodeCount: names.length,
    edgeCount: edges.length,
    nodeLon: Int32Array.from(names, (name) => Math.round(map.nodes[name].lon * 1e7)),
    nodeLat: Int32Array.from(names, (name) => Math.round(map.nodes[name].lat * 1e7)),
    nodeAccess: new Uint16Array(names.length).fill(0xfff),
    nodeType: new Uint8Array(names.length),
    nodeDensity: new Uint8Array(names.length),
    nodeFlags: Uint8Array.from(names, (name) => 2 | (map.signals?.includes(name) ? 1 : 0)),
    nodeRoads: Uint8Array.from(roadsAt, (roads) => roads.length),
    nodeHeadings: headings,
    edgeFrom: Uint32Array.from(edges, ({ from }) => numberOf(from)),
    edgeTo: Uint32Array.from(edges, ({ to }) => numberOf(to)),
    edgeOpposite: Uint32Array.from(opposite),
    edgeMeters: Uint32Array.from(
      edges,
      (road) => road.meters ?? metersBetween(map.nodes[road.from], map.nodes[road.to]),
    ),
    edgeKph: Uint8Array.from(edges, ({ kph }) => kph ?? 36),
    edgeTruckKph: new Uint8Array(edges.length),
    edgeAccess: Uint16Array.from(edges, ({ access }) => access),
    // 16: a dead end, where the only way on is back; 512: along the shape.
    edgeFlags: Uint16Array.from(
      edges,
      ({ to, alongShape }) => (drivableOut(to) <= 1 ? 16 : 0) | (alongShape ? 512 : 0),
    ),
    edgeUse: new Uint8Array(edges.length),
    edgeClass: new Uint8Array(edges.length).fill(3),
    edgeSurface: new Uint8Array(edges.length),
    edgeDensity: new Uint8Array(edges.length).fill(6),
    edgeLocalIndex: Uint8Array.from(localIndex),
    edgeOppositeLocalIndex: Uint8Array.from(opposite, (other) => localIndex[other]),
    edgeForbiddenTurns: forbiddenTurns,
    edgeTurnTypes: new Uint32Array(edges.length),
    edgeStopImpacts: new Uint32Array(edges.length),
    edgeSameName: new Uint8Array(edges.length).fill(0xff),
    edgeRoadsToLeft: new Uint8Array(edges.length),
    edgeRoadsToRight: new Uint8Array(edges.length),
    edgeIds: Float64Array.from(edges, (_, index) => index),
    firstOut: Uint32Array.from(firstOut),
    edgesOut: Uint32Array.from(outs),
    edgeShape: Uint32Array.from(edges, ({ shape }) => shape),
    firstPoint: Uint32Array.from({ length: map.roads.length + 1 }, (_, shape) => shape * 2),
    pointLon: Int32Array.from(
      map.roads.flatMap(({ from, to }) => [from, to].map((n) => Math.round(map.nodes[n].lon * 1e6))),
    ),
    pointLat: Int32Array.from(
      map.roads.flatMap(({ from, to }) => [from, to].map((n) => Math.round(map.nodes[n].lat * 1e6))),
    ),
    limitEdge: Uint32Array.from(heights, (limit) => limit.edge),
    limitType: new Uint8Array(heights.length).fill(1),
    limitAccess: new Uint16Array(heights.length).fill(0xfff),
    limitValue: Float64Array.from(heights, ({ centimeters }) => centimeters),
    ...barsOf(map, numberOf, edge),
    timedLimits: [],
    firstSequenceEdge: Uint32Array.from(firstSequenceEdge),
    sequenceEdges: Uint32Array.from(sequenceEdges),
    sequenceAccess: new Uint16Array(firstSequenceEdge.length - 1).fill(0xfff),
  };
  return { graph, edge };
}

/** A grid of `columns` × `rows` crossings 1,000 m apart, named "column,row". */
export function gridMap(columns: number, rows: number): SmallMap {
  const nodes: Record<string, LonLat> = {};
  const roads: SmallRoad[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      nodes[`${column},${row}`] = at(column * 1000, row * 1000);
      if (column > 0) roads.push({ from: `${column - 1},${row}`, to: `${column},${row}`, meters: 1000 });
      if (row > 0) roads.push({ from: `${column},${row - 1}`, to: `${column},${row}`, meters: 1000 });
    }
  }
  return { nodes, roads };
}

function barsOf(map: SmallMap, numberOf: (name: string) => number, edge: (from: string, to: string) => number) {
  const none = 0xffffffff;
  const bars = Object.entries(map.bars ?? {}).flatMap(([at, meters]) => {
    const [from, to] = at.split('-');
    if (to === undefined) return [{ node: numberOf(from), edge: none, meters }];
    return [edge(from, to), edge(to, from)].map((each) => ({ node: none, edge: each, meters }));
  });
  return {
    barNode: Uint32Array.from(bars, ({ node }) => node),
    barEdge: Uint32Array.from(bars, (bar) => bar.edge),
    barFraction: new Float64Array(bars.length).fill(0.5),
    barType: new Uint8Array(bars.length).fill(1),
    barValue: Float64Array.from(bars, ({ meters }) => meters * 100),
  };
}

function bearing(from: LonLat, to: LonLat): number {
  const east = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180);
  return (Math.round((Math.atan2(east, to.lat - from.lat) * 180) / Math.PI) + 360) % 360;
}

function metersBetween(from: LonLat, to: LonLat): number {
  const east = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180);
  return Math.round(Math.hypot(east, to.lat - from.lat) * metersPerDegree);
}
