import { expect, it } from 'vitest';
import { makeRunReader } from '../../../server/adapters/db/delivery/run-reader.js';
import { eachDatabase } from '../../support/databases.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

/** The small day with further columns for both vehicles. */
function dayWith(columns: string, cells: string) {
  const [header, ...vehicles] = smallDay['vehicles.csv'].trimEnd().split('\n');
  const rows = [`${header},${columns}`, ...vehicles.map((row) => `${row},${cells}`)];
  return { ...smallDay, 'vehicles.csv': `${rows.join('\n')}\n` };
}

eachDatabase('the run reader', (open) => {
  it("tells a run's breaks as the plan has them", async () => {
    const database = await open();
    const record = recordOver(database);
    await record.importFrom(writeFiles(dayWith('break_min,break_from,break_to', '30,06:00,09:00')));
    const { planId } = await record.plan(wave);
    await record.plans.release(planId, new Date('2024-06-13T22:00:00Z'), 'test');
    const runs = makeRunReader(database.knex);
    const [run] = await runs.listOfCourier('C1', ['D1']);
    const { breaks } = run;
    expect(breaks).toHaveLength(1);
    const [{ plannedBeginAt, plannedEndAt, tripNo, beforeStop }] = breaks;
    expect(tripNo).toBe(1);
    expect(beforeStop).toBeGreaterThanOrEqual(0);
    expect(plannedEndAt.getTime() - plannedBeginAt.getTime()).toBe(1_800_000);
    // Six to nine o'clock in the depot's time zone.
    expect(plannedBeginAt.getTime()).toBeGreaterThanOrEqual(Date.UTC(2024, 5, 13, 22));
    expect(plannedBeginAt.getTime()).toBeLessThanOrEqual(Date.UTC(2024, 5, 14, 1));
    expect((await runs.listOfWave(wave, ['D1']))[0].breaks).toEqual(breaks);
  });

  it('tells no breaks where none are planned', async () => {
    const database = await open();
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    await record.plan(wave);
    const [run] = await makeRunReader(database.knex).listOfWave(wave, ['D1']);
    expect(run.breaks).toEqual([]);
  });
});
