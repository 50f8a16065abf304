import type { ToldFacts } from '../../domain/facts.js';
import { foldId } from '../../domain/fold-id.js';
import { wordsOf } from '../../domain/network/attributes/waves/cutoff.js';
import type { Cutoff, WaveRule } from '../../domain/network/cutoff.js';
import type { Depot, Sku, Station } from '../../domain/network/network.js';
import { orderClassOf } from '../../domain/orders/order.js';
import { type PriorityRule, priorityOf } from '../../domain/orders/priority.js';
import { parseThousandths } from '../../domain/quantity.js';
import { waveIdOf } from '../../domain/waves/wave.js';
import { inRuleOrder, ruleFor } from '../../domain/waves/wave-rules.js';
import { type Finding, makeFinding, type Table, type TableRow } from '../tables/finding.js';
import { plain, RowReader } from '../tables/row-reader.js';
import type { ImportedFile, KnownOrder, TakenOrder, WaveCount, WaveOpening } from './intake-store.js';
import {
  addLine,
  contentOf,
  differsBeside,
  isSame,
  isTooLarge,
  type LostLine,
  lostLine,
  type OpenOrder,
  openOrder,
  sameHead,
  saysTheSame,
  sumOf,
} from './open-order.js';
import { type FleetLimits, type OrderContext, readOrderHead, readOrderLine, whyMoved } from './order-rows.js';
import { type ChosenWave, type KnownWave, makeWaveChoice } from './wave-choice.js';

/** What orders refer to: the record overlaid by what the same import brings. Stations and products by id in capitals. */
export interface OrderNetwork {
  readonly depots: ReadonlyMap<string, Depot>;
  readonly stations: ReadonlyMap<string, Station>;
  readonly skus: ReadonlyMap<string, Sku>;
  readonly fleetLimits: ReadonlyMap<string, FleetLimits>;
  readonly rules: readonly PriorityRule[];
  readonly cutoffs: readonly Cutoff[];
  readonly waveRules: readonly WaveRule[];
}

/** The orders of the record as far as others are compared with them, and where new ones are written. */
export interface OrderStage {
  /** Waves that take no more orders, as `depot date` of their delivery date. */
  listKnownWaves(): Promise<readonly KnownWave[]>;
  findOrders(orderIds: readonly string[]): Promise<readonly KnownOrder[]>;
  stageOrders(importId: string, orders: readonly TakenOrder[]): Promise<void>;
}

/** What becomes of an order of which a line was refused: nothing of it is taken, or the rest is. */
export const incompleteOrders = ['refuse', 'take'] as const;
export type IncompleteOrders = (typeof incompleteOrders)[number];

type EachRow = (table: Table) => AsyncIterable<TableRow>;

/** The wave of an order, and what put it there: its own word, a rule, or the cutoffs alone. */
interface Choice extends Pick<WaveCount, 'by' | 'ruleId'> {
  readonly wave: ChosenWave;
}

const ordersPerWrite = 1000;

/** Takes orders in from pairs of files (orders, lines) or flat ones (a row a line). */
export class OrderIntake {
  private context!: OrderContext;
  private rules: readonly PriorityRule[] = [];
  private cutoffs: ReadonlyMap<string, Cutoff> = new Map();
  private readonly opened = new Map<string, WaveOpening>();
  private readonly chosen = new Map<string, { -readonly [Field in keyof WaveCount]: WaveCount[Field] }>();
  private readonly counts = new Map<string, Omit<ImportedFile, 'file' | 'kind'>>();
  /** What was taken so far, by id in capitals, as a hash of its content. */
  private readonly takenContents = new Map<string, string>();
  private stagedOrders = 0;
  private stagedLines = 0;

  constructor(
    private readonly importId: string,
    private readonly stage: OrderStage,
    private readonly note: (finding: Finding) => void,
    private readonly incompleteOrders: IncompleteOrders = 'take',
  ) {}

  async open(network: OrderNetwork): Promise<void> {
    const choose = makeWaveChoice(await this.stage.listKnownWaves(), network.cutoffs);
    this.rules = network.rules;
    this.cutoffs = new Map(network.cutoffs.map((cutoff) => [cutoff.cutoffId, cutoff]));
    this.context = {
      ...network,
      waveOf: choose,
      wavesByWord: wavesByWord(network.cutoffs),
      waveRules: byDepot(inRuleOrder(network.waveRules)),
    };
  }

  /** What was written beside the record so far. */
  get staged(): { readonly orders: number; readonly lines: number } {
    return { orders: this.stagedOrders, lines: this.stagedLines };
  }

  /** The waves that the taken orders go to. */
  waves(): WaveOpening[] {
    return [...this.opened.values()];
  }

  /** Which waves the taken orders go to, and by what. */
  wavesChosen(): WaveCount[] {
    return [...this.chosen.values()];
  }

  /** Adds the counts of order files to those of the import. */
  count(files: ReadonlyMap<string, ImportedFile>): void {
    for (const [file, counts] of this.counts) Object.assign(files.get(file)!, counts);
  }

  /** orders.csv and order_lines.csv: heads first, then the lines that belong to them. */
  async readPairs(heads: readonly Table[], lines: readonly Table[], eachRow: EachRow): Promise<void> {
    const open = new Map<string, OpenOrder>();
    const refusedIds = new Set<string>();
    for (const table of heads) {
      for await (const row of eachRow(table)) this.readHeadRow(table, row, open, refusedIds);
    }
    for (const table of lines) {
      for await (const row of eachRow(table)) this.readLineRow(table, row, open, refusedIds);
    }
    await this.settle(open, true);
  }

  /**
   * A flat file: order and line in one row. Lines of one order may stand apart. Of a request each order stands for
   * itself, whatever its id.
   */
  async readFlat(table: Table, eachRow: EachRow): Promise<void> {
    const counts = this.countsOf(table.file);
    const open = new Map<string, OpenOrder>();
    const lost = new Map<string, LostLine>();
    /** Warnings of an order's head stand in each of its rows, and are told by the first. */
    const toldOfHead = new Map<string, Set<string>>();
    for await (const row of eachRow(table)) {
      counts.rows++;
      const reader = this.reader(table.file, row);
      if (reader === undefined) continue;
      const head = readOrderHead(reader, this.context);
      const ownId = head?.orderId ?? plain(reader.raw('order_id'));
      const key = row.orderNo === undefined ? foldId(ownId) : String(row.orderNo);
      if (reader.findings.length > 0) {
        const told = toldOfHead.get(key) ?? new Set();
        toldOfHead.set(key, told);
        reader.withdrawTold(told);
      }
      const line = head && readOrderLine(reader, this.context, head.station.depotId);
      const before = open.get(key);
      let isOfOrder = true;
      if (head !== undefined && line !== undefined && before !== undefined) {
        if (!sameHead(before.head, head)) {
          reader.refuse('order_id', 'order-id-taken/above', { id: head.orderId });
          isOfOrder = false;
        } else if (row.orderNo === undefined && saysTheSame(before, head, line)) {
          reader.refuse('sku_id', 'line-twice/row', { id: head.orderId });
          isOfOrder = false;
        } else if (before.lines.some((other) => other.skuId === line.sku.skuId)) {
          reader.warn('sku_id', 'product-again', { id: head.orderId });
        } else if (differsBeside(before.head, head)) {
          reader.warn('order_id', 'differs-above', { id: head.orderId });
        }
      }
      if (this.close(reader, counts) || head === undefined || line === undefined) {
        if (isOfOrder && !lost.has(key)) lost.set(key, lostLine(reader, row));
        continue;
      }
      const order = before ?? openOrder(head, table.file, row.line, undefined, row.orderNo !== undefined);
      if (before === undefined) order.isWarned = reader.findings.length > 0;
      open.set(key, order);
      addLine(order, order.lines.length + 1, line, { file: table.file, line: row.line }, reader.findings.length > 0);
    }
    for (const [key, order] of open) order.lost = lost.get(key);
    await this.settle(open, false);
  }

  private readHeadRow(table: Table, row: TableRow, open: Map<string, OpenOrder>, refusedIds: Set<string>): void {
    const counts = this.countsOf(table.file);
    counts.rows++;
    const reader = this.reader(table.file, row);
    if (reader === undefined) return;
    const head = readOrderHead(reader, this.context);
    const key = foldId(plain(reader.raw('order_id')));
    if (head !== undefined && open.has(key)) {
      reader.refuse('order_id', 'twice/order');
    }
    if (this.close(reader, counts) || head === undefined) {
      if (!open.has(key)) refusedIds.add(key);
      return;
    }
    const claims = {
      lineCount: plain(reader.raw('line_count')),
      weight: plain(reader.raw('weight_kg')),
      volume: plain(reader.raw('volume_l')),
      zones: plain(reader.raw('temp_zones')),
    };
    const order = openOrder(head, table.file, row.line, claims);
    order.isWarned = reader.findings.length > 0;
    order.rows.set(table.file, { taken: 1, warned: order.isWarned ? 1 : 0, lines: [row.line] });
    open.set(key, order);
  }

  private readLineRow(table: Table, row: TableRow, open: Map<string, OpenOrder>, refusedIds: Set<string>): void {
    const counts = this.countsOf(table.file);
    counts.rows++;
    const reader = this.reader(table.file, row);
    if (reader === undefined) return;
    const orderId = reader.id('order_id');
    const lineNo = reader.whole('line_no', 1, 100_000);
    const order = open.get(foldId(orderId));
    if (order === undefined && !reader.refused) {
      const wasRefused = refusedIds.has(foldId(orderId));
      reader.refuse('order_id', wasRefused ? 'unknown-order/refused' : 'unknown-order', { id: orderId });
    }
    const line = order && readOrderLine(reader, this.context, order.head.station.depotId);
    const same = order?.lines.find((other) => other.lineNo === lineNo);
    if (same !== undefined) reader.refuse('line_no', 'line-twice', { no: lineNo, id: orderId });
    const isCopy = same !== undefined && same.skuId === line?.sku.skuId && same.quantity === line.quantity;
    if (this.close(reader, counts) || order === undefined || line === undefined) {
      if (order !== undefined && !isCopy) order.lost ??= lostLine(reader, row);
      return;
    }
    addLine(order, lineNo, line, { file: table.file, line: row.line }, reader.findings.length > 0);
  }

  /** Compares with the record, writes what is new, counts. */
  private async settle(open: ReadonlyMap<string, OpenOrder>, paired: boolean): Promise<void> {
    const orders = [...open.values()];
    for (let from = 0; from < orders.length; from += ordersPerWrite) {
      const chunk = orders.slice(from, from + ordersPerWrite);
      const known = await this.stage.findOrders(chunk.map((order) => order.head.orderId));
      const byId = new Map(known.map((order) => [foldId(order.orderId), order]));
      const fresh: TakenOrder[] = [];
      for (const order of chunk) {
        const key = foldId(order.head.orderId);
        const before = byId.get(key);
        const taken = this.takenContents.get(key);
        if (order.lines.length === 0) {
          this.refuseOrder(order, paired && order.lost === undefined ? 'no-lines' : 'no-lines/none-taken');
          continue;
        }
        if (order.lost !== undefined && this.incompleteOrders === 'refuse') {
          this.refuseOrder(order, order.isSent ? 'order-incomplete/sent' : 'order-incomplete', { ...order.lost });
          continue;
        }
        const choice = this.choose(order);
        if (before !== undefined ? isSame(before, order, choice.wave) : taken === contentOf(order)) {
          if (before !== undefined) this.tellChanged(order, before);
          this.tally(order, 'unchanged');
        } else if (before !== undefined || taken !== undefined) {
          this.refuseOrder(order, before?.isCancelled ? 'order-cancelled/other' : 'order-id-taken');
        } else if (isTooLarge(order)) {
          this.refuseOrder(order, 'order-too-large');
        } else {
          this.takenContents.set(key, contentOf(order));
          this.tellMove(order, choice.wave);
          this.compareClaims(order);
          fresh.push(this.take(order, choice));
          this.tally(order, 'taken');
        }
      }
      if (fresh.length > 0) await this.stage.stageOrders(this.importId, fresh);
      this.stagedOrders += fresh.length;
      this.stagedLines += sumOf(fresh, (order) => order.lines.length);
    }
  }

  /** The wave of an order, of which all lines are known now. */
  private choose({ head: { station, placedAt, deliveryDate, wish }, lines }: OpenOrder): Choice {
    const { stationId, area, depotId } = station;
    const rules = wish === undefined ? this.context.waveRules.get(depotId) : undefined;
    const rule = rules && ruleFor(rules, { stationId, area, lines });
    const cutoff = wish ?? (rule && this.cutoffs.get(rule.cutoffId));
    const wave = this.context.waveOf(this.context.depots.get(depotId)!, deliveryDate, placedAt, cutoff);
    if (wish !== undefined) return { wave, by: 'order', ruleId: undefined };
    return { wave, by: rule === undefined ? 'cutoff' : 'rule', ruleId: rule?.ruleId };
  }

  /** Says of an order that is sent again that it stays as people have changed it since, or cancelled. */
  private tellChanged(order: OpenOrder, { sent, isCancelled }: KnownOrder): void {
    if (sent === null) return;
    const { orderId } = order.head;
    this.warn(order, 'order_id', orderId, isCancelled ? 'order-cancelled' : 'order-changed', { id: orderId });
  }

  /** Says of an order that is new where it joins another wave than it asks for. */
  private tellMove(order: OpenOrder, wave: ChosenWave): void {
    const moved = whyMoved(wave);
    if (moved !== undefined) this.warn(order, 'placed_at', order.head.placedAtText, moved.sentence, moved.facts);
  }

  /** Warns of an order by its first row. */
  private warn(order: OpenOrder, column: string, value: string, sentence: string, facts: ToldFacts): void {
    if (!order.isWarned) this.countsOf(order.file).warned++;
    order.isWarned = true;
    this.note(makeFinding('warned', { file: order.file, line: order.row, column, value }, sentence, facts));
  }

  private countWave(waveId: string, { wave, by, ruleId }: Choice): void {
    const key = `${waveId} ${by} ${ruleId ?? ''}`;
    const known = this.chosen.get(key);
    const { deliveryDate, cutoff } = wave;
    if (known !== undefined) known.orders++;
    else this.chosen.set(key, { waveId, deliveryDate, name: cutoff?.name ?? '', by, ruleId, orders: 1 });
  }

  private take({ head, lines }: OpenOrder, choice: Choice): TakenOrder {
    const { station } = head;
    const { wave } = choice;
    const depot = this.context.depots.get(station.depotId)!;
    const waveId = waveIdOf(depot.depotId, wave.deliveryDate, wave.sequence);
    if (!this.opened.has(waveId)) this.opened.set(waveId, openingOf(depot, wave));
    this.countWave(waveId, choice);
    const orderClass = orderClassOf(lines.map((line) => line.zoneId));
    return {
      depotId: depot.depotId,
      orderId: head.orderId,
      customerId: head.customerId,
      customerTier: head.customerTier,
      stationId: station.stationId,
      placedAt: head.placedAt,
      deliveryDate: wave.deliveryDate,
      requestedDate: head.deliveryDate,
      waveId,
      orderClass,
      area: station.area,
      priority: priorityOf(this.rules, orderClass, head.customerTier, station.area),
      grams: sumOf(lines, (line) => line.grams),
      milliliters: sumOf(lines, (line) => line.milliliters),
      note: head.note,
      lines,
    };
  }

  /** Redundant columns are checked: a difference is a warning, the lines hold. */
  private compareClaims(order: OpenOrder): void {
    const { claims, lines } = order;
    if (claims === undefined || order.lost !== undefined) return;
    const differs = (column: string, value: string, computed: string) =>
      this.warn(order, column, value, 'sum-differs', { computed });
    const grams = sumOf(lines, (line) => line.grams);
    const milliliters = sumOf(lines, (line) => line.milliliters);
    if (claims.lineCount !== '' && Number(claims.lineCount) !== lines.length) {
      differs('line_count', claims.lineCount, String(lines.length));
    }
    if (claims.weight !== '' && parseThousandths(claims.weight) !== grams) {
      differs('weight_kg', claims.weight, String(grams / 1000));
    }
    if (claims.volume !== '' && parseThousandths(claims.volume) !== milliliters) {
      differs('volume_l', claims.volume, String(milliliters / 1000));
    }
    const zones = [...new Set(lines.map((line) => line.zoneId))].sort().join('|');
    if (claims.zones !== '' && claims.zones.split('|').sort().join('|') !== zones) {
      differs('temp_zones', claims.zones, zones);
    }
  }

  private refuseOrder(order: OpenOrder, sentence: string, facts: ToldFacts = {}): void {
    for (const [file, { taken }] of order.rows) this.countsOf(file).refused += taken;
    const id = order.head.orderId;
    const place = { file: order.file, line: order.row, column: 'order_id', value: id };
    const alsoRows = [...order.rows]
      .flatMap(([file, { lines }]) => lines.map((line) => ({ file, line })))
      .filter(({ file, line }) => file !== order.file || line !== order.row);
    this.note({
      ...makeFinding('refused', place, sentence, { id, ...facts }),
      ...(alsoRows.length === 0 ? {} : { alsoRows }),
    });
  }

  private tally(order: OpenOrder, as: 'taken' | 'unchanged'): void {
    for (const [file, { taken, warned }] of order.rows) {
      const counts = this.countsOf(file);
      counts[as] += taken;
      counts.warned += warned;
    }
  }

  /** A reader for the row, or undefined when it is no row at all. */
  private reader(file: string, row: TableRow): RowReader | undefined {
    if (row.fault === undefined) return new RowReader(file, row);
    const { sentence, facts, value } = row.fault;
    this.note(makeFinding('refused', { file, line: row.line, column: '', value }, sentence, facts));
    this.countsOf(file).refused++;
    return undefined;
  }

  /** Hands on what was found; true when the row is refused. */
  private close(reader: RowReader, counts: { refused: number }): boolean {
    for (const finding of reader.findings) this.note(finding);
    if (reader.refused) counts.refused++;
    return reader.refused;
  }

  private countsOf(file: string) {
    const counts = this.counts.get(file) ?? { rows: 0, taken: 0, unchanged: 0, warned: 0, refused: 0 };
    this.counts.set(file, counts);
    return counts;
  }
}

/** The wave as it is opened, where it is not yet. */
function openingOf({ depotId, timeZone }: Depot, wave: ChosenWave): WaveOpening {
  const { deliveryDate, sequence, cutoffAt, cutoff } = wave;
  const waveId = waveIdOf(depotId, deliveryDate, sequence);
  const named = { name: cutoff?.name ?? '', cutoffId: cutoff?.cutoffId };
  return { depotId, waveId, deliveryDate, sequence, cutoffAt, timeZone, ...named };
}

/** By depot, what its cutoffs may be called. */
function wavesByWord(cutoffs: readonly Cutoff[]): Map<string, Map<string, Cutoff>> {
  const words = new Map<string, Map<string, Cutoff>>();
  for (const [depotId, own] of byDepot(cutoffs)) {
    words.set(depotId, new Map(own.flatMap((cutoff) => [...wordsOf(cutoff)].map((word) => [word, cutoff] as const))));
  }
  return words;
}

function byDepot<T extends { readonly depotId: string }>(all: readonly T[]): Map<string, T[]> {
  const of = new Map<string, T[]>();
  for (const each of all) of.set(each.depotId, [...(of.get(each.depotId) ?? []), each]);
  return of;
}
