import type { ZoneTotes } from '../../network/empty-totes.js';
import type { Depot, Station, Vehicle } from '../../network/network.js';
import type { TemperatureZone } from '../../network/temperature-zone.js';
import type { Drive } from '../../travel/drive.js';
import type { Profile } from '../../travel/travel.js';
import type { Consignment, ConsignmentLine } from '../../waves/consignment.js';
import type { CheckerRule } from '../checker-rules.js';
import type { DayOverrides, Plan } from '../plan.js';

/** What a plan is checked against: the record, and the travel times that the plan was made with. */
export interface CheckContext {
  readonly depot: Depot;
  readonly stations: ReadonlyMap<string, Station>;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  /** As they are placed: of those that are divided, the parts. */
  readonly consignments: readonly Consignment[];
  /** Those that are divided, as the wave has them; none where left out. */
  readonly splitWholes?: readonly Consignment[];
  /** The order lines of those that are divided. */
  readonly splitLines?: readonly ConsignmentLine[];
  readonly zones: readonly TemperatureZone[];
  /** The plan that the day was driven by so far: what it had loaded by then are facts. None where left out. */
  readonly before?: Pick<Plan, 'routes'>;
  /** By station, the empty totes that wait there before the day; none where left out. */
  readonly emptyTotes?: ReadonlyMap<string, readonly ZoneTotes[]>;
  /**
   * Seconds and meters between two places as the plan may use them, speed factor applied; undefined where there is no
   * way. A place is a station's id, where goods are fetched (`fetchPlaceOf`), or undefined for the depot.
   */
  travel(profile: Profile, from: string | undefined, to: string | undefined): Drive | undefined;
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
    const takes = milliminutesPerTote * toteCount + (milliminutesByZone[zoneId] ?? 0);
    if (takes > 0) handling.set(consignmentId, takes);
  }
  return handling;
}
