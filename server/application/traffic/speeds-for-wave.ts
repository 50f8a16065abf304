import { type BusinessDate, dateOf } from '../../domain/local-time.js';
import type { DrawnPlace } from '../../domain/network/drawn-place.js';
import type { SpeedProfile } from '../../domain/network/network.js';
import { holdsIn } from '../../domain/network/vehicle-restriction.js';
import { type ClockHour, waveClockOf } from '../../domain/waves/wave-clock.js';
import type { SpeedsForWave } from '../travel/driving-hours.js';
import { restrictionsBetween } from '../travel/restrictions/restrictions-between.js';
import type { RoutingEngine } from '../travel/routing/routing-port.js';
import { makeTravelSpeeds, type SpeedsOfHour, type TravelSpeeds } from '../travel/travel-speeds.js';
import { edgesOf } from './report-traffic.js';
import type { RestrictionOnMap, RestrictionStore } from './restriction-store.js';
import type { TrafficStore } from './traffic-store.js';

/** How many words for the class of a road there are. */
const roadClasses = 8;

/**
 * Gathers what is known of the speeds in the hours that a wave is driven in: the depot's factors by hour and class of
 * road, what couriers' tracks have shown, what is reported for those hours, and where some of its vehicles may not drive.
 *
 * @returns undefined where the engine does not take speeds.
 */
export function makeSpeedsForWave(
  store: TrafficStore,
  restrictions: Pick<RestrictionStore, 'listOnMap' | 'putEdges'>,
): SpeedsForWave {
  return async (routing, { depotId, date, timeZone, speedProfile, begins, ends }, signal) => {
    const { name, mapId, restrictable } = routing;
    if (routing.roads === undefined && restrictable === undefined) return undefined;
    const roads = routing.roads ?? restrictable?.roads;
    const clock = waveClockOf(date, timeZone);
    const hours = clock.hoursBetween(begins, ends);
    const dates = hours.map((hour) => dateOf(clock.instantAt(hour.begins), timeZone));
    const kept = await restrictions.listOnMap(depotId, mapId);
    const between = restrictionsBetween(kept, clock, timeZone, { begins, ends });
    const restricted =
      roads === undefined
        ? between.filter(({ place }) => place.kind === 'area').map((each) => ({ ...each, edgeIds: [] }))
        : await matched(
            between,
            { name, roads },
            ({ restrictionId }, edgeIds) => restrictions.putEdges(restrictionId, { mapId, edgeIds }),
            signal,
          );
    if (routing.roads === undefined) {
      return restricted.length === 0 ? undefined : restrictedOnly(hours, dates, speedProfile, restricted);
    }
    // A report counts in the whole of an hour that it holds in a part of.
    const [first, last] = [clock.hourAt(begins).begins, hours.length === 0 ? begins : clock.hourAt(ends - 1).ends];
    const reports = await matched(
      await store.listReports(routing.mapId, clock.instantAt(first), clock.instantAt(last)),
      routing,
      ({ reportId }, edgeIds) => store.putEdges(reportId, routing.mapId, edgeIds),
      signal,
    );
    const classSpeeds = new Map(
      (await store.listClassSpeeds(depotId)).map((row) => [`${row.roadClass} ${row.hour}`, row.speedFactor]),
    );
    const learned = await store.listLearned(
      routing.mapId,
      [...new Set(hours.map(({ hourOfDay }) => hourOfDay))],
      clock.instantAt(first),
    );

    const limits = await Promise.all(hours.map(({ hourOfDay }, at) => limitsIn(routing, dates[at], hourOfDay)));

    return makeTravelSpeeds(
      hours.map((hour, at): SpeedsOfHour => {
        const { hourOfDay } = hour;
        const inHour = learned.filter((speed) => speed.hour === hourOfDay);
        const whole = clock.hourAt(hour.begins);
        const [from, until] = [clock.instantAt(whole.begins), clock.instantAt(whole.ends)];
        return {
          share: (hour.ends - hour.begins) / 3600,
          classFactors: Array.from(
            { length: roadClasses },
            (_, roadClass) => classSpeeds.get(`${roadClass} ${hourOfDay}`) ?? speedProfile?.[hourOfDay] ?? 1,
          ),
          learned: { edgeIds: inHour.map(({ edgeId }) => edgeId), kph: inHour.map(({ kph }) => kph) },
          ...(limits[at].length > 0 && { limits: limits[at] }),
          ...heldIn(restricted, dates[at], hourOfDay),
          reports: reports
            .filter(({ validFrom, validUntil }) => validFrom < until && validUntil > from)
            .map(({ edgeIds, speed }) => ({ edgeIds, speed })),
        };
      }),
    );
  };
}

/** The limits with hours of the map that hold in an hour of a date. */
async function limitsIn({ roads }: RoutingEngine, date: BusinessDate, hour: number): Promise<readonly number[]> {
  // Of a date at noon in Greenwich the weekday is that of the date itself; Sunday is 0 there.
  const weekday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  return (await roads?.timedLimits?.(weekday, hour * 3600, (hour + 1) * 3600)) ?? [];
}

/** Hours with one factor for all roads, and restrictions. */
function restrictedOnly(
  hours: readonly ClockHour[],
  dates: readonly BusinessDate[],
  speedProfile: SpeedProfile | undefined,
  restricted: readonly (RestrictionOnMap & Matched)[],
): TravelSpeeds {
  return makeTravelSpeeds(
    hours.map(({ begins, ends, hourOfDay }, at) => ({
      share: (ends - begins) / 3600,
      classFactors: Array<number>(roadClasses).fill(speedProfile?.[hourOfDay] ?? 1),
      learned: { edgeIds: [], kph: [] },
      ...heldIn(restricted, dates[at], hourOfDay),
      reports: [],
    })),
  );
}

/** The restrictions that hold in an hour of a date, as speeds have them; nothing where none does. */
function heldIn(
  restrictions: readonly (RestrictionOnMap & Matched)[],
  date: BusinessDate,
  hourOfDay: number,
): Pick<SpeedsOfHour, 'restrictions'> {
  const held = restrictions.filter((each) => holdsIn(each, date, hourOfDay));
  if (held.length === 0) return {};
  return {
    restrictions: held.map(({ restrictionId, place, vehicles, allowsDestinations, edgeIds }) => ({
      restrictionId,
      place,
      vehicles,
      allowsDestinations,
      edgeIds,
    })),
  };
}

interface Matched {
  readonly edgeIds: readonly number[];
}

/** Matches what was drawn on another map to the one in use. What touches no road of it changes nothing. */
async function matched<Drawn extends { readonly place: DrawnPlace; readonly edgeIds: readonly number[] | undefined }>(
  drawn: readonly Drawn[],
  routing: Pick<RoutingEngine, 'name' | 'roads'>,
  keep: (drawn: Drawn, edgeIds: readonly number[]) => Promise<void>,
  signal: AbortSignal,
): Promise<(Drawn & Matched)[]> {
  const onMap: (Drawn & Matched)[] = [];
  for (const each of drawn) {
    const edgeIds = each.edgeIds ?? (await edgesOf(routing, each.place, signal));
    if (each.edgeIds === undefined) await keep(each, edgeIds);
    onMap.push({ ...each, edgeIds });
  }
  return onMap;
}
