import type { TimeWindow } from '../local-time.js';
import type { Said } from './attributes/attribute.js';
import type { depot } from './attributes/depot.js';
import type { station } from './attributes/station.js';
import type { vehicle } from './attributes/vehicle.js';

/**
 * Rules of dispatch that an operator may set beyond what every network has: the optional attributes, as they are said in
 * `attributes`. What is left out limits nothing. A thing without any rule has no such object at all.
 */
export type DepotRules = Said<(typeof depot)['optional']>;
export type StationRules = Said<(typeof station)['optional']>;
export type VehicleRules = Said<(typeof vehicle)['optional']>;

/** Together the compartments between its partitions are no larger than it, each a multiple of the step. */
export interface Body {
  readonly milliliters: number;
  readonly stepMilliliters: number;
}

export interface VehicleBreak {
  readonly seconds: number;
  /** When it may begin, both ends included. */
  readonly begins: TimeWindow;
}

/** An object for the parts that say something, and none where nothing is said: equal rules are equal objects. */
export function rulesOf<Rules extends object>(
  parts: { readonly [Part in keyof Rules]: Rules[Part] | undefined },
): { rules?: Rules } {
  const said = Object.entries(parts).filter(([, value]) => {
    if (value === undefined || value === false) return false;
    return typeof value !== 'object' || Object.keys(value as object).length > 0;
  });
  return said.length === 0 ? {} : { rules: Object.fromEntries(said) as Rules };
}
