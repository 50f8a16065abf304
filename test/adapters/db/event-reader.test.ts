import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import pg from 'pg';
import { expect, it } from 'vitest';
import { makeEventReader } from '../../../server/adapters/db/exchange/event-reader.js';
import { eachDatabase } from '../../support/databases.js';
import { createPostgresDatabase } from '../../support/postgres-database.js';

async function append(knex: Knex, kind: string, stationId?: string): Promise<void> {
  await knex.raw(
    "insert into events (depot_id, kind, station_id, actor, received_at) values ('D1', ?, ?, 'test', now())",
    [kind, stationId ?? null] as string[],
  );
}

eachDatabase('the event reader', (open, backend) => {
  const kindsAfter = async (reader: ReturnType<typeof makeEventReader>, eventId: number, scope = {}) => {
    // A fact is told at the second look after it was written.
    for (let look = 0; look < 2; look++) {
      await reader.eventsAfter(eventId, scope);
      await wait(250);
    }
    return (await reader.eventsAfter(eventId, scope)).map(({ kind }) => kind);
  };

  it('tells facts in the order of their ids, to those whose they are', async () => {
    const { knex } = await open();
    await append(knex, 'old');
    const reader = makeEventReader(knex);
    const last = await reader.lastEventId();
    await append(knex, 'first', 'S1');
    await append(knex, 'second', 'S2');
    expect(await kindsAfter(reader, last)).toEqual(['first', 'second']);
    expect(await kindsAfter(reader, last, { stationId: 'S2' })).toEqual(['second']);
  });

  it('tells after a quiet time at once what happened in it', async () => {
    const { knex } = await open();
    await append(knex, 'old');
    const reader = makeEventReader(knex);
    const before = await reader.lastEventId();
    await append(knex, 'in the quiet time');
    await append(knex, 'just now');
    const last = await reader.lastEventId();
    expect((await reader.eventsAfter(before, {})).map(({ kind }) => kind)).toEqual(['in the quiet time', 'just now']);
    expect(await reader.eventsAfter(last, {})).toEqual([]);
  });

  // The embedded database has one connection: there, no two transactions are open at once.
  it.skipIf(backend === 'embedded')('holds a fact back while a lower id may still appear', async () => {
    const { knex } = await open();
    const reader = makeEventReader(knex);
    const last = await reader.lastEventId();
    const slow = await knex.transaction();
    await append(slow, 'slow');
    await append(knex, 'quick');
    expect(await kindsAfter(reader, last)).toEqual([]);
    await slow.commit();
    expect(await kindsAfter(reader, last)).toEqual(['slow', 'quick']);
  });

  it.skipIf(backend === 'embedded')('holds a fact back also for the transaction that began last of all', async () => {
    const { knex } = await open();
    const reader = makeEventReader(knex);
    const last = await reader.lastEventId();
    const early = await knex.transaction();
    await early.raw('select pg_current_xact_id()');
    const late = await knex.transaction();
    await append(late, 'late');
    await append(early, 'early');
    // Now the late one's number is the first after those that have ended.
    await early.commit();
    expect(await kindsAfter(reader, last)).toEqual([]);
    await late.commit();
    expect(await kindsAfter(reader, last)).toEqual(['late', 'early']);
  });

  it.skipIf(backend === 'embedded')('does not wait for transactions of other databases of the server', async () => {
    const { knex } = await open();
    const reader = makeEventReader(knex);
    const last = await reader.lastEventId();
    const { url, drop } = await createPostgresDatabase();
    const elsewhere = new pg.Client({ connectionString: url });
    try {
      await elsewhere.connect();
      await elsewhere.query('begin');
      await elsewhere.query('select pg_current_xact_id()');
      await append(knex, 'told');
      expect(await kindsAfter(reader, last)).toEqual(['told']);
      // It still waits for those of its own.
      const slow = await knex.transaction();
      await append(slow, 'slow');
      await append(knex, 'quick');
      expect(await kindsAfter(reader, last)).toEqual(['told']);
      await slow.commit();
      expect(await kindsAfter(reader, last)).toEqual(['told', 'slow', 'quick']);
    } finally {
      await elsewhere.end();
      await drop();
    }
  });

  it.skipIf(backend === 'embedded')('says soon where to begin, also while a transaction stays open', async () => {
    const { knex } = await open();
    const slow = await knex.transaction();
    await append(slow, 'slow');
    await append(knex, 'quick');
    const reader = makeEventReader(knex);
    const { rows } = await knex.raw('select max(event_id)::integer as newest from events');
    const begunAt = performance.now();
    expect(await reader.lastEventId()).toBe(rows[0].newest);
    expect(performance.now() - begunAt).toBeLessThan(3000);
    await slow.rollback();
  });
});
