import { expect, it } from 'vitest';
import { makeFurtherWaves } from '../../../server/adapters/db/waves/further-waves.js';
import { ConflictError } from '../../../server/domain/dispatch-error.js';
import { inEnglish } from '../../../server/domain/told.js';
import { eachDatabase } from '../../support/databases.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const at = new Date('2024-06-14T10:00:00Z');

eachDatabase('writes that meet a deletion', (open) => {
  const smallRecord = async () => {
    const database = await open();
    await recordOver(database).importFrom(writeFiles(smallDay));
    return database;
  };

  it('say what was deleted meanwhile where they refer to it', async () => {
    const { knex, inTransaction } = await smallRecord();
    const count = (stationId: string, zoneId: string) =>
      `insert into tote_counts (depot_id, station_id, zone_id, totes, counted_at, counted_by)
       values ('D1', '${stationId}', '${zoneId}', 1, now(), 'test')`;
    const wave = `insert into waves (depot_id, wave_id, delivery_date, sequence, status, cutoff_at, time_zone)
      values ('D9', 'D9-1', '2024-06-14', 1, 'collecting', now(), 'UTC')`;
    for (const [statement, sentence] of [
      [count('S9', 'ambient'), 'The station S9 was deleted meanwhile. Read it again.'],
      [count('S1', 'warm'), 'The zone warm was deleted meanwhile. Read it again.'],
      [wave, 'The depot D9 was deleted meanwhile. Read it again.'],
    ]) {
      // Inside of a transaction faults are named at its end, outside at once.
      for (const writing of [
        () => inTransaction((transaction) => transaction.raw(statement)),
        () => knex.raw(statement),
      ]) {
        const fault = await Promise.resolve(writing()).catch((error: unknown) => error);
        expect(fault, statement).toBeInstanceOf(ConflictError);
        const { code, told } = fault as ConflictError;
        expect([code, inEnglish(told)]).toEqual(['changed-meanwhile', sentence]);
      }
    }
  });

  it('keep the thing where they came first', async () => {
    const { inTransaction } = await smallRecord();
    const deleting = inTransaction((transaction) => transaction.raw("delete from zones where zone_id = 'frozen'"));
    await expect(deleting).rejects.toMatchObject({ code: 'in-use' });
  });

  it('name what is a fault of ours as it is', async () => {
    const { inTransaction } = await smallRecord();
    const writing = inTransaction((transaction) =>
      transaction.raw(
        `insert into case_entries (depot_id, case_id, at, actor, kind) values ('D1', 1, now(), 'test', 'noted')`,
      ),
    );
    await expect(writing).rejects.toMatchObject({ code: '23503' });
  });

  it('open no wave of a depot that is not there any more', async () => {
    const waves = makeFurtherWaves(await smallRecord());
    const wave = { depotId: 'D9', deliveryDate: '2024-06-15' as const, cutoffAt: at, timeZone: 'UTC' };
    await expect(waves.add(wave as never, 'test', at)).rejects.toMatchObject({ code: 'not-found' });
  });
});
