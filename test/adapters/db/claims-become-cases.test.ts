import { expect, it } from 'vitest';
import { cases } from '../../../migrations/0030-cases.js';
import { makeCaseStore } from '../../../server/adapters/db/cases/case-store.js';
import { makeFieldStore } from '../../../server/adapters/db/delivery/field-store.js';
import { makeRunReader } from '../../../server/adapters/db/delivery/run-reader.js';
import { eachDatabase } from '../../support/databases.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const now = new Date('2024-06-14T10:00:00Z');

eachDatabase('claims of before there were cases', (open) => {
  it('are cases once the schema has them, those that are open', async () => {
    const database = await open();
    const { knex } = database;
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    const { planId } = await record.plan(wave);
    await record.plans.release(planId, now, 'test');
    const [run] = await makeRunReader(knex).listOfCourier('C1', ['D1']);
    const { stopId } = run.stops.find(({ stationId }) => stationId === 'S1')!;
    const station = { depotId: 'D1', stationId: 'S1', actor: 'test' };
    const claim = { stopId, consignmentId: `${wave}.S1.chilled`, skuId: 'MILK', quantity: 1, note: '' };
    const field = makeFieldStore(database);
    await field.claim(station, { ...claim, claimId: 'one', kind: 'short' }, now);
    await field.claim(station, { ...claim, claimId: 'two', kind: 'damaged' }, now);
    const read = async () => {
      const { rows } = await knex.raw(
        `select kind, subject, status, wave_id, run_id, stop_id, station_id, claim_id, goods, detail, opened_at, due_at
         from cases order by subject`,
      );
      return rows as { subject: string }[];
    };
    const made = await read();
    expect(made).toHaveLength(2);
    // As it was before the step: claims, and no case of them.
    await knex.raw("update claims set status = 'settled' where claim_id = 'two'");
    await knex.raw('delete from cases');
    for (const statement of cases.statements.filter((each) => each.trim().startsWith('insert into'))) {
      await knex.raw(statement);
    }
    expect(await read()).toEqual(made.slice(0, 1));
    const { rows } = await knex.raw('select case_id as id from cases');
    const { entries } = await makeCaseStore(database).history({ caseId: rows[0].id, depotIds: ['D1'] });
    expect(entries.map(({ kind }) => kind)).toEqual(['opened']);
  });
});
