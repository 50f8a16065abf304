import { expect, it } from 'vitest';
import { makeFieldStore } from '../../../server/adapters/db/delivery/field-store.js';
import { projectEvents } from '../../../server/adapters/db/delivery/project-events.js';
import { makeRunReader } from '../../../server/adapters/db/delivery/run-reader.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { eachDatabase } from '../../support/databases.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';
import { documentedChanges, documentedSteps } from '../../support/state-tables.js';

const wave = 'D1-20240614-1';
const now = new Date('2024-06-14T10:00:00Z');
const courier = { name: 'user zhang', depotIds: ['D1'], courierId: 'C1' };

/** Where each documented state is kept. */
const kept = [
  { table: 'waves', column: 'status', changes: documentedSteps('Wave') },
  { table: 'runs', column: 'status', changes: documentedSteps('Run') },
  { table: 'stops', column: 'status', changes: documentedChanges('Stop') },
  { table: 'stop_consignments', column: 'outcome', changes: documentedChanges('Goods') },
  { table: 'consignments', column: 'status', changes: documentedChanges('Consignment') },
  { table: 'pick_lists', column: 'status', changes: documentedChanges('Pick list') },
] as const;

/** The small day, planned and released: one run of V1 with S1 and S2. */
async function releasedDay(database: Database) {
  const record = recordOver(database);
  await record.importFrom(writeFiles(smallDay));
  const plan = await record.plan(wave);
  await record.plans.release(plan.planId, now, 'test');
  const [run] = await makeRunReader(database.knex).listOfWave(wave, ['D1']);
  const field = makeFieldStore(database);
  const report = (deviceEventId: string, kind: 'departed' | 'returned') =>
    field.report(run.runId, [{ deviceEventId, kind, deviceAt: now }], courier, now);
  return { record, plan, runId: run.runId, field, report };
}

/** All that a change of state could touch; the case that a report makes which is not taken is none. */
async function everything({ knex }: Database): Promise<unknown> {
  const { rows } = await knex.raw(
    `select (select jsonb_agg(to_jsonb(waves) order by wave_id) from waves) as waves,
       (select jsonb_agg(to_jsonb(plans) order by plan_id) from plans) as plans,
       (select jsonb_agg(to_jsonb(runs) order by run_id) from runs) as runs,
       (select jsonb_agg(to_jsonb(stops) order by stop_id) from stops) as stops,
       (select jsonb_agg(to_jsonb(goods) order by stop_id, consignment_id) from stop_consignments as goods) as goods,
       (select jsonb_agg(to_jsonb(consignments) order by consignment_id) from consignments) as consignments,
       (select jsonb_agg(to_jsonb(pick_lists) order by pick_list_id) from pick_lists) as lists,
       (select jsonb_agg(to_jsonb(events) order by event_id) from events where kind not like 'case.%') as events`,
  );
  return rows;
}

class Undo extends Error {}

eachDatabase('the record', (open) => {
  it('takes every change of state that the tables allow, and refuses every other one', async () => {
    const database = await open();
    const { knex } = database;
    await releasedDay(database);
    const before = await everything(database);
    const counts = { allowed: 0, refused: 0 };
    for (const { table, column, changes } of kept) {
      for (const { from, to, isAllowed } of changes) {
        const change = database.inTransaction(async () => {
          // Whatever state it is in: triggers do not look at how it came there.
          await knex.raw('alter table ?? disable trigger user', [table]);
          await knex.raw('update ?? set ?? = ?', [table, column, from]);
          await knex.raw('alter table ?? enable trigger user', [table]);
          await knex.raw('update ?? set ?? = ?', [table, column, from]);
          const { rowCount } = await knex.raw('update ?? set ?? = ?', [table, column, to]);
          expect(rowCount).toBeGreaterThan(0);
          throw new Undo();
        });
        const what = `${table}: ${from} to ${to}`;
        if (isAllowed) await expect(change, what).rejects.toBeInstanceOf(Undo);
        else await expect(change, what).rejects.toThrow(`A row of ${table} that is ${from} cannot become ${to}.`);
        counts[isAllowed ? 'allowed' : 'refused'] += 1;
      }
    }
    // 6 × 5 of waves, 5 × 4 of runs, 6 × 5 of stops and of goods, 7 × 6 of consignments, 2 of pick lists.
    expect(counts.allowed + counts.refused).toBe(30 + 20 + 30 + 30 + 42 + 2);
    expect(await everything(database)).toEqual(before);
  });

  it('knows no states but those of the tables', async () => {
    const database = await open();
    await releasedDay(database);
    for (const { table, column } of kept) {
      const change = database.knex.raw('update ?? set ?? = ?', [table, column, 'somewhere']);
      await expect(change, table).rejects.toMatchObject({ code: '23514' });
    }
    const line = database.knex.raw("update order_lines set status = 'substituted'");
    await expect(line).rejects.toMatchObject({ code: '23514' });
  });

  it('stays as it is when what a report comes to is not allowed', async () => {
    const database = await open();
    const { runId, report } = await releasedDay(database);
    await report('a', 'departed');
    // A run that was never released and has left all the same: no server writes that.
    await database.knex.raw('alter table runs disable trigger user');
    await database.knex.raw("update runs set status = 'draft' where run_id = ?", [runId]);
    await database.knex.raw('alter table runs enable trigger user');
    const before = await everything(database);
    expect(await report('b', 'returned')).toMatchObject([{ deviceEventId: 'b', effect: 'refused' }]);
    const again = database.inTransaction(async (transaction) => {
      await transaction.raw("update waves set closed_by = 'nobody'");
      await projectEvents(transaction, [{ depotId: 'D1', runId, waveId: wave, seenAt: now }]);
    });
    await expect(again).rejects.toMatchObject({ code: 'wrong-state' });
    expect(await everything(database)).toEqual(before);
  });

  it('stays as it is when a command comes too late', async () => {
    const database = await open();
    const { record, plan, report } = await releasedDay(database);
    await report('a', 'departed');
    const out = await everything(database);
    await expect(record.plans.withdraw(plan.planId, now, 'test')).rejects.toMatchObject({ code: 'run-departed' });
    await expect(record.plans.release(plan.planId, now, 'test')).rejects.toMatchObject({ code: 'nothing-to-release' });
    await expect(record.plans.save({ ...plan, planId: 'again' }, 'test')).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await expect(record.waves.close(wave, now, 'test')).rejects.toMatchObject({ code: 'wrong-state' });
    expect(await everything(database)).toEqual(out);

    // A re-plan that was looked at while the run was on the road, and is made when it is over.
    const seen = await record.replans.listSeenRuns(plan);
    await report('b', 'returned');
    const over = await everything(database);
    const draft = { plan: { ...plan, planId: 'late', parentPlanId: plan.planId }, seen, urgentOrderIds: [], added: [] };
    await expect(record.replans.saveReplan(draft, 'test')).rejects.toMatchObject({ code: 'wrong-state' });
    expect(await everything(database)).toEqual(over);
  });

  it('is the same whether a device tells of a run at once, at the end, or its end first', async () => {
    const database = await open();
    const states: unknown[] = [];
    for (const order of [['departed', 'returned'], ['returned', 'departed'], ['returned']] as const) {
      await open();
      const { report } = await releasedDay(database);
      for (const kind of order) await report(kind, kind);
      const { rows } = await database.knex.raw(
        `select waves.status as wave, runs.status as run, runs.finished_at from waves join runs using (depot_id, wave_id)`,
      );
      states.push(rows);
    }
    expect(states).toEqual(states.map(() => [{ wave: 'finished', run: 'finished', finished_at: now }]));
  });
});
