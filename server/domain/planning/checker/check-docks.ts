import type { Depot } from '../../network/network.js';
import type { PlanBeside } from '../check-sharing.js';
import type { Plan } from '../plan.js';
import type { Say } from './check-context.js';
import { secondsAtRate } from './own-times.js';

/**
 * No vehicle loads while as many others load as there are docks, whoever came first. What was loaded before the plan was made are facts:
 * it left its dock when it left, however long loading takes by now.
 *
 * @param beside plans of other waves of the date, whose vehicles stand at the docks anyhow.
 */
export function checkDocks(
  plan: Pick<Plan, 'routes'>,
  depot: Pick<Depot, 'docks' | 'loading'>,
  say: Say,
  beside: readonly PlanBeside[] = [],
): void {
  const moments: { at: number; change: 1 | -1; isGiven: boolean }[] = [];
  const others = new Set(beside.flatMap(({ routes }) => routes));
  for (const route of [...plan.routes, ...others]) {
    const { trips, executedPrefix } = route;
    trips.forEach(({ loadBegins, departs, stops, transfer }, at) => {
      // Goods that are fetched are loaded on the road.
      if (transfer !== undefined) return;
      const isGiven = others.has(route) || at < (executedPrefix?.trips ?? 0);
      const grams = stops.flatMap((stop) => stop.consignments).reduce((total, goods) => total + goods.grams, 0);
      const loaded = loadBegins + secondsAtRate(depot.loading, grams);
      const left = isGiven ? Math.max(loadBegins, Math.min(loaded, departs)) : loaded;
      moments.push({ at: loadBegins, change: 1, isGiven });
      moments.push({ at: left, change: -1, isGiven });
    });
  }
  // Of one moment first who leaves, then who stands there anyhow, then who is to find a dock free.
  moments.sort(
    (one, other) => one.at - other.at || one.change - other.change || Number(other.isGiven) - Number(one.isGiven),
  );
  let loading = 0;
  let judged = 0;
  for (const { at, change, isGiven } of moments) {
    loading += change;
    if (!isGiven) judged += change;
    // Who stands there anyhow may come later: then the dock that was free is not for long enough.
    if (change === 1 && judged > 0 && loading > depot.docks) {
      say('docks', `At ${at} ${loading} vehicles load at ${depot.docks} docks.`);
      return;
    }
  }
}
