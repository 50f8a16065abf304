import { expect, it, vi } from 'vitest';
import { makeMaintainTables } from '../../../server/adapters/db/engine/maintain-tables.js';
import { eachDatabase } from '../../support/databases.js';

eachDatabase('the tables of a record', (open, backend) => {
  it('are analyzed once much has changed, and where nothing else does it dead rows are vacuumed', async () => {
    const database = await open();
    const { knex } = database;
    const maintain = makeMaintainTables(database);
    const slots = 'schedule_slots';
    const deadRows = async () => {
      const { rows } = await knex.raw('select n_dead_tup::integer as dead from pg_stat_user_tables where relname = ?', [
        slots,
      ]);
      return rows[0].dead as number;
    };
    // What was changed is counted a moment later.
    const untilMaintained = () =>
      vi.waitFor(async () => expect(await maintain()).toContain(slots), { timeout: 20_000 });

    // Autovacuum might be quicker.
    if (backend === 'postgres') await knex.raw('alter table schedule_slots set (autovacuum_enabled = false)');
    await knex.raw(`insert into schedule_slots (schedule, slot_at, fired_at, fired_by)
      select 'made-up', now() + number * interval '1 second', now(), 'test' from generate_series(1, 3000) as number`);
    await untilMaintained();
    const { rows } = await knex.raw('select reltuples from pg_class where oid = ?::regclass', [slots]);
    expect(rows[0].reltuples).toBeGreaterThanOrEqual(3000);

    if (backend === 'postgres') return;
    await knex.raw(`update schedule_slots set fired_by = 'another'`);
    await vi.waitFor(async () => expect(await deadRows()).toBeGreaterThanOrEqual(3000), { timeout: 20_000 });
    await untilMaintained();
    expect(await deadRows()).toBe(0);
    expect(await maintain()).not.toContain(slots);
  });

  it('are analyzed though what was counted of them is lost, as it is after a kill', async () => {
    const database = await open();
    const { knex } = database;
    const slots = 'schedule_slots';
    // As it is before it was ever analyzed.
    await knex.raw('truncate schedule_slots');
    if (backend === 'postgres') await knex.raw('alter table schedule_slots set (autovacuum_enabled = false)');
    await knex.raw(`insert into schedule_slots (schedule, slot_at, fired_at, fired_by)
      select 'made-up', now() + number * interval '1 second', now(), 'test' from generate_series(1, 3000) as number`);
    const counted = async () => {
      const { rows } = await knex.raw('select n_live_tup::integer as rows from pg_stat_user_tables where relname = ?', [
        slots,
      ]);
      return rows[0].rows as number;
    };
    await vi.waitFor(async () => expect(await counted()).toBe(3000), { timeout: 20_000 });
    await knex.raw('select pg_stat_reset_single_table_counters(?::regclass)', [slots]);
    expect(await counted()).toBe(0);
    expect(await makeMaintainTables(database)()).toContain(slots);
    expect(await makeMaintainTables(database)()).not.toContain(slots);
  });
});
