import type { AccountStore, ApiKey, AuditEntry, KeyStop } from '../../../application/accounts/account-store.js';
import type { Permission, Role } from '../../../domain/accounts/role.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { type OwnDepots, onlyDepot } from '../../../domain/own-depots.js';
import type { Database } from '../engine/database.js';
import { holdDepots } from './belongings.js';
import { insertAudit } from './insert-audit.js';
import { keyStop } from './key-stop.js';
import { jsonOf } from './user-row.js';

interface KeyRow {
  key_id: string;
  name: string;
  role: Role;
  depot_ids: string[] | null;
  revoked_at: Date | null;
  expires_at: Date | null;
  scopes: Permission[] | null;
  owner_id: string | null;
  stop: KeyStop | null;
}

/** API keys in the database, by the hashes of their secrets. */
export function makeKeyStore(
  database: Database,
): Pick<AccountStore, 'addKey' | 'revokeKey' | 'takeOverKey' | 'findKey'> {
  /** A change and its audit row, both or neither. */
  const change = (sql: string, values: readonly unknown[], trail: AuditEntry, heldDepots?: OwnDepots) =>
    database.inTransaction(async (transaction) => {
      await holdDepots(transaction, heldDepots);
      const result = await transaction.raw(sql, values as string[]);
      if (result.rowCount === 0) throw new NotFoundError(trail.kind, trail.id);
      await insertAudit(transaction, trail);
    });
  return {
    addKey: (key, keyHash, by, at) =>
      change(
        `insert into api_keys (key_id, name, key_hash, role, depot_ids, expires_at, scopes, owner_id, created_by, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          key.keyId,
          key.name,
          keyHash,
          key.role,
          jsonOf(key.depotIds),
          key.expiresAt ?? null,
          key.scopes === undefined ? null : JSON.stringify(key.scopes),
          key.ownerId ?? null,
          by,
          at,
        ],
        {
          by,
          action: 'key.added',
          kind: 'key',
          id: key.keyId,
          depotId: onlyDepot(key.depotIds),
          at,
          detail: {
            name: key.name,
            role: key.role,
            depotIds: key.depotIds,
            expiresAt: key.expiresAt,
            scopes: key.scopes,
          },
        },
        key.depotIds,
      ),
    revokeKey: (keyId, depotIds, by, at) =>
      change(
        `update api_keys set revoked_at = ?
         where key_id = ? and revoked_at is null and (?::jsonb is null or depot_ids <@ ?::jsonb)`,
        [at, keyId, jsonOf(depotIds), jsonOf(depotIds)],
        { by, action: 'key.revoked', kind: 'key', id: keyId, depotId: onlyDepot(depotIds), at },
      ),
    takeOverKey: (keyId, ownerId, depotIds, by, at) =>
      database.inTransaction(async (transaction) => {
        // In one statement: who ends all keys locks the table, and is not to wait for a row of who waits for the table.
        const { rows } = await transaction.raw(
          `with held as (
             select key_id, (select login from users where users.user_id = api_keys.owner_id) as owner from api_keys
             where key_id = :keyId and revoked_at is null and (:own::jsonb is null or depot_ids <@ :own::jsonb)
             for no key update)
           update api_keys set owner_id = :ownerId from held where api_keys.key_id = held.key_id
           returning name, depot_ids, held.owner as before, (select login from users where user_id = :ownerId) as after`,
          { keyId, ownerId, own: jsonOf(depotIds) } as never,
        );
        if (rows.length === 0) throw new NotFoundError('key', keyId);
        const { name, depot_ids, before, after } = rows[0];
        await insertAudit(transaction, {
          by,
          action: 'key.taken-over',
          kind: 'key',
          id: keyId,
          depotId: onlyDepot(depot_ids ?? undefined),
          at,
          detail: { name, before: { owner: before }, after: { owner: after } },
        });
      }),
    async findKey(keyHash) {
      const { rows } = await database.knex.raw(
        `select key_id, name, role, depot_ids, revoked_at, expires_at, scopes, owner_id, ${keyStop} as stop
         from api_keys where key_hash = ?`,
        [keyHash],
      );
      return rows.length === 0 ? undefined : toKey(rows[0]);
    },
  };
}

function toKey(row: KeyRow): ApiKey {
  return {
    keyId: row.key_id,
    name: row.name,
    role: row.role,
    depotIds: row.depot_ids ?? undefined,
    revoked: row.revoked_at !== null,
    expiresAt: row.expires_at ?? undefined,
    scopes: row.scopes ?? undefined,
    ownerId: row.owner_id ?? undefined,
    stop: row.stop ?? undefined,
  };
}
