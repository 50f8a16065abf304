import type { Knex } from 'knex';
import { migrations } from '../../../../migrations/index.js';
import type { RemovalTrail, RemovedDemo } from '../../../application/beginning/demo-store.js';
import { insertAudit } from '../accounts/insert-audit.js';
import { type KeyedTable, listTables, thingsMadeBy } from '../backups/record/record-tables.js';
import { passHolders } from '../network/hold-network.js';
import { lockNetworkChanges } from '../network/lock-network-changes.js';
import { type Bound, readRows, writeRows } from '../statement.js';

const none: RemovedDemo = { rows: {}, total: 0, logins: [] };

/** The audit is only ever added to; depots go last. */
const keptTables: ReadonlySet<string> = new Set(['audit', 'depots', 'users']);

/**
 * Deletes every row that is the demo's: whatever table names its depot, whichever release has made it; its products,
 * accounts and imports; and what was learned on its map. What names no depot and is not marked stays.
 */
export async function deleteDemo(
  transaction: Knex.Transaction,
  { by, at, accountId }: RemovalTrail,
  onRows: (table: string, rows: number) => void,
): Promise<RemovedDemo> {
  await lockNetworkChanges(transaction);
  const [{ state, mapId }] = await readRows<{ state: string; mapId: string | null }>(
    transaction,
    'select demo as state, demo_map_id as "mapId" from first_start for update',
  );
  if (state !== 'removing') return none;
  const depots = await readRows<{ id: string }>(
    transaction,
    'select depot_id as id from depots where demo order by depot_id for update',
  );
  const depotIds = depots.map(({ id }) => id);
  await passHolders(transaction);
  // Who is taking orders holds their wave: they end first, and whoever comes later finds it gone.
  await readRows(transaction, 'select wave_id from waves where depot_id = any(?::text[]) order by wave_id for update', [
    depotIds,
  ]);

  const rows: Record<string, number> = {};
  const remove = async (table: string, where: string, values: readonly Bound[] = []) => {
    const { rowCount } = await writeRows(transaction, `delete from ${table} where ${where}`, values);
    if (rowCount === 0) return;
    rows[table] = (rows[table] ?? 0) + rowCount;
    onRows(table, rowCount);
  };

  const tables = await listTables(transaction, thingsMadeBy(migrations).tables);
  const logins = await removeAccounts(transaction, remove, { tables, depotIds, accountId });
  await remove(
    'imports',
    `begun_by = 'first start' or import_id in (select import_id from orders where depot_id = any(?::text[]))`,
    [depotIds],
  );
  // What refers to others goes before them.
  for (const { name, columns } of [...tables].reverse()) {
    if (keptTables.has(name)) continue;
    if (columns.some((column) => column.name === 'depot_id')) {
      await remove(name, 'depot_id = any(?::text[])', [depotIds]);
    }
    if (columns.some((column) => column.name === 'depot_ids')) {
      await remove(name, 'depot_ids <@ ?::jsonb', [JSON.stringify(depotIds)]);
      await leaveDepots(transaction, name, depotIds);
    }
  }
  await leaveDepots(transaction, 'users', depotIds);
  await remove('job_bounds', "kind = 'depot' and id = any(?::text[])", [depotIds]);
  await remove('skus', 'demo');
  await remove('depots', 'demo');
  if (mapId !== null) await removeMap(remove, mapId);
  await writeRows(transaction, "update first_start set demo = 'removed', demo_lease_until = null, demo_map_id = null");
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const detail = { depots: depotIds, mapId, rows, logins };
  await insertAudit(transaction, { by, at, action: 'demo.removed', kind: 'demo', id: 'demo', detail });
  return { rows, total, logins };
}

/** What is for depots of the demo and for others too stays with the others. */
async function leaveDepots(transaction: Knex.Transaction, table: string, depotIds: readonly string[]): Promise<void> {
  const gone = JSON.stringify(depotIds);
  await writeRows(
    transaction,
    `update ${table} set depot_ids = (
       select jsonb_agg(own) from jsonb_array_elements(depot_ids) as own where not ?::jsonb @> own)
     where depot_ids is not null and not depot_ids <@ ?::jsonb
       and exists (select 1 from jsonb_array_elements(depot_ids) as own where ?::jsonb @> own)`,
    [gone, gone, gone],
  );
}

type Remove = (table: string, where: string, values?: readonly Bound[]) => Promise<void>;

interface AccountsOfDemo {
  readonly tables: readonly KeyedTable[];
  readonly depotIds: readonly string[];
  readonly accountId: string | undefined;
}

/** Accounts that came with the demo or are for its depots only. Admins of all depots, and who asks, stay. */
async function removeAccounts(
  transaction: Knex.Transaction,
  remove: Remove,
  { tables, depotIds, accountId }: AccountsOfDemo,
): Promise<string[]> {
  const stays = `(role = 'admin' and depot_ids is null) or user_id = ?`;
  await writeRows(transaction, `update users set demo = false where demo and (${stays})`, [accountId]);
  const found = await readRows<{ id: string; login: string }>(
    transaction,
    `select user_id as id, login from users where (demo or depot_ids <@ ?::jsonb) and user_id is distinct from ?
     order by login for update`,
    [JSON.stringify(depotIds), accountId],
  );
  const userIds = found.map(({ id }) => id);
  for (const { name, columns } of tables) {
    if (!columns.some((column) => column.name === 'account_id')) continue;
    await remove(name, 'account_id = any(?::text[])', [userIds]);
  }
  await remove('job_bounds', "kind = 'account' and id = any(?::text[])", [userIds]);
  await remove('users', 'user_id = any(?::text[])', [userIds]);
  return found.map(({ login }) => login);
}

/** What is known of the roads of the demo's map. A map of one's own has another id. */
async function removeMap(remove: Remove, mapId: string): Promise<void> {
  const edges = 'select report_id from traffic_report_edges where map_id';
  await remove('traffic_reports', `report_id in (${edges} = ?) and report_id not in (${edges} <> ?)`, [mapId, mapId]);
  for (const table of [
    'traffic_report_edges',
    'vehicle_restriction_edges',
    'seen_speeds',
    'tracks',
    'learned_speeds',
    'travel_blocks',
    'travel_legs',
    'travel_states',
    'travel_places',
    'map_in_use',
  ]) {
    await remove(table, 'map_id = ?', [mapId]);
  }
}
