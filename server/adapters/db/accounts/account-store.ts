import type { AccountStore } from '../../../application/accounts/account-store.js';
import { loginKeyOf } from '../../../domain/accounts/login.js';
import { onlyDepot } from '../../../domain/own-depots.js';
import type { Database } from '../engine/database.js';
import { getBelongings } from './belongings.js';
import { insertAudit } from './insert-audit.js';
import { makeKeyStore } from './key-store.js';
import { makeLinkStore } from './sign-in/link-store.js';
import { makeProviderStore } from './sign-in/provider-store.js';
import { makeSecondFactorStore } from './sign-in/second-factor-store.js';
import { makeSessionStore } from './sign-in/session-store.js';
import { makeSignInAttempts } from './sign-in/sign-in-attempts.js';
import { jsonOf, toUser, type UserRow, userColumns } from './user-row.js';

export function makeAccountStore(database: Database): AccountStore {
  const { knex } = database;
  return {
    ...makeSignInAttempts(knex),
    ...makeSessionStore(database),
    ...makeLinkStore(database),
    ...makeProviderStore(database),
    ...makeSecondFactorStore(database),
    ...makeKeyStore(database),
    addUser: (given, passwordHash, by, at) =>
      database.inTransaction(async (transaction) => {
        const user = { ...given, ...(await getBelongings(transaction, given)) };
        const { userId, login, name, role, depotIds } = user;
        await transaction.raw(
          `insert into users (user_id, login, login_key, name, role, password_hash, depot_ids, courier_id, station_id,
             sign_in_by, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
            user.signInBy,
            at,
          ] as string[],
        );
        const trail = {
          by,
          action: 'user.added',
          kind: 'user',
          id: userId,
          depotId: onlyDepot(depotIds),
          at,
          detail: { login, role, depotIds, signInBy: user.signInBy },
        };
        await insertAudit(transaction, trail);
        return user;
      }),
    async findByLogin(login) {
      const { rows } = await knex.raw(`select ${userColumns} from users where login_key = ?`, [loginKeyOf(login)]);
      if (rows.length === 0) return undefined;
      const { password_hash, has_second_factor } = rows[0] as UserRow;
      return { ...toUser(rows[0]), passwordHash: password_hash ?? undefined, hasSecondFactor: has_second_factor };
    },
    async listUsers(depotIds) {
      const { rows } = await knex.raw(
        `select ${userColumns} from users where (?::jsonb is null or depot_ids <@ ?::jsonb) order by login`,
        [jsonOf(depotIds), jsonOf(depotIds)] as string[],
      );
      return (rows as UserRow[]).map(toUser);
    },
    setPassword: (userId, passwordHash, expected, keptSessionHash, by, at) =>
      database.inTransaction(async (transaction) => {
        const isAny = expected === 'any';
        const { rows } = await transaction.raw(
          `update users set password_hash = ?
           where user_id = ? and disabled_at is null and sign_in_by = 'password' and (?::boolean or password_hash is not distinct from ?)
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
    revokeAll: (by, at) =>
      database.inTransaction(async (transaction) => {
        // Whoever is just coming in is waited for, and ended too.
        await transaction.raw('lock table sessions, login_links, api_keys in share row exclusive mode');
        const count = async (sql: string, values: readonly unknown[] = []) =>
          ((await transaction.raw(sql, values as string[])) as { rowCount: number }).rowCount;
        const ended = {
          sessions: await count('delete from sessions'),
          links: await count(
            `delete from login_links using users where users.user_id = login_links.user_id and expires_at > ?
               and (used_at is null or sign_in_by = 'link')`,
            [at],
          ),
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
    // In a transaction: on the audit's chain nobody waits longer than for one row.
    audit: (entry) => database.inTransaction((transaction) => insertAudit(transaction, entry)),
  };
}
