import { DispatchError } from '../../domain/dispatch-error.js';
import { foldId } from '../../domain/fold-id.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import { makeBatchDesk } from '../batch-desk.js';
import type { Clock, NewId } from '../clock.js';
import type { Repeatable } from '../repeat.js';
import type { Finding, Table, TableRow } from '../tables/finding.js';
import type { ImportedFile, TakenOrder, WaveOpening } from './intake-store.js';
import type { OrderBatch, OrderBatchStore, TakenGroup } from './order-batch.js';
import { type IncompleteOrders, OrderIntake } from './order-intake.js';
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
  /** Of an account of some depots: rows of others are refused. */
  readonly depotIds: OwnDepots;
  /** What becomes of those of which a line is refused; nothing of them is taken where nothing is said. */
  readonly incompleteOrders?: IncompleteOrders;
  answerOf(outcome: { readonly importId: string; readonly findings: readonly Finding[] }): Answer;
  /** Where the request may come again: what is kept of it stands or falls together with its orders. */
  readonly repeatable: Repeatable | undefined;
}

const mostLines = 2_000;

/**
 * Takes the orders in that come one by one, those of a depot together where they wait: the look at the network and the
 * waves' locks are shared by all of them.
 */
export function makeOrderDesk(store: OrderBatchStore, clock: Clock, newId: NewId) {
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
      listKnownWaves: async () => batch.known.waves,
      findOrders: async () => batch.known.orders,
      stageOrders: async (_importId: string, taken: readonly TakenOrder[]) => void orders.push(...taken),
    };
    const intake = new OrderIntake(importId, stage, (finding) => findings.push(finding), sent.incompleteOrders);
    await intake.open(batch.network(sent.depotIds));
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
    const { begunBy, depotIds, repeatable } = sent;
    const answer = sent.answerOf({ importId, findings });
    const kept = repeatable && { ...named(repeatable), ...repeatable.keep(answer) };
    const group: TakenGroup = { importId, begunBy, depotIds, summary: { files: [counts] }, findings, orders, kept };
    return { answer, group };
  };

  const desk = makeBatchDesk<SentOrders<unknown>, unknown>({
    laneOf: ({ stationIds }) => store.laneOf(stationIds),
    subjectsOf: ({ orderIds }) => orderIds.map(foldId),
    sizeOf: ({ lines }) => lines,
    mostSize: mostLines,
    together: takeIn,
    alone: async (sent) => (await readAgain(() => takeIn([sent])))[0],
    tooBusy: () =>
      new DispatchError(
        'overloaded',
        'More orders come in than can be taken. Nothing of these was taken; send them again.',
      ),
  });

  return {
    /** More lines than this are an import like a file's. */
    mostLines,

    /**
     * Takes orders in; resolves when they are kept.
     *
     * @throws DispatchError `overloaded` when too many wait already; nothing of it was taken.
     */
    take: <Answer>(sent: SentOrders<Answer>) => desk.take(sent) as Promise<Answer>,
  };
}

export type OrderDesk = ReturnType<typeof makeOrderDesk>;

const named = ({ accountId, keyHash, requestHash }: Repeatable) => ({ accountId, keyHash, requestHash });

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
