import { type BusinessDate, dateOf } from '../../domain/local-time.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';
import type { SpeedsForWave } from '../travel/driving-hours.js';
import type { RoutingEngine } from '../travel/routing/routing-port.js';
import { makeTravelSpeeds, type SpeedsOfHour } from '../travel/travel-speeds.js';
import { edgesOf } from './report-traffic.js';
import type { ReportOnMap, TrafficStore } from './traffic-store.js';

/** How many words for the class of a road there are. */
const roadClasses = 8;

/**
 * Gathers what is known of the speeds in the hours that a wave is driven in: the depot's factors by hour and class of
 * road, what couriers' tracks have shown, and what is reported for those hours.
 *
 * @returns undefined where the engine does not take speeds.
 */
export function makeSpeedsForWave(store: TrafficStore): SpeedsForWave {
  return async (routing, { depotId, date, timeZone, speedProfile, begins, ends }, signal) => {
    if (routing.roads === undefined) return undefined;
    const clock = waveClockOf(date, timeZone);
    const hours = clock.hoursBetween(begins, ends);
    // A report counts in the whole of an hour that it holds in a part of.
    const [first, last] = [clock.hourAt(begins).begins, hours.length === 0 ? begins : clock.hourAt(ends - 1).ends];
    const reports = await onThisMap(
      store,
      routing,
      await store.listReports(routing.mapId, clock.instantAt(first), clock.instantAt(last)),
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

    const limits = await Promise.all(
      hours.map(({ begins: at, hourOfDay }) => limitsIn(routing, dateOf(clock.instantAt(at), timeZone), hourOfDay)),
    );

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
          reports: reports
            .filter(({ validFrom, validUntil }) => validFrom < until && validUntil > from)
            .map(({ edgeIds, speed }) => ({ edgeIds: edgeIds ?? [], speed })),
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

/** Matches reports that were made on another map to the one in use. One that touches no road of it changes nothing. */
async function onThisMap(
  store: TrafficStore,
  routing: RoutingEngine,
  reports: readonly ReportOnMap[],
  signal: AbortSignal,
): Promise<ReportOnMap[]> {
  const matched: ReportOnMap[] = [];
  for (const report of reports) {
    if (report.edgeIds !== undefined) {
      matched.push(report);
      continue;
    }
    const edgeIds = await edgesOf(routing, report.place, signal);
    await store.putEdges(report.reportId, routing.mapId, edgeIds);
    matched.push({ ...report, edgeIds });
  }
  return matched;
}
