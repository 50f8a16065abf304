import type { Knex } from 'knex';
import type { AuditEntry } from '../../../application/accounts/account-store.js';
import type { WaveOpening } from '../../../application/orders/intake-store.js';
import type {
  HeldOrder,
  HeldWave,
  OrderChangeStore,
  OrderToWrite,
} from '../../../application/orders/order-change-store.js';
import type { ConsignmentStatus } from '../../../domain/delivery/consignment-status.js';
import { ConflictError } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import type { OrderContent } from '../../../domain/orders/change-order.js';
import type { OrderLine } from '../../../domain/orders/order.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { insertAudits } from '../accounts/insert-audits.js';
import type { Database } from '../engine/database.js';
import { expectRows } from '../expect-rows.js';
import { holdNetwork } from '../network/hold-network.js';
import { readRows, writeRows } from '../statement.js';
import { holdDays } from '../waves/hold-days.js';
import { openWave, passGate } from '../waves/hold-waves.js';

const isAsked = `folded_id(orders.order_id) = any(array(select folded_id(asked) from unnest(?::text[]) as asked))
  and (?::text[] is null or orders.depot_id = any(?::text[]))`;

/** Orders that are changed; the last to write of those who change one of them at once sees what the first did. */
export function makeOrderChangeStore({ knex, inTransaction }: Database): OrderChangeStore {
  return {
    async inTransaction(keeps, work) {
      try {
        return await inTransaction(async () => {
          const result = await work();
          if (!keeps) throw new TakenBack(result);
          return result;
        });
      } catch (error) {
        if (error instanceof TakenBack) return error.result as Awaited<ReturnType<typeof work>>;
        throw error;
      }
    },
    find: (orderIds, depotIds) =>
      readRows(
        knex,
        `select order_id as "orderId", depot_id as "depotId", placed_at as "placedAt" from orders where ${isAsked}`,
        [orderIds, depotIds, depotIds],
      ),
    hold: ({ orderIds, waveIds }, openings, depotIds, at) =>
      inTransaction((transaction) => hold(transaction, orderIds, waveIds, openings, depotIds, at)),
    open: (openings, at) =>
      inTransaction(async (transaction) => {
        for (const opening of openings) await openWave(transaction, opening, at);
      }),
    write: (changes, by, at) => inTransaction((transaction) => write(transaction, changes, by, at)),
    audit: (changes, by, at) =>
      inTransaction((transaction) =>
        insertAudits(
          transaction,
          changes.map((change) => auditOf(change, by, at)),
        ),
      ),
  };
}

/** What was done only to be looked at. */
class TakenBack extends Error {
  constructor(readonly result: unknown) {
    super('It was done only to be looked at.');
  }
}

async function hold(
  transaction: Knex.Transaction,
  orderIds: readonly string[],
  waveIds: readonly string[],
  openings: readonly WaveOpening[],
  depotIds: OwnDepots,
  at: Date,
) {
  await holdNetwork(transaction);
  const asked = [orderIds, depotIds, depotIds];
  const before = await readRows<{ wave_id: string }>(
    transaction,
    `select distinct wave_id from orders where ${isAsked}`,
    asked,
  );
  const opened = openings.map(({ waveId }) => waveId);
  const named = [...before.map(({ wave_id }) => wave_id), ...waveIds, ...opened];
  await holdDays(transaction, named);
  const found = await readRows<{ wave_id: string }>(
    transaction,
    // In the order in which those take the gates who take orders in; one that is not opened yet has its gate too.
    `select wave_id from (
       select wave_id from waves where wave_id = any(?::text[]) union select unnest(?::text[])) as named
     order by hashtext(wave_id)`,
    [named, opened],
  );
  // Whoever takes orders in or closes one of them waits until the end, or is waited for.
  for (const { wave_id } of found) await passGate(transaction, wave_id);
  const waves = await readRows<HeldWave & { currentPlanId: string | null }>(
    transaction,
    `select depot_id as "depotId", wave_id as "waveId", delivery_date as "deliveryDate", status,
       current_plan_id as "currentPlanId"
     from waves where wave_id = any(?::text[]) order by wave_id for update`,
    [named],
  );
  // Reports lock their run: from here on none leaves with the goods.
  await transaction.raw('select run_id from runs where wave_id = any(?::text[]) order by run_id for update', [
    waves.filter(({ status }) => status !== 'collecting').map(({ waveId }) => waveId),
  ] as unknown as string[]);
  const rows = await readRows<Omit<HeldOrder, 'waveStatus' | 'goods' | 'lines'>>(
    transaction,
    `select depot_id as "depotId", order_id as "orderId", status, station_id as "stationId", wave_id as "waveId",
       delivery_date as "deliveryDate", version, customer_tier as "customerTier", placed_at as "placedAt"
     from orders where ${isAsked} order by order_id for update`,
    asked,
  );
  const held = new Map(waves.map((wave) => [wave.waveId, wave]));
  const gone = rows.find(({ waveId }) => !held.has(waveId));
  if (gone !== undefined) {
    throw new ConflictError('orders-changed', told`Order ${gone.orderId} goes to another wave just now. Look again.`);
  }
  const lines = await readRows<OrderLine & { orderId: string }>(
    transaction,
    `select order_id as "orderId", line_no as "lineNo", sku_id as "skuId", zone_id as "zoneId", quantity, grams, milliliters
     from order_lines where (depot_id, order_id) in (
       select depot_id, order_id from orders where ${isAsked}) order by order_id, line_no`,
    asked,
  );
  const goods = await readRows<{ orderId: string; zoneId: string; status: ConsignmentStatus }>(
    transaction,
    // Between two trips nobody reports that the next one begins: it has, as far as anybody knows, once its time has come.
    `select orders.order_id as "orderId", goods.zone_id as "zoneId",
       case when goods.status = 'allocated' and exists (
           select from stop_consignments as placed
             join stops on stops.depot_id = placed.depot_id and stops.stop_id = placed.stop_id
             join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
             join stops as own on own.depot_id = runs.depot_id and own.run_id = runs.run_id
               and own.trip_no = stops.trip_no and own.planned_arrival_at - own.leg_seconds * interval '1 second' <= ?
           where placed.depot_id = goods.depot_id and placed.whole_id = goods.consignment_id and runs.status = 'departed'
             and not exists (select from stops as before
               where before.depot_id = runs.depot_id and before.run_id = runs.run_id and before.trip_no < stops.trip_no
                 and before.status = 'planned'))
         then 'loaded' else goods.status end as status
     from orders join consignments as goods on goods.depot_id = orders.depot_id and goods.wave_id = orders.wave_id
       and goods.station_id = orders.station_id
     where ${isAsked}`,
    [at.toISOString(), ...asked],
  );
  const linesOf = new Map<string, OrderLine[]>(rows.map(({ orderId }) => [orderId, []]));
  for (const { orderId, ...line } of lines) linesOf.get(orderId)?.push(line);
  const goodsOf = new Map(rows.map(({ orderId }) => [orderId, new Map<string, ConsignmentStatus>()]));
  for (const { orderId, zoneId, status } of goods) goodsOf.get(orderId)?.set(zoneId, status);
  const orders = rows.map((row): HeldOrder => {
    const { orderId, waveId } = row;
    const waveStatus = held.get(waveId)!.status;
    return { ...row, waveStatus, goods: goodsOf.get(orderId)!, lines: linesOf.get(orderId)! };
  });
  const toOpen = openings.map(({ depotId, waveId, deliveryDate }): HeldWave => {
    return { depotId, waveId, deliveryDate, status: 'collecting', currentPlanId: undefined };
  });
  const there = waves.map((wave) => ({ ...wave, currentPlanId: wave.currentPlanId ?? undefined }));
  return {
    orders: new Map(orders.map((order) => [foldId(order.orderId), order])),
    waves: new Map([...toOpen, ...there].map((wave) => [wave.waveId, wave])),
  };
}

async function write(
  transaction: Knex.Transaction,
  changes: readonly OrderToWrite[],
  by: string,
  at: Date,
): Promise<void> {
  const sum = (lines: readonly OrderLine[], of: 'grams' | 'milliliters') =>
    lines.reduce((total, line) => total + line[of], 0);
  const heads = changes.map(({ before, after, area, orderClass, priority }) => ({
    depot_id: before.depotId,
    order_id: before.orderId,
    status: after.status,
    station_id: after.stationId,
    wave_id: after.waveId,
    delivery_date: after.deliveryDate,
    area,
    order_class: orderClass,
    priority,
    grams: sum(after.lines, 'grams'),
    milliliters: sum(after.lines, 'milliliters'),
    line_count: after.lines.length,
  }));
  const written = await writeRows(
    transaction,
    `update orders set status = given.status, station_id = given.station_id, wave_id = given.wave_id,
       delivery_date = given.delivery_date, area = given.area, order_class = given.order_class, priority = given.priority,
       grams = given.grams, milliliters = given.milliliters, line_count = given.line_count, version = orders.version + 1
     from jsonb_to_recordset(?::jsonb) as given(depot_id text, order_id text, status text, station_id text, wave_id text,
       delivery_date date, area text, order_class text, priority integer, grams bigint, milliliters bigint,
       line_count integer)
     where orders.depot_id = given.depot_id and orders.order_id = given.order_id`,
    [JSON.stringify(heads)],
  );
  expectRows(written, changes.length, 'orders');
  await writeLines(transaction, changes);
  await keepChanges(transaction, changes, by, at);
  await writeRows(
    transaction,
    `insert into events (depot_id, kind, wave_id, actor, received_at, data)
     select given.depot_id, given.kind, given.wave_id, ?, ?, given.data
     from jsonb_to_recordset(?::jsonb) as given(no integer, depot_id text, kind text, wave_id text, data jsonb)
     order by given.no`,
    [by, at, JSON.stringify(changes.map(toldOf))],
  );
}

/** An event's columns. */
function toldOf(change: OrderToWrite, no: number) {
  const { depotId, orderId, waveId } = change.before;
  const data = { orderId, ...contentsOf(change) };
  return { no, depot_id: depotId, kind: factOf(change), wave_id: waveId, data };
}

function auditOf(change: OrderToWrite, by: string, at: Date): AuditEntry {
  const { depotId, orderId } = change.before;
  const { reason } = change;
  return { by, action: factOf(change), kind: 'order', id: orderId, depotId, at, reason, detail: contentsOf(change) };
}

function factOf(change: OrderToWrite) {
  return kindOf(change) === 'cancelled' ? ('order.cancelled' as const) : ('order.changed' as const);
}

async function writeLines(transaction: Knex.Transaction, changes: readonly OrderToWrite[]): Promise<void> {
  const lines = JSON.stringify(
    changes.flatMap(({ before, after, isMoved }) =>
      after.lines.map((line) => ({
        depot_id: before.depotId,
        order_id: before.orderId,
        line_no: line.lineNo,
        station_id: after.stationId,
        wave_id: after.waveId,
        quantity: line.quantity,
        grams: line.grams,
        milliliters: line.milliliters,
        is_moved: isMoved,
      })),
    ),
  );
  const given = `jsonb_to_recordset(?::jsonb) as given(depot_id text, order_id text, line_no integer, station_id text,
    wave_id text, quantity integer, grams bigint, milliliters bigint, is_moved boolean)`;
  await writeRows(
    transaction,
    `delete from order_lines as lines using unnest(?::text[], ?::text[]) as named(depot_id, order_id)
     where lines.depot_id = named.depot_id and lines.order_id = named.order_id
       and not exists (select from ${given} where given.depot_id = lines.depot_id and given.order_id = lines.order_id
         and given.line_no = lines.line_no)`,
    [changes.map(({ before }) => before.depotId), changes.map(({ before }) => before.orderId), lines],
  );
  // Nothing of what is moved is picked where it goes to.
  await writeRows(
    transaction,
    `update order_lines as lines set station_id = given.station_id, wave_id = given.wave_id, quantity = given.quantity,
       grams = given.grams, milliliters = given.milliliters,
       status = case when given.is_moved then null else lines.status end,
       picked_quantity = case when given.is_moved then null else lines.picked_quantity end
     from ${given}
     where lines.depot_id = given.depot_id and lines.order_id = given.order_id and lines.line_no = given.line_no`,
    [lines],
  );
}

async function keepChanges(
  transaction: Knex.Transaction,
  changes: readonly OrderToWrite[],
  by: string,
  at: Date,
): Promise<void> {
  const rows = changes.map((change) => ({
    depot_id: change.before.depotId,
    order_id: change.before.orderId,
    change_no: change.before.version,
    kind: kindOf(change),
    is_late: change.isLate,
    ...contentsOf(change),
    reason: change.reason,
  }));
  await writeRows(
    transaction,
    `insert into order_changes (depot_id, order_id, change_no, kind, is_late, before, after, reason, actor, at)
     select given.depot_id, given.order_id, given.change_no, given.kind, given.is_late, given.before, given.after,
       given.reason, ?, ?
     from jsonb_to_recordset(?::jsonb) as given(depot_id text, order_id text, change_no integer, kind text,
       is_late boolean, before jsonb, after jsonb, reason text)`,
    [by, at, JSON.stringify(rows)],
  );
}

function kindOf({ after }: OrderToWrite): 'cancelled' | 'changed' {
  return after.status === 'cancelled' ? 'cancelled' : 'changed';
}

/** What was and is, without what follows from the products. */
function contentsOf({ before, after }: OrderToWrite) {
  const contentOf = ({ status, stationId, waveId, deliveryDate, lines }: OrderContent) => ({
    status,
    stationId,
    waveId,
    deliveryDate,
    lines: lines.map(({ lineNo, skuId, quantity }) => ({ lineNo, skuId, quantity })),
  });
  return { before: contentOf(before), after: contentOf(after) };
}
