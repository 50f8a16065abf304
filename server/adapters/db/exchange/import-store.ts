import type { Knex } from 'knex';
import type {
  CountedRows,
  ImportError,
  IntakeStore,
  NetworkChanges,
  ReadNetwork,
  TakenOrder,
  WaveOpening,
} from '../../../application/orders/intake-store.js';
import { ConflictError, DispatchError } from '../../../domain/dispatch-error.js';
import { type Cutoff, mixedWave } from '../../../domain/network/cutoff.js';
import { plainly } from '../../../domain/told.js';
import { backends } from '../engine/backend.js';
import { type Database, expectRows } from '../engine/database.js';
import { assertUnchanged } from '../network/assert-unchanged.js';
import { assertStands, holdNetwork, networkChanged, passHolders } from '../network/hold-network.js';
import { lockNetworkChanges } from '../network/lock-network-changes.js';
import { makeNetworkReader } from '../network/network-store.js';
import { makePlaceStore } from '../network/place-store.js';
import { writeNetwork } from '../network/write-network.js';
import { assertSameWaves } from '../orders/assert-same-waves.js';
import { insertFindings } from '../orders/insert-findings.js';
import { findOrders, listKnownWaves } from '../orders/known-orders.js';
import { linesInParts, orderLineRows, orderRows } from '../orders/order-rows.js';
import { listCollectingWaves } from '../waves/collecting-waves.js';
import { holdWaves } from '../waves/hold-waves.js';

/** How long an import counts as read by a process that is not heard of. */
const leaseSeconds = 30;
/** Several within one lease. */
const renewMilliseconds = 5_000;

const whenInterrupted = 'The server ended while the files were read. Nothing of them was taken; send them again.';
const interrupted: ImportError = {
  code: 'import-interrupted',
  detail: whenInterrupted,
  told: plainly(whenInterrupted),
};

/** The record as an import reads and writes it. */
export function makeIntakeStore(database: Database): IntakeStore {
  const { knex } = database;
  const network = makeNetworkReader(knex);
  /** Imports that this process reads now. */
  const own = new Set<string>();
  return {
    ...network,
    listKnownWaves: () => listKnownWaves(knex, '-infinity'),
    listCollectingWaves: () => listCollectingWaves(knex),
    listPlaces: makePlaceStore(database).list,
    findOrders: (orderIds) => findOrders(knex, orderIds),
    async hasDemo() {
      const { rows } = await knex.raw('select exists (select 1 from depots where demo) as "isThere"');
      return rows[0].isThere;
    },

    async beginImport(importId, begunBy, begunAt, depotIds) {
      const result = await knex.raw(
        `insert into imports (import_id, status, begun_by, begun_at, depot_ids, lease_until)
         values (?, 'reading', ?, ?, ?, now() + interval '${leaseSeconds} seconds')`,
        [importId, begunBy, begunAt, depotIds === undefined ? null : JSON.stringify(depotIds)] as string[],
      );
      expectRows(result, 1, 'an import');
    },

    async whileReading(importId, work) {
      own.add(importId);
      let renewing = false;
      // What publishes holds the row until its end: nobody can end it then, and nobody is to wait for it here.
      const renew = async () => {
        if (renewing) return;
        renewing = true;
        await knex
          .raw(
            `update imports set lease_until = now() + interval '${leaseSeconds} seconds'
             where import_id in (
               select import_id from imports where import_id = ? and status = 'reading' for no key update skip locked)`,
            [importId],
          )
          .catch(() => undefined);
        renewing = false;
      };
      const timer = setInterval(renew, renewMilliseconds);
      try {
        return await work();
      } finally {
        clearInterval(timer);
        own.delete(importId);
      }
    },

    // Where no other process can be, whatever this one does not read has lost its process.
    endInterrupted: () =>
      database.inTransaction((transaction) =>
        endInterrupted(transaction, [...own], !backends[database.backend].severalProcesses),
      ),

    stageOrders: (importId, orders) => database.inTransaction((transaction) => stage(transaction, importId, orders)),

    publish: (importId, changes, read, waves, counted, summary, endedAt) =>
      database.inTransaction((transaction) =>
        publish(transaction, importId, changes, read, waves, counted, summary, endedAt),
      ),

    saveFindings: (importId, findings) => insertFindings(knex, importId, findings),

    abandon: (importId, summary, error, endedAt) =>
      database.inTransaction(async (transaction) => {
        await clearStage(transaction, [importId]);
        await transaction.raw(
          "update imports set status = 'failed', ended_at = ?, summary = ?, error = ? where import_id = ?",
          [endedAt, JSON.stringify(summary), JSON.stringify(error), importId],
        );
      }),

    forget: (importId) =>
      database.inTransaction(async (transaction) => {
        await clearStage(transaction, [importId]);
        await transaction.raw('delete from imports where import_id = ?', [importId]);
      }),
  };
}

/** One that is just being staged or published is locked by its process, which lives. */
async function endInterrupted(
  transaction: Knex.Transaction,
  own: readonly string[],
  isAlone: boolean,
): Promise<string[]> {
  const { rows } = await transaction.raw(
    `update imports set status = 'failed', ended_at = now(), error = ?
     where import_id in (
       select import_id from imports
       where status = 'reading' and (lease_until < now() or ?::boolean) and import_id <> all(?::text[])
       for update skip locked)
     returning import_id`,
    [JSON.stringify(interrupted), isAlone, own as string[]] as string[],
  );
  const importIds = (rows as { import_id: string }[]).map((row) => row.import_id);
  if (importIds.length > 0) await clearStage(transaction, importIds);
  return importIds;
}

/** Holds the import as it is until the end of the transaction. @throws DispatchError `import-interrupted` */
async function assertReading(transaction: Knex.Transaction, importId: string): Promise<void> {
  const { rows } = await transaction.raw(
    "select import_id from imports where import_id = ? and status = 'reading' for no key update",
    [importId],
  );
  if (rows.length === 0) throw new DispatchError(interrupted.code, whenInterrupted);
}

async function stage(transaction: Knex.Transaction, importId: string, orders: readonly TakenOrder[]): Promise<void> {
  await assertReading(transaction, importId);
  const { columns, source, values } = orderRows;
  const result = await transaction.raw(`insert into staged_orders (import_id, ${columns}) select ?, * from ${source}`, [
    importId,
    ...values(orders),
  ]);
  expectRows(result, orders.length, 'staged orders');
  for (const lines of linesInParts(orders)) {
    const written = await transaction.raw(
      `insert into staged_order_lines (import_id, depot_id, order_id, line_no, sku_id, zone_id, quantity, grams,
         milliliters)
       select ?, depot_id, order_id, line_no, sku_id, zone_id, quantity, grams, milliliters
       from ${orderLineRows.source} as lines(${orderLineRows.columns})`,
      [importId, ...orderLineRows.values(lines)],
    );
    expectRows(written, lines.length, 'staged order lines');
  }
}

async function publish(
  transaction: Knex.Transaction,
  importId: string,
  changes: NetworkChanges,
  read: ReadNetwork,
  waves: readonly WaveOpening[],
  counted: CountedRows,
  summary: object,
  endedAt: Date,
): Promise<void> {
  await assertReading(transaction, importId);
  await lockNetwork(transaction, changes);
  // Waves are opened by those who hold the network, under the numbers of cutoffs.
  if (changes.cutoffs.length > 0) await passHolders(transaction);
  await holdNetwork(transaction);
  // Before the own changes make it another one.
  const isOvertaken = (await makeNetworkReader(transaction).version()) !== read.version;
  if (isOvertaken) await assertUnchanged(transaction, changes, read);
  if (isOvertaken && counted.orders > 0) await assertSameWaves(transaction, read.waves);
  if (changes.cutoffs.length > 0) await assertUnmixed(transaction, changes.cutoffs);
  await writeNetwork(transaction, changes);
  await holdWaves(transaction, waves, endedAt);
  await assertStaged(transaction, importId, counted);
  if (isOvertaken) {
    await assertStands(transaction, {
      heads: '(select distinct depot_id, station_id from staged_orders where import_id = ?) as heads',
      lines: '(select distinct sku_id, zone_id from staged_order_lines where import_id = ?) as lines',
      values: [importId, importId],
    });
  }
  const inserted = await transaction.raw(
    `insert into orders (depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id,
       order_class, area, priority, grams, milliliters, line_count, note, requested_date, import_id)
     select depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id, order_class,
       area, priority, grams, milliliters, line_count, note, requested_date, import_id
     from staged_orders where import_id = ? order by order_id
     on conflict do nothing`,
    [importId],
  );
  // Where somebody else is about to take one of them, this waits for their end.
  if (inserted.rowCount < counted.orders) {
    throw new ConflictError('order-id-taken', 'An order was taken by another import meanwhile.');
  }
  const lines = await transaction.raw(
    `insert into order_lines (depot_id, order_id, line_no, wave_id, station_id, zone_id, sku_id, quantity, grams,
       milliliters)
     select lines.depot_id, lines.order_id, lines.line_no, heads.wave_id, heads.station_id, lines.zone_id, lines.sku_id,
       lines.quantity, lines.grams, lines.milliliters
     from staged_order_lines as lines
       join staged_orders as heads on heads.import_id = lines.import_id and heads.depot_id = lines.depot_id
         and heads.order_id = lines.order_id
     where lines.import_id = ?`,
    [importId],
  );
  expectRows(lines, counted.lines, 'order lines');
  await clearStage(transaction, [importId]);
  const ended = await transaction.raw(
    "update imports set status = 'published', ended_at = ?, summary = ? where import_id = ? and status = 'reading'",
    [endedAt, JSON.stringify(summary), importId],
  );
  expectRows(ended, 1, 'the end of an import');
}

/** A wave may have been opened since the cutoffs were read. @throws ConflictError `network-changed` */
async function assertUnmixed(transaction: Knex.Transaction, cutoffs: readonly Cutoff[]): Promise<void> {
  const collecting = await listCollectingWaves(transaction);
  if (cutoffs.some((cutoff) => mixedWave(cutoff, collecting) !== undefined)) throw networkChanged();
}

/** Changes of the network come one after the other: who replaces rows must see those of the one before. */
async function lockNetwork(transaction: Knex.Transaction, changes: NetworkChanges): Promise<void> {
  const { speedProfile, speedProfileDepotIds, ...rows } = changes;
  const isChange = speedProfile !== undefined || Object.values(rows).some((each) => each.length > 0);
  if (isChange) await lockNetworkChanges(transaction);
}

/**
 * Compares what is staged with what was counted when it was read. The stage is not logged: a database that recovers
 * from a crash empties it.
 *
 * @throws DispatchError `import-interrupted`
 */
async function assertStaged(transaction: Knex.Transaction, importId: string, counted: CountedRows): Promise<void> {
  const { rows } = await transaction.raw(
    `select (select count(*) from staged_orders where import_id = ?) as orders,
       (select count(*) from staged_order_lines where import_id = ?) as lines,
       (select count(*) from import_findings where import_id = ?) as findings`,
    [importId, importId, importId],
  );
  const staged = rows[0] as CountedRows;
  const isWhole =
    Number(staged.orders) === counted.orders &&
    Number(staged.lines) === counted.lines &&
    Number(staged.findings) === counted.findings;
  if (!isWhole) {
    throw new DispatchError(
      'import-interrupted',
      'The database recovered from a fault while the files were read. Nothing of them was taken; import them again.',
    );
  }
}

async function clearStage(transaction: Knex.Transaction, importIds: string[]): Promise<void> {
  await transaction.raw('delete from staged_order_lines where import_id = any(?::text[])', [importIds]);
  await transaction.raw('delete from staged_orders where import_id = any(?::text[])', [importIds]);
}
