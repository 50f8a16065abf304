import type { Knex } from 'knex';
import type { CaseWatchStore, HeardRun, WatchedWave } from '../../../application/cases/case-store.js';
import type { CaseFact, CaseSubject } from '../../../domain/cases/case.js';
import { type CaseKind, caseKinds, watchedKinds } from '../../../domain/cases/case-kinds.js';
import type { Database } from '../engine/database.js';
import { readRows } from '../statement.js';
import { readCaseKinds } from './case-kinds-store.js';
import { caseKeeper, insertEntries, raiseCases, tellCases } from './raise-cases.js';

/** What the watch over cases reads and writes. */
export function makeCaseWatchStore({ knex, inTransaction }: Database): CaseWatchStore {
  return {
    listWaves: (fromDate) =>
      readRows<WatchedWave>(
        knex,
        `select waves.depot_id as "depotId", waves.wave_id as "waveId" from waves
         where exists (select 1 from runs where runs.depot_id = waves.depot_id and runs.wave_id = waves.wave_id
             and runs.status in ('released', 'departed') and waves.delivery_date >= ?::date)
           -- A run that is over leaves nothing to watch; what was open of it has still to end.
           or exists (select 1 from cases where cases.depot_id = waves.depot_id and cases.wave_id = waves.wave_id
             and cases.status <> 'closed' and cases.kind = any(?::text[]))
         order by waves.depot_id, waves.wave_id`,
        [fromDate, [...watchedKinds, 'unassigned']],
      ),
    listHeard: ({ depotId, waveId }) =>
      readRows<HeardRun>(
        knex,
        `select runs.run_id as "runId", runs.planned_return_at as "plannedReturnAt",
           (select max(events.received_at) from events
             where events.run_id = runs.run_id and events.device_event_id is not null) as "heardAt"
         from runs where runs.depot_id = ? and runs.wave_id = ?`,
        [depotId, waveId],
      ),
    async settings(depotId) {
      const settings = (await readCaseKinds(knex, [depotId])).get(depotId)!;
      return caseKinds.map((kind) => ({ kind, ...settings[kind] }));
    },
    unassignedOf: (wave) => readUnassigned(knex, wave),
    settle: (wave, kinds, facts, at) => inTransaction((transaction) => settleWave(transaction, wave, kinds, facts, at)),
    escalate: (at) =>
      inTransaction(async (transaction) => {
        const late = await readRows<{ depotId: string; caseId: number }>(
          transaction,
          `update cases set escalated_at = ? where status <> 'closed' and escalated_at is null and due_at <= ?
           returning depot_id as "depotId", case_id as "caseId"`,
          [at, at],
        );
        const entries = late.map((each) => ({ ...each, kind: 'escalated', data: {} }));
        await insertEntries(transaction, entries, caseKeeper, at);
        await tellCases(transaction, 'case.escalated', late, caseKeeper, at);
        return late.length;
      }),
  };
}

/** Cases by what a released plan leaves out. */
export async function settleUnassigned(transaction: Knex.Transaction, wave: WatchedWave, at: Date): Promise<void> {
  await settleWave(transaction, wave, ['unassigned'], await readUnassigned(transaction, wave), at);
}

async function settleWave(
  transaction: Knex.Transaction,
  { depotId, waveId }: WatchedWave,
  kinds: readonly CaseKind[],
  facts: readonly CaseFact[],
  at: Date,
): Promise<void> {
  const looked = await readRows<CaseSubject>(
    transaction,
    `select depot_id as "depotId", kind, subject from cases
     where depot_id = ? and wave_id = ? and outcome is distinct from 'ended' and kind = any(?::text[])`,
    [depotId, waveId, kinds],
  );
  await raiseCases(transaction, facts, looked, at);
}

interface UnassignedRow {
  readonly consignmentId: string;
  readonly wholeId: string;
  readonly partNo: number | null;
  readonly zoneId: string;
  readonly stationId: string;
  readonly reasonCode: string;
}

async function readUnassigned(knex: Knex, { depotId, waveId }: WatchedWave): Promise<CaseFact[]> {
  const rows = await readRows<UnassignedRow>(
    knex,
    `select unassigned.consignment_id as "consignmentId", unassigned.whole_id as "wholeId",
       (unassigned.part->>'no')::integer as "partNo", consignments.zone_id as "zoneId",
       consignments.station_id as "stationId", unassigned.reason_code as "reasonCode"
     from waves
       join unassigned on unassigned.depot_id = waves.depot_id and unassigned.plan_id = waves.current_plan_id
       join consignments on consignments.depot_id = unassigned.depot_id
         and consignments.consignment_id = unassigned.whole_id
     where waves.depot_id = ? and waves.wave_id = ? order by unassigned.consignment_id`,
    [depotId, waveId],
  );
  return rows.map(({ stationId, reasonCode, ...goods }) => ({
    depotId,
    kind: 'unassigned',
    subject: goods.consignmentId,
    waveId,
    stationId,
    goods: [goods],
    detail: { reasonCode, zoneId: goods.zoneId },
  }));
}
