import { setTimeout as wait } from 'node:timers/promises';
import { type Database, openDatabase } from '../../server/adapters/db/engine/database.js';
import { silentLog } from './template-database.js';

/**
 * Runs two pieces of work side by side on PostgreSQL, statement by statement, in every order with few changes of turn:
 * most faults of concurrency need one or two (Musuvathi and Qadeer, "Iterative context bounding for systematic testing
 * of multithreaded programs", PLDI 2007). A gate stands before each statement; who waits for a lock of the other gives
 * up its turn.
 */
export interface Interleaver {
  /**
   * @param begin prepares one run and answers the two pieces; what they answer or throw is in `check`'s hands.
   * @param mostSwitches how often a turn may be taken from one that could go on.
   * @returns how many orders were run.
   */
  run(
    begin: (run: number) => Promise<readonly [Work, Work]>,
    check: (run: number, outcomes: readonly PromiseSettledResult<unknown>[], order: string) => Promise<void>,
    mostSwitches: number,
    mostRuns?: number,
  ): Promise<number>;
  /**
   * The same in random orders, each with one to `mostSwitches` changes of turn at random places (Burckhardt et al., "A
   * randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010), for more runs than can be listed.
   *
   * @param fraction gives random numbers from 0 to 1, 1 excluded.
   */
  runRandomly(
    begin: (run: number) => Promise<readonly [Work, Work]>,
    check: (run: number, outcomes: readonly PromiseSettledResult<unknown>[], order: string) => Promise<void>,
    mostSwitches: number,
    runs: number,
    fraction: () => number,
  ): Promise<void>;
  close(): Promise<void>;
}

export type Work = (database: Database) => Promise<unknown>;

interface Choice {
  readonly ready: readonly number[];
  readonly taken: number;
}

export async function openInterleaver(databaseUrl: string): Promise<Interleaver> {
  const actors = await Promise.all([openActor(databaseUrl), openActor(databaseUrl)]);
  const watcher = await openDatabase({ databaseUrl, dataFolder: 'unused', log: silentLog, maxConnections: 1 });
  const isBlocked = async (pid: number) => {
    const { rows } = await watcher.knex.raw('select cardinality(pg_blocking_pids(?)) > 0 as blocked', [pid]);
    return rows[0].blocked as boolean;
  };

  const once = async (
    works: readonly Work[],
    choose: (ready: readonly number[], last: number, at: number) => number,
  ) => {
    const settled = works.map((work, at) => actors[at].begin(work));
    // One may fail long before the other ends; what became of it is looked at then.
    for (const each of settled) each.catch(() => undefined);
    const choices: Choice[] = [];
    let last = 0;
    for (;;) {
      const states = await Promise.all(actors.map((actor) => actor.settle(isBlocked)));
      const ready = [0, 1].filter((at) => states[at] === 'waiting');
      if (ready.length === 0) {
        if (states.every((state) => state === 'done')) break;
        // Both wait for each other: the database ends one of them.
        await wait(5);
        continue;
      }
      const taken = choose(ready, last, choices.length);
      choices.push({ ready, taken });
      last = taken;
      actors[taken].step();
    }
    return { outcomes: await Promise.allSettled(settled), choices };
  };

  return {
    async run(begin, check, mostSwitches, mostRuns = Number.POSITIVE_INFINITY) {
      const open: { prefix: readonly number[]; switches: number }[] = [{ prefix: [], switches: 0 }];
      let runs = 0;
      while (open.length > 0 && runs < mostRuns) {
        const { prefix, switches } = open.shift()!;
        const { outcomes, choices } = await once(await begin(runs), (ready, last, at) =>
          ready.includes(prefix[at]) ? prefix[at] : goOn(ready, last),
        );
        await check(runs++, outcomes, choices.map(({ taken }) => 'AB'[taken]).join(''));
        for (let at = prefix.length; at < choices.length; at++) {
          const { ready, taken } = choices[at];
          const other = ready.find((each) => each !== taken);
          const isForced = at === 0 || !ready.includes(choices[at - 1].taken);
          const cost = switches + (isForced ? 0 : 1);
          if (other === undefined || cost > mostSwitches) continue;
          open.push({ prefix: [...choices.slice(0, at).map((choice) => choice.taken), other], switches: cost });
        }
      }
      return runs;
    },
    async runRandomly(begin, check, mostSwitches, runs, fraction) {
      let length = 60;
      for (let run = 0; run < runs; run++) {
        const count = 1 + Math.floor(fraction() * mostSwitches);
        const switches = new Set(Array.from({ length: count }, () => Math.floor(fraction() * length)));
        const first = fraction() < 0.5 ? 0 : 1;
        const { outcomes, choices } = await once(await begin(run), (ready, last, at) => {
          const wanted = at === 0 ? first : switches.has(at) ? 1 - last : last;
          return ready.includes(wanted) ? wanted : ready[0];
        });
        length = Math.max(length, choices.length);
        await check(run, outcomes, choices.map(({ taken }) => 'AB'[taken]).join(''));
      }
    },
    async close() {
      await Promise.all([...actors.map((actor) => actor.database.close()), watcher.close()]);
    },
  };
}

/** No change of turn that is not forced. */
function goOn(ready: readonly number[], last: number): number {
  return ready.includes(last) ? last : ready[0];
}

interface Connection {
  query(...asked: unknown[]): unknown;
}

async function openActor(databaseUrl: string) {
  const database = await openDatabase({ databaseUrl, dataFolder: 'unused', log: silentLog, maxConnections: 1 });
  const { rows } = await database.knex.raw('select pg_backend_pid() as pid');
  const { pid } = rows[0] as { pid: number };
  let gate: (() => void) | undefined;
  let isRunning = false;
  let changed = () => {};
  // The gate stands on the connection itself: transactions ask it by a client of their own.
  const client = database.knex.client as {
    acquireConnection(): Promise<Connection>;
    releaseConnection(connection: Connection): Promise<void>;
  };
  const connection = await client.acquireConnection();
  const query = connection.query.bind(connection);
  connection.query = (...asked) => {
    if (!isRunning) return query(...asked);
    const passed = new Promise<void>((resolve) => {
      gate = resolve;
      changed();
    });
    void passed.then(() => query(...asked));
    return undefined;
  };
  await client.releaseConnection(connection);
  return {
    database,
    begin(work: Work): Promise<unknown> {
      isRunning = true;
      return work(database).finally(() => {
        isRunning = false;
        changed();
      });
    },
    /** Lets the statement at the gate pass. */
    step(): void {
      const open = gate!;
      gate = undefined;
      open();
    },
    /** Waits until it stands before its next statement, has ended, or waits for a lock. */
    async settle(isBlocked: (pid: number) => Promise<boolean>): Promise<'waiting' | 'done' | 'blocked'> {
      for (;;) {
        if (gate !== undefined) return 'waiting';
        if (!isRunning) return 'done';
        const change = new Promise<void>((resolve) => {
          changed = resolve;
        });
        await Promise.race([change, wait(3)]);
        if (gate === undefined && isRunning && (await isBlocked(pid))) return 'blocked';
      }
    },
  };
}
