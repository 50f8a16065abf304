import { edgeFlag, limitType, nowhere, type RoadGraph } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import { limitUnit } from './read-limits.js';
import type { RoadLimits } from './road-limits.js';

type Bars = Pick<RoadGraph, 'barNode' | 'barEdge' | 'barFraction' | 'barType' | 'barValue'>;
type Ground = Pick<
  RoadGraph,
  'nodeLon' | 'nodeLat' | 'edgeShape' | 'edgeFlags' | 'firstPoint' | 'pointLon' | 'pointLat'
>;

interface Bar {
  readonly node: number;
  readonly edge: number;
  readonly fraction: number;
  readonly type: number;
  readonly value: number;
}

/**
 * Finds the crossings and the points of edges that limits are at. The tiles name no points: they are found by position,
 * to a millionth of a degree. A point that is on no road that may be driven on is left out.
 */
export function placeBars(points: RoadLimits['points'], ground: Ground): Bars {
  const wanted = new Map<string, RoadLimits['points'][number][]>();
  for (const point of points) {
    for (const key of keysAround(Math.round(point.lon * 1e6), Math.round(point.lat * 1e6))) {
      wanted.set(key, [...(wanted.get(key) ?? []), point]);
    }
  }
  return pack(wanted.size === 0 ? [] : [...atCrossings(wanted, ground), ...insideEdges(wanted, ground)]);
}

function atCrossings(wanted: ReadonlyMap<string, RoadLimits['points']>, { nodeLon, nodeLat }: Ground): Bar[] {
  const bars: Bar[] = [];
  nodeLon.forEach((lon, node) => {
    const found = wanted.get(`${Math.round(lon / 10)} ${Math.round(nodeLat[node] / 10)}`);
    for (const limit of found ?? []) bars.push({ node, edge: nowhere, fraction: 0, ...limitOf(limit) });
  });
  return bars;
}

function insideEdges(
  wanted: ReadonlyMap<string, RoadLimits['points']>,
  { edgeShape, edgeFlags, firstPoint, pointLon, pointLat }: Ground,
): Bar[] {
  /** By shape, the points of it that a limit is at. */
  const onShape = new Map<number, { readonly point: number; readonly limit: RoadLimits['points'][number] }[]>();
  for (let shape = 0; shape + 1 < firstPoint.length; shape++) {
    for (let point = firstPoint[shape] + 1; point < firstPoint[shape + 1] - 1; point++) {
      for (const limit of wanted.get(`${pointLon[point]} ${pointLat[point]}`) ?? []) {
        onShape.set(shape, [...(onShape.get(shape) ?? []), { point, limit }]);
      }
    }
  }
  const bars: Bar[] = [];
  if (onShape.size === 0) return bars;
  edgeShape.forEach((shape, edge) => {
    for (const { point, limit } of onShape.get(shape) ?? []) {
      const along = partBefore(point, firstPoint[shape], firstPoint[shape + 1] - 1, pointLon, pointLat);
      const fraction = (edgeFlags[edge] & edgeFlag.alongShape) !== 0 ? along : 1 - along;
      bars.push({ node: nowhere, edge, fraction, ...limitOf(limit) });
    }
  });
  return bars;
}

function limitOf({ dimension, most }: RoadLimits['points'][number]): Pick<Bar, 'type' | 'value'> {
  return { type: limitType[dimension], value: most * limitUnit };
}

/** How much of a line of points lies before one of them, 0 to 1. */
function partBefore(point: number, first: number, last: number, lons: Int32Array, lats: Int32Array): number {
  const narrow = Math.cos(((lats[first] / 1e6) * Math.PI) / 180);
  let [before, whole] = [0, 0];
  for (let at = first; at < last; at++) {
    const length = Math.hypot((lons[at + 1] - lons[at]) * narrow, lats[at + 1] - lats[at]);
    whole += length;
    if (at < point) before += length;
  }
  return whole === 0 ? 0.5 : before / whole;
}

/** Rounding may have moved either side by one. */
function keysAround(x: number, y: number): string[] {
  return [-1, 0, 1].flatMap((east) => [-1, 0, 1].map((north) => `${x + east} ${y + north}`));
}

function pack(bars: readonly Bar[]): Bars {
  const packed = {
    barNode: shared.u32(bars.length),
    barEdge: shared.u32(bars.length),
    barFraction: shared.f64(bars.length),
    barType: shared.u8(bars.length),
    barValue: shared.f64(bars.length),
  };
  bars.forEach((bar, at) => {
    packed.barNode[at] = bar.node;
    packed.barEdge[at] = bar.edge;
    packed.barFraction[at] = bar.fraction;
    packed.barType[at] = bar.type;
    packed.barValue[at] = bar.value;
  });
  return packed;
}
