import type { Knex } from 'knex';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';

/**
 * Makes sure that PostGIS is there, installing it into the database where that is allowed.
 *
 * @throws DispatchError with code `postgis-missing` that says what the database's administrator must do.
 */
export async function ensurePostgis(knex: Knex): Promise<void> {
  const { rows } = await knex.raw(
    `select exists (select from pg_extension where extname = 'postgis') as installed,
       exists (select from pg_available_extensions where name = 'postgis') as available, current_database() as name`,
  );
  const { installed, available, name } = rows[0] as { installed: boolean; available: boolean; name: string };
  if (installed) return;
  if (!available) {
    throw new DispatchError(
      'postgis-missing',
      'PostGIS is not installed on the database server. On Debian: apt-get install postgresql-15-postgis-3.',
    );
  }
  try {
    // In a transaction, where the embedded engine is given more time: this takes it five seconds and more.
    await knex.transaction((transaction) => transaction.raw('create extension if not exists postgis'));
  } catch (cause) {
    throw new DispatchError(
      'postgis-missing',
      told`PostGIS could not be added to the database ${name}. Have its administrator run: create extension postgis;`,
      { cause },
    );
  }
}
