import { NotFoundError } from '../../../domain/dispatch-error.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { assertMatch, etagOf } from '../requests/etag.js';
import type { HttpServices } from '../services.js';
import { run, runChange, stop } from './runs-contract.js';

/** Runs and stops: look, give a run to another courier. */
export function runEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/runs/:runId',
      permission: 'runs:read',
      summary: 'A run with its stops.',
      answer: run,
      etag: 'answered',
      async handle({ actor, params, response }) {
        const found = await services.runs.find(params.runId, { depotIds: actor.depotIds });
        if (found === undefined) throw new NotFoundError('run', params.runId);
        response.set('ETag', etagOf(params.runId, found.version));
        return found;
      },
    }),
    endpoint({
      method: 'get',
      path: '/stops/:stopId',
      permission: 'runs:read',
      summary: 'A stop with what is handed over there.',
      answer: stop,
      etag: 'answered',
      async handle({ actor, params, response }) {
        const found = await services.runs.findStop(params.stopId, actor.depotIds);
        if (found === undefined) throw new NotFoundError('stop', params.stopId);
        response.set('ETag', etagOf(params.stopId, found.version));
        return found;
      },
    }),
    endpoint({
      method: 'patch',
      path: '/runs/:runId',
      permission: 'runs:write',
      summary: 'Give a run to another courier, or to none. Needs If-Match.',
      body: runChange,
      answer: run,
      etag: 'needed',
      async handle({ actor, params, body, request, response }) {
        const { runId } = params;
        const read = () => services.runs.find(runId, { depotIds: actor.depotIds });
        const found = await read();
        if (found === undefined) throw new NotFoundError('run', runId);
        const version = found.version;
        assertMatch(request, etagOf(runId, version));
        const seen = { runId, version, depotIds: actor.depotIds };
        await services.giveToCourier(seen, body.courierId, actor.name, services.clock.now());
        const changed = await read();
        if (changed === undefined) throw new NotFoundError('run', runId);
        response.set('ETag', etagOf(runId, changed.version));
        return changed;
      },
    }),
  ];
}
