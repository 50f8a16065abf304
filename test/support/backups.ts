import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Migration } from '../../migrations/index.js';
import { openArchive } from '../../server/adapters/backup/open-archive.js';
import type { Backend } from '../../server/adapters/db/engine/backend.js';
import { type Database, openDatabase } from '../../server/adapters/db/engine/database.js';
import type { BackupRequest } from '../../server/application/backups/make-backup.js';
import type { RestoreRequest } from '../../server/application/backups/restore-backup.js';
import { openBackupFile, openBackups } from '../../server/compose-backups.js';
import { createPostgresDatabase, testServerUrl } from './postgres-database.js';
import { silentLog, templateDatabase } from './template-database.js';

/** The databases that tests can have. */
export const backendsHere: readonly Backend[] = testServerUrl === undefined ? ['embedded'] : ['embedded', 'postgres'];

/** A place of its own: a data folder and a database, as a new installation has them. */
export interface Place {
  readonly dataFolder: string;
  readonly database: Database;
  remove(): Promise<void>;
}

/** @param schema `none` leaves PostgreSQL without a schema; the embedded database always begins with today's. */
export async function openPlace(backend: Backend, schema: 'none' | 'today' = 'today'): Promise<Place> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'tuanda-place-'));
  const made = backend === 'postgres' ? await createPostgresDatabase() : undefined;
  const template = made === undefined ? await templateDatabase() : undefined;
  const database = await openDatabase({ databaseUrl: made?.url, dataFolder, log: silentLog, template });
  if (schema === 'today') await database.migrate();
  return {
    dataFolder,
    database,
    async remove() {
      await database.close();
      await made?.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const never = new AbortController().signal;

export async function backUp(place: Place, file: string, wishes: Partial<BackupRequest> = {}) {
  return openBackups(place.database, place).make({
    target: await openBackupFile(file),
    password: undefined,
    photos: true,
    map: false,
    onProgress: () => undefined,
    signal: never,
    ...wishes,
  });
}

export async function restore(
  place: Place,
  file: string,
  { password, ...wishes }: Partial<RestoreRequest> & { readonly password?: string } = {},
  migrations?: readonly Migration[],
) {
  const archive = await openArchive(file, password);
  try {
    const manifest = await archive.verify(() => undefined, never);
    return await openBackups(place.database, place, migrations).restore({
      archive,
      manifest,
      keepWebhooks: false,
      onProgress: () => undefined,
      signal: never,
      ...wishes,
    });
  } finally {
    await archive.close();
  }
}
