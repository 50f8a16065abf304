import { mayChangeCourier, type RunStatus } from '../../../domain/delivery/run.js';
import { DispatchError, InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { insertEvent } from '../insert-event.js';
import { readRows, writeRows } from '../statement.js';

interface RunRow {
  readonly depot_id: string;
  readonly wave_id: string;
  readonly status: RunStatus;
  readonly courier_id: string | null;
  readonly version: number;
}

/** What a dispatcher changes of a run. */
export function makeRunChanges({ inTransaction }: Database) {
  return {
    /**
     * Gives a run to another courier, or to none.
     *
     * @param version the one that the change was decided on.
     * @throws NotFoundError also for a run of another depot, DispatchError `stale` and `wrong-state`.
     */
    giveToCourier: (
      run: { readonly runId: string; readonly version: number; readonly depotIds: OwnDepots },
      courierId: string | null,
      by: string,
      at: Date,
    ): Promise<void> =>
      inTransaction(async (transaction) => {
        const [found] = await readRows<RunRow>(
          transaction,
          `select depot_id, wave_id, status, courier_id, version from runs
           where run_id = ? and (?::text[] is null or depot_id = any(?::text[])) for update`,
          [run.runId, run.depotIds, run.depotIds],
        );
        if (found === undefined) throw new NotFoundError('run', run.runId);
        if (found.version !== run.version)
          throw new DispatchError('stale', 'The run was changed meanwhile. Read it again.');
        if (found.courier_id === courierId) return;
        if (!mayChangeCourier(found.status)) {
          throw new DispatchError('wrong-state', told`A run that is ${found.status} keeps its courier.`);
        }
        if (courierId !== null) {
          const known = await transaction.raw('select status from couriers where depot_id = ? and courier_id = ?', [
            found.depot_id,
            courierId,
          ]);
          if (known.rows.length === 0) throw new InvalidInputError(told`The depot has no courier ${courierId}.`);
          if (known.rows[0].status !== 'active') {
            throw new InvalidInputError(
              told`Courier ${courierId} is inactive. Choose another one, or make them active again.`,
            );
          }
        }
        await writeRows(
          transaction,
          'update runs set courier_id = ?, version = version + 1 where depot_id = ? and run_id = ?',
          [courierId, found.depot_id, run.runId],
        );
        const detail = { from: found.courier_id, to: courierId };
        const ids = { depotId: found.depot_id, waveId: found.wave_id, runId: run.runId };
        await insertEvent(transaction, 'run.courier-changed', ids, by, at, detail);
        const subject = { kind: 'run', id: run.runId, depotId: found.depot_id };
        await insertAudit(transaction, { by, action: 'run.courier-changed', ...subject, at, detail });
      }),
  };
}
