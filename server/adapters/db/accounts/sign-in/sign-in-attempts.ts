import type { Knex } from 'knex';
import type { AttemptStore } from '../../../../application/accounts/attempts.js';

/** A count that made somebody wait is remembered so long, so that waits grow over a night. */
const rememberedSeconds = 86_400;

/** Attempts to sign in, counted in the database: for all servers, and after a restart. */
export function makeSignInAttempts(knex: Knex): AttemptStore {
  return {
    async countAttempt(key, { free, windowSeconds, firstWaitSeconds, longestWaitSeconds }, at) {
      const { rows } = await knex.raw(
        `insert into sign_in_attempts as kept (attempt_key, attempts, admitted, forget_at)
         values (:key, 1, true, cast(:at as timestamptz) + cast(:window as integer) * interval '1 second')
         on conflict (attempt_key) do update set
           admitted = kept.forget_at <= :at or kept.blocked_until is null or kept.blocked_until <= :at,
           attempts = case
             when kept.forget_at <= :at then 1
             when kept.blocked_until > :at then kept.attempts
             else kept.attempts + 1 end,
           blocked_until = case
             when kept.forget_at <= :at then null
             when kept.blocked_until > :at then kept.blocked_until
             when kept.attempts + 1 >= :free then cast(:at as timestamptz)
               + least(cast(:longest as integer), cast(:first as integer) * 2 ^ least(kept.attempts + 1 - cast(:free as integer), 20)) * interval '1 second'
             end,
           forget_at = case
             when kept.forget_at <= :at then cast(:at as timestamptz) + cast(:window as integer) * interval '1 second'
             when kept.blocked_until > :at or kept.attempts + 1 < :free then kept.forget_at
             else cast(:at as timestamptz) + cast(:remembered as integer) * interval '1 second' end
         returning attempts, admitted, blocked_until`,
        {
          key,
          at,
          free,
          window: windowSeconds,
          first: firstWaitSeconds,
          longest: longestWaitSeconds,
          remembered: rememberedSeconds,
        },
      );
      const { attempts, admitted, blocked_until } = rows[0];
      if (attempts === 1) await knex.raw('delete from sign_in_attempts where forget_at < ?', [at]);
      return admitted ? undefined : blocked_until;
    },
    async uncountAttempt(key, { free, windowSeconds }, countedAt, at) {
      await knex.raw(
        `update sign_in_attempts set attempts = greatest(attempts - 1, 0),
           blocked_until = case when attempts - 1 >= :free then blocked_until end,
           forget_at = case when attempts - 1 >= :free then forget_at
             else least(forget_at, cast(:at as timestamptz) + cast(:window as integer) * interval '1 second') end
         where attempt_key = :key
           and (attempts >= :free
             or forget_at <= cast(:countedAt as timestamptz) + cast(:window as integer) * interval '1 second')`,
        { key, free, countedAt, at, window: windowSeconds },
      );
    },
    async forgetAttempts(key) {
      await knex.raw('delete from sign_in_attempts where attempt_key = ?', [key]);
    },
  };
}
