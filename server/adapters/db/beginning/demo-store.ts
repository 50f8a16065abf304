import {
  DemoPresentError,
  type DemoState,
  type DemoStatus,
  type DemoStore,
  OwnDataFirstError,
} from '../../../application/beginning/demo-store.js';
import { ConflictError, DispatchError } from '../../../domain/dispatch-error.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { lockNetworkChanges } from '../network/lock-network-changes.js';
import { readRows, writeRows } from '../statement.js';
import { listAddedToDemo } from './added-to-demo.js';
import { deleteDemo } from './delete-demo.js';

const leaseSeconds = 60;
/** While the demo is loaded; several within one lease. */
const renewMilliseconds = 15_000;
/** How soon who loads it hears that it is not wanted any more. */
const lookMilliseconds = 1_000;

const nothing: DemoStatus = { state: 'none', isBeingLoaded: false, isChosen: true, mapId: undefined };

/** The demo's rows, and its state in the row of the first start. */
export function makeDemoStore(database: Database): DemoStore {
  const { knex } = database;
  const find = async (): Promise<DemoStatus> => {
    const [row] = await readRows<DemoStatus & { mapId: string | null }>(
      knex,
      `select demo as state, coalesce(demo_lease_until > now(), false) as "isBeingLoaded",
         chosen_at is not null as "isChosen", demo_map_id as "mapId" from first_start`,
    );
    return row === undefined ? nothing : { ...row, mapId: row.mapId ?? undefined };
  };
  const renew = () =>
    writeRows(
      knex,
      `update first_start set demo_lease_until = now() + interval '${leaseSeconds} seconds'
       where demo = 'wanted'`,
    );
  return {
    find,
    listAdded: () => listAddedToDemo(knex),

    want: (by, at) =>
      database.inTransaction(async (transaction) => {
        await lockNetworkChanges(transaction);
        await writeRows(
          transaction,
          'insert into first_start (begun_by, begun_at) values (?, ?) on conflict (one) do nothing',
          [by, at],
        );
        const [{ state }] = await readRows<{ state: DemoState }>(
          transaction,
          'select demo as state from first_start for update',
        );
        if (state === 'wanted' || state === 'loaded' || state === 'removing') throw new DemoPresentError();
        const [{ isUsed }] = await readRows<{ isUsed: boolean }>(
          transaction,
          `select exists (select 1 from depots) or exists (select 1 from skus) or exists (select 1 from orders)
             as "isUsed"`,
        );
        if (isUsed) {
          throw new ConflictError(
            'place-not-empty',
            'The demo is loaded into an empty record only, and this one has depots, products or orders.',
          );
        }
        await writeRows(
          transaction,
          `update first_start set demo = 'wanted', demo_lease_until = null, demo_map_id = null,
             chosen_at = coalesce(chosen_at, ?), chosen_by = coalesce(chosen_by, ?)`,
          [at, by],
        );
        await insertAudit(transaction, { by, at, action: 'demo.wanted', kind: 'demo', id: 'demo', detail: { state } });
      }),

    choose: (by, at) =>
      database.inTransaction(async (transaction) => {
        const { rowCount } = await writeRows(
          transaction,
          'update first_start set chosen_at = ?, chosen_by = ? where chosen_at is null',
          [at, by],
        );
        if (rowCount === 0) return;
        await insertAudit(transaction, { by, at, action: 'demo.kept', kind: 'demo', id: 'demo' });
      }),

    async take(alone) {
      const { rowCount } = await writeRows(
        knex,
        `update first_start set demo_lease_until = now() + interval '${leaseSeconds} seconds'
         where demo = 'wanted' and (demo_lease_until is null or demo_lease_until < now() or ?::boolean)`,
        [alone],
      );
      return rowCount === 1;
    },

    async whileHeld(signal, work) {
      const unwanted = new AbortController();
      const look = async () => {
        const { state } = await find();
        if (state !== 'wanted') unwanted.abort(new DispatchError('cancelled', 'The demo is not wanted any more.'));
      };
      const timers = [
        setInterval(() => void renew().catch(() => undefined), renewMilliseconds),
        setInterval(() => void look().catch(() => undefined), lookMilliseconds),
      ];
      try {
        const end = await work(AbortSignal.any([signal, unwanted.signal]));
        // Who was stopped leaves it to the next start, and to whom takes it away.
        await writeRows(
          knex,
          `update first_start set demo_lease_until = null,
             demo = case when ?::text = 'stopped' or demo <> 'wanted' then demo else ? end`,
          [end, end],
        );
        return end;
      } finally {
        for (const timer of timers) clearInterval(timer);
      }
    },

    publish: (work) =>
      database.inTransaction(async (transaction) => {
        await lockNetworkChanges(transaction);
        const [{ isOwn }] = await readRows<{ isOwn: boolean }>(
          transaction,
          `select exists (select 1 from depots where not demo) or exists (select 1 from skus where not demo) as "isOwn"`,
        );
        if (isOwn) throw new OwnDataFirstError();
        await work();
        await writeRows(transaction, 'update depots set demo = true where not demo');
        await writeRows(transaction, 'update skus set demo = true where not demo');
      }),

    async markUser(userId) {
      await writeRows(knex, 'update users set demo = true where user_id = ?', [userId]);
    },

    async keepMap(mapId) {
      await writeRows(knex, 'update first_start set demo_map_id = ?', [mapId]);
    },

    beginRemoval: (by, at) =>
      database.inTransaction(async (transaction) => {
        const { rowCount } = await writeRows(
          transaction,
          `update first_start set demo = 'removing', chosen_at = coalesce(chosen_at, ?), chosen_by = coalesce(chosen_by, ?)
           where demo not in ('none', 'removed')`,
          [at, by],
        );
        if (rowCount === 0) throw new ConflictError('no-demo', 'There is no demo in this record.');
      }),

    async cancelJobs(at) {
      await writeRows(
        knex,
        `update jobs set cancel_requested_at = coalesce(cancel_requested_at, ?),
           status = case status when 'waiting' then 'cancelled' else status end,
           ended_at = case status when 'waiting' then ?::timestamptz end
         where status in ('waiting', 'running') and depot_id in (select depot_id from depots where demo)`,
        [at, at],
      );
      const [{ running }] = await readRows<{ running: number }>(
        knex,
        `select count(*)::int as running from jobs
         where status = 'running' and lease_until >= now() and depot_id in (select depot_id from depots where demo)`,
      );
      return running;
    },

    remove: (trail, onRows) => database.inTransaction((transaction) => deleteDemo(transaction, trail, onRows)),
  };
}
