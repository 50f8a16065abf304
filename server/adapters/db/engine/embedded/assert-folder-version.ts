import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DispatchError } from '../../../../domain/dispatch-error.js';
import { told } from '../../../../domain/told.js';

/** The major version of PostgreSQL that the embedded engine is built from. */
export const engineMajor = '18';

/**
 * Asserts that a data folder is new or was written by this major version of the engine: another one would not find
 * its way in it.
 *
 * @throws DispatchError with code `database-unfit`.
 */
export function assertFolderVersion(folder: string): void {
  const file = path.join(folder, 'PG_VERSION');
  if (!existsSync(file)) return;
  const major = readFileSync(file, 'utf8').trim();
  // Killed while the very first start wrote it: the engine begins anew.
  if (major === '' || major === engineMajor) return;
  throw new DispatchError(
    'database-unfit',
    told`The database in ${folder} was written by major version ${major} of the engine; this release brings ${engineMajor}. Export it with the release that wrote it, and import it into a new folder.`,
  );
}
