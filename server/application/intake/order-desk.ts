import { DispatchError } from '../../domain/dispatch-error.js';
import type { Clock, NewId } from '../clock.js';
import type { Repeatable } from '../repeat.js';
import type { Finding, Table, TableRow } from './finding.js';
import type { ImportedFile, TakenOrder, WaveOpening } from './intake-store.js';
import type { OrderBatch, OrderBatchStore, TakenGroup } from './order-batch.js';
import { OrderIntake } from './order-intake.js';
import { readAgain } from './read-again.js';

/** Orders that somebody sent, a row a line. */
export interface SentOrders<Answer> {
  readonly table: Table;
  /** Of every order of the table, as they will be kept. */
  readonly orderIds: readonly string[];
  /** The pickup stations that they name. */
  readonly stationIds: readonly string[];
  /** The earliest delivery date among them, as it was sent. */
  readonly from: string;
  readonly lines: number;
  readonly begunBy: string;
  /** Of an account of one depot: rows of others are refused. */
  readonly depotId: string | undefined;
  answerOf(outcome: { readonly importId: string; readonly findings: readonly Finding[] }): Answer;
  /** Where the request may come again: what is kept of it stands or falls together with its orders. */
  readonly repeatable: Repeatable | undefined;
}

interface Waiting {
  readonly sent: SentOrders<unknown>;
  readonly ids: readonly string[];
  readonly lines: number;
  readonly since: number;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** More than this in one transaction makes those who wait behind it wait longer than it spares. */
const mostRequests = 64;
const mostLines = 2_000;
/** Who would wait longer is told at once to come again. */
const longestWaitMilliseconds = 2_500;
const mostWaiting = 2_000;

/**
 * Takes the orders in that come one by one: those that wait together are one transaction, so that the commit, the waves'
 * locks and the look at the network are shared by all of them, and cost less each the more there are. A request is taken
 * whole or not at all, and answered only when it is kept. Where a transaction fails, each of its requests is tried alone.
 */
export function makeOrderDesk(store: OrderBatchStore, clock: Clock, newId: NewId) {
  const lanes = new Map<string, Waiting[]>();
  let waitingInAll = 0;

  /** Works through one lane until nobody waits in it. */
  const run = async (lane: string, waiting: Waiting[]) => {
    while (waiting.length > 0) {
      const together = takeTogether(waiting);
      waitingInAll -= together.length;
      const late = together.filter(({ since }) => performance.now() - since > longestWaitMilliseconds);
      for (const each of late) each.reject(tooBusy());
      const inTime = together.filter((each) => !late.includes(each));
      if (inTime.length > 0) await settle(inTime);
    }
    lanes.delete(lane);
  };

  const settle = async (together: readonly Waiting[]) => {
    const all = together.map(({ sent }) => sent);
    const isAlone = together.length === 1;
    try {
      const answers = await (isAlone ? readAgain(() => takeIn(all)) : takeIn(all));
      together.forEach(({ resolve }, at) => {
        resolve(answers[at]);
      });
    } catch (error) {
      if (isAlone || isOfDatabase(error)) for (const { reject } of together) reject(error);
      else for (const each of together) await settle([each]);
    }
  };

  const takeIn = (all: readonly SentOrders<unknown>[]): Promise<unknown[]> => {
    const [from] = all.map((sent) => sent.from).sort();
    const orderIds = all.flatMap((sent) => sent.orderIds);
    const repeatables = all.map(({ repeatable }) => repeatable);
    return store.inBatch({ from, orderIds, repeatables }, async (batch) => {
      const waves = new Map<string, WaveOpening>();
      const groups: TakenGroup[] = [];
      const answers: unknown[] = [];
      for (const [at, sent] of all.entries()) {
        const answered = batch.known.answered[at];
        if (answered !== undefined) answers.push(sent.repeatable!.read(answered));
        else {
          const { answer, group } = await read(sent, batch, waves);
          answers.push(answer);
          groups.push(group);
        }
      }
      if (groups.length > 0) await batch.write(groups, [...waves.values()], clock.now());
      return answers;
    });
  };

  const read = async (sent: SentOrders<unknown>, batch: OrderBatch, waves: Map<string, WaveOpening>) => {
    const importId = newId('imp');
    const findings: Finding[] = [];
    const orders: TakenOrder[] = [];
    const stage = {
      listClosedDates: async () => batch.known.closedDates,
      findOrders: async () => batch.known.orders,
      stageOrders: async (_importId: string, taken: readonly TakenOrder[]) => void orders.push(...taken),
    };
    const intake = new OrderIntake(importId, stage, (finding) => findings.push(finding));
    await intake.open(batch.network(sent.depotId));
    await intake.readFlat(sent.table, inTurns);
    for (const wave of intake.waves()) waves.set(wave.waveId, wave);
    const counts: ImportedFile = {
      file: sent.table.file,
      kind: 'flat_orders',
      rows: 0,
      taken: 0,
      unchanged: 0,
      warned: 0,
      refused: 0,
    };
    intake.count(new Map([[counts.file, counts]]));
    const { begunBy, depotId, repeatable } = sent;
    const answer = sent.answerOf({ importId, findings });
    const kept = repeatable && { ...named(repeatable), ...repeatable.keep(answer) };
    const group: TakenGroup = { importId, begunBy, depotId, summary: { files: [counts] }, findings, orders, kept };
    return { answer, group };
  };

  return {
    /** More lines than this are an import like a file's. */
    mostLines,

    /**
     * Takes orders in; resolves when they are kept.
     *
     * @throws DispatchError `overloaded` when too many wait already; nothing of it was taken.
     */
    take<Answer>(sent: SentOrders<Answer>): Promise<Answer> {
      if (waitingInAll >= mostWaiting) return Promise.reject(tooBusy());
      return new Promise<Answer>((resolve, reject) => {
        const next: Waiting = {
          sent: sent as SentOrders<unknown>,
          ids: sent.orderIds.map((id) => id.toUpperCase()),
          lines: sent.lines,
          since: performance.now(),
          resolve: resolve as (answer: unknown) => void,
          reject,
        };
        waitingInAll++;
        const lane = store.laneOf(sent.stationIds);
        const waiting = lanes.get(lane);
        if (waiting !== undefined) waiting.push(next);
        else {
          const begun = [next];
          lanes.set(lane, begun);
          void run(lane, begun);
        }
      });
    },
  };
}

export type OrderDesk = ReturnType<typeof makeOrderDesk>;

function tooBusy(): DispatchError {
  return new DispatchError(
    'overloaded',
    'More orders come in than can be taken. Nothing of these was taken; send them again.',
  );
}

/** What every request would meet alone as well, after as long a wait. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof DispatchError && /^(database-|ENGINE_)/.test(error.code);
}

const named = ({ accountId, keyHash, requestHash }: Repeatable) => ({ accountId, keyHash, requestHash });

/** Takes those off the list that go together: in their order, and no order id twice. */
function takeTogether(waiting: Waiting[]): Waiting[] {
  const together: Waiting[] = [];
  const ids = new Set<string>();
  let lines = 0;
  for (const next of waiting) {
    if (together.length === mostRequests || (together.length > 0 && lines + next.lines > mostLines)) break;
    if (next.ids.some((id) => ids.has(id))) break;
    for (const id of next.ids) ids.add(id);
    lines += next.lines;
    together.push(next);
  }
  waiting.splice(0, together.length);
  return together;
}

/** Some 10 ms of work on a slow machine. */
const rowsPerTurn = 100;

async function* inTurns(table: Table): AsyncGenerator<TableRow> {
  let rows = 0;
  for await (const row of table.rows()) {
    // They are in memory: let others have their turn.
    if (++rows % rowsPerTurn === 0) await new Promise(setImmediate);
    yield row;
  }
}
