import type { Knex } from 'knex';
import type { FurtherWaves } from '../../../application/waves/wave-store.js';
import { ConflictError, type DispatchError, InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import { mostWaves } from '../../../domain/network/attributes/waves/cutoff.js';
import { told } from '../../../domain/told.js';
import { waveIdOf } from '../../../domain/waves/wave.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { expectRows } from '../expect-rows.js';
import { readRows, writeRows } from '../statement.js';
import { passGate } from './hold-waves.js';
import { getWave } from './wave-store.js';

export function makeFurtherWaves(database: Database): FurtherWaves {
  return {
    add: ({ depotId, deliveryDate, cutoffAt, timeZone }, by, at) =>
      database.inTransaction(async (transaction) => {
        // Who adds another one at the same time waits here, and gets another number.
        const depots = await readRows(transaction, 'select 1 as found from depots where depot_id = ? for update', [
          depotId,
        ]);
        // It was there when the request was looked at.
        if (depots.length === 0) throw new NotFoundError('depot', depotId);
        const [{ sequence }] = await readRows<{ sequence: number | null }>(
          transaction,
          // The numbers of the depot's cutoffs are those of their waves, also before these are opened.
          `select min(free) as sequence from generate_series(2, ${mostWaves}) as free
           where not exists (select from waves where depot_id = ? and delivery_date = ? and sequence = free)
             and not exists (select from cutoffs where depot_id = ? and sequence = free)`,
          [depotId, deliveryDate, depotId],
        );
        if (sequence === null) {
          throw new ConflictError('too-many-waves', told`A date has ${mostWaves} waves at most.`);
        }
        const waveId = waveIdOf(depotId, deliveryDate, sequence);
        await writeRows(
          transaction,
          // It begins to collect now, so that its cutoff closes it, whichever way orders come to it.
          `insert into waves (depot_id, wave_id, delivery_date, sequence, status, cutoff_at, time_zone, first_order_at)
           values (?, ?, ?, ?, 'collecting', ?, ?, ?)`,
          [depotId, waveId, deliveryDate, sequence, cutoffAt, timeZone, at],
        );
        const detail = { deliveryDate, sequence, cutoffAt };
        await insertAudit(transaction, { by, action: 'wave.added', kind: 'wave', id: waveId, depotId, at, detail });
        return getWave(transaction, waveId);
      }),

    open: ({ depotId, deliveryDate, cutoff, cutoffAt, timeZone }, by, at) =>
      database.inTransaction(async (transaction) => {
        const { sequence, name, cutoffId } = cutoff;
        const waveId = waveIdOf(depotId, deliveryDate, sequence);
        if (cutoffAt <= at) {
          const there = await readRows(transaction, 'select from waves where wave_id = ?', [waveId]);
          if (there.length === 0) throw cutoffPassed(name);
        }
        const { rowCount } = await transaction.raw(
          `insert into waves (depot_id, wave_id, delivery_date, sequence, status, cutoff_at, time_zone, first_order_at,
             name, cutoff_id)
           values (?, ?, ?, ?, 'collecting', ?, ?, ?, ?, ?) on conflict do nothing`,
          [depotId, waveId, deliveryDate, sequence, cutoffAt, timeZone, at, name, cutoffId],
        );
        if (rowCount === 1) {
          const detail = { deliveryDate, sequence, cutoffAt };
          await insertAudit(transaction, { by, action: 'wave.added', kind: 'wave', id: waveId, depotId, at, detail });
        }
        const opened = await getWave(transaction, waveId);
        // One that is there is answered as opened only while orders can still join it.
        if (opened.status !== 'collecting') throw closed(waveId);
        return opened;
      }),

    moveOrders: (waveId, depotIds, { orderIds, customerTier, orderClass, area }, by, at) =>
      database.inTransaction(async (transaction) => {
        const { depotId, deliveryDate } = await getWave(transaction, waveId, depotIds);
        const ofDate = [depotId, deliveryDate];
        const waves = await readRows<{ wave_id: string }>(
          transaction,
          // In the order in which those take the gates who take orders in.
          'select wave_id from waves where depot_id = ? and delivery_date = ? order by hashtext(wave_id)',
          ofDate,
        );
        // Whoever takes orders in or closes one of them waits until the end, or is waited for.
        for (const { wave_id } of waves) await passGate(transaction, wave_id);
        const held = await readRows<{ wave_id: string; status: string }>(
          transaction,
          'select wave_id, status from waves where depot_id = ? and delivery_date = ? order by wave_id for update',
          ofDate,
        );
        const open = held.filter(({ status }) => status === 'collecting').map(({ wave_id }) => wave_id);
        if (!open.includes(waveId)) throw closed(waveId);
        const found = await readRows<{ order_id: string; wave_id: string }>(
          transaction,
          `select order_id, wave_id from orders
           where depot_id = ? and wave_id = any(?::text[]) and status <> 'cancelled'
             and (?::text[] is null or folded_id(order_id) = any(select folded_id(asked) from unnest(?::text[]) as asked))
             and (?::text is null or customer_tier = ?) and (?::text is null or order_class = ?)
             and (?::text is null or area = ?)
           order by order_id`,
          [
            depotId,
            held.map(({ wave_id }) => wave_id),
            orderIds,
            orderIds,
            customerTier,
            customerTier,
            orderClass,
            orderClass,
            area,
            area,
          ],
        );
        const known = new Set(found.map(({ order_id }) => foldId(order_id)));
        const strange = orderIds?.find((orderId) => !known.has(foldId(orderId)));
        if (strange !== undefined) throw await notAmong(transaction, strange, { depotId, deliveryDate });
        // One that is named is meant; of those that a rule chooses, what is closed is closed.
        const late = orderIds && found.find((order) => !open.includes(order.wave_id));
        if (late !== undefined) throw closed(late.wave_id);
        const moved = found.filter((order) => order.wave_id !== waveId && open.includes(order.wave_id));
        if (moved.length === 0) return 0;
        const ids = moved.map(({ order_id }) => order_id);
        const orders = await writeRows(
          transaction,
          'update orders set wave_id = ?, version = version + 1 where depot_id = ? and order_id = any(?::text[])',
          [waveId, depotId, ids],
        );
        expectRows(orders, ids.length, 'orders');
        await writeRows(
          transaction,
          'update order_lines set wave_id = ? where depot_id = ? and order_id = any(?::text[])',
          [waveId, depotId, ids],
        );
        await writeRows(
          transaction,
          'update waves set first_order_at = coalesce(first_order_at, ?) where depot_id = ? and wave_id = ?',
          [at, depotId, waveId],
        );
        const from = Object.fromEntries(
          open.flatMap((each) => {
            const own = moved.filter((order) => order.wave_id === each);
            return own.length === 0 ? [] : [[each, own.map(({ order_id }) => order_id)]];
          }),
        );
        const detail = { from, to: waveId };
        await insertAudit(transaction, { by, action: 'orders.moved', kind: 'wave', id: waveId, depotId, at, detail });
        return moved.length;
      }),
  };
}

/** Opened now it would wait for ever: nothing closes it, and orders do not join it by themselves. */
function cutoffPassed(name: string): InvalidInputError {
  return new InvalidInputError(
    told`cutoffId: The cutoff of ${name} for that date is over. Add a wave with a later cutoff, and move the orders there.`,
  );
}

/** Why an order that was named is not among those that are moved. */
async function notAmong(
  transaction: Knex.Transaction,
  orderId: string,
  { depotId, deliveryDate }: { readonly depotId: string; readonly deliveryDate: string },
): Promise<DispatchError> {
  const [order] = await readRows<{ order_id: string; date: string }>(
    transaction,
    `select orders.order_id, waves.delivery_date::text as date
     from orders join waves on waves.depot_id = orders.depot_id and waves.wave_id = orders.wave_id
     where orders.depot_id = ? and folded_id(orders.order_id) = folded_id(?)`,
    [depotId, orderId],
  );
  if (order === undefined) return new NotFoundError('order', orderId);
  const { order_id: id, date } = order;
  return new ConflictError(
    'wrong-state',
    date === deliveryDate
      ? told`Order ${id} is none of those of the chosen tier, class and area.`
      : told`Order ${id} goes out on ${date}; only orders of the wave's own date can be moved to it.`,
  );
}

function closed(waveId: string): ConflictError {
  return new ConflictError('wave-closed', told`Wave ${waveId} takes no more orders, and gives none away.`);
}
