import type { Knex } from 'knex';
import type { Settled } from '../../../../application/backups/record-port.js';

const jobError = {
  code: 'restored',
  detail: 'The record was restored from a backup that was made while this was under way. Start it again.',
};
const importError = {
  code: 'import-interrupted',
  detail:
    'The record was restored from a backup that was made while these files were read. Nothing of them was taken; import them again.',
};
const webhookReason =
  'Paused, because the record was restored from a backup. Start it again where this place is to send.';

/** Ends what was under way when a backup was made: nobody is at it any more, and receivers must not be told twice. */
export async function settleRecord(
  transaction: Knex.Transaction,
  { keepWebhooks }: { readonly keepWebhooks: boolean },
): Promise<Settled> {
  // The one that made the backup stands in it as still running, and has done what it was to do.
  await transaction.raw(`delete from jobs where kind = 'backup' and status = 'running'`);
  const jobs = await transaction.raw(
    `update jobs set status = 'failed', ended_at = now(), error = ?, lease_until = null, leased_by = null
     where status in ('waiting', 'running')`,
    [JSON.stringify(jobError)],
  );
  const imports = await transaction.raw(
    `update imports set status = 'failed', ended_at = now(), error = ? where status = 'reading'`,
    [JSON.stringify(importError)],
  );
  const webhooks = keepWebhooks
    ? { rowCount: 0 }
    : await transaction.raw(
        `update webhooks set status = 'paused', last_error = ?, lease_until = null where status = 'active'`,
        [webhookReason],
      );
  return { jobs: jobs.rowCount, imports: imports.rowCount, webhooks: webhooks.rowCount };
}
