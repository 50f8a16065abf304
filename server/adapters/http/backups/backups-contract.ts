import { z } from 'zod';
import { amount, instant, name, type Sent } from '../shared-contract.js';

/** A backup that the server made, or failed to make. */
export const backup = name(
  'Backup',
  z.object({
    backupId: z.string(),
    status: z.enum(['done', 'failed']),
    madeBy: z.string().describe('The account, or `schedule`.'),
    begunAt: instant,
    endedAt: instant,
    host: z.string().describe('The machine whose file it is.'),
    file: z.string(),
    encrypted: z.boolean(),
    bytes: amount.nullable(),
    rows: amount.nullable(),
    files: amount.nullable().describe('Photos and parts of maps.'),
    sha256: z.string().nullable().describe('Of the file up to its last frame, which holds it too.'),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    removedAt: instant.nullable().describe('When its file went because there were enough later ones.'),
  }),
);

/** How it stands with backups. */
export const backupHealth = name(
  'BackupHealth',
  z.object({
    scheduled: z.boolean().describe('Whether the server makes them by itself.'),
    state: z
      .enum(['good', 'overdue', 'failed', 'none'])
      .describe('`overdue`: the last good one is older than 26 hours. `none`: not one was ever made here.'),
    lastGoodAt: instant.nullable(),
    failure: z.object({ at: instant, code: z.string(), detail: z.string() }).nullable(),
  }),
);
export type BackupHealth = Sent<typeof backupHealth>;
