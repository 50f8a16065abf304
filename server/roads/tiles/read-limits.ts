import { access, edgeFlag, limitType, type RoadGraph, signed, type TimedLimit } from '../graph/road-graph.js';
import { shared } from '../shared-arrays.js';
import { noEdge, type PlacedTile } from './placed-tile.js';
import type { RoadLimits } from './road-limits.js';
import { limitBytes } from './road-tile.js';

/** A limit along an edge; see `RoadGraph`. */
export interface EdgeLimit {
  readonly edge: number;
  readonly type: number;
  readonly access: number;
  readonly value: number;
}

/** Centimeters of a millimeter, and hundredths of a ton of a kilogram. */
export const limitUnit = 0.1;
/** Limits that differ by no more are one: the tiles know centimeters and hundredths of a ton. */
const sameLimit = 1;

/** Limits on edges: two words of 64 bits. Source: valhalla/baldr/accessrestriction.h. */
export function readLimits(tiles: readonly PlacedTile[], edgeNumbers: Uint32Array): EdgeLimit[] {
  const limits: EdgeLimit[] = [];
  for (const { view, limitsAt, limitCount, firstEdge } of tiles) {
    for (let index = 0; index < limitCount; index++) {
      const at = limitsAt + index * limitBytes;
      const low = view.getUint32(at, true);
      const high = view.getUint32(at + 4, true);
      const edge = edgeNumbers[firstEdge + (low & 0x3fffff)];
      if (edge === undefined || edge === noEdge) continue;
      const value = view.getUint32(at + 8, true) + view.getUint32(at + 12, true) * 2 ** 32;
      limits.push({ edge, type: (low >>> 22) & 0x3f, access: ((low >>> 28) & 15) | ((high & 0xff) << 4), value });
    }
  }
  return limits;
}

/**
 * The limits of the tiles and those of the map's own signs, as far as the tiles do not tell them. Where they do, the sign's
 * figure holds: the tiles have it rounded down.
 */
export function withSigned(
  told: readonly EdgeLimit[],
  ways: RoadLimits['ways'],
  { edgeShape, edgeFlags }: EdgesOfWays,
  wayOfShape: readonly number[],
): EdgeLimit[] {
  if (ways.length === 0) return [...told];
  const limitsOfWay = groupBy(ways, ({ wayId }) => wayId);
  const signsOf = (edge: number) =>
    (limitsOfWay.get(wayOfShape[edgeShape[edge]]) ?? []).filter(isInDirection(edgeFlags[edge]));
  const isSame = (limit: EdgeLimit, { dimension, most }: RoadLimits['ways'][number]) =>
    limit.type === limitType[dimension] && Math.abs(limit.value - most * limitUnit) <= sameLimit;
  const all = told.map((limit) => {
    const sign = signsOf(limit.edge).find((each) => isSame(limit, each));
    return sign === undefined ? limit : { ...limit, value: sign.most * limitUnit };
  });
  const toldOfEdge = groupBy(told, ({ edge }) => edge);
  edgeShape.forEach((_, edge) => {
    for (const sign of signsOf(edge)) {
      const same = (toldOfEdge.get(edge) ?? []).filter((limit) => isSame(limit, sign));
      const isTold = (bit: number) => same.some((limit) => (limit.access & bit) !== 0);
      const bits = (isTold(access.auto) ? 0 : signed.auto) | (isTold(access.truck) ? 0 : signed.truck);
      const [type, value] = [limitType[sign.dimension], sign.most * limitUnit];
      if (bits !== 0) all.push({ edge, type, access: bits, value });
    }
  });
  return all;
}

/** Limits with hours, at the edges of their ways. */
export function timedLimitsOf(
  timed: RoadLimits['timed'],
  { edgeShape, edgeFlags }: EdgesOfWays,
  wayOfShape: readonly number[],
): TimedLimit[] {
  const edgesOfWay = new Map<number, number[]>(timed.map(({ wayId }) => [wayId, []]));
  if (timed.length > 0) {
    for (const [edge, shape] of edgeShape.entries()) edgesOfWay.get(wayOfShape[shape])?.push(edge);
  }
  return timed.map(({ wayId, direction, dimension, most, ...hours }) => ({
    ...hours,
    ...(dimension !== undefined && most !== undefined && { limit: { dimension, most } }),
    edges: (edgesOfWay.get(wayId) ?? []).filter((edge) => isInDirection(edgeFlags[edge])({ direction })),
  }));
}

type EdgesOfWays = Pick<RoadGraph, 'edgeShape' | 'edgeFlags'>;

/** Whether what is said of a way holds for an edge of it. The tiles draw roads in the direction of their ways. */
function isInDirection(flags: number) {
  const direction = (flags & edgeFlag.alongShape) !== 0 ? 'forward' : 'backward';
  return (limit: Pick<RoadLimits['ways'][number], 'direction'>) =>
    limit.direction === undefined || limit.direction === direction;
}

function groupBy<T>(list: readonly T[], keyOf: (each: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const each of list) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}

/** Limits as the graph holds them. */
export function packLimits(
  limits: readonly EdgeLimit[],
): Pick<RoadGraph, 'limitEdge' | 'limitType' | 'limitAccess' | 'limitValue'> {
  const sorted = limits.toSorted((a, b) => a.edge - b.edge);
  const packed = {
    limitEdge: shared.u32(sorted.length),
    limitType: shared.u8(sorted.length),
    limitAccess: shared.u16(sorted.length),
    limitValue: shared.f64(sorted.length),
  };
  sorted.forEach((limit, index) => {
    packed.limitEdge[index] = limit.edge;
    packed.limitType[index] = limit.type;
    packed.limitAccess[index] = limit.access;
    packed.limitValue[index] = limit.value;
  });
  return packed;
}
