import type { Knex } from 'knex';
import { type Overview, overviewFields } from '../../../application/network/overview.js';
import type { Fields } from '../../../domain/network/attributes/attribute.js';
import type { NetworkKind } from '../../../domain/network/attributes/things.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { readRows } from '../statement.js';
import { selectFields } from './attribute-columns.js';

const shared: ReadonlySet<NetworkKind> = new Set(['skus', 'zones']);

/** All things of a kind in their table fields, by their ids, zones as they are sorted; `depotIds` narrows to some depots'. */
export async function readOverview(knex: Knex, kind: NetworkKind, depotIds: OwnDepots): Promise<Overview> {
  const fields = overviewFields[kind];
  const order = kind === 'zones' ? '"sort", "zoneId"' : `"${fields[0]}"`;
  const isNarrowed = depotIds !== undefined && !shared.has(kind);
  const rows = await readRows<Fields>(
    knex,
    `${selectFields(kind, fields)} ${isNarrowed ? `where ${kind}.depot_id = any(?::text[])` : ''} order by ${order}`,
    isNarrowed ? [depotIds] : [],
  );
  return { fields, rows: rows.map((row) => fields.map((field) => row[field])) };
}
