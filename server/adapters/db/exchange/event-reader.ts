import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { EventScope, ToldFact } from '../../../application/exchange/event-reader.js';
import { runCodeSql } from '../run-code-sql.js';
import { readRows } from '../statement.js';

/** How long it takes at most until a look at the newest event is made anew. */
const lookMilliseconds = 200;

/** How often is looked again for facts that somebody waits for. */
const settleMilliseconds = 20;
/** How long a reader who asks what happened waits for transactions that are still open. */
const patienceMilliseconds = 1_000;

interface Sight {
  readonly lastEventId: number;
  /** Higher than that of any transaction that ran then. All have ended once the oldest running one is not below it. */
  readonly nextTransaction: bigint;
}

const columnOf: Readonly<Record<keyof EventScope, string>> = {
  depotIds: 'depot_id',
  courierId: 'courier_id',
  stationId: 'station_id',
  waveId: 'wave_id',
  runId: 'run_id',
  stopId: 'stop_id',
  kind: 'kind',
  eventId: 'event_id',
};

/**
 * Numbers of this database's transactions that have written something and are still open, prepared ones as well. Undefined
 * where sessions of other roles are there: PostgreSQL does not tell theirs.
 */
async function runningHere(knex: Knex): Promise<bigint[] | undefined> {
  const { rows } = await knex.raw(
    `select backend_xid::text as number, query = '<insufficient privilege>' as "isHidden"
     from pg_stat_activity where datname = current_database()
     union all
     select transaction::text, false from pg_prepared_xacts where database = current_database()`,
  );
  const sessions = rows as { number: string | null; isHidden: boolean }[];
  if (sessions.some(({ isHidden }) => isHidden)) return undefined;
  return sessions.flatMap(({ number }) => (number === null ? [] : [BigInt(number)]));
}

/** Whether a number of 32 bits, of a transaction that is open, is lower than one that says its round as well. */
function isBefore(number: bigint, next: bigint): boolean {
  const distance = BigInt.asUintN(32, next - number);
  return distance > 0n && distance < 2n ** 31n;
}

/**
 * Facts in the order of their ids, as far as the reader may see them.
 *
 * Ids are given out when an event is written, and events are seen when their transaction ends, so a lower id may appear
 * after a higher one. A fact is told only when every transaction that ran when it was first seen has ended: then nothing
 * below it can still come.
 */
export function makeEventReader(knex: Knex) {
  let settled: number | undefined;
  let waiting: Sight[] = [];
  let lookedAt = 0;
  let looking: Promise<void> | undefined;

  const look = async () => {
    const { rows } = await knex.raw(
      `select coalesce((select max(event_id) from events), 0)::bigint as last,
         pg_snapshot_xmin(pg_current_snapshot())::text as oldest`,
    );
    const { last, oldest } = rows[0] as { last: number; oldest: string };
    // The oldest of the whole server. Transactions of its other databases write no facts here, however long they take.
    const running = waiting.some(({ nextTransaction }) => nextTransaction > BigInt(oldest))
      ? await runningHere(knex)
      : undefined;
    const isOver = ({ nextTransaction }: Sight) =>
      nextTransaction <= BigInt(oldest) || running?.some((number) => isBefore(number, nextTransaction)) === false;
    // What was seen a moment ago: a transaction may hold an id before it has a number.
    for (const sight of waiting) if (isOver(sight)) settled = Math.max(settled ?? 0, sight.lastEventId);
    waiting = waiting.filter((sight) => !isOver(sight));
    if (last > (waiting.at(-1)?.lastEventId ?? settled ?? -1)) {
      // The snapshot's own upper end will not do: it is the first one after those that have ended, and may be running.
      // Nor will the number alone: who looks within a transaction may have been given it long ago.
      const numbered = await knex.raw(
        'select greatest(pg_current_xact_id(), pg_snapshot_xmax(pg_current_snapshot()))::text as next',
      );
      waiting.push({ lastEventId: last, nextTransaction: BigInt(numbered.rows[0].next) });
    }
    lookedAt = performance.now();
  };
  /** A look that begins after this call; readers that call while one goes on share the next. */
  let afresh: Promise<void> | undefined;
  const lookAfresh = () => {
    afresh ??= (async () => {
      await looking?.catch(() => undefined);
      afresh = undefined;
      looking = look().finally(() => {
        looking = undefined;
      });
      await looking;
    })();
    return afresh;
  };
  /** Many readers share one look. */
  const lookAgain = async () => {
    if (settled !== undefined && performance.now() - lookedAt < lookMilliseconds) return;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    await looking;
  };

  return {
    /**
     * The newest fact that may be told, of all that were there when this was called. Where a transaction that is still
     * open may add an older one, that is waited for, but not long.
     */
    async lastEventId(): Promise<number> {
      await lookAfresh();
      const newest = waiting.at(-1)?.lastEventId ?? settled ?? 0;
      const until = performance.now() + patienceMilliseconds;
      // Not for ever: who asks may be in a transaction, which then waits for its own end.
      while ((settled ?? -1) < newest && performance.now() < until) {
        await wait(settleMilliseconds);
        await lookAfresh();
      }
      return settled ?? newest;
    },
    /** The oldest first, up to `most` of them. */
    async eventsAfter(eventId: number, scope: EventScope, most = 200): Promise<ToldFact[]> {
      await lookAgain();
      if (settled === undefined || settled <= eventId) return [];
      const narrowed = Object.entries(columnOf).flatMap(([name, column]) => {
        const value = scope[name as keyof EventScope];
        return value === undefined
          ? []
          : [{ sql: Array.isArray(value) ? `${column} = any(?::text[])` : `${column} = ?`, value }];
      });
      return readRows<ToldFact>(
        knex,
        `select event_id as "eventId", kind, depot_id as "depotId", wave_id as "waveId", run_id as "runId",
           (select ${runCodeSql} from runs join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
             where runs.depot_id = events.depot_id and runs.run_id = events.run_id) as "runCode", stop_id as "stopId", station_id as "stationId", actor, device_at as "deviceAt", received_at as "receivedAt", data
         from events where ${['event_id > ?', 'event_id <= ?', ...narrowed.map(({ sql }) => sql)].join(' and ')}
         order by event_id limit ?`,
        [eventId, settled, ...narrowed.map(({ value }) => value), most],
      );
    },
  };
}
