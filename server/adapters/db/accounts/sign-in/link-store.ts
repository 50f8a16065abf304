import type { Knex } from 'knex';
import type { SessionStore } from '../../../../application/accounts/sign-in/session-store.js';
import { NotFoundError } from '../../../../domain/dispatch-error.js';
import type { Database } from '../../engine/database.js';
import { insertAudit } from '../insert-audit.js';
import { toUser, type UserRow, userColumns } from '../user-row.js';
import { insertSession } from './session-store.js';

/** How long a link that is over is remembered, so that who opens it hears why. */
const rememberedDays = 30;

/** Links that let people in, by the hashes of their tokens. */
export function makeLinkStore(
  database: Database,
): Pick<SessionStore, 'addLoginLink' | 'findLink' | 'openSessionByLink'> {
  const { knex } = database;
  return {
    addLoginLink: (tokenHash, userId, { madeAt, expiresAt }, trail) =>
      database.inTransaction(async (transaction) => {
        // Of links that are made at once the second waits here, and replaces the first.
        const found = await transaction.raw('select 1 from users where user_id = ? for update', [userId]);
        if (found.rows.length === 0) throw new NotFoundError('user', userId);
        await transaction.raw(
          `delete from login_links where expires_at < cast(? as timestamptz) - cast(? as integer) * interval '1 day'`,
          [madeAt, rememberedDays] as unknown as string[],
        );
        await transaction.raw(
          `delete from login_links using users
           where login_links.user_id = ? and users.user_id = login_links.user_id
             and (login_links.used_at is null or users.sign_in_by = 'link')`,
          [userId],
        );
        await transaction.raw(
          'insert into login_links (token_hash, user_id, made_at, expires_at) values (?, ?, ?, ?)',
          [tokenHash, userId, madeAt, expiresAt] as unknown as string[],
        );
        if (trail !== undefined) await insertAudit(transaction, trail);
      }),

    async findLink(tokenHash) {
      const { rows } = await knex.raw(
        `select ${userColumns}, login_links.used_at, login_links.expires_at
         from login_links join users on users.user_id = login_links.user_id
         where login_links.token_hash = ? and users.disabled_at is null`,
        [tokenHash],
      );
      if (rows.length === 0) return undefined;
      const row = rows[0] as UserRow & { used_at: Date | null; expires_at: Date };
      return {
        user: { ...toUser(row), passwordHash: row.password_hash ?? undefined },
        usedAt: row.used_at ?? undefined,
        expiresAt: row.expires_at,
        hasSecondFactor: row.has_second_factor,
      };
    },

    openSessionByLink: (tokenHash, session, { passwordHash, reopensUntil }) =>
      database.inTransaction(async (transaction) => {
        // The user first, as everywhere: whoever changes the account meanwhile is waited for.
        await transaction.raw(
          `select 1 from users where user_id = (select user_id from login_links where token_hash = ?) for update`,
          [tokenHash],
        );
        // Sessions before links, as all that ends them: who ends everything locks both tables in this order.
        await transaction.raw('lock table sessions, login_links in row exclusive mode');
        const { rows } = await transaction.raw(
          `select ${userColumns}, login_links.made_at, login_links.expires_at
           from login_links join users on users.user_id = login_links.user_id
           where login_links.token_hash = ? and login_links.expires_at > ? and users.disabled_at is null
             and (login_links.used_at is null or users.sign_in_by = 'link')
           for update of login_links`,
          [tokenHash, session.at] as unknown as string[],
        );
        if (rows.length === 0) return undefined;
        const row = rows[0] as UserRow & { made_at: Date; expires_at: Date };
        const user = toUser(row);
        const reopens = user.signInBy === 'link' ? reopensUntil(row.made_at) : row.expires_at;
        await transaction.raw(
          `update login_links set used_at = coalesce(used_at, ?), expires_at = greatest(expires_at, ?)
           where token_hash = ?`,
          [session.at, reopens, tokenHash] as unknown as string[],
        );
        const ended = await endOthers(transaction, user.userId, tokenHash, passwordHash !== undefined);
        if (passwordHash !== undefined) {
          await transaction.raw('update users set password_hash = ? where user_id = ?', [passwordHash, user.userId]);
        }
        const detail = { endedSessions: ended, passwordSet: passwordHash !== undefined };
        const how =
          passwordHash === undefined
            ? { openedBy: 'link' as const, linkHash: tokenHash }
            : { openedBy: 'password' as const };
        await insertSession(transaction, user, session, { ...how, detail });
        return user;
      }),
  };
}

/** What was opened before the link was made, by a password or another link, ends; with a new password all does. */
async function endOthers(
  transaction: Knex.Transaction,
  userId: string,
  tokenHash: string,
  all: boolean,
): Promise<number> {
  const { rowCount } = await transaction.raw(
    'delete from sessions where user_id = ? and (cast(? as boolean) or link_hash is distinct from ?)',
    [userId, all, tokenHash] as unknown as string[],
  );
  return rowCount;
}
