import type { Knex } from 'knex';
import type { CaseFact } from '../../../domain/cases/case.js';
import type { RunStatus } from '../../../domain/delivery/run.js';
import { ConflictError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { assertPick, isShort, type Pick, pickListStatusOf } from '../../../domain/warehouse/pick-list.js';
import { type WaveStatus, waveAfter } from '../../../domain/waves/wave.js';
import { raiseCases } from '../cases/raise-cases.js';
import { expectRows } from '../expect-rows.js';
import { insertEvent } from '../insert-event.js';
import { readRows, writeRows } from '../statement.js';
import { shareOut } from './share-out.js';

export interface ListRow {
  readonly depot_id: string;
  readonly wave_id: string;
  readonly zone_id: string;
}

export interface LineRow {
  readonly line_no: number;
  readonly sku_id: string;
  readonly quantity: number;
  readonly picked_quantity: number | null;
}

/** Ticks off lines of a pick list, or takes ticks back; a short pick falls on the orders of lowest priority. */
export async function takePicks(
  transaction: Knex.Transaction,
  pickListId: string,
  picks: readonly Pick[],
  at: Date,
  actor: string,
  depotIds: OwnDepots,
): Promise<void> {
  const [list] = await readRows<ListRow>(
    transaction,
    `select depot_id, wave_id, zone_id from pick_lists
     where pick_list_id = ? and (?::text[] is null or depot_id = any(?::text[])) for update`,
    [pickListId, depotIds, depotIds],
  );
  if (list === undefined) throw new NotFoundError('pick list', pickListId);
  await holdGoods(transaction, list);
  await refuseLeft(transaction, list);
  const which = [list.depot_id, pickListId];
  const rows = await readRows<LineRow>(
    transaction,
    `select line_no, sku_id, quantity, picked_quantity from pick_list_lines
     where depot_id = ? and pick_list_id = ? order by line_no`,
    which,
  );
  const lines = new Map(rows.map((row) => [row.line_no, row]));
  const shorts: object[] = [];
  for (const pick of picks) {
    const line = lines.get(pick.lineNo);
    assertPick(pick, line?.quantity);
    const { lineNo, shortReason } = pick;
    const { sku_id: skuId, quantity } = line!;
    // Where nothing is asked for any more there is nothing left to tick off.
    const pickedQuantity = quantity === 0 ? 0 : pick.pickedQuantity;
    const isTicked = pick.pickedQuantity !== null;
    const written = await writeRows(
      transaction,
      // Where nothing was picked nothing has to go back.
      `update pick_list_lines set picked_quantity = ?, short_reason = ?, picked_by = ?, picked_at = ?,
         put_back_quantity = case when ? then put_back_quantity else 0 end
       where depot_id = ? and pick_list_id = ? and line_no = ?`,
      [
        pickedQuantity,
        isTicked ? shortReason : null,
        isTicked ? actor : null,
        isTicked ? at : null,
        isTicked,
        ...which,
        lineNo,
      ],
    );
    expectRows(written, 1, 'a line of a pick list');
    lines.set(lineNo, { ...line!, picked_quantity: pickedQuantity });
    if (isShort(pick, quantity)) {
      shorts.push({ lineNo, skuId, ordered: quantity, picked: pickedQuantity, reason: shortReason });
    }
    await shareOut(transaction, list, skuId, pickedQuantity);
  }
  const now = [...lines.values()].map(({ picked_quantity }) => ({ pickedQuantity: picked_quantity }));
  await writeRows(transaction, 'update pick_lists set status = ? where depot_id = ? and pick_list_id = ?', [
    pickListStatusOf(now),
    ...which,
  ]);
  await tellWave(transaction, list);
  const ids = { depotId: list.depot_id, waveId: list.wave_id };
  await insertEvent(transaction, 'pick-list.picked', ids, actor, at, { pickListId, lines: picks });
  await raiseShortCases(transaction, list, pickListId, picks, lines, at);
  if (shorts.length > 0) {
    await insertEvent(transaction, 'pick-list.short', ids, actor, at, { pickListId, zoneId: list.zone_id, shorts });
  }
}

/** A line that is short is a case; one that is not, or not ticked off any more, is none. */
export async function raiseShortCases(
  transaction: Knex.Transaction,
  list: ListRow,
  pickListId: string,
  picks: readonly Pick[],
  lines: ReadonlyMap<number, LineRow>,
  at: Date,
): Promise<void> {
  const { depot_id: depotId, wave_id: waveId, zone_id: zoneId } = list;
  const subjectOf = (lineNo: number) => ({ depotId, kind: 'short-pick', subject: `${pickListId} ${lineNo}` }) as const;
  const facts = picks.flatMap((pick): CaseFact[] => {
    const { lineNo, pickedQuantity, shortReason } = pick;
    const { quantity, sku_id: skuId } = lines.get(lineNo)!;
    if (!isShort(pick, quantity)) return [];
    const detail = {
      pickListId,
      lineNo,
      zoneId,
      skuId,
      ordered: quantity,
      picked: pickedQuantity,
      reason: shortReason ?? null,
    };
    return [{ ...subjectOf(lineNo), waveId, goods: [], detail }];
  });
  const looked = picks.map(({ lineNo }) => subjectOf(lineNo));
  await raiseCases(transaction, facts, looked, at);
}

/** A vehicle that leaves meanwhile waits for the ticks, or they see that it has left. */
async function holdGoods(transaction: Knex.Transaction, list: ListRow): Promise<void> {
  await transaction.raw(
    `select consignment_id from consignments where depot_id = ? and wave_id = ? and zone_id = ?
     order by consignment_id for update`,
    [list.depot_id, list.wave_id, list.zone_id],
  );
}

/** When every vehicle has left, nothing is picked for them any more. */
async function refuseLeft(transaction: Knex.Transaction, list: ListRow): Promise<void> {
  const runs = await readRows<{ status: RunStatus }>(
    transaction,
    "select distinct status from runs where depot_id = ? and wave_id = ? and status <> 'cancelled'",
    [list.depot_id, list.wave_id],
  );
  if (runs.length > 0 && runs.every(({ status }) => status === 'departed' || status === 'finished')) {
    throw new ConflictError(
      'wave-left',
      'Every vehicle of the wave has left. Tell what is missing as a claim at the station.',
    );
  }
}

async function tellWave(transaction: Knex.Transaction, { depot_id, wave_id }: ListRow): Promise<void> {
  const [{ status }] = await readRows<{ status: WaveStatus }>(
    transaction,
    'select status from waves where depot_id = ? and wave_id = ?',
    [depot_id, wave_id],
  );
  const now = waveAfter(status, 'picked');
  if (now === status) return;
  // Held only where it becomes another: pickers of different lists do not wait for each other all day.
  const [held] = await readRows<{ status: WaveStatus }>(
    transaction,
    'select status from waves where depot_id = ? and wave_id = ? for update',
    [depot_id, wave_id],
  );
  await writeRows(transaction, 'update waves set status = ? where depot_id = ? and wave_id = ?', [
    waveAfter(held.status, 'picked'),
    depot_id,
    wave_id,
  ]);
}
