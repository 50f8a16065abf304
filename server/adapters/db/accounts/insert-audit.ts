import type { Knex } from 'knex';
import type { AuditEntry } from '../../../application/accounts/account-store.js';

/**
 * Writes who did what into the audit, inside the transaction of the change. The database chains it to the row before:
 * until the transaction ends nobody else can write, so it is written last where that is possible.
 */
export async function insertAudit(knex: Knex, trail: AuditEntry): Promise<void> {
  await knex.raw(
    `insert into audit (at, actor, action, subject_kind, subject_id, depot_id, reason, detail)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      trail.at,
      trail.by,
      trail.action,
      trail.kind,
      trail.id,
      trail.depotId ?? null,
      trail.reason ?? null,
      JSON.stringify(trail.detail ?? {}),
    ] as string[],
  );
}
