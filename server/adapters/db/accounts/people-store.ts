import type { Knex } from 'knex';
import type { User } from '../../../application/accounts/account-store.js';
import type { LinkHolder, PeopleStore } from '../../../application/accounts/people-store.js';
import { loginKeyOf } from '../../../domain/accounts/login.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { type OwnDepots, onlyDepot } from '../../../domain/own-depots.js';
import type { Database } from '../engine/database.js';
import { getBelongings } from './belongings.js';
import { insertAudit } from './insert-audit.js';
import { insertAudits } from './insert-audits.js';
import { makePeopleLookup, ofOwnSet, ownOf } from './people-lookup.js';
import { jsonOf, toUser, type UserRow, userColumns } from './user-row.js';

/** One list at a time is written: numbered logins and accounts of stations are found before they are added. */
const invitationsLock = 7_201_016;

/** People in numbers: each act is a handful of statements, however many they are. */
export function makePeopleStore(database: Database): PeopleStore {
  /** Sets or clears when users were suspended, of those who were not so already. */
  const setSuspended = (
    suspended: boolean,
    userIds: readonly string[],
    own: OwnDepots,
    { by, at }: { readonly by: string; readonly at: Date },
  ) =>
    database.inTransaction(async (transaction) => {
      const { rows } = await transaction.raw(
        `update users set disabled_at = ? where user_id in (select jsonb_array_elements_text(?::jsonb))
           and (disabled_at is null) = ?::boolean and ${ofOwnSet('users.depot_ids')} returning user_id, depot_ids, login`,
        [suspended ? at : null, JSON.stringify(userIds), suspended, ...ownOf(own)] as unknown as string[],
      );
      const changed = rows as { user_id: string; depot_ids: string[] | null; login: string }[];
      // A card that somebody found does not come to life again when they are taken up.
      if (suspended) {
        await endAccess(
          transaction,
          changed.map(({ user_id }) => user_id),
        );
      }
      const action = suspended ? 'user.suspended' : 'user.resumed';
      await insertAudits(
        transaction,
        changed.map(({ user_id: id, depot_ids, login }) => ({
          by,
          action,
          kind: 'user',
          id,
          depotId: onlyDepot(depot_ids ?? undefined),
          at,
          detail: { login },
        })),
      );
      return changed.map(({ user_id }) => user_id);
    });

  return {
    ...makePeopleLookup(database.knex),
    async holdInvitations() {
      await database.knex.raw('select pg_advisory_xact_lock(?)', [invitationsLock]);
    },
    add: (users, { by, at }) =>
      database.inTransaction(async (transaction) => {
        const rows = users.map((user) => ({
          user_id: user.userId,
          login: user.login,
          login_key: loginKeyOf(user.login),
          name: user.name,
          role: user.role,
          depot_ids: user.depotIds,
          courier_id: user.courierId,
          station_id: user.stationId,
          sign_in_by: user.signInBy,
        }));
        await transaction.raw(
          `insert into users (user_id, login, login_key, name, role, depot_ids, courier_id, station_id,
             sign_in_by, created_at)
           select user_id, login, login_key, name, role, depot_ids, courier_id, station_id, sign_in_by, ?::timestamptz
           from jsonb_to_recordset(?::jsonb) as added (user_id text, login text, login_key text, name text, role text,
             depot_ids jsonb, courier_id text, station_id text, sign_in_by text)`,
          [at, JSON.stringify(rows)] as unknown as string[],
        );
        await insertAudits(
          transaction,
          users.map(({ userId: id, login, name, role, depotIds }) => ({
            by,
            action: 'user.added',
            kind: 'user',
            id,
            depotId: onlyDepot(depotIds),
            at,
            detail: { login, name, role, depotIds },
          })),
        );
      }),
    addLinks: (links, expiresAt, { by, at }, trailed) =>
      database.inTransaction(async (transaction) => {
        const userIds = JSON.stringify(links.map(({ userId }) => userId));
        // In one order, so that two who make links at once wait for each other and do not block each other.
        const { rows } = await transaction.raw(
          `select user_id, depot_ids, login from users where user_id in (select jsonb_array_elements_text(?::jsonb))
           order by user_id for no key update`,
          [userIds],
        );
        await transaction.raw(
          `delete from login_links using users
           where users.user_id = login_links.user_id
             and users.user_id in (select jsonb_array_elements_text(?::jsonb))
             and (login_links.used_at is null or users.sign_in_by = 'link')`,
          [userIds],
        );
        await transaction.raw(
          `insert into login_links (token_hash, user_id, expires_at)
           select token_hash, user_id, ?::timestamptz
           from jsonb_to_recordset(?::jsonb) as added (token_hash text, user_id text)`,
          [
            expiresAt,
            JSON.stringify(links.map(({ tokenHash, userId }) => ({ token_hash: tokenHash, user_id: userId }))),
          ] as unknown as string[],
        );
        if (!trailed) return;
        await insertAudits(
          transaction,
          (rows as { user_id: string; depot_ids: string[] | null; login: string }[]).map(
            ({ user_id: id, depot_ids, login }) => ({
              by,
              action: 'user.link-made',
              kind: 'user',
              id,
              depotId: onlyDepot(depot_ids ?? undefined),
              at,
              detail: { login, expiresAt },
            }),
          ),
        );
      }),
    async find(userIds, own) {
      const { rows } = await database.knex.raw(
        `select ${userColumns} from users
         where user_id in (select jsonb_array_elements_text(?::jsonb)) and ${ofOwnSet('users.depot_ids')}`,
        [JSON.stringify(userIds), ...ownOf(own)],
      );
      return (rows as UserRow[]).map(toUser);
    },
    async findLinks(tokenHashes, own, now) {
      const { rows } = await database.knex.raw(
        `select login_links.token_hash as "tokenHash", users.user_id as "userId", users.login, users.name, users.role,
           users.station_id as "stationId", stations.name as "stationName", coalesce((select jsonb_agg(depots.name order by depots.depot_id) from depots
             where users.depot_ids @> to_jsonb(depots.depot_id)), '[]') as "depotNames",
           login_links.expires_at as "expiresAt"
         from login_links join users on users.user_id = login_links.user_id
           left join stations on folded_id(stations.station_id) = folded_id(users.station_id)
         where login_links.token_hash in (select jsonb_array_elements_text(?::jsonb)) and login_links.used_at is null
           and login_links.expires_at > ? and ${ofOwnSet('users.depot_ids')}`,
        [JSON.stringify(tokenHashes), now, ...ownOf(own)] as unknown as string[],
      );
      return rows as LinkHolder[];
    },
    change: (userId, own, settle, { by, at }) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `select ${userColumns} from users where user_id = ? and ${ofOwnSet('users.depot_ids')} for no key update`,
          [userId, ...ownOf(own)],
        );
        if (rows.length === 0) throw new NotFoundError('user', userId);
        const before = toUser(rows[0]);
        const wanted = settle(before);
        const after: User = { ...wanted, ...(await getBelongings(transaction, wanted)) };
        const detail = differences(before, after);
        if (Object.keys(detail.after).length === 0) return;
        await transaction.raw(
          `update users set login = ?, login_key = ?, name = ?, role = ?, depot_ids = ?, courier_id = ?, station_id = ?,
             sign_in_by = ?, password_hash = case when ? then null else password_hash end
           where user_id = ?`,
          [
            after.login,
            loginKeyOf(after.login),
            after.name,
            after.role,
            jsonOf(after.depotIds),
            after.courierId ?? null,
            after.stationId ?? null,
            after.signInBy,
            after.signInBy === 'link',
            userId,
          ] as string[],
        );
        // Whoever holds a phone or a card of before does not get what they may do from now on.
        if (after.signInBy !== before.signInBy || after.role !== before.role) await endAccess(transaction, [userId]);
        const depotId = onlyDepot(after.depotIds) ?? onlyDepot(before.depotIds);
        await insertAudit(transaction, { by, action: 'user.changed', kind: 'user', id: userId, depotId, at, detail });
      }),
    suspend: (userIds, own, act) => setSuspended(true, userIds, own, act),
    resume: (userIds, own, act) => setSuspended(false, userIds, own, act),
    remove: (userId, own, { by, at }) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `delete from users where user_id = ? and ${ofOwnSet('users.depot_ids')}
           returning login, login_key, name, role, depot_ids, provider_subject`,
          [userId, ...ownOf(own)],
        );
        if (rows.length === 0) throw new NotFoundError('user', userId);
        const { login, login_key, name, role, depot_ids, provider_subject } = rows[0];
        // A provider's word does not bring them back.
        await transaction.raw(
          'insert into removed_users (user_id, login_key, provider_subject, removed_at) values (?, ?, ?, ?)',
          [userId, login_key, provider_subject, at],
        );
        const depotId = onlyDepot(depot_ids ?? undefined);
        const detail = { login, name, role };
        await insertAudit(transaction, { by, action: 'user.removed', kind: 'user', id: userId, depotId, at, detail });
      }),
  };
}

/** Ends sessions and withdraws links, used or not. The caller holds the users. */
async function endAccess(transaction: Knex.Transaction, userIds: readonly string[]): Promise<void> {
  const which = [JSON.stringify(userIds)];
  await transaction.raw('delete from sessions where user_id in (select jsonb_array_elements_text(?::jsonb))', which);
  await transaction.raw('delete from login_links where user_id in (select jsonb_array_elements_text(?::jsonb))', which);
}

const shown = [
  'login',
  'name',
  'role',
  'depotIds',
  'courierId',
  'stationId',
  'signInBy',
] as const satisfies readonly (keyof User)[];

/** Of what differs, how it was and how it is. */
function differences(before: User, after: User) {
  const changed = shown.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const of = (user: User) => Object.fromEntries(changed.map((field) => [field, user[field] ?? null]));
  return { before: of(before), after: of(after) };
}
