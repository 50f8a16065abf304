import { entryOf } from '../../entry-of.js';
import type { Plan } from '../plan.js';
import type { CheckContext, Say } from './check-context.js';

/** No more totes go back than wait at a station, each as large as the depot says; what is on board by now are facts. */
export function checkTotes({ routes }: Plan, { depot, emptyTotes }: CheckContext, say: Say): void {
  const taken = new Map<string, number>();
  const judged = new Set<string>();
  for (const { trips, executedPrefix = { trips: 0, stops: 0 } } of routes) {
    trips.forEach(({ stops }, tripAt) => {
      stops.forEach(({ stationId, takesBack = [] }, at) => {
        const isDone =
          tripAt < executedPrefix.trips - 1 || (tripAt === executedPrefix.trips - 1 && at < executedPrefix.stops);
        for (const { zoneId, totes, grams, milliliters } of takesBack) {
          const key = JSON.stringify([stationId, zoneId]);
          taken.set(key, (taken.get(key) ?? 0) + totes);
          if (isDone) continue;
          judged.add(key);
          const size = entryOf(depot.rules?.emptyTotes, zoneId);
          const isSize =
            size && grams === totes * size.grams && milliliters === totes * size.milliliters && isCount(totes);
          if (isSize) continue;
          say('tote-size', `At ${stationId} empty totes of ${zoneId} are not as large as the depot says.`);
        }
      });
    });
  }
  for (const key of judged) {
    const [stationId, zoneId] = JSON.parse(key) as [string, string];
    const totes = taken.get(key)!;
    const waiting = emptyTotes?.get(stationId)?.find((each) => each.zoneId === zoneId)?.totes ?? 0;
    if (totes > waiting) {
      say('totes', `At ${stationId} ${totes} empty totes of ${zoneId} shall go back; ${waiting} wait there.`);
    }
  }
}

/** Totes go back whole. */
function isCount(totes: number): boolean {
  return Number.isInteger(totes) && totes >= 1;
}
