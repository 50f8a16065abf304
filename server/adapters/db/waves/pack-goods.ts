import type { Knex } from 'knex';
import type { ToteKind } from '../../../domain/network/temperature-zone.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { type GoodsLine, type SplitConsignment, toteCodeOf } from '../../../domain/waves/consignment.js';
import { takeOutUnits } from '../../../domain/waves/take-out-units.js';
import { labelCodeOf, labelNumberOf } from '../../../domain/waves/tote-label.js';
import { packTotes, type ToteLine } from '../../../domain/waves/tote-packing.js';
import { column } from '../column.js';
import { expectRows } from '../expect-rows.js';
import { readRows, writeRows } from '../statement.js';
import { listConsignmentLines, listLinesFor } from './goods-lines.js';

/** As many are read and packed at once, counted by zone: some thousand lines, so that others have their turn between. */
const ordersAtOnce = 2_000;

/** Any number that no other advisory lock here has. */
const labelGate = 7_264;

interface WaveKey {
  readonly depotId: string;
  readonly waveId: string;
}

/** What a consignment's totes hold, in the order of their numbers. */
type Packing = ReadonlyMap<string, readonly (readonly ToteLine[])[]>;

/**
 * Packs the consignments of a wave that was just grouped into totes.
 *
 * @returns how many totes they are.
 */
export async function packWave(transaction: Knex.Transaction, wave: WaveKey): Promise<number> {
  const consignments = await readRows<NewConsignment>(
    transaction,
    `select station_id, consignment_id, zone_id, order_count from consignments where depot_id = ? and wave_id = ?
     order by station_id, consignment_id`,
    [wave.depotId, wave.waveId],
  );
  const kinds = await listToteKinds(transaction);
  const nextLabel = await makeLabels(transaction);
  let totes = 0;
  for (const some of inSlices(consignments)) {
    const stationIds = [...new Set(some.map(({ station_id }) => station_id))];
    const lines = byConsignment(await listLinesFor(transaction, wave.depotId, wave.waveId, stationIds));
    const packing = new Map(
      some.map(({ consignment_id: id, zone_id }) => [id, packTotes(kinds.get(zone_id)!, lines.get(id) ?? [])]),
    );
    totes += await writePacking(transaction, wave, packing, new Map(), nextLabel);
  }
  return totes;
}

interface NewConsignment {
  readonly station_id: string;
  readonly consignment_id: string;
  readonly zone_id: string;
  readonly order_count: number;
}

/** Consignments in their order, all of a station together. */
function* inSlices(consignments: readonly NewConsignment[]): Generator<NewConsignment[]> {
  let slice: NewConsignment[] = [];
  let orders = 0;
  for (const [, own] of grouped(consignments, ({ station_id }) => station_id)) {
    slice.push(...own);
    orders += own.reduce((sum, { order_count }) => sum + order_count, 0);
    if (orders < ordersAtOnce) continue;
    yield slice;
    slice = [];
    orders = 0;
  }
  if (slice.length > 0) yield slice;
}

/** Packs what has joined consignments into what room their totes have, and into further ones. */
export async function packAdded(
  transaction: Knex.Transaction,
  wave: WaveKey,
  consignmentIds: readonly string[],
): Promise<void> {
  const before = await readPacking(transaction, wave.depotId, consignmentIds);
  const packing = await packInto(transaction, wave, before, consignmentIds, []);
  await writePacking(transaction, wave, packing, before, await makeLabels(transaction));
}

/** Takes out of totes what consignments have no more. */
export async function takeOutOfTotes(
  transaction: Knex.Transaction,
  wave: WaveKey,
  consignmentIds: readonly string[],
): Promise<void> {
  const before = await readPacking(transaction, wave.depotId, consignmentIds);
  const lines = byConsignment(await listConsignmentLines(transaction, wave.depotId, wave.waveId, consignmentIds));
  const packing = new Map([...before].map(([id, totes]) => [id, takeOutUnits(totes, lines.get(id) ?? [])]));
  const noLabel = () => {
    throw new Error('What is taken out needs no further tote.');
  };
  if (packing.size > 0) await writePacking(transaction, wave, packing, before, noLabel);
}

/** By consignment, as many totes as it has once further orders have joined it. */
export async function countTotes(
  knex: Knex,
  wave: WaveKey,
  consignmentIds: readonly string[],
  addedOrderIds: readonly string[],
): Promise<Map<string, number>> {
  const before = await readPacking(knex, wave.depotId, consignmentIds);
  const packing = await packInto(knex, wave, before, consignmentIds, addedOrderIds);
  return new Map([...packing].map(([consignmentId, totes]) => [consignmentId, totes.length]));
}

/**
 * Packs what a plan divides part by part, so that no tote holds goods of two of them. What is packed so already stays, with
 * all that people have moved.
 */
export async function packParts(
  transaction: Knex.Transaction,
  { depotId, waveId, split = [] }: Pick<Plan, 'depotId' | 'waveId' | 'split'>,
): Promise<void> {
  if (split.length === 0) return;
  const wave = { depotId, waveId };
  const consignmentIds = split.map(({ consignmentId }) => consignmentId).sort();
  const zones = await readRows<{ consignment_id: string; zone_id: string }>(
    transaction,
    `select consignment_id, zone_id from consignments where depot_id = ? and consignment_id = any(?::text[])
     order by consignment_id for update`,
    [depotId, consignmentIds],
  );
  const before = await readPacking(transaction, depotId, consignmentIds);
  const kinds = await listToteKinds(transaction);
  const lines = byConsignment(await listConsignmentLines(transaction, depotId, waveId, consignmentIds));
  const packing = new Map<string, ToteLine[][]>();
  for (const { consignment_id: id, zone_id } of zones) {
    const divided = split.find(({ consignmentId }) => consignmentId === id)!;
    if (isPackedAs(divided, before.get(id) ?? [])) continue;
    packing.set(id, packedAs(divided, kinds.get(zone_id)!, lines.get(id) ?? []));
  }
  if (packing.size > 0) await writePacking(transaction, wave, packing, before, await makeLabels(transaction));
}

/** Whether the totes of each part hold its lines and no others. */
function isPackedAs({ parts }: SplitConsignment, totes: readonly (readonly ToteLine[])[]): boolean {
  if (totes.length !== parts[parts.length - 1].lastTote) return false;
  return parts.every(({ firstTote, lastTote, lines }) => {
    const own = new Set(lines.map(keyOf));
    const held = new Set(totes.slice(firstTote - 1, lastTote).flatMap((tote) => tote.map(keyOf)));
    return own.size === held.size && [...held].every((key) => own.has(key));
  });
}

/** Totes of the parts as the plan numbers them. A zone's totes may have another size since the plan was made. */
function packedAs({ parts }: SplitConsignment, kind: ToteKind, lines: readonly GoodsLine[]): ToteLine[][] {
  const byKey = new Map(lines.map((line) => [keyOf(line), line]));
  const totes: ToteLine[][] = Array.from({ length: parts[parts.length - 1].lastTote }, () => []);
  for (const { firstTote, lastTote, lines: own } of parts) {
    const packed = packTotes(
      kind,
      own.flatMap((line) => byKey.get(keyOf(line)) ?? []),
    );
    for (const [at, held] of packed.entries()) totes[Math.min(firstTote + at, lastTote) - 1].push(...held);
  }
  return totes;
}

async function packInto(
  knex: Knex,
  { depotId, waveId }: WaveKey,
  before: Packing,
  consignmentIds: readonly string[],
  addedOrderIds: readonly string[],
): Promise<Packing> {
  const lines = byConsignment(await listConsignmentLines(knex, depotId, waveId, consignmentIds, addedOrderIds));
  const kinds = await listToteKinds(knex);
  return new Map([...lines].map(([id, own]) => [id, packTotes(kinds.get(own[0].zoneId)!, own, before.get(id) ?? [])]));
}

async function listToteKinds(knex: Knex): Promise<Map<string, ToteKind>> {
  const rows = await readRows<ToteKind & { zoneId: string }>(
    knex,
    `select zone_id as "zoneId", tote_name_zh as "nameZh", tote_name_en as "nameEn", tote_milliliters as milliliters,
       tote_grams as grams from zones`,
  );
  return new Map(rows.map(({ zoneId, ...kind }) => [zoneId, kind]));
}

async function readPacking(knex: Knex, depotId: string, consignmentIds: readonly string[]): Promise<Packing> {
  const rows = await readRows<{ consignment_id: string; lines: KeptLines }>(
    knex,
    `select consignment_id, lines from totes where depot_id = ? and consignment_id = any(?::text[])
     order by consignment_id, number`,
    [depotId, consignmentIds],
  );
  const packing = new Map<string, ToteLine[][]>();
  for (const [id, totes] of grouped(rows, ({ consignment_id }) => consignment_id)) {
    packing.set(
      id,
      totes.map(({ lines }) => toToteLines(lines)),
    );
  }
  return packing;
}

/**
 * The codes of labels that nobody has, one after another. Until the transaction ends nobody else gives any, so it is begun
 * with as late as possible.
 */
async function makeLabels(transaction: Knex.Transaction): Promise<() => string> {
  await transaction.raw(`select pg_advisory_xact_lock(${labelGate}, 0)`);
  const [{ last }] = await readRows<{ last: string | null }>(
    transaction,
    'select greatest((select last_code from label_counter), (select max(label_code) from totes)) as last',
  );
  let next = last === null ? 0 : labelNumberOf(last)! + 1;
  return () => labelCodeOf(next++);
}

/**
 * Writes what consignments' totes hold. A tote keeps its code and label as long as there is one of its number.
 *
 * @returns how many totes they have.
 */
async function writePacking(
  transaction: Knex.Transaction,
  { depotId, waveId }: WaveKey,
  packing: Packing,
  before: Packing,
  nextLabel: () => string,
): Promise<number> {
  const totes = [...packing].flatMap(([consignmentId, held]) =>
    held.map((lines, at) => ({ consignmentId, number: at + 1, lines: toKeptLines(lines) })),
  );
  const isKnown = ({ consignmentId, number }: { consignmentId: string; number: number }) =>
    number <= (before.get(consignmentId)?.length ?? 0);
  const added = totes
    .filter((tote) => !isKnown(tote))
    .map((tote) => ({ ...tote, code: toteCodeOf(tote.consignmentId, tote.number), label: nextLabel() }));
  const lastLabel = added.at(-1)?.label;
  if (lastLabel !== undefined) {
    await transaction.raw(
      `insert into label_counter (last_code) values (?)
       on conflict (is_only) do update set last_code = greatest(label_counter.last_code, excluded.last_code)`,
      [lastLabel],
    );
  }
  const inserted = await writeRows(
    transaction,
    `insert into totes (depot_id, tote_code, consignment_id, wave_id, number, label_code, lines)
     select ?, given.code, given."consignmentId", ?, given.number, given.label, given.lines
     from jsonb_to_recordset(?::jsonb) as given("consignmentId" text, number integer, lines jsonb, code text, label text)`,
    [depotId, waveId, JSON.stringify(added)],
  );
  expectRows(inserted, added.length, 'totes');
  if (before.size > 0) {
    await writeRows(
      transaction,
      `update totes set lines = given.lines
       from jsonb_to_recordset(?::jsonb) as given("consignmentId" text, number integer, lines jsonb)
       where totes.depot_id = ? and totes.consignment_id = given."consignmentId" and totes.number = given.number`,
      [JSON.stringify(totes.filter(isKnown)), depotId],
    );
  }
  const counts = [...packing].map(([consignmentId, held]) => ({ consignmentId, count: held.length }));
  const ids = column(counts, ({ consignmentId }) => consignmentId) as unknown as string[];
  const numbers = column(counts, ({ count }) => count) as unknown as number[];
  if (before.size > 0) {
    await writeRows(
      transaction,
      `delete from totes using unnest(?::text[], ?::integer[]) as given(consignment_id, count)
       where totes.depot_id = ? and totes.consignment_id = given.consignment_id and totes.number > given.count`,
      [ids, numbers, depotId],
    );
  }
  const counted = await writeRows(
    transaction,
    `update consignments set tote_count = given.count
     from unnest(?::text[], ?::integer[]) as given(consignment_id, count)
     where consignments.depot_id = ? and consignments.consignment_id = given.consignment_id`,
    [ids, numbers, depotId],
  );
  expectRows(counted, counts.length, 'consignments');
  return totes.length;
}

function byConsignment(lines: readonly GoodsLine[]): Map<string, GoodsLine[]> {
  return grouped(lines, ({ consignmentId }) => consignmentId);
}

function grouped<Value>(values: readonly Value[], keyFor: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyFor(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function keyOf({ orderId, lineNo }: Pick<ToteLine, 'orderId' | 'lineNo'>): string {
  return `${orderId} ${lineNo}`;
}

/** Lines of totes as they are kept: order, line, units. */
export type KeptLines = readonly (readonly [orderId: string, lineNo: number, quantity: number])[];

export function toToteLines(kept: KeptLines): ToteLine[] {
  return kept.map(([orderId, lineNo, quantity]) => ({ orderId, lineNo, quantity }));
}

export function toKeptLines(lines: readonly ToteLine[]): KeptLines {
  return lines.map(({ orderId, lineNo, quantity }) => [orderId, lineNo, quantity]);
}
