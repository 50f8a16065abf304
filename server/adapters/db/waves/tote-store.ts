import type { Knex } from 'knex';
import type { PackedLine, PackedTote, ToteChoice, ToteMove, ToteStore } from '../../../application/waves/tote-store.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { moveUnits } from '../../../domain/waves/move-units.js';
import { labelNumberOf } from '../../../domain/waves/tote-label.js';
import { fromBottom, type LineToPack } from '../../../domain/waves/tote-packing.js';
import { insertAudit } from '../accounts/insert-audit.js';
import { column } from '../column.js';
import type { Database } from '../engine/database.js';
import { runCodeSql } from '../run-code-sql.js';
import { type Bound, readRows, writeRows } from '../statement.js';
import { type KeptLines, toKeptLines, toToteLines } from './pack-goods.js';

type ToteRow = Omit<PackedTote, 'grams' | 'milliliters' | 'lines'> & { readonly lines: KeptLines };

/** Beside what is narrowed, all totes of their consignments: what is missing of a line is missing in the last of them. */
const selectTotes = `
  with meant as materialized (
    select totes.depot_id, totes.tote_code, totes.consignment_id from totes
      join consignments on consignments.depot_id = totes.depot_id and consignments.consignment_id = totes.consignment_id
    where NARROWED)
  select totes.depot_id as "depotId", totes.tote_code as "toteCode", totes.label_code as "labelCode",
    totes.wave_id as "waveId", totes.consignment_id as "consignmentId", goods.station_id as "stationId",
    stations.name as "stationName", goods.zone_id as "zoneId", totes.number, goods.tote_count as count,
    (placed.part->>'no')::integer as "partNo", (placed.part->>'count')::integer as "partCount",
    placed.run_id as "runId", placed.run_code as "runCode", placed.sequence as "stopSequence",
    totes.labels_printed as "labelsPrinted", totes.labels_printed_at as "labelsPrintedAt", totes.lines
  from totes
    join consignments as goods on goods.depot_id = totes.depot_id and goods.consignment_id = totes.consignment_id
    join stations on stations.depot_id = goods.depot_id and stations.station_id = goods.station_id
    join zones on zones.zone_id = goods.zone_id
    left join lateral (
      select carried.part, runs.run_id, ${runCodeSql} as run_code, stops.sequence
      from stop_consignments as carried
        join stops on stops.depot_id = carried.depot_id and stops.stop_id = carried.stop_id
        join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
        join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
      where carried.depot_id = totes.depot_id and carried.whole_id = totes.consignment_id and runs.status <> 'cancelled'
        and (carried.part is null or totes.number between (carried.part->>'firstTote')::integer
          and (carried.part->>'lastTote')::integer)
      order by runs.route_no desc limit 1) as placed on true
  where (totes.depot_id, totes.consignment_id) in (select depot_id, consignment_id from meant)
  order by goods.station_id, zones.sort, goods.zone_id, totes.number`;

type LineRow = LineToPack & {
  readonly depotId: string;
  readonly skuId: string;
  readonly name: string;
  readonly pickedQuantity: number | null;
};

const selectLines = `
  select lines.depot_id as "depotId", lines.order_id as "orderId", lines.line_no as "lineNo",
    orders.customer_id as "customerId", lines.sku_id as "skuId", skus.name, skus.fragile as "isFragile", lines.quantity,
    lines.grams, lines.milliliters, lines.picked_quantity as "pickedQuantity"
  from consignments as goods
    join order_lines as lines on lines.depot_id = goods.depot_id and lines.wave_id = goods.wave_id
      and lines.station_id = goods.station_id and lines.zone_id = goods.zone_id
    join orders on orders.depot_id = lines.depot_id and orders.order_id = lines.order_id
    join skus on skus.sku_id = lines.sku_id
  where goods.depot_id = any(?::text[]) and goods.consignment_id = any(?::text[])`;

export function makeToteStore(database: Database): ToteStore {
  const { knex } = database;
  return {
    list: (choice, depotIds) => listTotes(knex, choice, depotIds),
    get: (code, depotIds) => getTote(knex, code, depotIds),
    move: (code, move, depotIds, by, at) =>
      database.inTransaction((transaction) => moveBetween(transaction, code, move, depotIds, by, at)),
    async countPrinted(totes, at) {
      const rows = await readRows<Pick<PackedTote, 'depotId' | 'toteCode' | 'labelsPrinted'>>(
        knex,
        // Locked in one order, so that printings of some of the same totes at once cannot deadlock.
        `with printed as materialized (
           select totes.depot_id, totes.tote_code
           from totes
             join unnest(?::text[], ?::text[]) as given(depot_id, tote_code)
               on given.depot_id = totes.depot_id and given.tote_code = totes.tote_code
           order by totes.depot_id, totes.tote_code for update of totes)
         update totes set labels_printed = labels_printed + 1, labels_printed_at = ?
         from printed where totes.depot_id = printed.depot_id and totes.tote_code = printed.tote_code
         returning totes.depot_id as "depotId", totes.tote_code as "toteCode", labels_printed as "labelsPrinted"`,
        [totes.map(({ depotId }) => depotId), totes.map(({ toteCode }) => toteCode), at],
      );
      const counted = new Map(rows.map((row) => [JSON.stringify([row.depotId, row.toteCode]), row.labelsPrinted]));
      return totes.flatMap((tote) => {
        const labelsPrinted = counted.get(JSON.stringify([tote.depotId, tote.toteCode]));
        return labelsPrinted === undefined ? [] : [{ ...tote, labelsPrinted, labelsPrintedAt: at }];
      });
    },
  };
}

async function listTotes(
  knex: Knex,
  { waveId, zoneId, stationId, runId, toteCodes }: ToteChoice,
  depotIds: OwnDepots,
): Promise<PackedTote[]> {
  const asked: readonly (readonly [sql: string, value: Bound])[] = [
    ['totes.depot_id = any(?::text[])', depotIds],
    ['totes.wave_id = ?', waveId],
    ['totes.tote_code = any(?::text[])', toteCodes],
    ['consignments.zone_id = ?', zoneId],
    ['folded_id(consignments.station_id) = folded_id(?)', stationId],
  ];
  const narrowed = asked.filter(([, value]) => value !== undefined);
  const rows = await readRows<ToteRow>(
    knex,
    selectTotes.replace('NARROWED', narrowed.map(([sql]) => sql).join(' and ') || 'true'),
    narrowed.map(([, value]) => value),
  );
  const ownDepots = [...new Set(rows.map(({ depotId }) => depotId))];
  const consignmentIds = [...new Set(rows.map(({ consignmentId }) => consignmentId))];
  const known = new Map<string, { readonly line: LineRow; missing: number }>();
  for (const line of await readRows<LineRow>(knex, selectLines, [ownDepots, consignmentIds])) {
    const missing = line.pickedQuantity === null ? 0 : line.quantity - line.pickedQuantity;
    known.set(keyOf(line.depotId, line.orderId, line.lineNo), { line, missing });
  }
  const totes = [...rows].reverse().map((row) => contentsOf(row, known));
  const wanted = toteCodes === undefined ? undefined : new Set(toteCodes);
  return totes
    .reverse()
    .filter(
      (tote) => (wanted === undefined || wanted.has(tote.toteCode)) && (runId === undefined || tote.runId === runId),
    );
}

/** @param known with how many units of each line are missing still; totes are asked from the last. */
function contentsOf(
  { lines, ...row }: ToteRow,
  known: Map<string, { readonly line: LineRow; missing: number }>,
): PackedTote {
  const held = toToteLines(lines).flatMap((packed) => {
    const so = known.get(keyOf(row.depotId, packed.orderId, packed.lineNo));
    return so === undefined ? [] : [{ packed, so }];
  });
  held.sort((one, other) => fromBottom(one.so.line, other.so.line));
  const contents = held.map(({ packed: { orderId, lineNo, quantity }, so }): PackedLine => {
    const { line } = so;
    const missing = Math.min(quantity, so.missing);
    so.missing -= missing;
    return {
      orderId,
      lineNo,
      quantity,
      customerId: line.customerId,
      skuId: line.skuId,
      name: line.name,
      isFragile: line.isFragile,
      grams: Math.round((line.grams * quantity) / line.quantity),
      milliliters: Math.round((line.milliliters * quantity) / line.quantity),
      missing,
    };
  });
  return {
    ...row,
    grams: contents.reduce((sum, { grams }) => sum + grams, 0),
    milliliters: contents.reduce((sum, { milliliters }) => sum + milliliters, 0),
    lines: contents,
  };
}

function keyOf(depotId: string, orderId: string, lineNo: number): string {
  return `${depotId} ${orderId} ${lineNo}`;
}

interface FoundTote {
  readonly depot_id: string;
  readonly tote_code: string;
  readonly consignment_id: string;
  readonly wave_id: string;
  readonly number: number;
}

/** @throws NotFoundError also for a tote of another depot. */
async function findTote(knex: Knex, code: string, depotIds: OwnDepots): Promise<FoundTote> {
  const label = code.trim().toUpperCase();
  const isLabel = labelNumberOf(label) !== undefined;
  const [found] = await readRows<FoundTote>(
    knex,
    `select totes.depot_id, totes.tote_code, totes.consignment_id, totes.wave_id, totes.number
     from depots join totes on totes.depot_id = depots.depot_id and totes.${isLabel ? 'label_code' : 'tote_code'} = ?
     where (?::text[] is null or depots.depot_id = any(?::text[]))`,
    [isLabel ? label : code, depotIds, depotIds],
  );
  if (found === undefined) throw new NotFoundError('tote', code);
  return found;
}

async function getTote(knex: Knex, code: string, depotIds: OwnDepots): Promise<PackedTote> {
  const { depot_id, tote_code } = await findTote(knex, code, depotIds);
  const [tote] = await listTotes(knex, { toteCodes: [tote_code] }, [depot_id]);
  return tote;
}

async function moveBetween(
  transaction: Knex.Transaction,
  code: string,
  { toTote, ...moved }: ToteMove,
  depotIds: OwnDepots,
  by: string,
  at: Date,
): Promise<[PackedTote, PackedTote]> {
  const from = await findTote(transaction, code, depotIds);
  const to = await findTote(transaction, toTote, depotIds);
  if (from.consignment_id !== to.consignment_id || from.depot_id !== to.depot_id) {
    throw new InvalidInputError(
      told`toTote: Tote ${to.tote_code} is for other goods. Units move between the totes of one consignment.`,
    );
  }
  if (from.tote_code === to.tote_code) throw new InvalidInputError('toTote: Name another tote than the first.');
  const which = [from.depot_id, from.consignment_id];
  const [{ status }] = await readRows<{ status: string }>(
    transaction,
    'select status from consignments where depot_id = ? and consignment_id = ? for update',
    which,
  );
  if (status !== 'allocated') {
    throw new ConflictError(
      'goods-left',
      told`Consignment ${from.consignment_id} has been loaded; its totes stay as they are.`,
    );
  }
  await refuseOtherPart(transaction, from, to);
  const rows = await readRows<{ tote_code: string; lines: KeptLines }>(
    transaction,
    'select tote_code, lines from totes where depot_id = ? and tote_code = any(?::text[])',
    [from.depot_id, [from.tote_code, to.tote_code]],
  );
  const held = new Map(rows.map(({ tote_code, lines }) => [tote_code, toToteLines(lines)]));
  const now = moveUnits(held.get(from.tote_code)!, held.get(to.tote_code)!, moved);
  const changed = [
    { code: from.tote_code, lines: JSON.stringify(toKeptLines(now.from)) },
    { code: to.tote_code, lines: JSON.stringify(toKeptLines(now.to)) },
  ];
  await writeRows(
    transaction,
    `update totes set lines = given.lines::jsonb from unnest(?::text[], ?::text[]) as given(tote_code, lines)
     where totes.depot_id = ? and totes.tote_code = given.tote_code`,
    [
      column(changed, (tote) => tote.code) as unknown as string[],
      column(changed, (tote) => tote.lines) as unknown as string[],
      from.depot_id,
    ],
  );
  const detail = { ...moved, toTote: to.tote_code, consignmentId: from.consignment_id };
  const trail = { by, action: 'tote.moved', kind: 'tote', id: from.tote_code, depotId: from.depot_id, at, detail };
  await insertAudit(transaction, trail);
  const totes = await listTotes(transaction, { toteCodes: [from.tote_code, to.tote_code] }, [from.depot_id]);
  const byCode = new Map(totes.map((tote) => [tote.toteCode, tote]));
  return [byCode.get(from.tote_code)!, byCode.get(to.tote_code)!];
}

/** Parts of a consignment ride with different vehicles. */
async function refuseOtherPart(transaction: Knex.Transaction, from: FoundTote, to: FoundTote): Promise<void> {
  const parts = await readRows<{ no: number }>(
    transaction,
    `select (part->>'no')::integer as no
     from waves join plans on plans.depot_id = waves.depot_id and plans.plan_id = waves.current_plan_id
       cross join lateral jsonb_array_elements(plans.split) as divided
       cross join lateral jsonb_array_elements(divided->'parts') as part
     where waves.depot_id = ? and waves.wave_id = ? and divided->>'consignmentId' = ?
       and (? between (part->>'firstTote')::integer and (part->>'lastTote')::integer
         or ? between (part->>'firstTote')::integer and (part->>'lastTote')::integer)`,
    [from.depot_id, from.wave_id, from.consignment_id, from.number, to.number],
  );
  if (parts.length > 1) {
    throw new InvalidInputError(
      told`toTote: Tote ${to.tote_code} rides with another part of the consignment, in another place.`,
    );
  }
}
