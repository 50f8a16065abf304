import type { Knex } from 'knex';
import {
  type CaseFact,
  type CaseSubject,
  type FactOfCase,
  type KnownCase,
  settleCases,
  subjectKey,
} from '../../../domain/cases/case.js';
import { column } from '../column.js';
import { readRows, writeRows } from '../statement.js';
import { readCaseKinds } from './case-kinds-store.js';

/** Who makes and ends cases where no person does. */
export const caseKeeper = 'cases';

const minuteMilliseconds = 60_000;

/** Entries that say that it was so, and those that say that it was not any more. */
const looksThatFound = ['opened', 'again', 'reopened'] as const;
const looksThatDidNot = ['ended', 'no-longer-so', 'to-undo'] as const;

/**
 * Makes, opens again and ends cases by facts, in the transaction of those facts.
 *
 * @param looked subjects that were looked at: a case of one that has no fact is no longer so.
 */
export async function raiseCases(
  transaction: Knex.Transaction,
  facts: readonly CaseFact[],
  looked: readonly CaseSubject[],
  at: Date,
): Promise<void> {
  if (facts.length + looked.length === 0) return;
  const known = await holdKnown(transaction, [...facts, ...looked]);
  const settings = await readCaseKinds(transaction, [...new Set([...facts, ...known].map(({ depotId }) => depotId))]);
  const isOn = ({ depotId, kind }: CaseSubject) => settings.get(depotId)![kind].isOn;
  const { opened, kept, reopened, ended, passed, inVain } = settleCases(facts, looked, known);
  const dueAt = ({ depotId, kind }: CaseSubject) =>
    new Date(at.getTime() + settings.get(depotId)![kind].limitMinutes * minuteMilliseconds);

  await insertCases(
    transaction,
    opened
      .filter(isOn)
      .map((fact) => ({ fact, severity: settings.get(fact.depotId)![fact.kind].severity, dueAt: dueAt(fact) })),
    at,
  );
  const again = reopened.filter(({ fact }) => isOn(fact));
  await rewrite(transaction, kept);
  await rewrite(transaction, again);
  await setOpen(
    transaction,
    again.map(({ known: { depotId, caseId }, fact }) => ({ depotId, caseId, dueAt: dueAt(fact) })),
  );
  const toUndo = inVain.filter((each) => each.status !== 'closed' || isOn(each));
  const toOpen = toUndo.filter(({ status }) => status === 'closed');
  await setOpen(
    transaction,
    toOpen.map((each) => ({ ...each, dueAt: dueAt(each) })),
  );
  await markToUndo(transaction, toUndo);
  await setEnded(transaction, ended, at);
  const entries = [
    ...kept
      .filter(({ known, fact }) => fact.happens || !known.isSo)
      .map(({ known: { depotId, caseId }, fact }) => ({ depotId, caseId, kind: 'again', data: fact.detail })),
    ...again.map(({ known: { depotId, caseId }, fact }) => ({ depotId, caseId, kind: 'reopened', data: fact.detail })),
    ...ended.map(({ depotId, caseId }) => ({ depotId, caseId, kind: 'ended', data: {} })),
    ...passed.filter(isOn).map(({ depotId, caseId }) => ({ depotId, caseId, kind: 'no-longer-so', data: {} })),
    ...toUndo.map(({ depotId, caseId, closing }) => ({ depotId, caseId, kind: 'to-undo', data: { ...closing } })),
  ];
  await insertEntries(transaction, entries, caseKeeper, at);
  await tellCases(transaction, 'case.reopened', [...again.map(({ known }) => known), ...toOpen], caseKeeper, at);
  const stillOpen = toUndo.filter(({ status }) => status !== 'closed');
  await tellCases(transaction, 'case.noted', stillOpen, caseKeeper, at);
  await tellCases(transaction, 'case.closed', ended, caseKeeper, at);
}

async function holdKnown(transaction: Knex.Transaction, subjects: readonly CaseSubject[]): Promise<KnownCase[]> {
  const named = [...new Map(subjects.map((subject) => [subjectKey(subject), subject])).values()];
  const held = await readRows<Omit<KnownCase, 'isSo' | 'closing'>>(
    transaction,
    `select cases.depot_id as "depotId", cases.case_id as "caseId", cases.kind, cases.subject, cases.status,
       cases.outcome is not distinct from 'ended' as "endedItself", cases.goods, cases.detail
     from unnest(?::text[], ?::text[], ?::text[]) as named(depot_id, kind, subject)
       join cases on cases.depot_id = named.depot_id and cases.kind = named.kind and cases.subject = named.subject
     order by cases.case_id for update of cases`,
    [
      column(named, ({ depotId }) => depotId),
      column(named, ({ kind }) => kind),
      column(named, ({ subject }) => subject),
    ],
  );
  if (held.length === 0) return [];
  // Looked up by a statement of its own: the one that waits for a case does not see what was written of it meanwhile.
  const told = await readRows<{ place: number; lastLook: string | null; closing: KnownCase['closing'] | null }>(
    transaction,
    `select held.place::integer,
       (select entries.kind from case_entries as entries
         where entries.depot_id = held.depot_id and entries.case_id = held.case_id and entries.actor = ?
           and entries.kind = any(?::text[]) order by entries.entry_no desc limit 1) as "lastLook",
       (select entries.data from case_entries as entries
         where entries.depot_id = held.depot_id and entries.case_id = held.case_id and entries.kind = 'closed'
         order by entries.entry_no desc limit 1) as closing
     from unnest(?::text[], ?::bigint[]) with ordinality as held(depot_id, case_id, place)`,
    [
      caseKeeper,
      [...looksThatFound, ...looksThatDidNot],
      column(held, ({ depotId }) => depotId),
      column(held, ({ caseId }) => caseId),
    ],
  );
  const toldByPlace = new Map(told.map((each) => [each.place, each]));
  return held.map((each, at) => {
    const { lastLook, closing } = toldByPlace.get(at + 1)!;
    return { ...each, isSo: !looksThatDidNot.some((kind) => kind === lastLook), closing: closing ?? undefined };
  });
}

interface NewCase {
  readonly fact: CaseFact;
  readonly severity: string;
  readonly dueAt: Date;
}

async function insertCases(transaction: Knex.Transaction, made: readonly NewCase[], at: Date): Promise<void> {
  if (made.length === 0) return;
  const of = (value: (fact: CaseFact) => string | undefined) => column(made, ({ fact }) => value(fact));
  // Two transactions may find the same at the same time: the second waits here, and finds that it is told already.
  const inserted = await readRows<CaseSubject & { caseId: number }>(
    transaction,
    `insert into cases (depot_id, kind, subject, severity, wave_id, run_id, stop_id, station_id, claim_id, goods, detail,
       opened_at, due_at)
     select depot_id, kind, subject, severity, wave_id, run_id, stop_id, station_id, claim_id, goods, detail, ?, due_at
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::jsonb[],
       ?::jsonb[], ?::timestamptz[]) with ordinality as given(depot_id, kind, subject, severity, wave_id, run_id, stop_id,
         station_id, claim_id, goods, detail, due_at, place)
     order by place
     on conflict (depot_id, kind, subject) do nothing
     returning depot_id as "depotId", case_id as "caseId", kind, subject`,
    [
      at,
      of(({ depotId }) => depotId),
      of(({ kind }) => kind),
      of(({ subject }) => subject),
      column(made, ({ severity }) => severity),
      of(({ waveId }) => waveId),
      of(({ runId }) => runId),
      of(({ stopId }) => stopId),
      of(({ stationId }) => stationId),
      of(({ claimId }) => claimId),
      of(({ goods }) => JSON.stringify(goods)),
      of(({ detail }) => JSON.stringify(detail)),
      column(made, ({ dueAt }) => dueAt.toISOString()),
    ],
  );
  const details = new Map(made.map(({ fact }) => [subjectKey(fact), fact.detail]));
  await insertEntries(
    transaction,
    inserted.map(({ depotId, caseId, ...of }) => ({
      depotId,
      caseId,
      kind: 'opened',
      data: details.get(subjectKey({ depotId, ...of }))!,
    })),
    caseKeeper,
    at,
  );
  await tellCases(transaction, 'case.opened', inserted, caseKeeper, at);
}

/** What is known of cases, by their facts. */
async function rewrite(transaction: Knex.Transaction, found: readonly FactOfCase<KnownCase>[]): Promise<void> {
  if (found.length === 0) return;
  await transaction.raw(
    `update cases set goods = given.goods, detail = given.detail
     from unnest(?::text[], ?::bigint[], ?::jsonb[], ?::jsonb[]) as given(depot_id, case_id, goods, detail)
     where cases.depot_id = given.depot_id and cases.case_id = given.case_id
       and (cases.goods, cases.detail) is distinct from (given.goods, given.detail)`,
    [
      column(found, ({ known }) => known.depotId),
      column(found, ({ known }) => known.caseId),
      column(found, ({ knowledge }) => JSON.stringify(knowledge.goods)),
      column(found, ({ knowledge }) => JSON.stringify(knowledge.detail)),
    ],
  );
}

/** Says in what is known of cases that it is no longer so, and which outcome is to be undone; their next fact takes it away. */
async function markToUndo(transaction: Knex.Transaction, cases: readonly KnownCase[]): Promise<void> {
  if (cases.length === 0) return;
  await transaction.raw(
    `update cases set detail = cases.detail || jsonb_build_object('toUndo', given.outcome)
     from unnest(?::text[], ?::bigint[], ?::text[]) as given(depot_id, case_id, outcome)
     where cases.depot_id = given.depot_id and cases.case_id = given.case_id`,
    [
      column(cases, ({ depotId }) => depotId),
      column(cases, ({ caseId }) => caseId),
      column(cases, ({ closing }) => closing?.outcome),
    ],
  );
}

/** A case that is open again has its time anew, and nobody is at it. */
export async function setOpen(
  transaction: Knex.Transaction,
  cases: readonly { readonly depotId: string; readonly caseId: number; readonly dueAt: Date }[],
): Promise<void> {
  if (cases.length === 0) return;
  await transaction.raw(
    `update cases set status = 'open', owner = null, due_at = given.due_at, escalated_at = null, closed_at = null,
       closed_by = null, outcome = null, outcome_detail = null, received_at = null, received_by = null
     from unnest(?::text[], ?::bigint[], ?::timestamptz[]) as given(depot_id, case_id, due_at)
     where cases.depot_id = given.depot_id and cases.case_id = given.case_id`,
    [
      column(cases, ({ depotId }) => depotId),
      column(cases, ({ caseId }) => caseId),
      column(cases, ({ dueAt }) => dueAt.toISOString()),
    ],
  );
}

async function setEnded(transaction: Knex.Transaction, cases: readonly KnownCase[], at: Date): Promise<void> {
  if (cases.length === 0) return;
  await writeRows(
    transaction,
    `update cases set status = 'closed', outcome = 'ended', closed_at = ?, closed_by = ?
     from unnest(?::text[], ?::bigint[]) as given(depot_id, case_id)
     where cases.depot_id = given.depot_id and cases.case_id = given.case_id`,
    [at, caseKeeper, column(cases, ({ depotId }) => depotId), column(cases, ({ caseId }) => caseId)],
  );
}

export interface NewEntry {
  readonly depotId: string;
  readonly caseId: number;
  readonly kind: string;
  readonly note?: string;
  readonly data: object;
}

/** Appends to the histories of cases. */
export async function insertEntries(
  transaction: Knex.Transaction,
  entries: readonly NewEntry[],
  actor: string,
  at: Date,
): Promise<void> {
  if (entries.length === 0) return;
  await writeRows(
    transaction,
    `insert into case_entries (depot_id, case_id, at, actor, kind, note, data)
     select depot_id, case_id, ?, ?, kind, note, data
     from unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::jsonb[]) with ordinality
       as given(depot_id, case_id, kind, note, data, place)
     order by place`,
    [
      at,
      actor,
      column(entries, ({ depotId }) => depotId),
      column(entries, ({ caseId }) => caseId),
      column(entries, ({ kind }) => kind),
      column(entries, ({ note }) => note ?? ''),
      column(entries, ({ data }) => JSON.stringify(data)),
    ],
  );
}

/**
 * Tells facts about cases as they are now. A case is the dispatchers': the fact names no station and no courier of its own,
 * so that neither hears what is decided about their stops.
 */
export async function tellCases(
  transaction: Knex.Transaction,
  kind:
    | 'case.opened'
    | 'case.taken'
    | 'case.noted'
    | 'case.escalated'
    | 'case.closed'
    | 'case.reopened'
    | 'case.received',
  cases: readonly { readonly depotId: string; readonly caseId: number }[],
  actor: string,
  at: Date,
): Promise<void> {
  if (cases.length === 0) return;
  await writeRows(
    transaction,
    `insert into events (depot_id, kind, wave_id, run_id, stop_id, actor, received_at, data)
     select cases.depot_id, ?, cases.wave_id, cases.run_id, cases.stop_id, ?, ?, jsonb_build_object(
       'caseId', cases.case_id, 'kind', cases.kind, 'severity', cases.severity, 'status', cases.status,
       'owner', cases.owner, 'stationId', cases.station_id, 'dueAt', cases.due_at, 'outcome', cases.outcome,
       'outcomeDetail', cases.outcome_detail)
     from unnest(?::text[], ?::bigint[]) as told(depot_id, case_id)
       join cases on cases.depot_id = told.depot_id and cases.case_id = told.case_id
     order by cases.case_id`,
    [kind, actor, at, column(cases, ({ depotId }) => depotId), column(cases, ({ caseId }) => caseId)],
  );
}
