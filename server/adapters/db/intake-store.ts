import type { Knex } from 'knex';
import type { Finding } from '../../application/intake/finding.js';
import type {
  CountedRows,
  IntakeStore,
  KnownOrder,
  NetworkChanges,
  TakenOrder,
  WaveOpening,
} from '../../application/intake/intake-store.js';
import { ConflictError, DispatchError } from '../../domain/dispatch-error.js';
import { keptText } from '../../domain/kept-text.js';
import { type Database, expectRows } from './database.js';
import { lockNetworkChanges } from './lock-network-changes.js';
import { makeNetworkReader } from './network-store.js';
import { writeNetwork } from './write-network.js';

const linesPerStatement = 4000;

/** The record as an import reads and writes it. */
export function makeIntakeStore(database: Database): IntakeStore {
  const { knex } = database;
  const network = makeNetworkReader(knex);
  return {
    ...network,
    async listClosedDates() {
      const { rows } = await knex.raw(
        `select depot_id || ' ' || delivery_date as closed from waves
         group by depot_id, delivery_date having bool_and(status <> 'collecting')`,
      );
      return (rows as { closed: string }[]).map((row) => row.closed);
    },

    async findOrders(orderIds) {
      const { rows } = await knex.raw(
        `select orders.order_id as "orderId", orders.customer_id as "customerId", orders.station_id as "stationId",
           orders.delivery_date as "deliveryDate",
           (select jsonb_agg(jsonb_build_object('skuId', order_lines.sku_id, 'quantity', order_lines.quantity)
              order by order_lines.line_no)
            from order_lines where order_lines.depot_id = orders.depot_id
              and order_lines.order_id = orders.order_id) as lines
         from orders where orders.order_id = any(?::text[])`,
        [orderIds as string[]],
      );
      return rows as KnownOrder[];
    },

    async beginImport(importId, begunBy, begunAt, depotId) {
      const result = await knex.raw(
        "insert into imports (import_id, status, begun_by, begun_at, depot_id) values (?, 'reading', ?, ?, ?)",
        [importId, begunBy, begunAt, depotId ?? null] as string[],
      );
      expectRows(result, 1, 'an import');
    },

    stageOrders: (importId, orders) => database.inTransaction((transaction) => stage(transaction, importId, orders)),

    publish: (importId, changes, waves, counted, summary, endedAt) =>
      database.inTransaction((transaction) =>
        publish(transaction, importId, changes, waves, counted, summary, endedAt),
      ),

    async saveFindings(importId, findings) {
      for (let from = 0; from < findings.length; from += 2000) {
        const chunk = findings.slice(from, from + 2000).map((finding, at) => ({ ...finding, no: from + at + 1 }));
        await insertFindings(knex, importId, chunk);
      }
    },

    abandon: (importId, summary, endedAt) =>
      database.inTransaction(async (transaction) => {
        await clearStage(transaction, importId);
        await transaction.raw("update imports set status = 'failed', ended_at = ?, summary = ? where import_id = ?", [
          endedAt,
          JSON.stringify(summary),
          importId,
        ]);
      }),
  };
}

async function stage(transaction: Knex.Transaction, importId: string, orders: readonly TakenOrder[]): Promise<void> {
  const column = <T>(value: (order: TakenOrder) => T) => orders.map(value) as unknown as string;
  const result = await transaction.raw(
    `insert into staged_orders (import_id, depot_id, order_id, customer_id, customer_tier, station_id, placed_at,
       delivery_date, wave_id, order_class, area, priority, grams, milliliters, line_count, note)
     select ?, * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::date[],
       ?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::int[], ?::text[])`,
    [
      importId,
      column((order) => order.depotId),
      column((order) => order.orderId),
      column((order) => order.customerId),
      column((order) => order.customerTier),
      column((order) => order.stationId),
      column((order) => order.placedAt.toISOString()),
      column((order) => order.deliveryDate),
      column((order) => order.waveId),
      column((order) => order.orderClass),
      column((order) => order.area),
      column((order) => order.priority),
      column((order) => order.grams),
      column((order) => order.milliliters),
      column((order) => order.lines.length),
      column((order) => order.note),
    ],
  );
  expectRows(result, orders.length, 'staged orders');
  const lines = orders.flatMap((order) => order.lines.map((line) => ({ ...line, order })));
  for (let from = 0; from < lines.length; from += linesPerStatement) {
    await stageLines(transaction, importId, lines.slice(from, from + linesPerStatement));
  }
}

type StagedLine = TakenOrder['lines'][number] & { readonly order: TakenOrder };

async function stageLines(
  transaction: Knex.Transaction,
  importId: string,
  lines: readonly StagedLine[],
): Promise<void> {
  const column = <T>(value: (line: StagedLine) => T) => lines.map(value) as unknown as string;
  const result = await transaction.raw(
    `insert into staged_order_lines (import_id, depot_id, order_id, line_no, sku_id, zone_id, quantity, grams,
       milliliters)
     select ?, * from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[])`,
    [
      importId,
      column((line) => line.order.depotId),
      column((line) => line.order.orderId),
      column((line) => line.lineNo),
      column((line) => line.skuId),
      column((line) => line.zoneId),
      column((line) => line.quantity),
      column((line) => line.grams),
      column((line) => line.milliliters),
    ],
  );
  expectRows(result, lines.length, 'staged order lines');
}

async function publish(
  transaction: Knex.Transaction,
  importId: string,
  changes: NetworkChanges,
  waves: readonly WaveOpening[],
  counted: CountedRows,
  summary: object,
  endedAt: Date,
): Promise<void> {
  await lockNetwork(transaction, changes);
  await writeNetwork(transaction, changes);
  const inOrder = [...waves].sort((one, other) => (one.waveId < other.waveId ? -1 : 1));
  for (const wave of inOrder) await openWave(transaction, wave, endedAt);
  await holdCollecting(
    transaction,
    inOrder.map((wave) => wave.waveId),
  );
  await assertStaged(transaction, importId, counted);
  const taken = await transaction.raw(
    `select orders.order_id from orders join staged_orders on staged_orders.order_id = orders.order_id
     where staged_orders.import_id = ? limit 1`,
    [importId],
  );
  if (taken.rows.length > 0) {
    throw new ConflictError('order-id-taken', `Order ${taken.rows[0].order_id} was taken by another import meanwhile.`);
  }
  const inserted = await transaction.raw(
    `insert into orders (depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id,
       order_class, area, priority, grams, milliliters, line_count, note, import_id)
     select depot_id, order_id, customer_id, customer_tier, station_id, placed_at, delivery_date, wave_id, order_class,
       area, priority, grams, milliliters, line_count, note, import_id
     from staged_orders where import_id = ? order by order_id
     on conflict (depot_id, order_id) do nothing`,
    [importId],
  );
  // Another import may take them between the look and the insert, which waits for its end.
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
  await clearStage(transaction, importId);
  const ended = await transaction.raw(
    "update imports set status = 'published', ended_at = ?, summary = ? where import_id = ? and status = 'reading'",
    [endedAt, JSON.stringify(summary), importId],
  );
  expectRows(ended, 1, 'the end of an import');
}

/** Changes of the network come one after the other: who replaces rows must see those of the one before. */
async function lockNetwork(transaction: Knex.Transaction, changes: NetworkChanges): Promise<void> {
  const { speedProfile, speedProfileDepotId, ...rows } = changes;
  const isChange = speedProfile !== undefined || Object.values(rows).some((each) => each.length > 0);
  if (isChange) await lockNetworkChanges(transaction);
}

/**
 * Holds the waves as they are until the end of the transaction. Whoever closes one waits for this end and then groups
 * what was written here as well; where one was closed first, this waits for it and sees so.
 *
 * @throws ConflictError `wave-closed`
 */
async function holdCollecting(transaction: Knex.Transaction, waveIds: readonly string[]): Promise<void> {
  const held = await transaction.raw(
    'select wave_id, status from waves where wave_id = any(?::text[]) order by wave_id for share',
    [waveIds as string[]],
  );
  const rows = held.rows as { wave_id: string; status: string }[];
  expectRows({ rowCount: rows.length }, waveIds.length, 'the waves of an import');
  const closed = rows.find(({ status }) => status !== 'collecting');
  if (closed !== undefined) {
    throw new ConflictError('wave-closed', `Wave ${closed.wave_id} was closed meanwhile. Import the file again.`);
  }
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

async function openWave(transaction: Knex.Transaction, wave: WaveOpening, at: Date): Promise<void> {
  await transaction.raw(
    `insert into waves (depot_id, wave_id, delivery_date, sequence, status, cutoff_at, time_zone, first_order_at)
     values (?, ?, ?, ?, 'collecting', ?, ?, ?) on conflict (depot_id, wave_id) do nothing`,
    [wave.depotId, wave.waveId, wave.deliveryDate, wave.sequence, wave.cutoffAt, wave.timeZone, at],
  );
}

async function clearStage(transaction: Knex.Transaction, importId: string): Promise<void> {
  await transaction.raw('delete from staged_order_lines where import_id = ?', [importId]);
  await transaction.raw('delete from staged_orders where import_id = ?', [importId]);
}

async function insertFindings(
  knex: Knex,
  importId: string,
  findings: readonly (Finding & { no: number })[],
): Promise<void> {
  const result = await knex.raw(
    `insert into import_findings (import_id, finding_no, level, file, line, column_name, value, code, reason)
     select ?, no, level, file, line, "column", value, code, reason
     from jsonb_to_recordset(?::jsonb) as given(no integer, level text, file text, line integer, "column" text,
       value text, code text, reason text)`,
    [importId, JSON.stringify(findings, (_key, value) => (typeof value === 'string' ? keptText(value) : value))],
  );
  expectRows(result, findings.length, 'import findings');
}
