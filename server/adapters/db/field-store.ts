import type { Knex } from 'knex';
import type { FieldStore, ReportEffect, Reporter, RunReport } from '../../application/field/field-store.js';
import { InvalidInputError, NotFoundError } from '../../domain/dispatch-error.js';
import type { Database } from './database.js';

export function makeFieldStore(database: Database): FieldStore {
  return {
    report: (runId, reports, by, receivedAt) =>
      database.inTransaction((transaction) => takeReports(transaction, runId, reports, by, receivedAt)),

    sign: (stationId, stopId, signedBy, at, actor) =>
      database.inTransaction(async (transaction) => {
        const signed = await transaction.raw(
          `update stops set signed_by = ?, signed_at = coalesce(signed_at, ?), version = version + 1
           from runs where runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
             and runs.status in ('released', 'departed', 'finished') and stops.stop_id = ? and stops.station_id = ?
           returning stops.depot_id, stops.run_id, runs.wave_id`,
          [signedBy, at, stopId, stationId],
        );
        if (signed.rows.length === 0) throw new NotFoundError('delivery', stopId);
        await insertEvent(transaction, 'stop.signed', { ...signed.rows[0], stopId, stationId }, actor, at, { signedBy });
      }),

    claim: (stationId, claim, at, actor) =>
      database.inTransaction(async (transaction) => {
        const inserted = await transaction.raw(
          `insert into claims (depot_id, claim_id, stop_id, station_id, consignment_id, sku_id, kind, quantity, note,
             raised_by, raised_at)
           select stops.depot_id, ?, stops.stop_id, stops.station_id, goods.consignment_id, ?, ?, ?, ?, ?, ?
           from stops join stop_consignments as goods on goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id
           where stops.stop_id = ? and stops.station_id = ? and goods.consignment_id = ?
           returning depot_id`,
          [claim.claimId, claim.skuId ?? null, claim.kind, claim.quantity, claim.note, actor, at, claim.stopId, stationId, claim.consignmentId] as string[],
        );
        if (inserted.rows.length === 0) throw new NotFoundError('delivery', claim.stopId);
        const ids = { depot_id: inserted.rows[0].depot_id, stopId: claim.stopId, stationId };
        await insertEvent(transaction, 'claim.raised', ids, actor, at, claim);
      }),

    pick: (pickListId, lines, at, actor, depotId) =>
      database.inTransaction((transaction) => takePicks(transaction, pickListId, lines, at, actor, depotId)),
  };
}

async function takeReports(
  transaction: Knex.Transaction,
  runId: string,
  reports: readonly RunReport[],
  by: Reporter,
  receivedAt: Date,
) {
  const found = await transaction.raw(
    `select depot_id, wave_id, status, courier_id from runs
     where run_id = ? and status <> 'draft' and (?::text is null or depot_id = ?) and (?::text is null or courier_id = ?)
     for update`,
    [runId, by.depotId ?? null, by.depotId ?? null, by.courierId ?? null, by.courierId ?? null] as string[],
  );
  if (found.rows.length === 0) throw new NotFoundError('run', runId);
  const run = found.rows[0] as { depot_id: string; wave_id: string; status: string; courier_id: string | null };
  const effects: { deviceEventId: string; effect: ReportEffect; reason?: string }[] = [];
  for (const report of reports) {
    const stop =
      report.stopId === undefined
        ? undefined
        : (
            await transaction.raw('select stop_id, station_id, status from stops where depot_id = ? and run_id = ? and stop_id = ?', [
              run.depot_id,
              runId,
              report.stopId,
            ])
          ).rows[0];
    if (report.stopId !== undefined && stop === undefined) {
      effects.push({ deviceEventId: report.deviceEventId, effect: 'refused', reason: `The run has no stop ${report.stopId}.` });
      continue;
    }
    if (needsStop.has(report.kind) && stop === undefined) {
      effects.push({ deviceEventId: report.deviceEventId, effect: 'refused', reason: `${report.kind} needs a stopId.` });
      continue;
    }
    const inserted = await transaction.raw(
      `insert into events (depot_id, kind, wave_id, run_id, stop_id, station_id, courier_id, device_event_id, actor,
         device_at, received_at, data) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (run_id, device_event_id) where device_event_id is not null do nothing`,
      [
        run.depot_id,
        `run.${report.kind}`,
        run.wave_id,
        runId,
        report.stopId ?? null,
        stop?.station_id ?? null,
        run.courier_id,
        report.deviceEventId,
        by.name,
        report.deviceAt,
        receivedAt,
        JSON.stringify({ consignments: report.consignments, celsius: report.celsius, note: report.note }),
      ] as string[],
    );
    effects.push({ deviceEventId: report.deviceEventId, effect: inserted.rowCount === 1 ? 'taken' : 'repeated' });
  }
  await followEvents(transaction, run.depot_id, runId, run.wave_id);
  return effects;
}

const needsStop = new Set(['arrived', 'delivered', 'refused', 'failed']);

/**
 * Works out the run and its stops anew from all events in the order of their device times, so that reports may come in
 * any order and more than once.
 */
async function followEvents(transaction: Knex.Transaction, depotId: string, runId: string, waveId: string): Promise<void> {
  const key = [depotId, runId];
  await transaction.raw(
    `update stops set arrived_at = seen.arrived_at, left_at = seen.left_at,
       status = coalesce(seen.outcome, case when seen.arrived_at is null then 'planned' else 'arrived' end),
       version = stops.version + 1
     from (select events.stop_id,
         min(events.device_at) filter (where events.kind = 'run.arrived') as arrived_at,
         max(events.device_at) filter (where events.kind in ('run.delivered', 'run.refused', 'run.failed')) as left_at,
         (array_agg(case when events.kind = 'run.delivered' and exists (
               select 1 from jsonb_array_elements(coalesce(events.data->'consignments', '[]'::jsonb)) as item
               where coalesce(item->>'outcome', 'delivered') <> 'delivered') then 'partial'
             else substr(events.kind, 5) end order by events.device_at desc, events.event_id desc)
           filter (where events.kind in ('run.delivered', 'run.refused', 'run.failed')))[1] as outcome
       from events where events.run_id = ? and events.stop_id is not null group by events.stop_id) as seen
     where stops.depot_id = ? and stops.run_id = ? and stops.stop_id = seen.stop_id`,
    [runId, ...key],
  );
  await transaction.raw(
    `update stop_consignments set
       outcome = coalesce(told.outcome, case stops.status when 'partial' then 'delivered' when 'delivered' then 'delivered'
         when 'refused' then 'refused' when 'failed' then 'failed' else 'planned' end),
       totes_handed_over = told.totes
     from stops left join lateral (
         select item->>'consignmentId' as consignment_id, item->>'outcome' as outcome,
           (item->>'totesHandedOver')::integer as totes
         from events, jsonb_array_elements(coalesce(events.data->'consignments', '[]'::jsonb)) as item
         where events.run_id = stops.run_id and events.stop_id = stops.stop_id) as told on true
     where stops.depot_id = ? and stops.run_id = ? and stop_consignments.depot_id = stops.depot_id
       and stop_consignments.stop_id = stops.stop_id
       and (told.consignment_id is null or told.consignment_id = stop_consignments.consignment_id)`,
    key,
  );
  await transaction.raw(
    `update consignments set status = goods.outcome
     from stop_consignments as goods join stops on stops.depot_id = goods.depot_id and stops.stop_id = goods.stop_id
     where stops.depot_id = ? and stops.run_id = ? and consignments.depot_id = goods.depot_id
       and consignments.consignment_id = goods.consignment_id and goods.outcome <> 'planned'`,
    key,
  );
  await transaction.raw(
    `update runs set departed_at = seen.departed_at, finished_at = seen.returned_at, version = version + 1,
       status = case when seen.returned_at is not null then 'finished'
         when seen.any_at is not null then 'departed' else status end
     from (select min(device_at) filter (where kind = 'run.departed') as departed_at,
         max(device_at) filter (where kind = 'run.returned') as returned_at,
         min(device_at) filter (where kind in ('run.departed', 'run.arrived', 'run.delivered', 'run.refused',
           'run.failed', 'run.returned')) as any_at
       from events where run_id = ?) as seen
     where runs.depot_id = ? and runs.run_id = ? and runs.status <> 'cancelled'`,
    [runId, ...key],
  );
  await transaction.raw(
    `update waves set status = case
         when not exists (select 1 from runs where runs.depot_id = waves.depot_id and runs.wave_id = waves.wave_id
           and runs.status in ('draft', 'released', 'departed')) then 'finished'
         else 'dispatched' end
     where depot_id = ? and wave_id = ? and status in ('planned', 'picking', 'loading', 'dispatched')
       and exists (select 1 from runs where runs.depot_id = waves.depot_id and runs.wave_id = waves.wave_id
         and runs.status in ('departed', 'finished'))`,
    [depotId, waveId],
  );
}

async function takePicks(
  transaction: Knex.Transaction,
  pickListId: string,
  lines: readonly { readonly lineNo: number; readonly pickedQuantity: number; readonly shortReason?: string }[],
  at: Date,
  actor: string,
  depotId: string | undefined,
): Promise<void> {
  const found = await transaction.raw(
    `select depot_id, wave_id, zone_id from pick_lists
     where pick_list_id = ? and (?::text is null or depot_id = ?) for update`,
    [pickListId, depotId ?? null, depotId ?? null] as string[],
  );
  if (found.rows.length === 0) throw new NotFoundError('pick list', pickListId);
  const list = found.rows[0] as { depot_id: string; wave_id: string; zone_id: string };
  for (const line of lines) {
    const updated = await transaction.raw(
      `update pick_list_lines set picked_quantity = ?, short_reason = ?, picked_by = ?, picked_at = ?
       where depot_id = ? and pick_list_id = ? and line_no = ? and quantity >= ? returning sku_id, quantity`,
      [line.pickedQuantity, line.shortReason ?? null, actor, at, list.depot_id, pickListId, line.lineNo, line.pickedQuantity] as string[],
    );
    if (updated.rows.length === 0) {
      throw new InvalidInputError(`The pick list has no line ${line.lineNo} of at least ${line.pickedQuantity} pieces.`);
    }
    const { sku_id: skuId, quantity } = updated.rows[0] as { sku_id: string; quantity: number };
    if (line.pickedQuantity < quantity && (line.shortReason ?? '') === '') {
      throw new InvalidInputError(`Say why line ${line.lineNo} is short.`);
    }
    await shareShort(transaction, list, skuId, line.pickedQuantity);
  }
  await transaction.raw(
    `update pick_lists set status = case when exists (select 1 from pick_list_lines as lines
         where lines.depot_id = pick_lists.depot_id and lines.pick_list_id = pick_lists.pick_list_id
           and lines.picked_quantity is null) then 'open' else 'done' end
     where depot_id = ? and pick_list_id = ?`,
    [list.depot_id, pickListId],
  );
  await transaction.raw("update waves set status = 'picking' where depot_id = ? and wave_id = ? and status in ('closed', 'planned')", [
    list.depot_id,
    list.wave_id,
  ]);
  await insertEvent(transaction, 'pick-list.picked', { depot_id: list.depot_id, wave_id: list.wave_id }, actor, at, { pickListId, lines });
}

/** What was picked goes to the orders of highest priority first; the shortage falls on the others. */
async function shareShort(
  transaction: Knex.Transaction,
  list: { depot_id: string; wave_id: string; zone_id: string },
  skuId: string,
  picked: number,
): Promise<void> {
  await transaction.raw(
    `update order_lines set picked_quantity = shared.got,
       status = case when shared.got < order_lines.quantity then 'short' else 'picked' end
     from (select lines.depot_id, lines.order_id, lines.line_no,
         greatest(0, least(lines.quantity, ? - (sum(lines.quantity) over (order by orders.priority desc,
           orders.placed_at, orders.order_id, lines.line_no) - lines.quantity)))::integer as got
       from order_lines as lines
         join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
       where lines.depot_id = ? and lines.wave_id = ? and lines.zone_id = ? and lines.sku_id = ?) as shared
     where order_lines.depot_id = shared.depot_id and order_lines.order_id = shared.order_id
       and order_lines.line_no = shared.line_no`,
    [picked, list.depot_id, list.wave_id, list.zone_id, skuId],
  );
}

async function insertEvent(
  transaction: Knex.Transaction,
  kind: string,
  ids: { depot_id: string; wave_id?: string; run_id?: string; stopId?: string; stationId?: string },
  actor: string,
  at: Date,
  data: object,
): Promise<void> {
  await transaction.raw(
    `insert into events (depot_id, kind, wave_id, run_id, stop_id, station_id, actor, received_at, data)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [ids.depot_id, kind, ids.wave_id ?? null, ids.run_id ?? null, ids.stopId ?? null, ids.stationId ?? null, actor, at, JSON.stringify(data)] as string[],
  );
}
