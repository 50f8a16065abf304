import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { queryOf } from '../list-endpoints.js';
import type { HttpServices } from '../services.js';
import { auditRow, auditVerdict } from './accounts-contract.js';

const rowsAtOnce = 1_000;

/** The audit as a file, and whether it is as it was written. */
export function auditEndpoints(services: HttpServices): Endpoint[] {
  const permission = 'audit:read' as const;
  const { limit: _limit, cursor: _cursor, ...filters } = queryOf(services, 'audit', auditRow).shape;
  return [
    endpoint({
      method: 'get',
      path: '/audit/export',
      permission,
      summary: 'The audit as CSV, the newest first, narrowed as the list is.',
      query: z.strictObject(filters as Record<string, z.ZodType<string | undefined>>),
      forms: { 'text/csv': undefined },
      async handle({ actor, query, response }) {
        const read = (cursor?: string) => services.list('audit', query, { limit: rowsAtOnce, cursor }, actor.depotIds);
        // Read before anything is sent: what is refused is told as every refusal is.
        const first = await read();
        async function* rows() {
          let page = first;
          yield* page.data;
          while (page.nextCursor !== null && !response.destroyed) {
            page = await read(page.nextCursor);
            yield* page.data;
          }
        }
        const lines = services.auditCsv(rows());
        response.type('text/csv').attachment('audit.csv').set('Cache-Control', 'no-store');
        try {
          await pipeline(Readable.from(lines), response);
        } catch (error) {
          // Part of a file must not look whole.
          if (response.headersSent || response.destroyed) response.destroy();
          else throw error;
        }
        return undefined;
      },
    }),
    endpoint({
      method: 'get',
      path: '/audit/verification',
      permission,
      summary: 'Work out every hash of the audit again. For admins of all depots.',
      query: z.strictObject({ noted: z.string().max(200).optional() }),
      answer: auditVerdict,
      async handle({ actor, query: { noted } }) {
        if (actor.depotIds !== undefined) {
          throw new DispatchError('not-allowed', 'The audit is checked as a whole, by an admin of all depots.');
        }
        return services.audit.verify(noted);
      },
    }),
  ];
}
