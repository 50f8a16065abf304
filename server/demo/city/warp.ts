import type { LonLat } from '../../domain/network/place.js';
import type { Point } from '../geometry/plane.js';
import type { CityPlan } from './city-plan.js';

/** Where the demo city lies: farmland in reality, so that nobody takes it for a real place. */
const centre: LonLat = { lon: 113.9, lat: 29.9 };
/** The drawing board is turned a little, since no river keeps to the compass. */
const turnRadians = -0.13;
const metersPerDegree = 111_195;

/** Where a point of the drawing board lies on the earth. */
export type Warp = (point: Point) => LonLat;

/**
 * Lays the drawing board onto the earth.
 *
 * Straight streets are bent a little on the way: long waves over the whole city, short ones in the old town. The waves
 * are too gentle to fold the plane, so what met still meets and what was apart stays apart.
 */
export function makeWarp(plan: CityPlan, seed: number): Warp {
  const phase = (seed % 1009) / 40;
  const oldTown = plan.rings[0];
  const metersPerDegreeLon = metersPerDegree * Math.cos((centre.lat * Math.PI) / 180);
  const cosine = Math.cos(turnRadians);
  const sine = Math.sin(turnRadians);
  return ({ x, y }) => {
    const near = Math.exp(-((Math.hypot(x, y) / oldTown) ** 4));
    // Some quarters are bent more than others, some hardly.
    const bend = (Math.sin(x / 1900 + phase * 1.3) * Math.sin(y / 1600 - phase) + 1) / 2;
    const bentX =
      x +
      85 * Math.sin(y / 520 + phase) +
      bend * 24 * Math.sin((x + 1.3 * y) / 205 + phase) +
      near * 7 * Math.sin(y / 31 + phase);
    const bentY =
      y +
      70 * Math.sin(x / 610 - phase) +
      bend * 20 * Math.sin((y - 0.8 * x) / 230 + 2 * phase) +
      near * 7 * Math.sin(x / 34);
    return {
      lon: centre.lon + (bentX * cosine - bentY * sine) / metersPerDegreeLon,
      lat: centre.lat + (bentX * sine + bentY * cosine) / metersPerDegree,
    };
  };
}
