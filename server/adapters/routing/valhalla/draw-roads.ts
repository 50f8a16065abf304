import type {
  DrawnRoads,
  MapView,
  ReachedRoad,
  RoadSpeed,
  SourceShares,
  SpeedSource,
  SpeedsNow,
} from '../../../application/travel/routing/routing-port.js';
import type { TravelSpeeds } from '../../../application/travel/travel-speeds.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { TravelClass } from '../../../domain/travel/travel-class.js';
import {
  edgeLine,
  findEdges,
  freeKphOf,
  isOpenTo,
  notReached,
  type RoadGraph,
  type RoadSpeeds,
  roadClosures,
  roadsInView,
} from '../../../roads/index.js';

/** Roads with their speeds. @param now and @param usual undefined for free roads. */
export function drawSpeeds(
  graph: RoadGraph,
  view: MapView,
  travelClass: TravelClass,
  now: RoadSpeeds | undefined,
  usual: RoadSpeeds | undefined,
  given: SpeedsNow,
): DrawnRoads<RoadSpeed> {
  const { edges, leastClass } = roadsInView(graph, view, view.most);
  const sourceOf = sourcesOf(graph, given.now);
  const { through } = roadClosures(graph, travelClass);
  const restricted = restrictedEdges(graph, given.now);
  const speedOf = (edge: number): RoadSpeed => {
    const freeKph = freeKphOf(graph, travelClass, edge);
    const at = (speeds: RoadSpeeds | undefined) => freeKph / (speeds?.slowness[edge] ?? 1);
    const [usualKph, kph] = [at(usual), at(now)];
    const closedBy = restricted.has(edge) ? 'restriction' : 'limit';
    const source =
      usualKph === 0 ? closedBy : (sourceOf(edge) ?? (Math.abs(usualKph - freeKph) > 0.5 ? 'class' : 'free'));
    if (through[edge] === 1) return { line: roundedLine(graph, edge), freeKph, usualKph: 0, kph: 0, source: 'limit' };
    return { line: roundedLine(graph, edge), freeKph, usualKph, kph, source };
  };
  const roads = edges.flatMap((edge) => {
    const directions = directionsOf(graph, travelClass, edge).map(speedOf);
    if (directions.length === 0) return [];
    return [directions.reduce((slowest, other) => (slownessOf(other) > slownessOf(slowest) ? other : slowest))];
  });
  return { roads, leastClass };
}

/** What the time of a drive is made of; turns and crossings count as what the map says. */
export function sharesOf(
  graph: RoadGraph,
  travelClass: TravelClass,
  { edges, milliseconds }: { readonly edges: readonly number[]; readonly milliseconds: number },
  speeds: RoadSpeeds | undefined,
  given: TravelSpeeds,
): SourceShares {
  const sourceOf = sourcesOf(graph, given);
  const shares = { free: 0, class: 0, learned: 0, reported: 0 };
  let onRoads = 0;
  for (const edge of edges) {
    const slowness = speeds?.slowness[edge] ?? 1;
    const time = (graph.edgeMeters[edge] * 3600 * slowness) / freeKphOf(graph, travelClass, edge);
    shares[sourceOf(edge) ?? (Math.abs(slowness - 1) > 0.01 ? 'class' : 'free')] += time;
    onRoads += time;
  }
  // The first and last roads are driven in part only: what is more than the drive took is not counted.
  const whole = Math.max(onRoads, milliseconds, 1);
  const share = (time: number) => (onRoads > milliseconds ? time / onRoads : time / whole);
  const [byClass, learned, reported] = [shares.class, shares.learned, shares.reported].map(share);
  return { free: 1 - byClass - learned - reported, class: byClass, learned, reported };
}

/** Roads with the seconds to their further end. @param reached milliseconds by edge. */
export function drawReach(graph: RoadGraph, view: MapView, reached: Int32Array): DrawnRoads<ReachedRoad> {
  const { edges, leastClass } = roadsInView(graph, view, view.most);
  const roads = edges.flatMap((edge) => {
    const times = [edge, ...opposite(graph, edge)].map((each) => reached[each]).filter((time) => time !== notReached);
    return times.length === 0 ? [] : [{ line: roundedLine(graph, edge), seconds: Math.min(...times) / 1000 }];
  });
  return { roads, leastClass };
}

/** What counts more is how far it is from usual; where nothing is reported, how far from free. */
function slownessOf({ freeKph, usualKph, kph }: RoadSpeed): number {
  return (1000 * usualKph) / Math.max(0.1, kph) + freeKph / Math.max(0.1, usualKph);
}

function directionsOf(graph: RoadGraph, travelClass: TravelClass, edge: number): number[] {
  return [edge, ...opposite(graph, edge)].filter((each) => isOpenTo(graph, travelClass, each));
}

function opposite(graph: RoadGraph, edge: number): number[] {
  const other = graph.edgeOpposite[edge];
  return graph.edgeShape[other] === graph.edgeShape[edge] ? [other] : [];
}

function sourcesOf(graph: RoadGraph, { hours }: TravelSpeeds): (edge: number) => SpeedSource | undefined {
  const numbers = (ids: readonly number[]) => new Set(findEdges(graph, ids, ids)[0]);
  const reported = numbers(hours.flatMap(({ reports }) => reports.flatMap(({ edgeIds }) => edgeIds)));
  const learned = numbers(hours.flatMap((hour) => hour.learned.edgeIds));
  return (edge) => (reported.has(edge) ? 'reported' : learned.has(edge) ? 'learned' : undefined);
}

function restrictedEdges(graph: RoadGraph, { hours }: TravelSpeeds): ReadonlySet<number> {
  const ids = hours.flatMap(({ restrictions = [] }) => restrictions.flatMap(({ edgeIds }) => edgeIds));
  return new Set(findEdges(graph, ids, ids)[0]);
}

/** A meter is enough for drawing. */
function roundedLine(graph: RoadGraph, edge: number): LonLat[] {
  const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
  return edgeLine(graph, edge).map(({ lon, lat }) => ({ lon: round(lon), lat: round(lat) }));
}
