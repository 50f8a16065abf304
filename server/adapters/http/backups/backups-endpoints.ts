import { backupSeconds, backupSubject } from '../../../application/backups/keep-backups.js';
import { DispatchError, NotFoundError } from '../../../domain/dispatch-error.js';
import { plainly } from '../../../domain/told.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { job } from '../jobs-contract.js';
import { queryOf } from '../list-endpoints.js';
import type { HttpServices } from '../services.js';
import { pageOf } from '../shared-contract.js';
import { backup, backupHealth } from './backups-contract.js';

/** Backups of the whole record: for accounts of some depots there are none. */
export function backupEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/backups',
      permission: 'backups:manage',
      summary: 'List of backups that the server made or failed to make, the newest first.',
      query: queryOf(services, 'backups', backup),
      answer: pageOf(backup),
      async handle({ actor, query: { limit, cursor, ...given } }) {
        if (actor.depotIds !== undefined) return { data: [], nextCursor: null };
        return services.list('backups', given, { limit, cursor }, undefined);
      },
    }),
    endpoint({
      method: 'post',
      path: '/backups',
      permission: 'backups:manage',
      summary: 'Make a backup now, in the folder of backups. The job tells how far it is.',
      status: 202,
      creates: true,
      answer: job,
      async handle({ actor, response }) {
        if (actor.depotIds !== undefined) {
          throw new DispatchError(
            'not-allowed',
            'A backup is of all depots, and this account is for some of them only.',
          );
        }
        services.backups.assertFolder();
        const begun = await services.jobs.start({
          kind: 'backup',
          subjectId: backupSubject,
          depotId: undefined,
          by: actor.name,
          accountId: actor.accountId,
          seconds: backupSeconds,
          payload: {},
        });
        response.set('Location', `/api/v1/jobs/${begun.jobId}`);
        return services.item('jobs', begun.jobId, undefined);
      },
    }),
    endpoint({
      method: 'get',
      path: '/backups/health',
      permission: 'backups:watch',
      summary: 'Whether backups are made, when the last good one was, and why the last one failed.',
      answer: backupHealth,
      async handle({ actor }) {
        const { scheduled, state, lastGoodAt, failure } = await services.backups.health();
        // The sentence names the server's folders.
        const maySee = actor.role === 'admin' && actor.depotIds === undefined;
        return {
          scheduled,
          state,
          lastGoodAt: lastGoodAt ?? null,
          failure: failure === undefined ? null : maySee ? failure : { ...failure, detail: '', told: plainly('') },
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/backups/:backupId',
      permission: 'backups:manage',
      summary: 'One of the backups.',
      answer: backup,
      async handle({ actor, params }) {
        if (actor.depotIds !== undefined) throw new NotFoundError('backup', params.backupId);
        return services.item('backups', params.backupId, undefined);
      },
    }),
  ];
}
