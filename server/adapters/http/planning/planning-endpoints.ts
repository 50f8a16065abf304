import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import { drawnIn } from '../../../domain/network/datum.js';
import { waveAfter } from '../../../domain/waves/wave.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { job } from '../jobs-contract.js';
import { assertMatch, etagOf } from '../requests/etag.js';
import { languageOf } from '../requests/language-of.js';
import type { HttpServices } from '../services.js';
import { askedDatum } from '../shared-contract.js';
import { grouping } from '../waves/waves-contract.js';
import { plan, planGeoJson, planRequest, released, releaseRequest, routeKpis } from './plans-contract.js';
import { sentPlan } from './sent-plan.js';

/** Waves and plans: close, plan, look, publish. */
export function planningEndpoints(services: HttpServices): Endpoint[] {
  const waveFor = (waveId: string, { depotIds }: Actor) => services.waves.get(waveId, depotIds);
  const planFor = (planId: string, { depotIds }: Actor) => services.plans.get(planId, depotIds);
  return [
    endpoint({
      method: 'post',
      path: '/waves/:waveId/close',
      permission: 'waves:write',
      summary: 'Close a wave: group its orders into consignments, totes and pick lists.',
      creates: true,
      answer: grouping,
      async handle({ actor, params }) {
        const wave = await waveFor(params.waveId, actor);
        const kpis = await services.waves.close(wave.waveId, services.clock.now(), actor.name);
        return { waveId: wave.waveId, status: 'closed', ...kpis };
      },
    }),
    endpoint({
      method: 'post',
      path: '/waves/:waveId/plans',
      permission: 'plans:write',
      summary: 'Plan a wave in the background; closes it first if it still collects.',
      creates: true,
      status: 202,
      body: planRequest,
      answer: job,
      async handle({ actor, params, body, response }) {
        const wave = await waveFor(params.waveId, actor);
        // What cannot end well is refused before it is searched for.
        if (wave.status !== 'collecting') waveAfter(wave.status, 'planned');
        const begun = await services.jobs.start({
          kind: 'plan',
          subjectId: wave.waveId,
          depotId: wave.depotId,
          by: actor.name,
          accountId: actor.accountId,
          seconds: body.seconds,
          payload: body,
        });
        response.set('Location', `/api/v1/jobs/${begun.jobId}`);
        return services.item('jobs', begun.jobId, actor.depotIds);
      },
    }),
    endpoint({
      method: 'get',
      path: '/plans/:planId',
      permission: 'plans:read',
      summary: 'A plan; as GeoJSON with ?format=geojson or Accept: application/geo+json.',
      query: z.strictObject({ format: z.enum(['json', 'geojson']).optional(), datum: askedDatum }),
      answer: plan,
      forms: { 'application/geo+json': planGeoJson },
      etag: 'answered',
      async handle({ actor, params, query, request, response }) {
        const found = await planFor(params.planId, actor);
        response.set('ETag', etagOf(found.planId, found.version));
        const wantsMap =
          query.format === 'geojson' ||
          (query.format === undefined && request.accepts(['json', 'application/geo+json']) === 'application/geo+json');
        const language = languageOf(request, response);
        if (!wantsMap) return sentPlan(services, found, language);
        const drawn = await services.planGeoJson(found, language);
        const asked = query.datum === undefined ? drawn : drawnIn(query.datum, drawn);
        response.type('application/geo+json').send(JSON.stringify(asked));
        return undefined;
      },
    }),
    endpoint({
      method: 'get',
      path: '/plans/:planId/route-kpis',
      permission: 'plans:read',
      summary: 'What each route of a plan comes to: cost, duration, totes, and how full its vehicle is, trip by trip.',
      answer: routeKpis,
      async handle({ actor, params }) {
        const found = await planFor(params.planId, actor);
        const kpis = await services.readRouteKpis(found);
        return {
          planId: found.planId,
          data: kpis.map((route) => ({
            ...route,
            trips: route.trips.map((trip) => ({ ...trip, loadedAt: trip.loadedAt ?? null })),
          })),
        };
      },
    }),
    endpoint({
      method: 'post',
      path: '/plans/:planId/release',
      permission: 'plans:release',
      summary: "Release a plan's draft runs, or some of them, to their couriers. Needs If-Match.",
      body: releaseRequest,
      answer: released,
      etag: 'needed',
      async handle(ask) {
        const found = await planFor(ask.params.planId, ask.actor);
        assertMatch(ask.request, etagOf(found.planId, found.version));
        return services.plans.release(found.planId, services.clock.now(), ask.actor.name, ask.body.runIds);
      },
    }),
  ];
}
