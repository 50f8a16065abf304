import type { Knex } from 'knex';
import type { AccountStore, ApiKey, User } from '../../application/accounts/account-store.js';
import { NotFoundError } from '../../domain/dispatch-error.js';
import type { Role } from '../../domain/role.js';
import type { Database } from './database.js';

interface UserRow {
  user_id: string;
  login: string;
  name: string;
  role: Role;
  password_hash: string | null;
  depot_id: string | null;
  courier_id: string | null;
  station_id: string | null;
  disabled_at: Date | null;
}

interface KeyRow {
  key_id: string;
  name: string;
  role: Role;
  depot_id: string | null;
  revoked_at: Date | null;
}

const userColumns = `users.user_id, users.login, users.name, users.role, users.password_hash, users.depot_id,
  users.courier_id, users.station_id, users.disabled_at`;

export function makeAccountStore(database: Database): AccountStore {
  const { knex } = database;
  /** A change and its audit row, both or neither. */
  const change = (sql: string, values: readonly unknown[], trail: Trail) =>
    database.inTransaction(async (transaction) => {
      const result = await transaction.raw(sql, values as string[]);
      if (result.rowCount === 0) throw new NotFoundError(trail.kind, trail.id);
      await insertAudit(transaction, trail);
    });
  return {
    addUser: (user, passwordHash, by, at) =>
      change(
        `insert into users (user_id, login, name, role, password_hash, depot_id, courier_id, station_id, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          user.userId,
          user.login,
          user.name,
          user.role,
          passwordHash ?? null,
          user.depotId ?? null,
          user.courierId ?? null,
          user.stationId ?? null,
          at,
        ],
        {
          by,
          action: 'user.added',
          kind: 'user',
          id: user.userId,
          depotId: user.depotId,
          at,
          detail: { login: user.login, role: user.role },
        },
      ),
    async findByLogin(login) {
      const { rows } = await knex.raw(`select ${userColumns} from users where lower(login) = lower(?)`, [login]);
      if (rows.length === 0) return undefined;
      return { ...toUser(rows[0]), passwordHash: (rows[0] as UserRow).password_hash ?? undefined };
    },
    async listUsers(depotId) {
      const { rows } = await knex.raw(
        `select ${userColumns} from users where (?::text is null or depot_id = ?) order by login`,
        [depotId ?? null, depotId ?? null] as string[],
      );
      return (rows as UserRow[]).map(toUser);
    },
    setPassword: (userId, passwordHash, keptSessionHash, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          'update users set password_hash = ? where user_id = ? returning depot_id',
          [passwordHash, userId],
        );
        if (rows.length === 0) throw new NotFoundError('user', userId);
        await transaction.raw('delete from sessions where user_id = ? and session_hash <> ?', [
          userId,
          keptSessionHash ?? '',
        ]);
        await transaction.raw('delete from login_links where user_id = ? and used_at is null', [userId]);
        const depotId = rows[0].depot_id ?? undefined;
        await insertAudit(transaction, { by, action: 'user.password-set', kind: 'user', id: userId, depotId, at });
      }),
    disableUser: (userId, depotId, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          'update users set disabled_at = ? where user_id = ? and (?::text is null or depot_id = ?) returning depot_id',
          [at, userId, depotId ?? null, depotId ?? null] as string[],
        );
        if (rows.length === 0) throw new NotFoundError('user', userId);
        await transaction.raw('delete from sessions where user_id = ?', [userId]);
        const of = rows[0].depot_id ?? undefined;
        await insertAudit(transaction, { by, action: 'user.disabled', kind: 'user', id: userId, depotId: of, at });
      }),
    addKey: (key, keyHash, by, at) =>
      change(
        `insert into api_keys (key_id, name, key_hash, role, depot_id, created_by, created_at)
         values (?, ?, ?, ?, ?, ?, ?)`,
        [key.keyId, key.name, keyHash, key.role, key.depotId ?? null, by, at],
        {
          by,
          action: 'key.added',
          kind: 'key',
          id: key.keyId,
          depotId: key.depotId,
          at,
          detail: { name: key.name, role: key.role },
        },
      ),
    revokeKey: (keyId, depotId, by, at) =>
      change(
        `update api_keys set revoked_at = ?
         where key_id = ? and revoked_at is null and (?::text is null or depot_id = ?)`,
        [at, keyId, depotId ?? null, depotId ?? null],
        { by, action: 'key.revoked', kind: 'key', id: keyId, depotId, at },
      ),
    async findKey(keyHash) {
      const { rows } = await knex.raw(
        'select key_id, name, role, depot_id, revoked_at from api_keys where key_hash = ?',
        [keyHash],
      );
      return rows.length === 0 ? undefined : toKey(rows[0]);
    },
    async addSession(sessionHash, userId, at, expiresAt) {
      await knex.raw('delete from sessions where expires_at < ?', [at]);
      await knex.raw('insert into sessions (session_hash, user_id, created_at, expires_at) values (?, ?, ?, ?)', [
        sessionHash,
        userId,
        at,
        expiresAt,
      ]);
    },
    async findSession(sessionHash, now) {
      const { rows } = await knex.raw(
        `select ${userColumns} from sessions join users on users.user_id = sessions.user_id
         where sessions.session_hash = ? and sessions.expires_at > ? and users.disabled_at is null`,
        [sessionHash, now],
      );
      return rows.length === 0 ? undefined : toUser(rows[0]);
    },
    async endSession(sessionHash) {
      await knex.raw('delete from sessions where session_hash = ?', [sessionHash]);
    },
    async addLoginLink(tokenHash, userId, expiresAt) {
      await knex.raw('insert into login_links (token_hash, user_id, expires_at) values (?, ?, ?)', [
        tokenHash,
        userId,
        expiresAt,
      ]);
    },
    async useLoginLink(tokenHash, now) {
      const { rows } = await knex.raw(
        `update login_links set used_at = ? from users
         where login_links.token_hash = ? and login_links.used_at is null and login_links.expires_at > ?
           and users.user_id = login_links.user_id and users.disabled_at is null
         returning ${userColumns}`,
        [now, tokenHash, now],
      );
      return rows.length === 0 ? undefined : toUser(rows[0]);
    },
    audit: (actor, action, subject, at, detail) =>
      insertAudit(knex, { by: actor, action, kind: subject.kind, id: subject.id, at, detail }),
  };
}

interface Trail {
  readonly by: string;
  readonly action: string;
  readonly kind: string;
  readonly id: string;
  readonly depotId?: string;
  readonly at: Date;
  readonly detail?: object;
}

/** Writes who did what into the audit, inside the transaction of the change where there is one. */
export async function insertAudit(knex: Knex, trail: Trail): Promise<void> {
  await knex.raw(
    'insert into audit (at, actor, action, subject_kind, subject_id, depot_id, detail) values (?, ?, ?, ?, ?, ?, ?)',
    [
      trail.at,
      trail.by,
      trail.action,
      trail.kind,
      trail.id,
      trail.depotId ?? null,
      JSON.stringify(trail.detail ?? {}),
    ] as string[],
  );
}

function toUser(row: UserRow): User {
  return {
    userId: row.user_id,
    login: row.login,
    name: row.name,
    role: row.role,
    depotId: row.depot_id ?? undefined,
    courierId: row.courier_id ?? undefined,
    stationId: row.station_id ?? undefined,
    disabled: row.disabled_at !== null,
  };
}

function toKey(row: KeyRow): ApiKey {
  return {
    keyId: row.key_id,
    name: row.name,
    role: row.role,
    depotId: row.depot_id ?? undefined,
    revoked: row.revoked_at !== null,
  };
}
