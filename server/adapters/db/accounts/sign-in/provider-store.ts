import type { SessionStore } from '../../../../application/accounts/sign-in/session-store.js';
import { loginKeyOf } from '../../../../domain/accounts/login.js';
import { NotFoundError } from '../../../../domain/dispatch-error.js';
import { onlyDepot } from '../../../../domain/own-depots.js';
import type { Database } from '../../engine/database.js';
import { insertAudit } from '../insert-audit.js';
import { jsonOf, toUser, userColumns } from '../user-row.js';
import { insertSession } from './session-store.js';

/** Which person of a provider an account is for. */
export function makeProviderStore(
  database: Database,
): Pick<SessionStore, 'openSessionByProvider' | 'findByProvider' | 'isRemoved' | 'detachProvider'> {
  const { knex } = database;
  return {
    openSessionByProvider: (user, subject, session) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          // Who has a password, a second factor or a link of their own proves themselves by these: no name at a provider does.
          `select provider_subject from users where user_id = ? and disabled_at is null
             and (provider_subject = ? or (provider_subject is null and password_hash is null and sign_in_by = 'password'
               and not exists (select from second_factors
                 where second_factors.user_id = users.user_id and confirmed_at is not null))) for update`,
          [user.userId, subject],
        );
        if (rows.length === 0) return false;
        const isNew = rows[0].provider_subject === null;
        if (isNew) {
          await transaction.raw('update users set provider_subject = ? where user_id = ?', [subject, user.userId]);
        }
        const detail = isNew ? { attachedTo: subject } : {};
        await insertSession(transaction, user, session, { openedBy: 'provider', detail });
        return true;
      }),

    async findByProvider(subject) {
      const { rows } = await knex.raw(`select ${userColumns} from users where provider_subject = ?`, [subject]);
      return rows.length === 0 ? undefined : toUser(rows[0]);
    },

    async isRemoved(subject, login) {
      const { rows } = await knex.raw('select from removed_users where provider_subject = ? or login_key = ? limit 1', [
        subject,
        loginKeyOf(login),
      ]);
      return rows.length > 0;
    },

    detachProvider: (userId, depotIds, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `select provider_subject, depot_ids from users
           where user_id = ? and (?::jsonb is null or depot_ids <@ ?::jsonb) for update`,
          [userId, jsonOf(depotIds), jsonOf(depotIds)] as string[],
        );
        if (rows.length === 0) throw new NotFoundError('user', userId);
        const { provider_subject: before, depot_ids } = rows[0];
        if (before === null) return;
        // Nor does a password that they chose meanwhile let them in any more.
        await transaction.raw('update users set provider_subject = null, password_hash = null where user_id = ?', [
          userId,
        ]);
        const ended = await transaction.raw('delete from sessions where user_id = ?', [userId]);
        await transaction.raw('delete from login_links where user_id = ?', [userId]);
        await insertAudit(transaction, {
          by,
          action: 'user.provider-detached',
          kind: 'user',
          id: userId,
          depotId: onlyDepot(depot_ids ?? undefined),
          at,
          detail: { before: { providerSubject: before }, endedSessions: ended.rowCount },
        });
      }),
  };
}
