import { NearLine } from '../geometry/near-line.js';
import { isInside, type Point } from '../geometry/plane.js';
import type { CityPlan, River } from './city-plan.js';

/** What the ground is used for; decides how dense and how regular its streets are. */
export type GroundUse = 'old-town' | 'inner' | 'business' | 'middle' | 'outer' | 'industrial' | 'countryside';

/** Answers what lies where in a planned city. */
export interface CityGround {
  useAt(point: Point): GroundUse;
  /** The river or brook between whose embankment roads the point lies. */
  waterCorridorAt(point: Point): River | undefined;
  isOnMap(point: Point): boolean;
}

export function surveyGround(plan: CityPlan, seed: number): CityGround {
  // One index for each river, since at a mouth the brook's centre line is nearer than that of the river it joins.
  const waters = plan.rivers.map((river) => {
    const halves = river.widths.map((width) => width / 2 + river.embankment);
    const line = new NearLine<number>(Math.max(...halves));
    line.add(river.points, (at) => (halves[at] + halves[Math.min(at + 1, halves.length - 1)]) / 2);
    return { river, line };
  });
  const rings = plan.streets.filter((street) => street.closed).map((street) => street.points);
  const phase = (seed % 997) / 50;
  const hill = (point: Point, waveMeters: number) =>
    Math.sin(point.x / waveMeters + phase) + Math.sin((point.y + 0.4 * point.x) / (waveMeters * 0.83) + phase * 1.7);
  const river = plan.rivers[0];
  const businessCentre = nearestTo(river, { x: 0.13 * plan.radius, y: 0 });
  businessCentre.y -= 1050;
  const businessReach = 1000 * (plan.radius / 8500) ** 0.5;

  return {
    useAt(point) {
      if (isInside(point, rings[0])) return 'old-town';
      if (Math.hypot(point.x - businessCentre.x, point.y - businessCentre.y) < businessReach) return 'business';
      if (isInside(point, rings[1])) return 'inner';
      const out = Math.hypot(point.x, point.y) / plan.radius;
      const eastward = Math.abs(Math.atan2(point.y, point.x) - 0.18);
      const southWest = Math.abs(Math.atan2(point.y, point.x) + 2.2);
      if (out > 0.52 && out < 0.9 && (eastward < 0.34 || southWest < 0.25)) return 'industrial';
      const outermost = rings[rings.length - 1];
      if (isInside(point, outermost)) return rings.length > 3 && !isInside(point, rings[2]) ? 'outer' : 'middle';
      return out + 0.075 * hill(point, plan.radius / 7) > 0.87 ? 'countryside' : 'outer';
    },
    waterCorridorAt(point) {
      return waters.find(({ line }) => {
        const near = line.nearest(point);
        return near !== undefined && near.meters < near.value - 5;
      })?.river;
    },
    isOnMap: (point) => isInside(point, plan.edge),
  };
}

function nearestTo(river: River, place: Point): { x: number; y: number } {
  const found = river.points.reduce((best, point) =>
    Math.abs(point.x - place.x) < Math.abs(best.x - place.x) ? point : best,
  );
  return { ...found };
}
