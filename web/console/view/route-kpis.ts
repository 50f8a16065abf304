import { effect, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { RouteKpis } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { plans } from '../console-state.js';

/** What the routes of the plans in view come to, by plan, as far as it was read. */
export const routeKpis = signal<ReadonlyMap<string, RouteKpis>>(new Map());

/** Keeps `routeKpis` with the plans in view; returns how to stop that. */
export function watchRouteKpis(): () => void {
  const asked = new Set<string>();
  return effect(() => {
    const planIds = plans.value.map(({ planId }) => planId);
    for (const planId of asked) if (!planIds.includes(planId)) asked.delete(planId);
    for (const planId of planIds) {
      if (asked.has(planId)) continue;
      asked.add(planId);
      api
        .routeKpis(planId)
        .then((kpis) => {
          const kept = [...routeKpis.peek()].filter(([known]) => asked.has(known));
          routeKpis.value = new Map(kept).set(planId, kpis);
        })
        .catch((error: unknown) => {
          asked.delete(planId);
          tellFailure(error);
        });
    }
  });
}
