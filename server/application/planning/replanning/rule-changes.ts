import { isDeepStrictEqual } from 'node:util';
import { formatTimeWindow, type TimeWindow } from '../../../domain/local-time.js';
import type { Attributes } from '../../../domain/network/attributes/attribute.js';
import { things } from '../../../domain/network/attributes/things.js';
import type { ServiceRate } from '../../../domain/network/service-time.js';
import {
  type PlanRules,
  type RuleChange,
  type RuleField,
  type RuleSubject,
  ruleFields,
} from '../../../domain/planning/plan-rules.js';
import { formatThousandths } from '../../../domain/quantity.js';
import { asJson } from './as-json.js';

/** How a value is told; fields that are not here are too long for a sentence. */
const tellers: Partial<Record<RuleField, (value: never) => string>> = {
  position: ({ lon, lat }: { lon: number; lat: number }) => `${lon}, ${lat}`,
  open: formatTimeWindow,
  shift: formatTimeWindow,
  windows: (windows: readonly TimeWindow[]) => windows.map(formatTimeWindow).join(', '),
  loading: rate,
  service: rate,
  docks: String,
  maxStops: String,
  maxTrips: String,
  status: String,
  profile: String,
  payloadGrams: (grams: number) => `${formatThousandths(grams)} kg`,
  rangeMeters: (meters: number) => `${formatThousandths(meters)} km`,
  heightMillimeters: (millimeters: number) => `${formatThousandths(millimeters)} m`,
  maxVehicleHeightMillimeters: (millimeters: number) => `${formatThousandths(millimeters)} m`,
  minutesOutOfRefrigeration: (minutes: number) => `${minutes} min`,
};

/** What may be said beside of a kind of thing, where a plan depends on that. */
const optionalOf: Readonly<Record<RuleSubject, Attributes>> = {
  depot: things.depots.optional,
  station: things.stations.optional,
  vehicle: things.vehicles.optional,
  zone: things.zones.optional,
};

function rate({ fixedMilliminutes, milliminutesPer100Kg }: ServiceRate): string {
  const fixed = `${formatThousandths(fixedMilliminutes)} min`;
  return milliminutesPer100Kg === 0 ? fixed : `${fixed} + ${formatThousandths(milliminutesPer100Kg)} min/100 kg`;
}

/**
 * What of the network is not as it was when a plan was made, for who plans the rest of its day anew. Only
 * what the plan had to do with counts: its depot, its stations, the zones, and vehicles that have a route in it.
 */
export function ruleChanges(was: PlanRules, is: PlanRules, vehicleIds: ReadonlySet<string>): RuleChange[] {
  const vehicles = was.vehicles.filter(({ vehicleId }) => vehicleIds.has(vehicleId));
  return [
    ...between('depot', [was.depot], [is.depot], ({ depotId }) => depotId),
    ...between('station', was.stations, is.stations, ({ stationId }) => stationId),
    ...between('vehicle', vehicles, is.vehicles, ({ vehicleId }) => vehicleId),
    ...between('zone', was.zones, is.zones, ({ zoneId }) => zoneId),
  ];
}

function between<Thing extends object>(
  subject: RuleSubject,
  before: readonly Thing[],
  now: readonly Thing[],
  idOf: (thing: Thing) => string,
): RuleChange[] {
  const known = new Map(now.map((thing) => [idOf(thing), thing]));
  return before.flatMap((was) => {
    const is = known.get(idOf(was));
    if (is === undefined) return [];
    return ruleFields[subject].flatMap((field: RuleField) => {
      // What was kept has been through JSON; so what it is compared with goes there too.
      const [old, value] = [was, is].map((thing) => {
        const said = asJson((thing as Record<string, unknown>)[field]);
        return field === 'rules'
          ? plannedRules(said as Record<string, unknown> | undefined, optionalOf[subject])
          : said;
      });
      return isDeepStrictEqual(old, value) ? [] : [changeOf(subject, idOf(was), field, old, value)];
    });
  });
}

/** The rules that plans go by; undefined where there is none, so that an empty list of them is the same as no list. */
export function plannedRules(rules: Readonly<Record<string, unknown>> = {}, optional: Attributes) {
  const planned = Object.entries(rules).filter(([name]) => optional[name]?.isBesidePlans !== true);
  return planned.length === 0 ? undefined : Object.fromEntries(planned);
}

function changeOf(subject: RuleSubject, id: string, field: RuleField, old: unknown, value: unknown): RuleChange {
  const teller = tellers[field] as ((value: unknown) => string) | undefined;
  if (teller === undefined) return { subject, id, field, isTold: false };
  const tell = (each: unknown) => (each === undefined ? undefined : teller(each));
  const [was, is] = [tell(old), tell(value)];
  return { subject, id, field, isTold: true, ...(was !== undefined && { was }), ...(is !== undefined && { is }) };
}
