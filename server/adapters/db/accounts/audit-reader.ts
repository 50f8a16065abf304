import { createHash } from 'node:crypto';
import { auditContent } from '../../../../migrations/0009-accounts.js';
import type { AuditReader, AuditRow } from '../../../application/accounts/audit-reader.js';
import type { Database } from '../engine/database.js';

const rowsAtOnce = 2_000;

interface ChainRow {
  readonly audit_id: number;
  readonly content: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** Reads the audit and checks its chain. The hashes are worked out here, not by the database that is looked at. */
export function makeAuditReader({ knex }: Database): AuditReader {
  return {
    async verify(noted) {
      // The head first: rows that come meanwhile lie behind it and are no fault.
      const heads = await knex.raw('select audit_id, hash from audit_head');
      if (heads.rows.length !== 1) {
        return { isWhole: false, rows: 0, brokenAt: 0, why: 'the row that holds the last hash is gone' };
      }
      const head = heads.rows[0] as { audit_id: number; hash: string };
      let last = { id: 0, hash: '' };
      let hasNoted = noted === undefined || noted === '';
      const broken = (brokenAt: number, why: string) => ({ isWhole: false as const, rows: last.id, brokenAt, why });
      while (last.id < head.audit_id) {
        const { rows } = await knex.raw(
          `select audit_id, previous_hash, hash, ${auditContent('audit')} as content from audit
           where audit_id > ? and audit_id <= ? order by audit_id limit ${rowsAtOnce}`,
          [last.id, head.audit_id],
        );
        if (rows.length === 0) return broken(last.id + 1, 'it is missing');
        for (const row of rows as ChainRow[]) {
          if (row.audit_id !== last.id + 1) return broken(last.id + 1, 'it is missing');
          if (row.previous_hash !== last.hash) return broken(row.audit_id, 'it does not follow the row before it');
          if (hashOf(last.hash, row.content) !== row.hash) return broken(row.audit_id, 'its content was changed');
          last = { id: row.audit_id, hash: row.hash };
          hasNoted ||= row.hash === noted;
        }
      }
      if (last.hash !== head.hash) return broken(last.id, 'it is not the last one that was written');
      const { rows: early } = await knex.raw(
        'select audit_id from audit where audit_id <= 0 order by audit_id limit 1',
      );
      if (early.length > 0) return broken(early[0].audit_id, 'it lies before the first one');
      return { isWhole: true, rows: last.id, headHash: last.hash, hasNoted };
    },

    async *read({ from, to }) {
      let last = 0;
      for (;;) {
        const { rows } = await knex.raw(
          `select audit_id as "auditId", at, actor, action, subject_kind as "subjectKind", subject_id as "subjectId",
             depot_id as "depotId", reason, detail, previous_hash as "previousHash", hash
           from audit
           where audit_id > ? and (?::timestamptz is null or at >= ?) and (?::timestamptz is null or at < ?)
           order by audit_id limit ${rowsAtOnce}`,
          [last, from ?? null, from ?? null, to ?? null, to ?? null] as unknown as string[],
        );
        yield* rows as AuditRow[];
        if (rows.length < rowsAtOnce) return;
        last = (rows[rows.length - 1] as AuditRow).auditId;
      }
    },
  };
}

function hashOf(previous: string, content: string): string {
  return createHash('sha256').update(`${previous}\n${content}`).digest('hex');
}
