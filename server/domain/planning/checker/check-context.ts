import { entryOf } from '../../entry-of.js';
import type { CheckerRule } from '../checker-rules.js';
import type { DayOverrides, Plan } from '../plan.js';
import type { PlanningData } from '../planning-data.js';

/** What a plan is checked against. */
export interface CheckContext extends PlanningData {
  /** The plan that the day was driven by so far: what it had loaded by then are facts. None where left out. */
  readonly before?: Pick<Plan, 'routes'>;
}

/** In what a limit is counted. A `second` is one of the plan's day, `seconds` are a duration. */
export type FaultUnit = 'grams' | 'milliliters' | 'millimeters' | 'meters' | 'seconds' | 'second' | 'stops' | 'trips';

/** What a broken rule is about, and by how much it is broken. */
export interface FaultFacts {
  readonly vehicleId?: string;
  readonly stationId?: string;
  /** Counted from 1. */
  readonly compartmentNo?: number;
  readonly zoneId?: string;
  readonly amount?: number;
  readonly limit?: number;
  readonly unit?: FaultUnit;
}

/** One rule that a plan breaks. */
export interface PlanFault {
  readonly rule: CheckerRule;
  readonly text: string;
  /** Where a limit is passed, or somebody may let it pass. */
  readonly facts?: FaultFacts;
}

/** Takes down one fault. */
export type Say = (rule: CheckerRule, text: string, facts?: FaultFacts) => void;

/** What a route is checked against beside the record. */
export interface RouteContext extends CheckContext {
  /** What each consignment takes at its station beside its weight, in milliminutes. */
  readonly handling: ReadonlyMap<string, number>;
  /** What happened on the day, if anything did: a break that could not be taken any more is missed. */
  readonly dayOverrides?: DayOverrides;
  /** The moment of the re-plan, or of the edit by hand, that the plan came out of: what lies ahead begins no earlier. */
  readonly replannedFrom?: number;
  /** By hand only some routes are changed: the others may have begun since the plan was made. */
  readonly isByHand: boolean;
}

export function routeContextOf(
  context: CheckContext,
  plan: Pick<Plan, 'dayOverrides' | 'replanned' | 'edited'> = {},
): RouteContext {
  return {
    ...context,
    handling: handlingOf(context),
    dayOverrides: plan.dayOverrides,
    replannedFrom: plan.replanned?.from ?? plan.edited?.from,
    isByHand: plan.edited !== undefined,
  };
}

function handlingOf({ consignments, stations }: CheckContext): Map<string, number> {
  const handling = new Map<string, number>();
  for (const { consignmentId, stationId, zoneId, toteCount } of consignments) {
    const { milliminutesPerTote = 0, milliminutesByZone = {} } = stations.get(stationId)?.rules ?? {};
    const takes = milliminutesPerTote * toteCount + (entryOf(milliminutesByZone, zoneId) ?? 0);
    if (takes > 0) handling.set(consignmentId, takes);
  }
  return handling;
}
