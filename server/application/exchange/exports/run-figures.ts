import { composedId } from '../../../domain/composed-id.js';
import { formatTimeOfDay, formatTimeWindow, type TimeWindow, wallClockOf } from '../../../domain/local-time.js';
import type { PlannedStop, Route, Trip } from '../../../domain/planning/plan.js';
import type { ConsignmentPart } from '../../../domain/waves/consignment.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';
import type { Say } from './export-words.js';
import type { PlannedWave, Short } from './exported-wave.js';

/** How much something holds. */
export interface Amount {
  readonly consignments: number;
  readonly totes: number;
  readonly grams: number;
  readonly milliliters: number;
}

/** What stops hand over in all; totes as the wave's grouping counted them. */
export function amountOf({ consignments }: PlannedWave, stops: readonly PlannedStop[]): Amount {
  const goods = stops.flatMap((stop) => stop.consignments);
  return {
    consignments: goods.length,
    totes: goods.reduce((sum, { consignmentId }) => sum + (consignments.get(consignmentId)?.toteCount ?? 0), 0),
    grams: goods.reduce((sum, { grams }) => sum + grams, 0),
    milliliters: goods.reduce((sum, { milliliters }) => sum + milliliters, 0),
  };
}

export function stopsOf(route: Route): PlannedStop[] {
  return route.trips.flatMap((trip) => trip.stops);
}

/** One number of all trips of a route together. */
export function sumOfTrips(route: Route, numberOf: (trip: Trip) => number): number {
  return route.trips.reduce((sum, trip) => sum + numberOf(trip), 0);
}

/** What clocks show at a second of the plan, as a Date whose UTC fields show it: spreadsheets know no time zones. */
export function shownTimeOf(planned: PlannedWave, second: number): Date {
  return new Date(wallClockOf(planned.plan.deliveryDate, shownSecondOf(planned, second)));
}

/** A second of the plan as clocks show it, "07:05". */
export function timeOfDayOf(planned: PlannedWave, second: number): string {
  return formatTimeOfDay(shownSecondOf(planned, second));
}

function shownSecondOf({ plan, wave }: PlannedWave, second: number): number {
  return waveClockOf(plan.deliveryDate, wave.timeZone).wallClockAt(second);
}

/** "07:00–09:00 14:00–15:00". */
export function windowsInWords(windows: readonly TimeWindow[]): string {
  return windows.map(formatTimeWindow).join(' ');
}

/** The codes of a consignment's totes without the wave: "S1.chilled.1–3". */
export function toteCodesOf({ wave, consignments }: PlannedWave, consignmentId: string): string {
  const goods = consignments.get(consignmentId);
  const whole = goods?.part?.of ?? consignmentId;
  const prefix = `${composedId(wave.waveId)}.`;
  const name = whole.startsWith(prefix) ? whole.slice(prefix.length) : whole;
  const { firstTote: first, lastTote: last } = goods?.part ?? { firstTote: 1, lastTote: goods?.toteCount ?? 1 };
  return first === last ? `${name}.${first}` : `${name}.${first}–${last}`;
}

/** "part 1 of 2" of what is brought in parts; nothing for what is brought whole. */
export function partInWords(part: Pick<ConsignmentPart, 'no' | 'count'> | undefined, say: Say): string {
  return part === undefined ? '' : say('partOf', { n: part.no, of: part.count });
}

/** What was picked short of a consignment: "2 short: Milk, 1 short: Rice". */
export function shortsInWords(shorts: readonly Short[] | undefined, say: Say): string {
  return (shorts ?? [])
    .map(({ ordered, picked, name }) => say('shortOf', { n: ordered - picked, name }))
    .join(say('listSeparator'));
}

/** As on paper: two digits, so that numbers stand under each other. */
export function kilograms(grams: number): string {
  return (grams / 1000).toFixed(2);
}

export function liters(milliliters: number): string {
  return (milliliters / 1000).toFixed(1);
}

export function kilometers(meters: number): string {
  return (meters / 1000).toFixed(1);
}
