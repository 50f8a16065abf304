import type { TimeWindow } from '../local-time.js';
import type { EmptyTote } from './empty-totes.js';

/**
 * Rules of dispatch that an operator may set beyond what every network has. Each part may be left out; what is left
 * out limits nothing. A thing without any rule has no such object at all.
 */
export interface DepotRules {
  /** Whether the minutes that zones allow out of the cold hold for goods in compartments that say nothing themselves. */
  readonly limitsTimeOutOfRefrigeration?: true;
  /** By zone, the second of the delivery day before which its goods are not picked: no trip with them loads earlier. */
  readonly releaseSeconds?: Readonly<Record<string, number>>;
  /** Pairs of zones whose goods never ride in one compartment on the same trip. */
  readonly incompatibleZones?: readonly ZonePair[];
  /** Pairs of zones whose goods never ride in one vehicle on the same trip. */
  readonly incompatibleOnTrip?: readonly ZonePair[];
  /** Millionths of the currency for one vehicle's working hours squared: what makes days even. */
  readonly balanceMicros?: number;
  /** By zone, the size of an empty tote: those that wait at a station go back with who delivers there. */
  readonly emptyTotes?: Readonly<Record<string, EmptyTote>>;
  /** Millionths for each stop and its distance from the middle of its trip's stops, in kilometers squared. */
  readonly compactnessMicros?: number;
  /** Millionths for each visit by another vehicle than in the wave's plan before. */
  readonly changeMicros?: number;
}

/** Two different zones, in the order of their ids. */
export type ZonePair = readonly [string, string];

export interface StationRules {
  /** What its vehicle must be able to do. */
  readonly skills?: readonly string[];
  /** The only vehicles that may serve it. */
  readonly allowedVehicleIds?: readonly string[];
  /** Service that begins after this second of the day costs `lateMicrosPerHour`. */
  readonly softToSecond?: number;
  readonly lateMicrosPerHour?: number;
  /** Service that begins before this second of the day costs `earlyMicrosPerHour`; the vehicle may wait for it. */
  readonly softFromSecond?: number;
  readonly earlyMicrosPerHour?: number;
  /** Added to the service time, for each tote and once for each zone that is brought. */
  readonly milliminutesPerTote?: number;
  readonly milliminutesByZone?: Readonly<Record<string, number>>;
}

export interface VehicleRules {
  readonly skills?: readonly string[];
  /** Of a day; waiting and serving not counted. */
  readonly maxDrivingSeconds?: number;
  /** Taken in this order on every day on which the vehicle is out, between the first departure and the last return. */
  readonly breaks?: readonly VehicleBreak[];
  /** What movable partitions divide into the compartments without fixed walls, anew for each trip. */
  readonly body?: Body;
}

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
