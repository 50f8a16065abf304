import {
  centroidOf,
  distanceToOutline,
  distanceToSegment,
  dominantAngleOf,
  isInside,
  type Point,
  type Polygon,
} from '../geometry/plane.js';
import type { Seeded } from '../seeded.js';
import type { Compound } from '../streets/street.js';

interface BuildingStyle {
  readonly lengthMeters: number;
  readonly depthMeters: number;
  readonly rowMeters: number;
  readonly gapMeters: number;
  /** Share of places that stay empty: yards, lawns, car parks. */
  readonly empty: number;
}

const styles: Record<Compound['use'], BuildingStyle> = {
  'old-town': { lengthMeters: 15, depthMeters: 10, rowMeters: 19, gapMeters: 4, empty: 0.25 },
  inner: { lengthMeters: 46, depthMeters: 13, rowMeters: 32, gapMeters: 9, empty: 0.12 },
  business: { lengthMeters: 40, depthMeters: 34, rowMeters: 58, gapMeters: 24, empty: 0.3 },
  middle: { lengthMeters: 54, depthMeters: 13, rowMeters: 38, gapMeters: 12, empty: 0.15 },
  outer: { lengthMeters: 58, depthMeters: 14, rowMeters: 46, gapMeters: 18, empty: 0.3 },
  industrial: { lengthMeters: 95, depthMeters: 42, rowMeters: 68, gapMeters: 22, empty: 0.2 },
  countryside: { lengthMeters: 14, depthMeters: 10, rowMeters: 30, gapMeters: 14, empty: 0.5 },
};

/** Rows of equal buildings side by side, as compounds are built; none stands on a lane or near the edge. */
export function buildingsOf(
  { outline, use, lanes }: Pick<Compound, 'outline' | 'use' | 'lanes'>,
  random: Seeded,
): Polygon[] {
  const style = styles[use];
  const angle = dominantAngleOf(outline);
  const along = { x: Math.cos(angle), y: Math.sin(angle) };
  const centre = centroidOf(outline);
  const local = outline.map((point) => ({
    u: (point.x - centre.x) * along.x + (point.y - centre.y) * along.y,
    v: (point.y - centre.y) * along.x - (point.x - centre.x) * along.y,
  }));
  const low = { u: Math.min(...local.map(({ u }) => u)), v: Math.min(...local.map(({ v }) => v)) };
  const high = { u: Math.max(...local.map(({ u }) => u)), v: Math.max(...local.map(({ v }) => v)) };
  const place = (u: number, v: number): Point => ({
    x: centre.x + u * along.x - v * along.y,
    y: centre.y + u * along.y + v * along.x,
  });
  const isOffLanes = (point: Point) => lanes.every((lane) => distanceToSegment(point, lane[0], lane[1]) > 7);
  const isFree = (point: Point) =>
    isInside(point, outline) && distanceToOutline(point, outline) > 9 && isOffLanes(point);
  const buildings: Polygon[] = [];
  for (let v = low.v + 10; v + style.depthMeters < high.v; v += style.rowMeters) {
    const shift = random.between(8, 24);
    for (let u = low.u + shift; u + style.lengthMeters < high.u; u += style.lengthMeters + style.gapMeters) {
      if (random.chance(style.empty)) continue;
      const length = style.lengthMeters * random.between(0.8, 1);
      const corners = [
        place(u, v),
        place(u + length, v),
        place(u + length, v + style.depthMeters),
        place(u, v + style.depthMeters),
      ];
      // Along both long sides too, since a lane is narrower than a building is long.
      const sides = [1, 2, 3, 4, 5].flatMap((sixth) => [
        place(u + (length * sixth) / 6, v),
        place(u + (length * sixth) / 6, v + style.depthMeters),
      ]);
      if (corners.every(isFree) && sides.every(isOffLanes)) buildings.push(corners);
    }
  }
  return buildings;
}
