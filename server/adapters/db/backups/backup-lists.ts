import type { ListDefinition } from '../list-definition.js';

/** Backups that were made here, and those that failed. */
export const backupLists = {
  backups: {
    select: `select backup_id as "backupId", status, made_by as "madeBy", begun_at as "begunAt", ended_at as "endedAt",
      host, file, encrypted, bytes, row_count as rows, file_count as files, sha256, error, removed_at as "removedAt"
      from backups`,
    key: { ended_at: 'timestamptz', backup_id: 'text' },
    descending: true,
    filters: { status: 'status' },
    id: 'backup_id',
    one: 'backup',
  },
} satisfies Record<string, ListDefinition>;
