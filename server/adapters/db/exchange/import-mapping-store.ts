import { headerKeyOf } from '../../../application/exchange/imports/drafts/guess-table.js';
import type {
  ImportMapping,
  ImportMappingStore,
  Mapping,
} from '../../../application/exchange/imports/drafts/import-mapping.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';

interface MappingRow {
  readonly depot_id: string;
  readonly name: string;
  readonly header_key: string;
  readonly mapping: Mapping;
  readonly changed_by: string;
  readonly changed_at: Date;
}

/** Of the house: for accounts of all depots. */
const house = '';

/** Kept mappings, each change with its audit row. */
export function makeImportMappingStore({
  knex,
  inTransaction,
}: Pick<Database, 'knex' | 'inTransaction'>): ImportMappingStore {
  // Of two of one name the depot's own comes first.
  const seen = `select distinct on (name) depot_id, name, header_key, mapping, changed_by, changed_at from import_mappings
    where (depot_id = '' or depot_id = any(?)) `;
  return {
    async list(depotIds) {
      const { rows } = await knex.raw(`${seen} order by name, depot_id desc`, [[...(depotIds ?? [])]]);
      return (rows as MappingRow[]).map(toMapping);
    },

    async get(name, depotIds) {
      const { rows } = await knex.raw(`${seen} and name = ? order by name, depot_id desc`, [
        [...(depotIds ?? [])],
        name,
      ]);
      if (rows.length === 0) throw new NotFoundError('import mapping', name);
      return toMapping(rows[0]);
    },

    put: (name, mapping, { depotIds, by, at }) =>
      inTransaction(async (transaction) => {
        const depotId = depotIds?.[0];
        const own = [depotId ?? house, name];
        const { rows: before } = await transaction.raw(
          'select mapping from import_mappings where depot_id = ? and name = ? for update',
          own,
        );
        const headerKey = headerKeyOf(Object.keys(mapping.columns));
        await transaction.raw(
          `insert into import_mappings (depot_id, name, kind, header_key, mapping, changed_by, changed_at)
           values (?, ?, ?, ?, ?::jsonb, ?, ?)
           on conflict (depot_id, name) do update set kind = excluded.kind, header_key = excluded.header_key,
             mapping = excluded.mapping, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
          [...own, mapping.kind, headerKey, JSON.stringify(mapping), by, at],
        );
        await insertAudit(transaction, {
          by,
          action: before.length === 0 ? 'import-mapping.added' : 'import-mapping.changed',
          kind: 'import-mapping',
          id: name,
          depotId,
          at,
          detail: { mapping: before.length === 0 ? mapping : { from: before[0].mapping, to: mapping } },
        });
        return { name, headerKey, mapping, changedBy: by, changedAt: at };
      }),

    remove: (name, { depotIds, by, at }) =>
      inTransaction(async (transaction) => {
        const depotId = depotIds?.[0];
        const { rows } = await transaction.raw(
          'delete from import_mappings where depot_id = ? and name = ? returning mapping',
          [depotId ?? house, name],
        );
        if (rows.length === 0) throw new NotFoundError('import mapping', name);
        const detail = { mapping: { from: rows[0].mapping, to: null } };
        await insertAudit(transaction, {
          by,
          action: 'import-mapping.removed',
          kind: 'import-mapping',
          id: name,
          depotId,
          at,
          detail,
        });
      }),
  };
}

function toMapping(row: MappingRow): ImportMapping {
  const { name, mapping } = row;
  return { name, headerKey: row.header_key, mapping, changedBy: row.changed_by, changedAt: row.changed_at };
}
