import { expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';

eachDatabase('statements that are asked again and again', (open) => {
  const text = 'select * from made_up where name = ?';
  const kept =
    'select from_sql, name, generic_plans + custom_plans as uses from pg_prepared_statements where statement like ?';

  it('are planned once for each session, each with its own values', async () => {
    const { knex, inTransaction } = await open();
    await inTransaction(async (transaction) => {
      await transaction.raw('create table made_up (name text)');
      await transaction.raw(`insert into made_up select 'name ' || number from generate_series(1, 20) as number`);
      for (let number = 1; number <= 20; number++) {
        const { rows } = await knex.raw(text, [`name ${number}`]);
        expect(rows).toEqual([{ name: `name ${number}` }]);
      }
      const { rows } = await transaction.raw(kept, ['select * from made_up where name = $1']);
      // Asked twenty times, and named from the third on at the latest.
      expect(rows).toMatchObject([{ from_sql: false, uses: expect.toSatisfy((uses: number) => uses >= 18) }]);
      await transaction.raw('drop table made_up');
    });
  });

  it('are asked again where a table has changed since, alone and within a transaction', async () => {
    const { knex, inTransaction } = await open();
    await knex.raw('create table made_up (name text)');
    try {
      await knex.raw('insert into made_up values (?)', ['one']);
      for (let times = 0; times < 6; times++) await knex.raw(text, ['one']);
      await knex.raw(`alter table made_up add column more integer default 7`);
      const alone = await knex.raw(text, ['one']);
      expect(alone.rows).toEqual([{ name: 'one', more: 7 }]);

      for (let times = 0; times < 6; times++) await knex.raw(text, ['one']);
      await knex.raw(`alter table made_up add column again integer default 8`);
      let attempts = 0;
      const within = await inTransaction(async (transaction) => {
        attempts++;
        return transaction.raw(text, ['one']);
      });
      expect(within.rows).toEqual([{ name: 'one', more: 7, again: 8 }]);
      expect(attempts).toBe(2);
    } finally {
      await knex.raw('drop table made_up');
    }
  });
});
