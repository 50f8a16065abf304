import type { SpeedProfile } from '../../../domain/network/network.js';
import type { PlanTimeSlice } from '../../../domain/planning/plan.js';
import type { ClockHour } from '../../../domain/waves/wave-clock.js';
import { makeTravelSpeeds, type SpeedsOfHour, type TravelSpeeds } from '../travel-speeds.js';

/** Hours in a row whose speeds count as one, and those speeds. */
export interface SpeedTimeSlice {
  /** Seconds of the wave's clock. */
  readonly begins: number;
  readonly ends: number;
  readonly speeds: TravelSpeeds;
}

/** A matrix for each: more would cost more than what they know. */
const mostTimeSlices = 4;
/** Each change of the restrictions that hold may have one more, up to so many in all. */
const mostRestrictedTimeSlices = 8;
/** Before hours with other restrictions are joined, which closes them in both, all others are. */
const restrictedApart = 10;
/** Hours whose times differ by less are not worth a matrix of their own. */
const noticeable = 0.03;

/**
 * Groups the hours driven into slices: neighbours that differ least are joined first (Ward 1963), until all that is left
 * differs noticeably and there are few enough. Hours in which other restrictions hold are joined last.
 *
 * @param clockHours the hours in which somebody drives; `hours` are their speeds.
 */
export function speedTimeSlices(
  hours: readonly SpeedsOfHour[],
  clockHours: readonly Pick<ClockHour, 'begins' | 'ends'>[],
): SpeedTimeSlice[] {
  const groups = hours.map((hour, at) => ({
    begins: clockHours[at].begins,
    ends: clockHours[at].ends,
    slowness: hour.classFactors.reduce((sum, factor) => sum + 1 / factor, 0) / hour.classFactors.length,
    /** Where hours differ in single roads only, they differ a little. */
    roads: JSON.stringify([hour.learned, hour.reports, hour.limits, hour.restrictions]),
    restrictions: JSON.stringify(hour.restrictions),
    hours: [hour],
  }));
  const changes = groups.filter(({ restrictions }, at) => at > 0 && restrictions !== groups[at - 1].restrictions);
  const most = Math.min(mostRestrictedTimeSlices, mostTimeSlices + changes.length);
  for (;;) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    let isSlight = false;
    for (let at = 0; at + 1 < groups.length; at++) {
      const [one, other] = [groups[at], groups[at + 1]];
      const apart = Math.abs(one.slowness - other.slowness) / Math.min(one.slowness, other.slowness);
      const [long, short] = [one.ends - one.begins, other.ends - other.begins];
      const isRestrictedAlike = one.restrictions === other.restrictions;
      const differs = apart + (one.roads === other.roads ? 0 : noticeable) + (isRestrictedAlike ? 0 : restrictedApart);
      const price = (differs ** 2 * long * short) / (long + short);
      if (price >= least) continue;
      least = price;
      nearest = at;
      isSlight = differs < noticeable;
    }
    if (nearest < 0 || (!isSlight && groups.length <= most)) break;
    const [one, other] = groups.splice(nearest, 2);
    const [long, short] = [one.ends - one.begins, other.ends - other.begins];
    groups.splice(nearest, 0, {
      begins: one.begins,
      ends: other.ends,
      slowness: (one.slowness * long + other.slowness * short) / (long + short),
      roads: one.roads === other.roads ? one.roads : `${one.roads} ${other.roads}`,
      restrictions:
        one.restrictions === other.restrictions ? one.restrictions : `${one.restrictions} ${other.restrictions}`,
      hours: [...one.hours, ...other.hours],
    });
  }
  return groups.map((group) => ({ begins: group.begins, ends: group.ends, speeds: joinHours(group.hours) }));
}

/** Equal hours are one, however many: the morning's two slow hours and the evening's three have the same travel times. */
export function joinHours(hours: readonly SpeedsOfHour[]): TravelSpeeds {
  const whole = hours.reduce((sum, { share }) => sum + share, 0);
  const merged = new Map<string, SpeedsOfHour>();
  for (const { share, ...speeds } of hours) {
    const key = JSON.stringify(speeds);
    merged.set(key, { ...speeds, share: (merged.get(key)?.share ?? 0) + share });
  }
  const part = (share: number) => (whole === 0 ? share : Math.round((share / whole) * 1e6) / 1e6);
  return makeTravelSpeeds([...merged.values()].map((hour) => ({ ...hour, share: part(hour.share) })));
}

/** Slices of one factor for all roads each, beside times that were slowed by the factor of the whole day. */
export function factorTimeSlices(timeSlices: readonly SpeedTimeSlice[], wholeFactor: number): PlanTimeSlice[] {
  return timeSlices.map(({ begins, ends, speeds }) => ({ begins, ends, factor: wholeFactor / speeds.meanFactor }));
}

/** The same from a depot's speed profile, for engines that know nothing finer: equal hours are one slice. */
export function profileTimeSlices(
  profile: SpeedProfile | undefined,
  clockHours: readonly ClockHour[],
  wholeFactor: number,
): PlanTimeSlice[] {
  const timeSlices: { begins: number; ends: number; factor: number }[] = [];
  if (profile === undefined) return timeSlices;
  for (const { begins, ends, hourOfDay } of clockHours) {
    const factor = wholeFactor / profile[hourOfDay];
    const last = timeSlices.at(-1);
    if (last?.factor === factor) last.ends = ends;
    else timeSlices.push({ begins, ends, factor });
  }
  return timeSlices;
}
