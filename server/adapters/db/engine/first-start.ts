import type { Database } from './database.js';

/** What a first start has decided on. */
export interface Beginning {
  /** Whether the demo is to be loaded. */
  readonly wantsDemo: boolean;
  /** Whether nobody is asked any more what they want to begin with. */
  readonly isChosen: boolean;
}

/** The rows that an installation begins with are written once, by one start of one server. */
export function makeFirstStart(database: Database) {
  return {
    /**
     * Does the work of the first start unless another one has done it: all of it and its mark in one transaction. Who
     * comes while it is being done waits until it is.
     */
    async once(by: string, at: Date, work: () => Promise<Beginning>): Promise<void> {
      await database.inTransaction(async (transaction) => {
        const { rowCount } = await transaction.raw(
          'insert into first_start (begun_by, begun_at) values (?, ?) on conflict (one) do nothing',
          [by, at],
        );
        if (rowCount === 0) return;
        const { wantsDemo, isChosen } = await work();
        await transaction.raw(
          'update first_start set demo = ?, chosen_at = case when ?::boolean then ?::timestamptz end, chosen_by = ?',
          [wantsDemo ? 'wanted' : 'none', isChosen, at, isChosen ? by : null] as string[],
        );
      });
    },
  };
}
