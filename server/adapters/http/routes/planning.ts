import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { assertMatch, etagOf } from '../etag.js';
import { type Route, route } from '../route.js';
import type { HttpServices } from '../services.js';

/** Waves and plans: close, plan, look, release. */
export function planningRoutes(services: HttpServices): Route[] {
  const waveFor = async (waveId: string, actor: Actor) => {
    const wave = await services.waves.get(waveId);
    if (actor.depotId !== undefined && actor.depotId !== wave.depotId) throw new NotFoundError('wave', waveId);
    return wave;
  };
  const planFor = async (planId: string, actor: Actor) => {
    const plan = await services.plans.get(planId);
    if (actor.depotId !== undefined && actor.depotId !== plan.depotId) throw new NotFoundError('plan', planId);
    return plan;
  };
  return [
    route({
      method: 'get',
      path: '/waves/:waveId',
      permission: 'waves:read',
      summary: 'A wave.',
      handle: ({ actor, params }) => waveFor(params.waveId, actor),
    }),
    route({
      method: 'post',
      path: '/waves/:waveId/close',
      permission: 'waves:write',
      summary: 'Close a wave: group its orders into consignments, totes and pick lists.',
      creates: true,
      async handle({ actor, params }) {
        const wave = await waveFor(params.waveId, actor);
        const figures = await services.waves.close(wave.waveId, services.clock.now(), actor.name);
        return { waveId: wave.waveId, status: 'closed', ...figures };
      },
    }),
    route({
      method: 'post',
      path: '/waves/:waveId/plans',
      permission: 'plans:write',
      summary: 'Plan a wave in the background; closes it first if it still collects.',
      creates: true,
      status: 202,
      body: z
        .object({
          seconds: z.number().min(0.5).max(3600).default(20),
          threads: z.number().int().min(1).max(16).default(2),
          seed: z
            .number()
            .int()
            .min(0)
            .max(2 ** 31 - 1)
            .default(1),
        })
        .default({ seconds: 20, threads: 2, seed: 1 }),
      async handle({ actor, params, body, response }) {
        const wave = await waveFor(params.waveId, actor);
        const job = await services.jobs.start({
          kind: 'plan',
          subjectId: wave.waveId,
          depotId: wave.depotId,
          by: actor.name,
          payload: body,
        });
        response.set('Location', `/api/v1/jobs/${job.jobId}`);
        return job;
      },
    }),
    route({
      method: 'get',
      path: '/plans/:planId',
      permission: 'plans:read',
      summary: 'A plan; as GeoJSON with ?format=geojson or Accept: application/geo+json.',
      query: z.strictObject({ format: z.enum(['json', 'geojson']).optional() }),
      async handle({ actor, params, query, request, response }) {
        const plan = await planFor(params.planId, actor);
        response.set('ETag', etagOf(plan.planId, plan.version));
        const wantsMap =
          query.format === 'geojson' ||
          (query.format === undefined && request.accepts(['json', 'application/geo+json']) === 'application/geo+json');
        if (!wantsMap) return plan;
        response.type('application/geo+json').send(JSON.stringify(await services.planGeoJson(plan)));
        return undefined;
      },
    }),
    route({
      method: 'post',
      path: '/plans/:planId/release',
      permission: 'plans:release',
      summary: "Release a plan's draft runs to their couriers. Needs If-Match.",
      async handle(ask) {
        const plan = await planFor(ask.params.planId, ask.actor);
        assertMatch(ask.request, etagOf(plan.planId, plan.version));
        return services.plans.release(plan.planId, services.clock.now(), ask.actor.name);
      },
    }),
    route({
      method: 'get',
      path: '/runs/:runId',
      permission: 'runs:read',
      summary: 'A run with its stops.',
      async handle({ actor, params, response }) {
        const run = await services.runs.find(params.runId, { depotId: actor.depotId });
        if (run === undefined) throw new NotFoundError('run', params.runId);
        response.set('ETag', etagOf(params.runId, run.version as number));
        return run;
      },
    }),
    route({
      method: 'patch',
      path: '/runs/:runId',
      permission: 'plans:write',
      summary: 'Give a run to another courier, or to none. Needs If-Match.',
      body: z.strictObject({ courierId: z.string().min(1).max(100).nullable() }),
      async handle({ actor, params, body, request, response }) {
        const { runId } = params;
        const read = () => services.runs.find(runId, { depotId: actor.depotId });
        const run = await read();
        if (run === undefined) throw new NotFoundError('run', runId);
        const version = run.version as number;
        assertMatch(request, etagOf(runId, version));
        const seen = { runId, version, depotId: actor.depotId };
        await services.giveToCourier(seen, body.courierId, actor.name, services.clock.now());
        const changed = await read();
        response.set('ETag', etagOf(runId, changed?.version as number));
        return changed;
      },
    }),
  ];
}
