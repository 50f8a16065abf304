import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/adapters/db/engine/database.js';
import { makeWaveStore } from '../../server/adapters/db/waves/wave-store.js';
import { Seeded } from '../../server/demo/seeded.js';
import { openInterleaver } from '../support/interleave.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { silentLog } from '../support/template-database.js';
import { assertNotBehind, clock, dateOf, importOrder, waveIdOf } from '../support/wave-orders.js';

/** Run by `npm run fuzz:interleavings` only; a few of them are in every run, in interleavings.test.ts. */
const isAsked = process.env.MODE === 'fuzz' && testServerUrl !== undefined;
const wanted = Number(process.env.INTERLEAVINGS ?? 1_000_000);
const seed = Number(process.env.SEED ?? 1);
/** Pairs that run side by side; each waits for the database most of the time. */
const lanes = 4;
/** A database is used for so many, so that it stays small. */
const batchSize = 4000;
const mostSwitches = 5;

describe.runIf(isAsked)('closing a wave and an order for it, in very many orders of their statements', () => {
  it('leaves no order behind', async () => {
    const distinct = new Set<number>();
    const { 'orders.csv': _, 'order_lines.csv': __, ...network } = smallDay as Record<string, string>;
    const began = performance.now();
    let done = 0;
    while (done < wanted) {
      const { url, drop } = await createPostgresDatabase();
      const database = await openDatabase({ databaseUrl: url, dataFolder: 'unused', log: silentLog });
      await database.migrate();
      await recordOver(database).importFrom(writeFiles(network));
      const interleavers = await Promise.all(Array.from({ length: lanes }, () => openInterleaver(url)));
      const inLane = Math.ceil(Math.min(batchSize, wanted - done) / lanes);
      const first = done;
      await Promise.all(
        interleavers.map((interleaver, lane) => {
          const random = new Seeded(seed, first + lane);
          const numberOf = (run: number) => run * lanes + lane;
          return interleaver.runRandomly(
            async (run) => {
              const number = numberOf(run);
              await importOrder(database, `first-${number}`, dateOf(number));
              return [
                (over) => makeWaveStore(over).close(waveIdOf(number), clock.now(), 'test'),
                (over) => importOrder(over, `second-${number}`, dateOf(number)),
              ];
            },
            async (run, outcomes, order) => {
              await assertNotBehind(database, `second-${numberOf(run)}`, outcomes, order);
              distinct.add(createHash('sha1').update(order).digest().readUIntBE(0, 6));
              done++;
              if (done % 500 === 0) {
                const perSecond = (done / (performance.now() - began)) * 1000;
                console.log(`${done} interleavings, ${distinct.size} of them distinct, ${perSecond.toFixed(1)}/s`);
              }
            },
            mostSwitches,
            inLane,
            () => random.fraction(),
          );
        }),
      );
      await Promise.all(interleavers.map((interleaver) => interleaver.close()));
      await database.close();
      await drop();
    }
    console.log(`${done} interleavings, ${distinct.size} of them distinct, none left an order behind.`);
    expect(done).toBeGreaterThanOrEqual(wanted);
  });
});
