import type { Knex } from 'knex';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { insertEvent } from '../insert-event.js';
import { readRows, writeRows } from '../statement.js';

/** Says that pieces are at their place again which were picked for orders that were made smaller since. */
export async function putBack(
  transaction: Knex.Transaction,
  pickListId: string,
  lines: readonly { readonly lineNo: number; readonly quantity: number }[],
  at: Date,
  actor: string,
  depotIds: OwnDepots,
): Promise<void> {
  const [list] = await readRows<{ depot_id: string; wave_id: string }>(
    transaction,
    `select depot_id, wave_id from pick_lists
     where pick_list_id = ? and (?::text[] is null or depot_id = any(?::text[])) for update`,
    [pickListId, depotIds, depotIds],
  );
  if (list === undefined) throw new NotFoundError('pick list', pickListId);
  const { depot_id: depotId, wave_id: waveId } = list;
  for (const { lineNo, quantity } of lines) {
    const { rowCount } = await writeRows(
      transaction,
      `update pick_list_lines set put_back_quantity = put_back_quantity - ?
       where depot_id = ? and pick_list_id = ? and line_no = ? and put_back_quantity >= ?`,
      [quantity, depotId, pickListId, lineNo, quantity],
    );
    if (rowCount === 0) {
      throw new InvalidInputError(told`Line ${lineNo} of the pick list has not ${quantity} pieces to put back.`);
    }
  }
  await insertEvent(transaction, 'pick-list.picked', { depotId, waveId }, actor, at, { pickListId, putBack: lines });
}
