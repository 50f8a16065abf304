import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { CaseActor, CaseKindRow } from '../../../application/cases/case-store.js';
import {
  type CaseKind,
  type CaseKindSettings,
  caseKinds,
  standardCaseKinds,
} from '../../../domain/cases/case-kinds.js';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { insertAudit } from '../accounts/insert-audit.js';
import { readRows, writeRows } from '../statement.js';

interface KindRow {
  readonly depotId: string;
  readonly kind: CaseKind;
  readonly isOn: boolean;
  readonly severity: CaseKindSettings['severity'];
  readonly limitMinutes: number;
  readonly afterMinutes: number | null;
  readonly steps: CaseKindSettings['steps'];
}

export type SettingsByKind = Readonly<Record<CaseKind, CaseKindSettings>>;

/** What is set for every kind in depots: their own rows over the standard table. */
export async function readCaseKinds(knex: Knex, depotIds: readonly string[]): Promise<Map<string, SettingsByKind>> {
  const found = new Map<string, Record<CaseKind, CaseKindSettings>>();
  if (depotIds.length === 0) return found;
  for (const depotId of depotIds) found.set(depotId, { ...standardCaseKinds });
  const rows = await readRows<KindRow>(
    knex,
    `select depot_id as "depotId", kind, is_on as "isOn", severity, limit_minutes as "limitMinutes",
       after_minutes as "afterMinutes", steps
     from case_kinds where depot_id = any(?::text[])`,
    [depotIds],
  );
  for (const { depotId, kind, afterMinutes, ...row } of rows) {
    found.get(depotId)![kind] = { ...row, afterMinutes: afterMinutes ?? undefined };
  }
  return found;
}

export async function listCaseKinds(knex: Knex, depotId: string, own: OwnDepots): Promise<CaseKindRow[]> {
  await assertDepot(knex, depotId, own);
  const settings = (await readCaseKinds(knex, [depotId])).get(depotId)!;
  return caseKinds.map((kind) => ({ kind, ...settings[kind] }));
}

export async function setCaseKind(
  transaction: Knex.Transaction,
  depot: { readonly depotId: string; readonly depotIds: OwnDepots },
  kind: CaseKind,
  change: Partial<CaseKindSettings>,
  { by, at }: CaseActor,
): Promise<void> {
  const { depotId, depotIds } = depot;
  // Of two who change it at once, the second waits, and changes what the first has left.
  await assertDepot(transaction, depotId, depotIds, 'for no key update');
  const goesByClock = standardCaseKinds[kind].afterMinutes !== undefined;
  if (change.afterMinutes !== undefined && !goesByClock) {
    throw new InvalidInputError('afterMinutes: Cases of this kind begin at once, not after some time. Leave it out.');
  }
  const before = (await readCaseKinds(transaction, [depotId])).get(depotId)![kind];
  const after: CaseKindSettings = { ...before, ...change };
  if (isDeepStrictEqual(before, after)) return;
  await writeRows(
    transaction,
    `insert into case_kinds (depot_id, kind, is_on, severity, limit_minutes, after_minutes, steps)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (depot_id, kind) do update set is_on = excluded.is_on, severity = excluded.severity,
       limit_minutes = excluded.limit_minutes, after_minutes = excluded.after_minutes, steps = excluded.steps`,
    [
      depotId,
      kind,
      after.isOn,
      after.severity,
      after.limitMinutes,
      goesByClock ? after.afterMinutes : null,
      JSON.stringify(after.steps),
    ],
  );
  await insertAudit(transaction, {
    by,
    action: 'case-kind.changed',
    kind: 'case-kind',
    id: kind,
    depotId,
    at,
    detail: { before, after },
  });
}

async function assertDepot(knex: Knex, depotId: string, own: OwnDepots, lock = ''): Promise<void> {
  const found = await readRows(
    knex,
    `select 1 as found from depots where depot_id = ? and (?::text[] is null or depot_id = any(?::text[])) ${lock}`,
    [depotId, own, own],
  );
  if (found.length === 0) throw new NotFoundError('depot', depotId);
}
