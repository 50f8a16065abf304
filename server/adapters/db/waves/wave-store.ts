import type { Knex } from 'knex';
import type { GroupingFigures, StoredWave, WaveStore } from '../../../application/waves/wave-store.js';
import { ConflictError, NotFoundError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import type { Consignment } from '../../../domain/waves/consignment.js';
import { type WaveStatus, waveAfter } from '../../../domain/waves/wave.js';
import { composedIdSql } from '../composed-id.js';
import { type Database, expectRows } from '../engine/database.js';
import { type Bound, readRows } from '../statement.js';
import { listConsignmentLines } from './goods-lines.js';
import { passGate } from './hold-waves.js';
import { countTotes, packWave } from './pack-goods.js';

const columns = 'depot_id, wave_id, delivery_date, sequence, name, status, cutoff_at, time_zone, current_plan_id';

interface WaveRow {
  depot_id: string;
  wave_id: string;
  delivery_date: string;
  sequence: number;
  name: string;
  status: WaveStatus;
  cutoff_at: Date;
  time_zone: string;
  current_plan_id: string | null;
}

export function makeWaveStore(database: Database): WaveStore {
  const { knex } = database;
  const list = async (where: string, values: readonly Bound[]) => {
    const sql = `select ${columns} from waves where ${where} order by depot_id, sequence`;
    return (await readRows<WaveRow>(knex, sql, values)).map(toWave);
  };
  return {
    get: (waveId, depotIds) => getWave(knex, waveId, depotIds),
    listByDate: (deliveryDate) => list('delivery_date = ?', [deliveryDate]),
    // A wave first filled after its cutoff waits for a person.
    listDue: (now) =>
      list("status = 'collecting' and cutoff_at <= ? and (first_order_at < cutoff_at or cutoff_brought_forward)", [
        now,
      ]),
    close: (waveId, closedAt, closedBy) =>
      database.inTransaction((transaction) => closeWave(transaction, waveId, closedAt, closedBy)),

    async listConsignments(depotId, waveId) {
      return readRows<Consignment>(
        knex,
        `select depot_id as "depotId", consignment_id as "consignmentId", wave_id as "waveId",
           station_id as "stationId", zone_id as "zoneId", grams, milliliters, order_count as "orderCount",
           tote_count as "toteCount", priority
         from consignments where depot_id = ? and wave_id = ? order by consignment_id`,
        [depotId, waveId],
      );
    },

    listConsignmentLines: (...asked) => listConsignmentLines(knex, ...asked),

    countTotes: (depotId, waveId, consignmentIds, addedOrderIds) =>
      countTotes(knex, { depotId, waveId }, consignmentIds, addedOrderIds),
  };
}

/** @throws NotFoundError */
export async function getWave(knex: Knex, waveId: string, depotIds?: readonly string[]): Promise<StoredWave> {
  const [wave] = await readRows<WaveRow>(
    knex,
    `select ${columns} from waves where wave_id = ? and (?::text[] is null or depot_id = any(?::text[]))`,
    [waveId, depotIds, depotIds],
  );
  if (wave === undefined) throw new NotFoundError('wave', waveId);
  return toWave(wave);
}

function toWave(row: WaveRow): StoredWave {
  return {
    depotId: row.depot_id,
    waveId: row.wave_id,
    deliveryDate: row.delivery_date,
    sequence: row.sequence,
    name: row.name,
    status: row.status,
    cutoffAt: row.cutoff_at,
    timeZone: row.time_zone,
    currentPlanId: row.current_plan_id ?? undefined,
  };
}

/** A row each: some twenty times as many as the largest days have. */
const mostTotes = 1_000_000;

async function closeWave(
  transaction: Knex.Transaction,
  waveId: string,
  closedAt: Date,
  closedBy: string,
): Promise<GroupingFigures> {
  await passGate(transaction, waveId);
  const [locked] = await readRows<Pick<WaveRow, 'depot_id' | 'status'>>(
    transaction,
    'select depot_id, status from waves where wave_id = ? for update',
    [waveId],
  );
  if (locked === undefined) throw new NotFoundError('wave', waveId);
  const { depot_id: depotId, status } = locked;
  const wave = [depotId, waveId];
  const closed = await transaction.raw(
    'update waves set status = ?, closed_at = ?, closed_by = ? where depot_id = ? and wave_id = ?',
    [waveAfter(status, 'closed'), closedAt, closedBy, ...wave],
  );
  expectRows(closed, 1, 'a wave');
  const consignments = await transaction.raw(groupIntoConsignments, wave);
  // Before they are packed: with a size of one milliliter that would take for ever.
  const [{ least }] = await readRows<{ least: number }>(
    transaction,
    'select coalesce(sum(tote_count), 0)::bigint as least from consignments where depot_id = ? and wave_id = ?',
    wave,
  );
  refuseTooMany(least);
  const totes = await packWave(transaction, { depotId, waveId });
  refuseTooMany(totes);
  const pickLists = await transaction.raw(makePickLists, wave);
  await transaction.raw(makePickListLines, wave);
  const [counted] = await readRows<{ orders: number; lines: number; stations: number }>(
    transaction,
    `select count(*) as orders, coalesce(sum(line_count), 0)::bigint as lines, count(distinct station_id) as stations
     from orders where depot_id = ? and wave_id = ? and status <> 'cancelled'`,
    wave,
  );
  const figures = {
    ...counted,
    consignments: consignments.rowCount,
    totes,
    pickLists: pickLists.rowCount,
  };
  await transaction.raw(
    `insert into events (depot_id, kind, wave_id, actor, received_at, data) values (?, 'wave.closed', ?, ?, ?, ?)`,
    [depotId, waveId, closedBy, closedAt, JSON.stringify(figures)],
  );
  return figures;
}

function refuseTooMany(totes: number): void {
  if (totes <= mostTotes) return;
  throw new ConflictError(
    'too-many-totes',
    told`The wave's goods would fill ${totes} totes, and a wave may have ${mostTotes} at most. Check the sizes of the zones' totes.`,
  );
}

/**
 * One row a station and zone. Until they are packed, with as many totes as their goods ask for at least: by volume at 85 %
 * filling (see toteRoom) or by weight, whichever asks for more.
 */
const groupIntoConsignments = `
  with sums as (
    select order_lines.depot_id, order_lines.wave_id, order_lines.station_id, order_lines.zone_id,
      sum(order_lines.grams)::bigint as grams, sum(order_lines.milliliters)::bigint as milliliters,
      count(distinct order_lines.order_id) as order_count, max(orders.priority) as priority
    from order_lines
      join orders on orders.depot_id = order_lines.depot_id and orders.order_id = order_lines.order_id
    where order_lines.depot_id = ? and order_lines.wave_id = ?
    group by 1, 2, 3, 4)
  insert into consignments (depot_id, consignment_id, wave_id, station_id, zone_id, grams, milliliters, order_count,
    tote_count, priority)
  select sums.depot_id, ${composedIdSql('sums.wave_id', 'sums.station_id', 'sums.zone_id')}, sums.wave_id, sums.station_id,
    sums.zone_id, sums.grams, sums.milliliters, sums.order_count,
    greatest(1, (sums.milliliters * 100 + 85 * zones.tote_milliliters - 1) / (85 * zones.tote_milliliters::bigint),
      (sums.grams + zones.tote_grams - 1) / zones.tote_grams), sums.priority
  from sums join zones on zones.zone_id = sums.zone_id`;

const makePickLists = `
  insert into pick_lists (depot_id, pick_list_id, wave_id, zone_id)
  select distinct depot_id, ${composedIdSql('wave_id', 'zone_id')}, wave_id, zone_id
  from consignments where depot_id = ? and wave_id = ?`;

/** In walking order: by place in the warehouse where known, A-2 before A-10, then by category and name. */
const makePickListLines = `
  insert into pick_list_lines (depot_id, pick_list_id, line_no, sku_id, quantity)
  select sums.depot_id, ${composedIdSql('sums.wave_id', 'sums.zone_id')},
    row_number() over (partition by sums.zone_id order by natural_order(skus.location), skus.category, skus.name, skus.sku_id),
    sums.sku_id, sums.quantity
  from (select depot_id, wave_id, zone_id, sku_id, sum(quantity)::bigint as quantity
      from order_lines where depot_id = ? and wave_id = ? group by 1, 2, 3, 4) as sums
    join skus on skus.sku_id = sums.sku_id`;
