import {
  centroidOf,
  distanceToOutline,
  dominantAngleOf,
  type Point,
  type Polygon,
  signedAreaOf,
  spansOf,
} from '../geometry/plane.js';
import type { Seeded } from '../seeded.js';

/** A straight street inside a polygon, from edge to edge. */
export interface Chord {
  readonly from: Point;
  readonly to: Point;
  /** 0: along the grid's angle, 1: across. */
  readonly family: 0 | 1;
}

export interface GridStyle {
  /** Radians; where undefined the grid follows the polygon's own edges. */
  readonly angle?: number;
  readonly spacingMeters: number;
  /** 0 is even, 1 is as uneven as it can be without streets changing places. */
  readonly jitter: number;
  /** The share of cross streets that end at a T-junction rather than going through. */
  readonly shortened: number;
}

/** Streets in two directions at uneven distances, cut off at the polygon's edge. */
export function fillWithGrid(polygon: Polygon, style: GridStyle, random: Seeded): Chord[] {
  const angle = style.angle ?? dominantAngleOf(polygon);
  const along = familyOf(polygon, angle, 0, style, random);
  const across = familyOf(polygon, angle + Math.PI / 2, 1, style, random);
  return [
    ...along,
    ...across.map((chord) => (random.chance(style.shortened) ? shortened(chord, along, random) : chord)),
  ];
}

function familyOf(polygon: Polygon, angle: number, family: 0 | 1, style: GridStyle, random: Seeded): Chord[] {
  const direction = { x: Math.cos(angle), y: Math.sin(angle) };
  const normal = { x: -direction.y, y: direction.x };
  const heights = polygon.map((point) => point.x * normal.x + point.y * normal.y);
  const low = Math.min(...heights);
  const high = Math.max(...heights);
  const count = Math.round((high - low) / style.spacingMeters);
  const chords: Chord[] = [];
  for (let number = 1; number < count; number++) {
    const height = low + ((high - low) * (number + style.jitter * (random.fraction() - 0.5))) / count;
    const origin = { x: normal.x * height, y: normal.y * height };
    for (const [start, end] of spansOf(origin, direction, polygon)) {
      if (end - start < style.spacingMeters * 0.55) continue;
      const at = (reach: number): Point => ({ x: origin.x + direction.x * reach, y: origin.y + direction.y * reach });
      // A street close beside the polygon's own edge would leave a sliver.
      const clear = [0.25, 0.5, 0.75].filter(
        (share) => distanceToOutline(at(start + (end - start) * share), polygon) > style.spacingMeters * 0.34,
      );
      if (clear.length >= 2) chords.push({ from: at(start), to: at(end), family });
    }
  }
  return chords;
}

/** The chord up to one of those that it crosses. */
function shortened(chord: Chord, others: readonly Chord[], random: Seeded): Chord {
  const crossings = others
    .map((other) => crossingOf(chord, other))
    .filter((point): point is Point => point !== undefined);
  if (crossings.length === 0) return chord;
  const end = random.pick(crossings);
  return random.chance(0.5) ? { ...chord, to: end } : { ...chord, from: end };
}

function crossingOf(one: Chord, two: Chord): Point | undefined {
  const dx1 = one.to.x - one.from.x;
  const dy1 = one.to.y - one.from.y;
  const dx2 = two.to.x - two.from.x;
  const dy2 = two.to.y - two.from.y;
  const cross = dx1 * dy2 - dy1 * dx2;
  if (cross === 0) return undefined;
  const share1 = ((two.from.x - one.from.x) * dy2 - (two.from.y - one.from.y) * dx2) / cross;
  const share2 = ((two.from.x - one.from.x) * dy1 - (two.from.y - one.from.y) * dx1) / cross;
  if (share1 < 0 || share1 > 1 || share2 < 0 || share2 > 1) return undefined;
  return { x: one.from.x + share1 * dx1, y: one.from.y + share1 * dy1 };
}

/**
 * Lanes as an old town has them: the ground is halved again and again, each time across its longer side and a little
 * askew, until the pieces are smaller than `pieceSquareMeters`.
 */
export function fillWithLanes(polygon: Polygon, pieceSquareMeters: number, random: Seeded): Chord[] {
  const area = Math.abs(signedAreaOf(polygon));
  if (area < pieceSquareMeters * random.between(0.7, 1.6)) return [];
  const angle = dominantAngleOf(polygon);
  const centre = centroidOf(polygon);
  const extent = (direction: number) => {
    const along = polygon.map((point) => point.x * Math.cos(direction) + point.y * Math.sin(direction));
    return Math.max(...along) - Math.min(...along);
  };
  const acrossLonger = extent(angle) > extent(angle + Math.PI / 2) ? angle + Math.PI / 2 : angle;
  const askew = acrossLonger + random.between(-0.17, 0.17);
  const shift = (random.fraction() - 0.5) * 0.24 * Math.sqrt(area);
  const origin = { x: centre.x - Math.sin(askew) * shift, y: centre.y + Math.cos(askew) * shift };
  const halves = halved(polygon, origin, { x: Math.cos(askew), y: Math.sin(askew) });
  if (halves === undefined) return [];
  return [
    { from: halves.from, to: halves.to, family: acrossLonger === angle ? 0 : 1 },
    ...fillWithLanes(halves.left, pieceSquareMeters, random),
    ...fillWithLanes(halves.right, pieceSquareMeters, random),
  ];
}

interface Halves {
  readonly from: Point;
  readonly to: Point;
  readonly left: Polygon;
  readonly right: Polygon;
}

/** Cuts a polygon in two along the span of a line that lies nearest to the line's origin. */
function halved(polygon: Polygon, origin: Point, direction: Point): Halves | undefined {
  const hits: { reach: number; edge: number; point: Point }[] = [];
  const side = (p: Point) => (p.x - origin.x) * direction.y - (p.y - origin.y) * direction.x;
  for (let at = 0; at < polygon.length; at++) {
    const a = polygon[at];
    const b = polygon[(at + 1) % polygon.length];
    if (side(a) > 0 === side(b) > 0) continue;
    const share = side(a) / (side(a) - side(b));
    const point = { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
    const reach = (point.x - origin.x) * direction.x + (point.y - origin.y) * direction.y;
    hits.push({ reach, edge: at, point });
  }
  hits.sort((p, q) => p.reach - q.reach);
  let best = -1;
  for (let at = 0; at + 1 < hits.length; at += 2) {
    const middle = Math.abs((hits[at].reach + hits[at + 1].reach) / 2);
    if (best < 0 || middle < Math.abs((hits[best].reach + hits[best + 1].reach) / 2)) best = at;
  }
  if (best < 0) return undefined;
  const one = hits[best];
  const two = hits[best + 1];
  const walk = (from: typeof one, to: typeof one): Point[] => {
    const outline = [from.point];
    for (let at = (from.edge + 1) % polygon.length; ; at = (at + 1) % polygon.length) {
      outline.push(polygon[at]);
      if (at === to.edge) break;
    }
    outline.push(to.point);
    return outline;
  };
  if (one.edge === two.edge) return undefined;
  return { from: one.point, to: two.point, left: walk(one, two), right: walk(two, one) };
}
