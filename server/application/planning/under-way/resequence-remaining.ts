import type { Vehicle } from '../../../domain/network/network.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import type { UntimedStop } from '../time-route.js';
import { type DrivenRest, scheduleRemaining, type UnderWay } from './schedule-remaining.js';

/** Lateness that is not worth a change of order. */
const bearableSeconds = 60;
/** Passes over all stops; each ends earlier when nothing is gained. */
const mostPasses = 6;

/**
 * The order in which goods on board are brought. It stays as it was while everything is in time; otherwise single stops
 * are put elsewhere as long as that makes stops less late, or, where nothing is late any more, the way shorter.
 *
 * @param first stops at the beginning that keep their place: the courier is on the way there.
 */
export function resequenceRemaining(
  vehicle: Vehicle,
  under: UnderWay,
  stops: readonly UntimedStop[],
  first: number,
  context: PlanningData,
): DrivenRest {
  let order = [...stops];
  let best = scheduleRemaining(vehicle, under, order, context);
  if (!best.isImpossible && best.lateSeconds <= bearableSeconds) return best;
  for (let pass = 0; pass < mostPasses; pass++) {
    let isBetter = false;
    for (const stop of order.slice(first)) {
      const without = order.filter((other) => other !== stop);
      for (let at = first; at <= without.length; at++) {
        const tried = [...without.slice(0, at), stop, ...without.slice(at)];
        const driven = scheduleRemaining(vehicle, under, tried, context);
        if (!isLess(driven, best)) continue;
        best = driven;
        order = tried;
        isBetter = true;
      }
    }
    if (!isBetter) break;
  }
  return best;
}

function isLess(one: DrivenRest, other: DrivenRest): boolean {
  if (one.isImpossible !== other.isImpossible) return other.isImpossible;
  if (one.lateSeconds !== other.lateSeconds) return one.lateSeconds < other.lateSeconds;
  return one.returns < other.returns;
}
