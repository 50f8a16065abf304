import type { NearestRoad } from '../../../application/travel/routing/routing-port.js';
import type { LonLat } from '../../../domain/network/place.js';
import { edgeLine, type RoadGraph, type SnappedPlace } from '../../../roads/index.js';

/** The road that a place meets, and where. Undefined where none lies near, or none that leads anywhere. */
export function nearestRoad(graph: RoadGraph, place: LonLat, snapped: SnappedPlace): NearestRoad | undefined {
  const points = [...snapped.arrivals, ...snapped.departures];
  if (points.length === 0) return undefined;
  const nearest = points.reduce((best, other) => (other.awayMeters < best.awayMeters ? other : best));
  const line = edgeLine(graph, nearest.edge);
  return { meters: nearest.awayMeters, point: nearestPoint(line, place), line };
}

function nearestPoint(line: readonly LonLat[], place: LonLat): LonLat {
  const shrink = Math.cos((place.lat * Math.PI) / 180);
  let nearest = { point: line[0], away: Number.POSITIVE_INFINITY };
  for (let at = 1; at < line.length; at++) {
    const [from, to] = [line[at - 1], line[at]];
    const [dx, dy] = [(to.lon - from.lon) * shrink, to.lat - from.lat];
    const squared = dx * dx + dy * dy;
    const along = ((place.lon - from.lon) * shrink * dx + (place.lat - from.lat) * dy) / (squared || 1);
    const share = Math.min(1, Math.max(0, along));
    const point = { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share };
    const away = Math.hypot((place.lon - point.lon) * shrink, place.lat - point.lat);
    if (away < nearest.away) nearest = { point, away };
  }
  return nearest.point;
}
