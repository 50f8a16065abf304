import type { Knex } from 'knex';
import { NotFoundError } from '../../domain/dispatch-error.js';

/** Answers whether somebody may see or change what they name. */
export function makeScopeReader(knex: Knex) {
  return {
    async assertImportVisible(importId: string, begunBy: string | undefined): Promise<void> {
      const { rows } = await knex.raw(
        'select 1 from imports where import_id = ? and (?::text is null or begun_by = ?)',
        [importId, begunBy ?? null, begunBy ?? null] as string[],
      );
      if (rows.length === 0) throw new NotFoundError('import', importId);
    },
    /** Station ids are compared as an import does: without regard to capitals. The answer holds them in capitals. */
    async stationsOfDepot(depotId: string, stationIds: readonly string[]): Promise<ReadonlySet<string>> {
      const { rows } = await knex.raw(
        'select upper(station_id) as id from stations where depot_id = ? and upper(station_id) = any(?::text[])',
        [depotId, stationIds.map((id) => id.toUpperCase())],
      );
      return new Set((rows as { id: string }[]).map(({ id }) => id));
    },
  };
}
