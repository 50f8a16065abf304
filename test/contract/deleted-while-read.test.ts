import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../server/adapters/db/engine/database.js';
import { makeIntakeStore } from '../../server/adapters/db/exchange/import-store.js';
import { makeNetworkChangeStore } from '../../server/adapters/db/network/network-changes.js';
import { makeNetworkReader } from '../../server/adapters/db/network/network-store.js';
import { makeOrderBatches } from '../../server/adapters/db/orders/order-batches.js';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { makeImportFiles } from '../../server/application/exchange/imports/import-files.js';
import { makeEndings } from '../../server/application/network/remove-from-network.js';
import { makeOrderDesk } from '../../server/application/orders/order-desk.js';
import type { Finding } from '../../server/application/tables/finding.js';
import type { NetworkKind } from '../../server/domain/network/attributes/things.js';
import { eachDatabase } from '../support/databases.js';
import { type Interleaver, openInterleaver } from '../support/interleave.js';
import { createPostgresDatabase, testServerUrl } from '../support/postgres-database.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';
import { silentLog } from '../support/template-database.js';
import { clock, dateOf, newId, orderTable } from '../support/wave-orders.js';

const { 'orders.csv': _, 'order_lines.csv': __, ...network } = smallDay as Record<string, string>;

const remove = (database: Database, kind: NetworkKind, id: string) =>
  makeEndings(makeNetworkChangeStore(database), clock, 'Asia/Shanghai').remove(
    { kind, id, depotIds: undefined },
    'test',
  );

/** What orders refer to and the network does not have: nothing, or a wave could not be closed. */
async function danglingOf({ knex }: Database): Promise<string[]> {
  const { rows } = await knex.raw(
    `select order_id from orders where not exists (
       select from stations where stations.depot_id = orders.depot_id and stations.station_id = orders.station_id)
     union select order_id from order_lines where not exists (select from skus where skus.sku_id = order_lines.sku_id)`,
  );
  return (rows as { order_id: string }[]).map((row) => row.order_id);
}

eachDatabase('what is deleted or saved while an import reads', (open) => {
  /** Imports; what comes in between happens after the reading, and before what was read is published. */
  const importAmid = async (
    database: Database,
    tables: Parameters<ReturnType<typeof makeImportFiles>>[0]['tables'],
    between: () => Promise<unknown>,
  ) => {
    let tries = 0;
    const outcome = await makeImportFiles(
      makeIntakeStore(database),
      clock,
      newId,
    )({
      tables,
      unreadable: [],
      timeZone: 'Asia/Shanghai',
      begunBy: 'test',
      async withPublish(publish) {
        if (++tries === 1) await between();
        await publish();
      },
    });
    const refused = outcome.findings.filter(({ level }) => level === 'refused');
    return { tries, codes: refused.map(({ code }) => code) };
  };

  it.each([
    ['stations', 'S1', 'unknown-station'],
    ['skus', 'MILK', 'unknown-sku'],
  ] as const)('leaves no order without one of %s', async (kind, id, code) => {
    const database = await open();
    await recordOver(database).importFrom(writeFiles(network));
    const imported = await importAmid(database, [orderTable('O1', dateOf(1))], () => remove(database, kind, id));
    expect(await danglingOf(database)).toEqual([]);
    expect(imported).toEqual({ tries: 2, codes: [code] });
    const { rows } = await database.knex.raw('select 1 from orders');
    expect(rows).toEqual([]);
  });

  it('reads once where what was changed meanwhile is nothing that the orders refer to', async () => {
    const database = await open();
    await recordOver(database).importFrom(writeFiles(network));
    const imported = await importAmid(database, [orderTable('O1', dateOf(1))], () => remove(database, 'skus', 'OLD'));
    expect(imported).toEqual({ tries: 1, codes: [] });
  });

  it('keeps what somebody saved of a station that the files change as well', async () => {
    const database = await open();
    await recordOver(database).importFrom(writeFiles(network));
    const { tables } = await openTables([
      writeFiles({ 'stations.csv': network['stations.csv'].replace('一号站', '新一号站') }),
    ]);
    const imported = await importAmid(database, tables, () =>
      database.knex.raw(`update stations set rules = '{"contactName": "王芳"}' where station_id = 'S1'`),
    );
    expect(imported.tries).toBe(2);
    const stations = await makeNetworkReader(database.knex).listStations();
    expect(stations.find(({ stationId }) => stationId === 'S1')).toMatchObject({
      name: '新一号站',
      rules: { contactName: '王芳' },
    });
  });
});

describe.runIf(testServerUrl !== undefined)('a deletion beside orders, in every order of their statements', () => {
  let database: Database;
  let interleaver: Interleaver;
  let record: ReturnType<typeof recordOver>;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const made = await createPostgresDatabase();
    drop = made.drop;
    database = await openDatabase({ databaseUrl: made.url, dataFolder: 'unused', log: silentLog });
    await database.migrate();
    record = recordOver(database);
    interleaver = await openInterleaver(made.url);
  });
  afterAll(async () => {
    await interleaver?.close();
    await database?.close();
    await drop?.();
  });

  const take = (over: Database, orderId: string, deliveryDate: string) =>
    makeOrderDesk(makeOrderBatches(over), clock, newId).take<readonly Finding[]>({
      table: orderTable(orderId, deliveryDate),
      orderIds: [orderId],
      stationIds: ['S1'],
      from: deliveryDate,
      lines: 1,
      begunBy: 'test',
      depotIds: undefined,
      answerOf: ({ findings }) => findings,
      repeatable: undefined,
    });

  it.each([
    ['stations', 'S1'],
    ['skus', 'MILK'],
  ] as const)('of %s: either the order is refused, or the deletion is', async (kind, id) => {
    const seen = new Set<string>();
    await interleaver.run(
      async (run) => {
        await database.knex.raw('delete from order_lines');
        await database.knex.raw('delete from orders');
        await record.importFrom(writeFiles(network));
        const removal = (over: Database) =>
          remove(over, kind, id).then(
            () => 'removed',
            (error) => error.code,
          );
        return [removal, (over) => take(over, `${kind}-${run}`, dateOf(run))];
      },
      async (_run, [removal, taking], order) => {
        expect(await danglingOf(database), order).toEqual([]);
        expect(taking.status, order).toBe('fulfilled');
        const { rows } = await database.knex.raw('select count(*)::int as count from orders');
        const isTaken = rows[0].count === 1;
        expect(removal, order).toEqual({ status: 'fulfilled', value: isTaken ? 'in-use' : 'removed' });
        seen.add(`taken: ${isTaken}`);
      },
      2,
      60,
    );
    expect([...seen].sort()).toEqual(['taken: false', 'taken: true']);
  });
});
