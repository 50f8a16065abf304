import type { OwnDepots } from '../../domain/own-depots.js';
import { streamEvents } from './connections/stream-events.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { job } from './jobs-contract.js';
import { queryOf } from './list-endpoints.js';
import { languageOf } from './requests/language-of.js';
import { tellFaults } from './requests/tell-faults.js';
import type { HttpServices } from './services.js';
import { pageOf } from './shared-contract.js';

/** Background work. */
export function jobEndpoints(services: HttpServices): Endpoint[] {
  const jobFor = async (jobId: string, depotIds: OwnDepots) => {
    // Asked first: it tells a job whose process died as failed.
    await services.jobs.get(jobId, depotIds);
    return services.item('jobs', jobId, depotIds);
  };
  return [
    endpoint({
      method: 'get',
      path: '/jobs',
      permission: 'jobs:read',
      summary: 'List of jobs, the newest first.',
      query: queryOf(services, 'jobs', job),
      answer: pageOf(job),
      async handle({ actor, query: { limit, cursor, ...given } }) {
        return services.list('jobs', given, { limit, cursor }, actor.depotIds);
      },
    }),
    endpoint({
      method: 'get',
      path: '/jobs/:jobId',
      permission: 'jobs:read',
      summary: 'What a job is at.',
      answer: job,
      handle: ({ actor, params }) => jobFor(params.jobId, actor.depotIds),
    }),
    endpoint({
      method: 'post',
      path: '/jobs/:jobId/cancel',
      permission: 'jobs:write',
      summary: 'Ask a job to stop.',
      answer: job,
      async handle({ actor, params }) {
        await services.jobs.cancel(params.jobId, actor.depotIds);
        const cancelled = await jobFor(params.jobId, actor.depotIds);
        // Nobody begins what was cancelled while it waited. A file that lies elsewhere goes there, within the hour.
        // The kind is told without the place that it is of.
        if (services.mapFiles.jobKind.startsWith(`${cancelled.kind}-`)) await services.mapUploads.tidy();
        return cancelled;
      },
    }),
    endpoint({
      method: 'get',
      path: '/jobs/:jobId/events',
      permission: 'jobs:read',
      summary: "A job's progress as server-sent events, until it ends.",
      forms: { 'text/event-stream': undefined },
      async handle(ask) {
        const { jobId } = ask.params;
        const { depotIds } = ask.actor;
        await jobFor(jobId, depotIds);
        // Before the stream begins: its headers tell that answers differ by language.
        const language = languageOf(ask.request, ask.response);
        await streamEvents(ask, services.stopping, async (send) => {
          const now = await jobFor(jobId, depotIds);
          send('progress', tellFaults(language, now));
          return now.status === 'running' || now.status === 'waiting';
        });
        return undefined;
      },
    }),
  ];
}
