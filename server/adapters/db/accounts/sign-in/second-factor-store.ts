import type { Knex } from 'knex';
import type { SecondFactorStore } from '../../../../application/accounts/sign-in/second-factor-store.js';
import type { Role } from '../../../../domain/accounts/role.js';
import { NotFoundError } from '../../../../domain/dispatch-error.js';
import { onlyDepot } from '../../../../domain/own-depots.js';
import type { Database } from '../../engine/database.js';
import { insertAudit } from '../insert-audit.js';
import { jsonOf } from '../user-row.js';

/** Second factors in the database: sealed secrets, hashed recovery codes. */
export function makeSecondFactorStore(database: Database): SecondFactorStore {
  const { knex } = database;
  return {
    async findSecondFactor(userId) {
      const { rows } = await knex.raw(
        `select secret, confirmed_at, pending, pending_at,
           (select count(*)::integer from recovery_codes
            where recovery_codes.user_id = second_factors.user_id and used_at is null) as codes_left
         from second_factors where user_id = ?`,
        [userId],
      );
      if (rows.length === 0) return undefined;
      const { secret, confirmed_at, pending, pending_at, codes_left } = rows[0];
      return {
        secret: secret ?? undefined,
        confirmedAt: confirmed_at ?? undefined,
        pending: pending ?? undefined,
        pendingAt: pending_at ?? undefined,
        codesLeft: codes_left,
      };
    },

    async beginSecondFactor(userId, sealed, at) {
      await knex.raw(
        `insert into second_factors (user_id, pending, pending_at) values (?, ?, ?)
         on conflict (user_id) do update set pending = excluded.pending, pending_at = excluded.pending_at`,
        [userId, sealed, at] as unknown as string[],
      );
    },

    confirmSecondFactor: (userId, { pending, step, codeHashes, keptSessionHash }, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rowCount } = await transaction.raw(
          `update second_factors set secret = pending, confirmed_at = :at, pending = null, pending_at = null,
             last_step = :step where user_id = :userId and pending = :pending`,
          { userId, pending, step, at },
        );
        if (rowCount === 0) return false;
        await putCodes(transaction, userId, codeHashes);
        // They were opened when a password was enough.
        const ended = await transaction.raw('delete from sessions where user_id = ? and session_hash <> ?', [
          userId,
          keptSessionHash,
        ]);
        await audit(transaction, userId, by, 'user.second-factor-on', at, { endedSessions: ended.rowCount });
        return true;
      }),

    async takeStep(userId, secret, step) {
      const { rowCount } = await knex.raw(
        'update second_factors set last_step = ? where user_id = ? and secret = ? and last_step < ?',
        [step, userId, secret, step] as string[],
      );
      return rowCount > 0;
    },

    takeRecoveryCode: (userId, codeHashes, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rowCount } = await transaction.raw(
          'update recovery_codes set used_at = ? where user_id = ? and code_hash = any(?::text[]) and used_at is null',
          [at, userId, codeHashes] as unknown as string[],
        );
        if (rowCount === 0) return undefined;
        const { rows } = await transaction.raw(
          'select count(*)::integer as left from recovery_codes where user_id = ? and used_at is null',
          [userId],
        );
        await audit(transaction, userId, by, 'user.recovery-code-used', at, { codesLeft: rows[0].left });
        return rows[0].left;
      }),

    replaceRecoveryCodes: (userId, codeHashes, by, at) =>
      database.inTransaction(async (transaction) => {
        await putCodes(transaction, userId, codeHashes);
        await audit(transaction, userId, by, 'user.recovery-codes-made', at, {});
      }),

    removeSecondFactor: (userId, { action, depotIds }, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          'select user_id from users where user_id = ? and (?::jsonb is null or depot_ids <@ ?::jsonb) for update',
          [userId, jsonOf(depotIds), jsonOf(depotIds)] as string[],
        );
        if (rows.length === 0) throw new NotFoundError('user', userId);
        const { rowCount } = await transaction.raw('delete from second_factors where user_id = ?', [userId]);
        if (rowCount > 0) await audit(transaction, userId, by, action, at, {});
      }),

    async readSignInRules() {
      const { rows } = await knex.raw('select second_factor_roles as roles from sign_in_rules');
      return { secondFactorRoles: rows[0].roles as Role[] };
    },

    changeSignInRules: (rules, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw('select second_factor_roles as roles from sign_in_rules for update');
        const before = { secondFactorRoles: rows[0].roles as Role[] };
        const after = { secondFactorRoles: [...rules.secondFactorRoles] };
        if (before.secondFactorRoles.join() === after.secondFactorRoles.join()) return;
        await transaction.raw('update sign_in_rules set second_factor_roles = ?', [
          JSON.stringify(after.secondFactorRoles),
        ]);
        const detail = { before, after };
        await insertAudit(transaction, { by, action: 'sign-in-rules.changed', kind: 'account', id: '*', at, detail });
      }),
  };
}

async function putCodes(transaction: Knex.Transaction, userId: string, codeHashes: readonly string[]): Promise<void> {
  await transaction.raw('delete from recovery_codes where user_id = ?', [userId]);
  await transaction.raw(
    `insert into recovery_codes (user_id, code_hash)
     select ?, code_hash from jsonb_array_elements_text(?::jsonb) as codes(code_hash)`,
    [userId, JSON.stringify(codeHashes)],
  );
}

async function audit(
  transaction: Knex.Transaction,
  userId: string,
  by: string,
  action: string,
  at: Date,
  detail: object,
): Promise<void> {
  const { rows } = await transaction.raw('select depot_ids from users where user_id = ?', [userId]);
  const depotId = onlyDepot(rows[0].depot_ids ?? undefined);
  await insertAudit(transaction, { by, action, kind: 'user', id: userId, depotId, at, detail });
}
