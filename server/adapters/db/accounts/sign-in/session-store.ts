import type { Knex } from 'knex';
import type { User } from '../../../../application/accounts/account-store.js';
import type {
  NewSession,
  OpenedBy,
  OwnSession,
  SessionStore,
} from '../../../../application/accounts/sign-in/session-store.js';
import type { SignInBy } from '../../../../domain/accounts/sign-in-by.js';
import { NotFoundError } from '../../../../domain/dispatch-error.js';
import { onlyDepot } from '../../../../domain/own-depots.js';
import type { Database } from '../../engine/database.js';
import { insertAudit } from '../insert-audit.js';
import { jsonOf, toUser, userColumns } from '../user-row.js';

interface SessionRow {
  session_id: string;
  opened_by: OpenedBy;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  address: string;
  device: string;
  is_this: boolean;
}

type OfLinks = 'addLoginLink' | 'findLink' | 'openSessionByLink';
type OfProviders = 'openSessionByProvider' | 'findByProvider' | 'isRemoved' | 'detachProvider';

/** Sessions in the database. */
export function makeSessionStore(database: Database): Omit<SessionStore, OfLinks | OfProviders> {
  const { knex } = database;
  return {
    openSession: (user, session) =>
      database.inTransaction(async (transaction) => {
        // Locked, so that a password that is changed at the same time ends this session too, or refuses it.
        const { rows } = await transaction.raw(
          `select user_id from users where user_id = ? and password_hash = ? and disabled_at is null
             and sign_in_by = 'password' for no key update`,
          [user.userId, user.passwordHash ?? null] as string[],
        );
        if (rows.length === 0) return false;
        await insertSession(transaction, user, session, { openedBy: 'password' });
        return true;
      }),

    async findSession(sessionHash, now) {
      const { rows } = await knex.raw(
        `select ${userColumns}, sessions.last_used_at, sessions.ends_at, sessions.opened_by <> 'provider'
             and exists (select from sign_in_rules where jsonb_exists(second_factor_roles, users.role)) as needs_second_factor
         from sessions join users on users.user_id = sessions.user_id
         where sessions.session_hash = :sessionHash and sessions.expires_at > :now and users.disabled_at is null`,
        { sessionHash, now },
      );
      if (rows.length === 0) return undefined;
      const { last_used_at, ends_at, needs_second_factor, has_second_factor } = rows[0];
      return {
        user: toUser(rows[0]),
        lastUsedAt: last_used_at,
        endsAt: ends_at ?? undefined,
        lacksSecondFactor: needs_second_factor && !has_second_factor,
      };
    },

    async renewSession(sessionHash, { at, expiresAt, unusedSince, address, device }) {
      const { rowCount } = await knex.raw(
        // The user first, as everywhere: who holds them, to end their sessions, waits for none of these.
        `with held as materialized (
           select users.user_id from users join sessions on sessions.user_id = users.user_id
           where sessions.session_hash = :sessionHash and sessions.last_used_at <= :unusedSince
           for no key update of users),
         renewed as (
           update sessions set last_used_at = :at, expires_at = :expiresAt,
             address = coalesce(:address, address), device = coalesce(:device, device)
           from held where sessions.user_id = held.user_id and session_hash = :sessionHash
             and last_used_at <= :unusedSince returning sessions.user_id)
         update users set last_seen_at = :at from renewed where users.user_id = renewed.user_id`,
        { sessionHash, at, expiresAt, unusedSince, address: address ?? null, device: device ?? null } as never,
      );
      return rowCount > 0;
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

    async listSessions(userId, thisHash, now) {
      const { rows } = await knex.raw(
        `select session_id, opened_by, created_at, last_used_at, expires_at, address, device, session_hash = ? as is_this
         from sessions where user_id = ? and expires_at > ? order by last_used_at desc, session_id`,
        [thisHash ?? '', userId, now] as string[],
      );
      return (rows as SessionRow[]).map(toOwnSession);
    },

    endOwnSession: (userId, sessionId, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `delete from sessions using users
           where sessions.session_id = ? and sessions.user_id = ? and users.user_id = sessions.user_id
           returning sessions.link_hash, sessions.device, sessions.address, users.depot_ids`,
          [sessionId, userId],
        );
        if (rows.length === 0) throw new NotFoundError('session', sessionId);
        const { link_hash, device, address, depot_ids } = rows[0];
        const { rowCount } = await transaction.raw('delete from login_links where token_hash = ?', [link_hash]);
        const detail = { sessionId, device, address, links: rowCount };
        const depotId = onlyDepot(depot_ids ?? undefined);
        await insertAudit(transaction, { by, action: 'session.ended', kind: 'user', id: userId, depotId, at, detail });
      }),

    endSessionsOf: (userId, { sessionHash, depotIds }, by, at) =>
      database.inTransaction(async (transaction) => {
        // Locked, so that nobody comes in by the link meanwhile.
        const { rows } = await transaction.raw(
          'select depot_ids from users where user_id = ? and (?::jsonb is null or depot_ids <@ ?::jsonb) for update',
          [userId, jsonOf(depotIds), jsonOf(depotIds)] as string[],
        );
        if (rows.length === 0) throw new NotFoundError('user', userId);
        const links = await transaction.raw('delete from login_links where user_id = ?', [userId]);
        const sessions = await transaction.raw('delete from sessions where user_id = ? and session_hash <> ?', [
          userId,
          sessionHash ?? '',
        ]);
        const ended = { sessions: sessions.rowCount as number, links: links.rowCount as number };
        const of = onlyDepot(rows[0].depot_ids ?? undefined);
        const trail = { by, action: 'user.sessions-ended', kind: 'user', id: userId, depotId: of, at, detail: ended };
        await insertAudit(transaction, trail);
        return ended;
      }),

    async findOwnSecrets(sessionHash) {
      const { rows } = await knex.raw(
        `select users.password_hash, users.sign_in_by, sessions.opened_by
         from sessions join users on users.user_id = sessions.user_id where sessions.session_hash = ?`,
        [sessionHash],
      );
      if (rows.length === 0) return undefined;
      return {
        passwordHash: rows[0].password_hash ?? undefined,
        openedBy: rows[0].opened_by as OpenedBy,
        signInBy: rows[0].sign_in_by as SignInBy,
      };
    },
  };
}

/** Opens a session inside the transaction that looked at the user. */
export async function insertSession(
  transaction: Knex.Transaction,
  user: User,
  session: NewSession,
  how: { readonly openedBy: OpenedBy; readonly linkHash?: string; readonly detail?: object },
): Promise<void> {
  const { userId, login } = user;
  const depotId = onlyDepot(user.depotIds);
  const { sessionId, sessionHash, at, expiresAt, endsAt, address, device } = session;
  const { openedBy, linkHash, detail } = how;
  // Those that others are ending just now are not waited for: they are of users whom this transaction does not hold.
  await transaction.raw(
    `delete from sessions where session_hash in (
       select session_hash from sessions where expires_at < ? for update skip locked)`,
    [at],
  );
  await transaction.raw(
    `insert into sessions (session_id, session_hash, user_id, created_at, last_used_at, expires_at, ends_at, opened_by,
       address, device, link_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      sessionId,
      sessionHash,
      userId,
      at,
      at,
      expiresAt,
      endsAt ?? null,
      openedBy,
      address ?? '',
      device ?? '',
      linkHash ?? null,
    ] as string[],
  );
  await transaction.raw('update users set last_seen_at = ? where user_id = ?', [at, userId] as unknown as string[]);
  await insertAudit(transaction, {
    by: `user ${login}`,
    action: 'session.opened',
    kind: 'user',
    id: userId,
    depotId,
    at,
    detail: { openedBy, address, device, ...detail },
  });
}

function toOwnSession(row: SessionRow): OwnSession {
  return {
    sessionId: row.session_id,
    openedBy: row.opened_by,
    openedAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    address: row.address,
    device: row.device,
    isThis: row.is_this,
  };
}
