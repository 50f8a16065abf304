import type { BackupStore } from '../../../application/backups/backup-store.js';
import type { Database } from '../engine/database.js';

/** Which backups were made here, and which failed. */
export function makeBackupStore({ knex }: Database): BackupStore {
  return {
    async add({ backupId, madeBy, begunAt, endedAt, host, file, encrypted, outcome }) {
      const made = 'made' in outcome ? outcome.made : undefined;
      const error = 'error' in outcome ? JSON.stringify(outcome.error) : null;
      await knex.raw(
        `insert into backups (backup_id, made_by, begun_at, ended_at, status, host, file, encrypted, bytes, row_count,
           file_count, sha256, error) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          backupId,
          madeBy,
          begunAt,
          endedAt,
          made === undefined ? 'failed' : 'done',
          host,
          file,
          encrypted,
          made?.bytes ?? null,
          made?.rows ?? null,
          made?.files ?? null,
          made?.sha256 ?? null,
          error,
        ] as string[],
      );
    },

    async noteRemoved(host, files, at) {
      if (files.length === 0) return;
      await knex.raw('update backups set removed_at = ? where host = ? and file = any(?) and removed_at is null', [
        at,
        host,
        files as string[],
      ]);
    },

    async last() {
      const { rows } = await knex.raw(
        `select (select max(begun_at) from backups where status = 'done') as "lastGoodAt",
           latest.status, latest.ended_at as at, latest.error
         from (select 1) as one
           left join (select status, ended_at, error from backups order by ended_at desc, backup_id limit 1) as latest
           on true`,
      );
      const [{ lastGoodAt, status, at, error }] = rows;
      return { lastGoodAt: lastGoodAt ?? undefined, failure: status === 'failed' ? { at, ...error } : undefined };
    },

    async wasBegunFor(slotAt) {
      const { rows } = await knex.raw(
        `select exists (select from jobs where kind = 'backup' and payload->>'slotAt' = ?) as "wasBegun"`,
        [slotAt.toISOString()],
      );
      return rows[0].wasBegun;
    },
  };
}
