import { expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';

eachDatabase('a database that tests share', (open) => {
  /** Rows without anything that they would have to refer to. */
  const addEvents = (count: number) =>
    `insert into events (kind, actor, received_at) select repeat('x', 100), 'test', now() from generate_series(1, ${count})`;

  // More rows than fit into what is emptied row by row, and fewer.
  it.each([5, 5_000])('is handed out as the migrations left it after %d rows', async (count) => {
    const { knex } = await open();
    const zonesOf = async () => (await knex.raw('select * from zones order by zone_id')).rows;
    const zones = await zonesOf();
    expect(zones.length).toBeGreaterThan(0);
    await knex.raw(addEvents(count));
    await knex.raw('update zones set tote_grams = 1');
    await open();
    expect((await knex.raw('select count(*)::integer as n from events')).rows).toEqual([{ n: 0 }]);
    expect(await zonesOf()).toEqual(zones);
    await knex.raw(addEvents(1));
    expect((await knex.raw('select event_id::integer as id from events')).rows).toEqual([{ id: 1 }]);
  });
});
