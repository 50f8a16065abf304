import type { Actor } from '../../../application/accounts/account-store.js';
import { toldDemoState } from '../../../application/beginning/demo-store.js';
import { mayDo } from '../../../domain/accounts/role.js';
import { ConflictError } from '../../../domain/dispatch-error.js';
import { type Ask, type Endpoint, endpoint } from '../endpoint.js';
import { job } from '../jobs-contract.js';
import type { HttpServices } from '../services.js';
import { demo } from './beginning-contract.js';

/** One at a time, whichever way it goes. */
const subjectId = 'demo';
/** Loading builds a map and plans; removing waits for what is under way. Neither is long work. */
const seconds = 60;

/** The demo city, in and out. */
export function demoEndpoints(services: HttpServices): Endpoint[] {
  const begin = async ({ actor, response }: Pick<Ask, 'actor' | 'response'>, kind: 'demo-load' | 'demo-remove') => {
    const { accountId, name: by } = actor;
    const payload = { accountId };
    const begun = await services.jobs.start({ kind, subjectId, depotId: undefined, by, accountId, seconds, payload });
    response.set('Location', `/api/v1/jobs/${begun.jobId}`);
    return services.item('jobs', begun.jobId, undefined);
  };
  /** Asked a second time, it is the same removal. */
  const removalUnderWay = async () => {
    const { data } = await services.list('jobs', { kind: 'demo-remove', subject: subjectId }, { limit: 1 }, undefined);
    return data.find(({ status }) => status === 'waiting' || status === 'running');
  };
  return [
    endpoint({
      method: 'get',
      path: '/demo',
      permission: 'self:read',
      summary: 'Whether what is shown is the demo city, and whether somebody still has to say what to begin with.',
      answer: demo,
      async handle({ actor }) {
        const { state, isChosen } = await services.demo.find();
        const mayRemove = isOverAll(actor);
        const added = mayRemove && toldDemoState[state] !== 'none' ? await services.demo.listAdded() : [];
        return { state: toldDemoState[state], asks: mayRemove && !isChosen, mayRemove, added };
      },
    }),
    endpoint({
      method: 'post',
      path: '/demo',
      permission: 'installation:manage',
      summary: "Load the demo city with today's demo day, into an empty record only. The job tells how far it is.",
      status: 202,
      creates: true,
      answer: job,
      async handle(ask) {
        assertOverAll(ask.actor);
        await services.demo.want(ask.actor.name, services.clock.now());
        return begin(ask, 'demo-load');
      },
    }),
    endpoint({
      method: 'put',
      path: '/demo/choice',
      permission: 'installation:manage',
      summary: 'Say that the demo city is to be looked at: nobody is asked any more.',
      async handle({ actor }) {
        assertOverAll(actor);
        await services.demo.choose(actor.name, services.clock.now());
        return undefined;
      },
    }),
    endpoint({
      method: 'delete',
      path: '/demo',
      permission: 'installation:manage',
      summary:
        "Remove all that is the demo's, and nothing else. What is under way on it is cancelled first; the job tells how far it is.",
      status: 202,
      answer: job,
      async handle(ask) {
        assertOverAll(ask.actor);
        const underWay = await removalUnderWay();
        if (underWay !== undefined) return underWay;
        await services.demo.beginRemoval(ask.actor.name, services.clock.now());
        return begin(ask, 'demo-remove');
      },
    }),
  ];
}

function isOverAll({ role, scopes, depotIds }: Actor): boolean {
  return depotIds === undefined && mayDo(role, 'installation:manage', scopes);
}

/** @throws ConflictError `of-all-depots` */
function assertOverAll({ depotIds }: Actor): void {
  if (depotIds === undefined) return;
  throw new ConflictError(
    'of-all-depots',
    'This is of all depots, and your account is for some only. Ask an admin of all depots.',
  );
}
