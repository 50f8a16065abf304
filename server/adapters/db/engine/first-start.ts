import type { Database } from './database.js';

const leaseSeconds = 60;
/** While the demo is loaded; several within one lease. */
const renewMilliseconds = 15_000;

/** The rows that an installation begins with are written once, by one start of one server. */
export function makeFirstStart(database: Database) {
  const { knex } = database;
  return {
    /**
     * Does the work of the first start unless another one has done it: all of it and its mark in one transaction. Who
     * comes while it is being done waits until it is.
     *
     * @param work says whether the demo is wanted.
     */
    async once(by: string, at: Date, work: () => Promise<{ readonly wantsDemo: boolean }>): Promise<void> {
      await database.inTransaction(async (transaction) => {
        const { rowCount } = await transaction.raw(
          'insert into first_start (begun_by, begun_at) values (?, ?) on conflict (one) do nothing',
          [by, at],
        );
        if (rowCount === 0) return;
        const { wantsDemo } = await work();
        await transaction.raw('update first_start set demo = ?', [wantsDemo ? 'wanted' : 'none']);
      });
    },

    /**
     * Whether this process is to load the demo: it is wanted, and nobody else is at it. Where no other process can be,
     * what a killed one left is taken over at once.
     */
    async takeDemo(alone: boolean): Promise<boolean> {
      const { rowCount } = await knex.raw(
        `update first_start set demo_lease_until = now() + interval '${leaseSeconds} seconds'
         where demo = 'wanted' and (demo_lease_until is null or demo_lease_until < now() or ?::boolean)`,
        [alone],
      );
      return rowCount === 1;
    },

    /** Says for as long as the work goes on that somebody is at it. */
    async whileHeld(work: () => Promise<'loaded' | 'failed' | 'stopped'>): Promise<void> {
      const renew = () =>
        knex
          .raw(
            `update first_start set demo_lease_until = now() + interval '${leaseSeconds} seconds' where demo = 'wanted'`,
          )
          .then(undefined, () => undefined);
      const timer = setInterval(renew, renewMilliseconds);
      try {
        const end = await work();
        // Who was stopped leaves it to the next start.
        await knex.raw(
          `update first_start set demo_lease_until = null, demo = case ?::text when 'stopped' then demo else ? end`,
          [end, end],
        );
      } finally {
        clearInterval(timer);
      }
    },
  };
}
