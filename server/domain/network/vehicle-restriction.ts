import { addDays, type BusinessDate, daySeconds, weekdayOf } from '../local-time.js';
import type { Profile } from '../travel/travel.js';
import { type Dimension, dimensions, type Measures, type RoadVehicle } from '../travel/travel-class.js';
import { usualMeasures } from '../travel/usual-measures.js';
import { everyDay, reachInto, type WeekHours } from '../travel/week-hours.js';
import type { DrawnPlace } from './drawn-place.js';

/** Which vehicles a restriction concerns. */
export interface RestrictedVehicles {
  /** Those of a profile only; left out for all. */
  readonly profile?: Profile;
  /** Of these, what is beyond any of the bounds; all where there is none. */
  readonly over: Measures;
  /** Vehicles with this skill have a permit. */
  readonly permitSkill?: string;
}

/** Where and when some of a depot's vehicles may not drive, as its operator has drawn it. */
export interface VehicleRestriction {
  readonly restrictionId: string;
  readonly depotId: string;
  readonly name: string;
  readonly place: DrawnPlace;
  /** None for all hours. */
  readonly hours: readonly WeekHours[];
  readonly vehicles: RestrictedVehicles;
  /** Who begins or ends a drive within may drive within. */
  readonly allowsDestinations: boolean;
  /** First and last day, both included; left out where there is none. */
  readonly validFrom?: BusinessDate;
  readonly validUntil?: BusinessDate;
  readonly isOn: boolean;
}

/** Whether a restriction concerns a vehicle: a measure that nobody has said counts as what is usual for its profile. */
export function concerns(
  { profile, over, permitSkill }: RestrictedVehicles,
  vehicle: RoadVehicle,
  skills: readonly string[],
): boolean {
  if (profile !== undefined && profile !== vehicle.profile) return false;
  if (permitSkill !== undefined && skills.includes(permitSkill)) return false;
  const bounds = dimensions.filter((dimension) => over[dimension] !== undefined);
  const measure = (dimension: Dimension) => vehicle.measures[dimension] ?? usualMeasures[vehicle.profile][dimension];
  return bounds.length === 0 || bounds.some((dimension) => measure(dimension) > over[dimension]!);
}

const allHours: readonly WeekHours[] = [{ days: everyDay, begins: 0, ends: daySeconds }];

/** Whether a restriction holds in a part of an hour of the day that clocks show. Hours past midnight are those of the day before. */
export function holdsIn(
  { isOn, validFrom, validUntil, hours }: Pick<VehicleRestriction, 'isOn' | 'validFrom' | 'validUntil' | 'hours'>,
  date: BusinessDate,
  hourOfDay: number,
): boolean {
  if (!isOn) return false;
  const [begins, ends] = [hourOfDay * 3600, (hourOfDay + 1) * 3600];
  const weekday = weekdayOf(date) - 1;
  return [0, 1].some((daysBefore) => {
    const day = addDays(date, -daysBefore);
    if ((validFrom !== undefined && day < validFrom) || (validUntil !== undefined && day > validUntil)) return false;
    return (hours.length === 0 ? allHours : hours).some((each) => reachInto(each, weekday, daysBefore, begins, ends));
  });
}
