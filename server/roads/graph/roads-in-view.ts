import type { RoadGraph } from './road-graph.js';

/** A part of a map, in degrees. */
export interface MapBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Roads to be drawn. */
export interface RoadsInView {
  /** One edge of each road; where it is driven both ways, its opposite has the same line. */
  readonly edges: readonly number[];
  /** The least class of road that is among them; smaller roads were left out. 7 where none was. */
  readonly leastClass: number;
}

const boxes = new WeakMap<RoadGraph, Int32Array>();

/** The roads that touch a part of the map, the main ones first: so many classes of road as `most` lines hold. */
export function roadsInView(graph: RoadGraph, box: MapBox, most: number): RoadsInView {
  const { edgeShape, edgeClass, edgeCount } = graph;
  const shapeBoxes = boxes.get(graph) ?? boxesOf(graph);
  boxes.set(graph, shapeBoxes);
  const [west, south, east, north] = [box.west, box.south, box.east, box.north].map((degrees) => degrees * 1e6);
  const byClass: number[][] = Array.from({ length: 8 }, () => []);
  const seen = new Uint8Array(graph.firstPoint.length);
  for (let edge = 0; edge < edgeCount; edge++) {
    const shape = edgeShape[edge];
    const at = 4 * shape;
    if (seen[shape] === 1 || shapeBoxes[at] > east || shapeBoxes[at + 2] < west) continue;
    if (shapeBoxes[at + 1] > north || shapeBoxes[at + 3] < south) continue;
    seen[shape] = 1;
    byClass[edgeClass[edge]].push(edge);
  }
  const edges: number[] = [];
  let leastClass = 0;
  for (const [roadClass, roads] of byClass.entries()) {
    if (edges.length > 0 && edges.length + roads.length > most) break;
    edges.push(...roads.slice(0, most));
    leastClass = roadClass;
  }
  return { edges, leastClass };
}

/** West, south, east and north of each shape, in millionths of a degree. */
function boxesOf({ firstPoint, pointLon, pointLat }: RoadGraph): Int32Array {
  const found = new Int32Array(4 * (firstPoint.length - 1));
  for (let shape = 0; shape + 1 < firstPoint.length; shape++) {
    let [west, south, east, north] = [2e9, 2e9, -2e9, -2e9];
    for (let point = firstPoint[shape]; point < firstPoint[shape + 1]; point++) {
      west = Math.min(west, pointLon[point]);
      east = Math.max(east, pointLon[point]);
      south = Math.min(south, pointLat[point]);
      north = Math.max(north, pointLat[point]);
    }
    found.set([west, south, east, north], 4 * shape);
  }
  return found;
}
