import type { GroundUse } from '../city/city-ground.js';
import type { Highway } from '../city/city-plan.js';
import type { ArrangedLine } from '../geometry/arrangement.js';
import type { Point, Polygon, Polyline } from '../geometry/plane.js';

/** Street level, the raised carriageways of an expressway, and its ramps: lines meet on the same level only. */
export const groundLevel = 1;
export const raisedLevel = 2;
export const rampLevel = 4;

/** One carriageway, or a street with one, on the drawing board. Drivable from first to last point when one-way. */
export interface Street extends ArrangedLine {
  readonly highway: Highway;
  readonly name: string;
  readonly nameEn: string;
  readonly oneway: boolean;
  /** Whether the street may become two-way when it would otherwise cut something off. */
  readonly mayOpen: boolean;
  readonly crossesWater: boolean;
  readonly raised: boolean;
}

/** A piece of ground between streets. */
export interface Parcel {
  readonly outline: Polygon;
  readonly use: GroundUse | 'park' | 'lake' | 'embankment' | 'village';
}

/** A compound or yard off the street where people live or work. */
export interface Compound {
  readonly outline: Polygon;
  readonly use: GroundUse;
  readonly name: string;
  readonly lanes: readonly Polyline[];
  /** A point beside its lane, where a pickup station may stand. */
  readonly site: Point;
}

export interface CityStreets {
  readonly streets: Street[];
  readonly parcels: Parcel[];
  readonly compounds: Compound[];
  /** Blocks of the old town that are built up from the street, without a lane of their own. */
  readonly courtyards: Polygon[];
  /** Centre lines of streets with two carriageways. */
  readonly medians: Polyline[];
}
