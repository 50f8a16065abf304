import type { LonLat } from '../../domain/network/place.js';
import type { Drive } from '../search/dijkstra.js';
import { edgeFlag, type RoadGraph } from './road-graph.js';

/** The way of a drive on the map, from the road beside its beginning to the road beside its end; two points or more. */
export function driveLine(graph: RoadGraph, { edges, departure, arrival }: Drive): LonLat[] {
  if (edges.length === 0) {
    const at = pointAlong(edgeLine(graph, arrival.edge), 1);
    return [at, at];
  }
  const last = edges.length - 1;
  const line: LonLat[] = [];
  edges.forEach((edge, index) => {
    const begin = index === 0 ? departure.fraction : 0;
    const end = index === last ? arrival.fraction : 1;
    for (const point of part(edgeLine(graph, edge), begin, end)) {
      const before = line.at(-1);
      if (before === undefined || before.lon !== point.lon || before.lat !== point.lat) line.push(point);
    }
  });
  return line.length === 1 ? [line[0], line[0]] : line;
}

/** The shape of an edge in the direction in which it is driven. */
export function edgeLine(graph: RoadGraph, edge: number): LonLat[] {
  const shape = graph.edgeShape[edge];
  const line: LonLat[] = [];
  for (let point = graph.firstPoint[shape]; point < graph.firstPoint[shape + 1]; point++) {
    line.push({ lon: graph.pointLon[point] / 1e6, lat: graph.pointLat[point] / 1e6 });
  }
  return (graph.edgeFlags[edge] & edgeFlag.alongShape) !== 0 ? line : line.reverse();
}

/** The part of a line between two fractions of its length. */
function part(line: readonly LonLat[], begin: number, end: number): LonLat[] {
  const along = fractions(line);
  const inside = line.filter((_, index) => {
    const fraction = along[index];
    return fraction > begin && fraction < end;
  });
  return [pointAlong(line, begin), ...inside, pointAlong(line, end)];
}

function pointAlong(line: readonly LonLat[], fraction: number): LonLat {
  const along = fractions(line);
  const next = along.findIndex((value) => value >= fraction);
  if (next === -1) return line[line.length - 1];
  const to = line[next];
  if (next === 0 || along[next] === fraction) return to;
  const from = line[next - 1];
  const before = along[next - 1];
  const share = (fraction - before) / (along[next] - before);
  return { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share };
}

/** For each point of a line, how much of the line lies before it. */
function fractions(line: readonly LonLat[]): number[] {
  const scale = Math.cos(((line[0]?.lat ?? 0) * Math.PI) / 180);
  let length = 0;
  const lengths = line.map((point, index) => {
    const before = line[index - 1];
    if (before !== undefined) length += Math.hypot((point.lon - before.lon) * scale, point.lat - before.lat);
    return length;
  });
  return lengths.map((value) => (length === 0 ? 0 : value / length));
}
