import type { Knex } from 'knex';
import type { CaseActor, CaseEntry, CaseScope, CaseStore } from '../../../application/cases/case-store.js';
import { loginKeyOf } from '../../../domain/accounts/login.js';
import { assertClosed, assertNotClosed, type CaseStatus } from '../../../domain/cases/case.js';
import type { CaseKind, CaseOutcome } from '../../../domain/cases/case-kinds.js';
import { assertClosing, type CaseClosing, linesToRedeliver } from '../../../domain/cases/closing.js';
import { DispatchError, InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { readRows, writeRows } from '../statement.js';
import { listCaseKinds, readCaseKinds, setCaseKind } from './case-kinds-store.js';
import { changeClaim, holdClaim } from './claim-changes.js';
import { readLinesOfCase, readOwedLines } from './owed-lines.js';
import { insertEntries, setOpen, tellCases } from './raise-cases.js';
import { holdRedeliveries, redeliver } from './redeliver.js';

interface CaseRow {
  readonly depotId: string;
  readonly caseId: number;
  readonly kind: CaseKind;
  readonly status: CaseStatus;
  readonly owner: string | null;
  readonly claimId: string | null;
  readonly outcome: CaseOutcome | 'ended' | null;
  readonly receivedAt: Date | null;
  /** Of a claim: how many pieces. */
  readonly pieces: number | null;
}

const selectCase = `select depot_id as "depotId", case_id as "caseId", kind, status, owner, claim_id as "claimId", outcome,
    received_at as "receivedAt", (detail->>'quantity')::integer as pieces
  from cases where case_id = ? and (?::text[] is null or depot_id = any(?::text[]))`;

/** What a person has done, as it is told and kept. */
interface Act {
  readonly fact: Parameters<typeof tellCases>[1];
  readonly entry: string;
  readonly note?: string;
  readonly data?: object;
}

/** What people do to cases. */
export function makeCaseStore({ knex, inTransaction }: Database): CaseStore {
  const change = (
    scope: CaseScope,
    who: CaseActor,
    act: (transaction: Knex.Transaction, row: CaseRow) => Promise<Act | undefined>,
  ) =>
    inTransaction(async (transaction) => {
      const row = await holdCase(transaction, scope);
      const done = await act(transaction, row);
      if (done !== undefined) await keepAct(transaction, row, done, who);
    });
  const giveTo = async (transaction: Knex.Transaction, row: CaseRow, owner: string, entry: string) => {
    assertNotClosed(row.status);
    if (row.owner === owner) return undefined;
    await writeRows(transaction, "update cases set status = 'taken', owner = ? where depot_id = ? and case_id = ?", [
      owner,
      row.depotId,
      row.caseId,
    ]);
    return { fact: 'case.taken', entry, data: { owner } } as const;
  };
  return {
    async history(scope) {
      const { depotId, caseId } = await getCase(knex, scope);
      const entries = await readRows<CaseEntry>(
        knex,
        `select entry_no as "entryNo", at, actor, kind, note, data from case_entries
         where depot_id = ? and case_id = ? order by entry_no`,
        [depotId, caseId],
      );
      return { entries, lines: await readLinesOfCase(knex, depotId, caseId) };
    },
    take: (scope, who) => change(scope, who, (transaction, row) => giveTo(transaction, row, who.by, 'taken')),
    assign: (scope, login, who) =>
      change(scope, who, async (transaction, row) => {
        const [user] = await readRows<{ login: string }>(
          transaction,
          `select login from users where login_key = ? and disabled_at is null and role in ('admin', 'dispatcher')
             and (depot_ids is null or depot_ids @> to_jsonb(?::text))`,
          [loginKeyOf(login), row.depotId],
        );
        if (user === undefined)
          throw new InvalidInputError(told`Nobody of the login ${login} works on cases of this depot.`);
        return giveTo(transaction, row, `user ${user.login}`, 'assigned');
      }),
    note: (scope, note, who) => change(scope, who, async () => ({ fact: 'case.noted', entry: 'noted', note })),
    close: (scope, closing, who) =>
      inTransaction(async (transaction) => {
        const claim = await holdClaimOf(transaction, scope);
        const row = await holdCase(transaction, scope);
        assertNotClosed(row.status);
        assertClosing(row.kind, closing);
        const data = await carryOut(transaction, row, closing, who.at);
        await writeRows(
          transaction,
          `update cases set status = 'closed', outcome = ?, outcome_detail = ?, closed_at = ?, closed_by = ?
           where depot_id = ? and case_id = ?`,
          [closing.outcome, JSON.stringify(data), who.at, who.by, row.depotId, row.caseId],
        );
        if (claim?.status === 'open') {
          const note = closing.note === '' ? closing.outcome : closing.note;
          await changeClaim(transaction, claim, 'settled', note, who.by, who.at);
        }
        await keepAct(
          transaction,
          row,
          { fact: 'case.closed', entry: 'closed', note: closing.note, data: { outcome: closing.outcome, ...data } },
          who,
        );
      }),
    reopen: (scope, note, who) =>
      inTransaction(async (transaction) => {
        const claim = await holdClaimOf(transaction, scope);
        const row = await holdCase(transaction, scope);
        assertClosed(row.status);
        const { limitMinutes } = (await readCaseKinds(transaction, [row.depotId])).get(row.depotId)![row.kind];
        const dueAt = new Date(who.at.getTime() + limitMinutes * 60_000);
        await setOpen(transaction, [{ ...row, dueAt }]);
        if (claim?.status === 'settled') await changeClaim(transaction, claim, 'open', note, who.by, who.at);
        await keepAct(transaction, row, { fact: 'case.reopened', entry: 'reopened', note }, who);
      }),
    receive: (scope, who) =>
      change(scope, who, async (transaction, row) => {
        if (row.outcome !== 'return')
          throw new DispatchError('wrong-state', 'No goods of this case are expected back.');
        if (row.receivedAt !== null) return undefined;
        await writeRows(
          transaction,
          'update cases set received_at = ?, received_by = ? where depot_id = ? and case_id = ?',
          [who.at, who.by, row.depotId, row.caseId],
        );
        return { fact: 'case.received', entry: 'received' };
      }),
    kindsOf: (depotId, depotIds) => listCaseKinds(knex, depotId, depotIds),
    setKind: (depot, kind, settings, who) =>
      inTransaction((transaction) => setCaseKind(transaction, depot, kind, settings, who)),
  };
}

async function getCase(knex: Knex, { caseId, depotIds }: CaseScope): Promise<CaseRow> {
  const [row] = await readRows<CaseRow>(knex, selectCase, [caseId, depotIds, depotIds]);
  if (row === undefined) throw new NotFoundError('case', String(caseId));
  return row;
}

async function holdCase(transaction: Knex.Transaction, { caseId, depotIds }: CaseScope): Promise<CaseRow> {
  const [row] = await readRows<CaseRow>(transaction, `${selectCase} for update`, [caseId, depotIds, depotIds]);
  if (row === undefined) throw new NotFoundError('case', String(caseId));
  return row;
}

/** The claim that a case is of, held before the case, as by who changes the claim itself; undefined of another case. */
async function holdClaimOf(transaction: Knex.Transaction, scope: CaseScope) {
  const { claimId } = await getCase(transaction, scope);
  if (claimId === null) return undefined;
  return { ...(await holdClaim(transaction, { claimId, depotIds: scope.depotIds })), claimId };
}

/** Does what the outcome says, as far as the house can. @returns what is kept of it. */
async function carryOut(
  transaction: Knex.Transaction,
  { depotId, caseId, kind, pieces }: CaseRow,
  closing: CaseClosing,
  at: Date,
): Promise<object> {
  const { outcome, waveId, orderIds, amountMinor, skuId, quantity } = closing;
  if (outcome === 'refund') return { amountMinor, orderIds };
  if (outcome === 'substitute') {
    const found = await readRows(transaction, 'select 1 as found from skus where sku_id = ?', [skuId]);
    if (found.length === 0) throw new NotFoundError('SKU', skuId!);
    return { skuId, quantity, orderIds };
  }
  if (outcome !== 'redeliver') return {};
  await holdRedeliveries(transaction, depotId);
  const owed = await readOwedLines(transaction, depotId, caseId);
  const lines = linesToRedeliver(owed, orderIds, kind === 'claim' ? (pieces ?? undefined) : undefined);
  return { waveId, orderIds: await redeliver(transaction, { depotId, waveId: waveId! }, lines, at) };
}

async function keepAct(
  transaction: Knex.Transaction,
  row: CaseRow,
  { fact, entry, note = '', data = {} }: Act,
  { by, at }: CaseActor,
): Promise<void> {
  await insertEntries(transaction, [{ ...row, kind: entry, note, data }], by, at);
  await tellCases(transaction, fact, [row], by, at);
  const { depotId, caseId } = row;
  const detail = { note, ...data };
  await insertAudit(transaction, { by, action: fact, kind: 'case', id: String(caseId), depotId, at, detail });
}
