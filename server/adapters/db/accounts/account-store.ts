import type { Knex } from 'knex';
import type {
  AccountStore,
  ApiKey,
  AuditEntry,
  NewSession,
  OpenedBy,
  User,
} from '../../../application/accounts/account-store.js';
import { loginKeyOf } from '../../../domain/accounts/login.js';
import type { Permission, Role } from '../../../domain/accounts/role.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { type OwnDepots, onlyDepot } from '../../../domain/own-depots.js';
import type { Database } from '../engine/database.js';
import { getBelongings } from './belongings.js';
import { makeSignInAttempts } from './sign-in-attempts.js';

/** A user as the record holds them. */
export interface UserRow {
  user_id: string;
  login: string;
  name: string;
  role: Role;
  password_hash: string | null;
  depot_ids: string[] | null;
  courier_id: string | null;
  station_id: string | null;
  disabled_at: Date | null;
}

interface KeyRow {
  key_id: string;
  name: string;
  role: Role;
  depot_ids: string[] | null;
  revoked_at: Date | null;
  expires_at: Date | null;
  scopes: Permission[] | null;
}

export const userColumns = `users.user_id, users.login, users.name, users.role, users.password_hash, users.depot_ids,
  users.courier_id, users.station_id, users.disabled_at`;

export function makeAccountStore(database: Database): AccountStore {
  const { knex } = database;
  /** A change and its audit row, both or neither. */
  const change = (sql: string, values: readonly unknown[], trail: AuditEntry) =>
    database.inTransaction(async (transaction) => {
      const result = await transaction.raw(sql, values as string[]);
      if (result.rowCount === 0) throw new NotFoundError(trail.kind, trail.id);
      await insertAudit(transaction, trail);
    });
  return {
    ...makeSignInAttempts(knex),
    addUser: (given, passwordHash, by, at) =>
      database.inTransaction(async (transaction) => {
        const user = { ...given, ...(await getBelongings(transaction, given)) };
        const { userId, login, name, role, depotIds } = user;
        await transaction.raw(
          `insert into users (user_id, login, login_key, name, role, password_hash, depot_ids, courier_id, station_id,
             created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            userId,
            login,
            loginKeyOf(login),
            name,
            role,
            passwordHash ?? null,
            jsonOf(depotIds),
            user.courierId ?? null,
            user.stationId ?? null,
            at,
          ] as string[],
        );
        const detail = { login, role, depotIds };
        const depotId = onlyDepot(depotIds);
        const trail = { by, action: 'user.added', kind: 'user', id: userId, depotId, at, detail };
        await insertAudit(transaction, trail);
        return user;
      }),
    async findByLogin(login) {
      const { rows } = await knex.raw(`select ${userColumns} from users where login_key = ?`, [loginKeyOf(login)]);
      if (rows.length === 0) return undefined;
      return { ...toUser(rows[0]), passwordHash: (rows[0] as UserRow).password_hash ?? undefined };
    },
    async listUsers(depotIds) {
      const { rows } = await knex.raw(
        `select ${userColumns} from users where (?::jsonb is null or depot_ids <@ ?::jsonb) order by login`,
        [jsonOf(depotIds), jsonOf(depotIds)] as string[],
      );
      return (rows as UserRow[]).map(toUser);
    },
    async findOwnPassword(sessionHash) {
      const { rows } = await knex.raw(
        `select users.password_hash, sessions.opened_by
         from sessions join users on users.user_id = sessions.user_id where sessions.session_hash = ?`,
        [sessionHash],
      );
      return rows.length === 0
        ? undefined
        : { passwordHash: rows[0].password_hash ?? undefined, openedBy: rows[0].opened_by as OpenedBy };
    },
    setPassword: (userId, passwordHash, expected, keptSessionHash, by, at) =>
      database.inTransaction(async (transaction) => {
        const isAny = expected === 'any';
        const { rows } = await transaction.raw(
          `update users set password_hash = ?
           where user_id = ? and disabled_at is null and (?::boolean or password_hash is not distinct from ?)
           returning depot_ids`,
          [passwordHash, userId, isAny, isAny ? null : (expected ?? null)] as string[],
        );
        if (rows.length === 0) return false;
        await transaction.raw('delete from sessions where user_id = ? and session_hash <> ?', [
          userId,
          keptSessionHash ?? '',
        ]);
        // From now on the session that stays knows a password.
        await transaction.raw("update sessions set opened_by = 'password' where user_id = ?", [userId]);
        await transaction.raw('delete from login_links where user_id = ? and used_at is null', [userId]);
        const depotId = onlyDepot(rows[0].depot_ids ?? undefined);
        await insertAudit(transaction, { by, action: 'user.password-set', kind: 'user', id: userId, depotId, at });
        return true;
      }),
    addKey: (key, keyHash, by, at) =>
      change(
        `insert into api_keys (key_id, name, key_hash, role, depot_ids, expires_at, scopes, created_by, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          key.keyId,
          key.name,
          keyHash,
          key.role,
          jsonOf(key.depotIds),
          key.expiresAt ?? null,
          key.scopes === undefined ? null : JSON.stringify(key.scopes),
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
      ),
    revokeKey: (keyId, depotIds, by, at) =>
      change(
        `update api_keys set revoked_at = ?
         where key_id = ? and revoked_at is null and (?::jsonb is null or depot_ids <@ ?::jsonb)`,
        [at, keyId, jsonOf(depotIds), jsonOf(depotIds)],
        { by, action: 'key.revoked', kind: 'key', id: keyId, depotId: onlyDepot(depotIds), at },
      ),
    revokeAll: (by, at) =>
      database.inTransaction(async (transaction) => {
        // Whoever is just coming in is waited for, and ended too.
        await transaction.raw('lock table sessions, login_links, api_keys in share row exclusive mode');
        const count = async (sql: string, values: readonly unknown[] = []) =>
          ((await transaction.raw(sql, values as string[])) as { rowCount: number }).rowCount;
        const ended = {
          sessions: await count('delete from sessions'),
          links: await count('delete from login_links where used_at is null'),
          keys: await count('update api_keys set revoked_at = ? where revoked_at is null', [at]),
        };
        await insertAudit(transaction, {
          by,
          action: 'everything.revoked',
          kind: 'account',
          id: '*',
          at,
          detail: ended,
        });
        return ended;
      }),
    async findKey(keyHash) {
      const { rows } = await knex.raw(
        'select key_id, name, role, depot_ids, revoked_at, expires_at, scopes from api_keys where key_hash = ?',
        [keyHash],
      );
      return rows.length === 0 ? undefined : toKey(rows[0]);
    },
    openSession: (user, session) =>
      database.inTransaction(async (transaction) => {
        // Locked, so that a password that is changed at the same time ends this session too, or refuses it.
        const { rows } = await transaction.raw(
          `select user_id from users where user_id = ? and password_hash = ? and disabled_at is null for no key update`,
          [user.userId, user.passwordHash ?? null] as string[],
        );
        if (rows.length === 0) return false;
        await insertSession(transaction, user, session, 'password');
        return true;
      }),
    async findSession(sessionHash, now) {
      const { rows } = await knex.raw(
        `select ${userColumns} from sessions join users on users.user_id = sessions.user_id
         where sessions.session_hash = ? and sessions.expires_at > ? and users.disabled_at is null`,
        [sessionHash, now],
      );
      return rows.length === 0 ? undefined : toUser(rows[0]);
    },
    endSession: (sessionHash, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `delete from sessions using users where sessions.session_hash = ? and users.user_id = sessions.user_id
           returning users.user_id, users.login, users.depot_ids`,
          [sessionHash],
        );
        for (const { user_id: id, login, depot_ids } of rows) {
          const depotId = onlyDepot(depot_ids ?? undefined);
          await insertAudit(transaction, {
            by: `user ${login}`,
            action: 'session.ended',
            kind: 'user',
            id,
            depotId,
            at,
          });
        }
      }),
    addLoginLink: (tokenHash, userId, expiresAt, trail) =>
      database.inTransaction(async (transaction) => {
        // Of links that are made at once the second waits here, and replaces the first.
        const found = await transaction.raw('select 1 from users where user_id = ? for update', [userId]);
        if (found.rows.length === 0) throw new NotFoundError('user', userId);
        await transaction.raw('delete from login_links where user_id = ? and used_at is null', [userId]);
        await transaction.raw('insert into login_links (token_hash, user_id, expires_at) values (?, ?, ?)', [
          tokenHash,
          userId,
          expiresAt,
        ]);
        if (trail !== undefined) await insertAudit(transaction, trail);
      }),
    openSessionByLink: (tokenHash, session) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `select ${userColumns} from login_links join users on users.user_id = login_links.user_id
           where login_links.token_hash = ? and login_links.used_at is null and login_links.expires_at > ?
             and users.disabled_at is null
           for update of login_links for no key update of users`,
          [tokenHash, session.at] as unknown as string[],
        );
        if (rows.length === 0) return undefined;
        const user = toUser(rows[0]);
        await transaction.raw('update login_links set used_at = ? where token_hash = ?', [session.at, tokenHash]);
        await insertSession(transaction, user, session, 'link');
        return user;
      }),
    // In a transaction: on the audit's chain nobody waits longer than for one row.
    audit: (entry) => database.inTransaction((transaction) => insertAudit(transaction, entry)),
  };
}

async function insertSession(
  transaction: Knex.Transaction,
  user: User,
  { sessionHash, at, expiresAt, address }: NewSession,
  openedBy: OpenedBy,
): Promise<void> {
  const { userId, login } = user;
  const depotId = onlyDepot(user.depotIds);
  await transaction.raw('delete from sessions where expires_at < ?', [at]);
  await transaction.raw(
    'insert into sessions (session_hash, user_id, created_at, expires_at, opened_by) values (?, ?, ?, ?, ?)',
    [sessionHash, userId, at, expiresAt, openedBy],
  );
  await transaction.raw('update users set last_seen_at = ? where user_id = ?', [at, userId]);
  const detail = { openedBy, address };
  const trail = { by: `user ${login}`, action: 'session.opened', kind: 'user', id: userId, depotId, at, detail };
  await insertAudit(transaction, trail);
}

/**
 * Writes who did what into the audit, inside the transaction of the change. The database chains it to the row before:
 * until the transaction ends nobody else can write, so it is written last where that is possible.
 */
export async function insertAudit(knex: Knex, trail: AuditEntry): Promise<void> {
  await knex.raw(
    `insert into audit (at, actor, action, subject_kind, subject_id, depot_id, reason, detail)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      trail.at,
      trail.by,
      trail.action,
      trail.kind,
      trail.id,
      trail.depotId ?? null,
      trail.reason ?? null,
      JSON.stringify(trail.detail ?? {}),
    ] as string[],
  );
}

/** For a column of jsonb; null for all depots. */
export function jsonOf(depotIds: OwnDepots): string | null {
  return depotIds === undefined ? null : JSON.stringify(depotIds);
}

/** The same of several, in their order, by one statement. */
export async function insertAudits(knex: Knex, trails: readonly AuditEntry[]): Promise<void> {
  if (trails.length === 0) return;
  const rows = trails.map(({ at, by, action, kind, id, depotId, reason, detail }) => ({
    at: at.toISOString(),
    by,
    action,
    kind,
    id,
    depotId,
    reason,
    detail: detail ?? {},
  }));
  await knex.raw(
    `insert into audit (at, actor, action, subject_kind, subject_id, depot_id, reason, detail)
     select (row->>'at')::timestamptz, row->>'by', row->>'action', row->>'kind', row->>'id', row->>'depotId',
       row->>'reason', row->'detail'
     from jsonb_array_elements(?::jsonb) with ordinality as rows(row, place) order by place`,
    [JSON.stringify(rows)],
  );
}

export function toUser(row: UserRow): User {
  return {
    userId: row.user_id,
    login: row.login,
    name: row.name,
    role: row.role,
    depotIds: row.depot_ids ?? undefined,
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
    depotIds: row.depot_ids ?? undefined,
    revoked: row.revoked_at !== null,
    expiresAt: row.expires_at ?? undefined,
    scopes: row.scopes ?? undefined,
  };
}
