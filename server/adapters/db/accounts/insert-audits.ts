import type { Knex } from 'knex';
import type { AuditEntry } from '../../../application/accounts/account-store.js';

/** Writes many rows of the audit in one statement, in their order, as the last of the transaction's changes. */
export async function insertAudits(knex: Knex, trails: readonly AuditEntry[]): Promise<void> {
  if (trails.length === 0) return;
  const rows = trails.map(({ by, action, kind, id, depotId, reason, at, detail }, no) => ({
    no,
    at,
    actor: by,
    action,
    subject_kind: kind,
    subject_id: id,
    depot_id: depotId,
    reason,
    detail: detail ?? {},
  }));
  await knex.raw(
    `insert into audit (at, actor, action, subject_kind, subject_id, depot_id, reason, detail)
     select at, actor, action, subject_kind, subject_id, depot_id, reason, detail
     from jsonb_to_recordset(?::jsonb) as added (no integer, at timestamptz, actor text, action text,
       subject_kind text, subject_id text, depot_id text, reason text, detail jsonb)
     order by no`,
    [JSON.stringify(rows)],
  );
}
