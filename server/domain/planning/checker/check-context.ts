import { entryOf } from '../../entry-of.js';
import type { CheckerRule } from '../checker-rules.js';
import type { DayOverrides, Plan } from '../plan.js';
import type { PlanningData } from '../planning-data.js';

/** What a plan is checked against. */
export interface CheckContext extends PlanningData {
  /** The plan that the day was driven by so far: what it had loaded by then are facts. None where left out. */
  readonly before?: Pick<Plan, 'routes'>;
}

/** One rule that a plan breaks. */
export interface PlanFault {
  readonly rule: CheckerRule;
  readonly text: string;
}

/** Takes down one fault. */
export type Say = (rule: CheckerRule, text: string) => void;

/** What a route is checked against beside the record. */
export interface RouteContext extends CheckContext {
  /** What each consignment takes at its station beside its weight, in milliminutes. */
  readonly handling: ReadonlyMap<string, number>;
  /** What happened on the day, if anything did: a break that could not be taken any more is missed. */
  readonly dayOverrides?: DayOverrides;
  /** The moment of the re-plan that the plan came out of: what lies ahead begins no earlier. */
  readonly replannedFrom?: number;
}

export function routeContextOf(
  context: CheckContext,
  plan: Pick<Plan, 'dayOverrides' | 'replanned'> = {},
): RouteContext {
  return {
    ...context,
    handling: handlingOf(context),
    dayOverrides: plan.dayOverrides,
    replannedFrom: plan.replanned?.from,
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
