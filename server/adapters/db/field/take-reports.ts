import type { Knex } from 'knex';
import type { ReportAnswer, Reporter, RunReport } from '../../../application/field/field-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { followEvents } from './follow-events.js';

const needsStop: ReadonlySet<string> = new Set(['arrived', 'delivered', 'refused', 'failed']);

const dayMilliseconds = 86_400_000;
/** A phone that lost its clock begins again at 1970 or 1980. */
const earliestClock = new Date('2000-01-01T00:00:00Z');

const withdrawn = 'The release of this run was taken back. If the vehicle has left already, call the dispatcher now.';

interface StopRow {
  readonly stop_id: string;
  readonly station_id: string;
  readonly consignment_ids: string[];
}

/** Appends a courier's reports and works out the run anew. Each report is taken, known already, or refused by itself. */
export async function takeReports(
  transaction: Knex.Transaction,
  runId: string,
  reports: readonly RunReport[],
  by: Reporter,
  receivedAt: Date,
) {
  const found = await transaction.raw(
    `select depot_id, wave_id, courier_id, status = 'draft' as "isWithdrawn" from runs
     where run_id = ? and (?::text is null or depot_id = ?) and (?::text is null or courier_id = ?)
       and (status <> 'draft' or exists (
         select 1 from events where events.run_id = runs.run_id and events.kind = 'run.released'))
     for update`,
    [runId, by.depotId ?? null, by.depotId ?? null, by.courierId ?? null, by.courierId ?? null] as string[],
  );
  if (found.rows.length === 0) throw new NotFoundError('run', runId);
  const run = found.rows[0] as { depot_id: string; wave_id: string; courier_id: string | null; isWithdrawn: boolean };
  // The courier has seen the run and may have left with no network: an answer, so that devices do not ask for ever.
  if (run.isWithdrawn) {
    return reports.map(({ deviceEventId }) => ({ deviceEventId, effect: 'refused' as const, reason: withdrawn }));
  }
  const stops = await readStops(transaction, run.depot_id, runId);
  const effects: ReportAnswer[] = [];
  for (const report of reports) {
    const { deviceEventId } = report;
    const reason = findFault(report, stops, receivedAt);
    if (reason !== undefined) {
      effects.push({ deviceEventId, effect: 'refused', reason });
      continue;
    }
    const data = JSON.stringify({
      consignments: report.consignments,
      totesTakenBack: report.totesTakenBack,
      celsius: report.celsius,
      note: report.note,
    });
    const inserted = await transaction.raw(
      `insert into events (depot_id, kind, wave_id, run_id, stop_id, station_id, courier_id, device_event_id, actor,
         device_at, received_at, data) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (run_id, device_event_id) where device_event_id is not null do nothing`,
      [
        run.depot_id,
        `run.${report.kind}`,
        run.wave_id,
        runId,
        report.stopId ?? null,
        report.stopId === undefined ? null : stops.get(report.stopId)!.station_id,
        run.courier_id,
        deviceEventId,
        by.name,
        report.deviceAt,
        receivedAt,
        data,
      ] as string[],
    );
    if (inserted.rowCount === 1) effects.push({ deviceEventId, effect: 'taken' });
    else if (await isKnown(transaction, runId, report, data)) effects.push({ deviceEventId, effect: 'repeated' });
    else {
      effects.push({
        deviceEventId,
        effect: 'conflict',
        status: 409,
        code: 'event-id-reused',
        reason: `The run has another report with the id ${deviceEventId}; this one was not taken. Send it with an id of its own.`,
      });
    }
  }
  if (effects.some(({ effect }) => effect === 'taken')) {
    await followEvents(transaction, run.depot_id, runId, run.wave_id, receivedAt);
  }
  return effects;
}

/** Whether the report that has this id already says the same. */
async function isKnown(
  transaction: Knex.Transaction,
  runId: string,
  { deviceEventId, kind, deviceAt, stopId }: RunReport,
  data: string,
): Promise<boolean> {
  const { rows } = await transaction.raw(
    `select kind = ? and device_at = ? and stop_id is not distinct from ?::text and data = ?::jsonb as "isSame"
     from events where run_id = ? and device_event_id = ?`,
    [`run.${kind}`, deviceAt, stopId ?? null, data, runId, deviceEventId] as string[],
  );
  return rows[0].isSame;
}

async function readStops(transaction: Knex.Transaction, depotId: string, runId: string): Promise<Map<string, StopRow>> {
  const { rows } = await transaction.raw(
    `select stops.stop_id, stops.station_id, array(select consignment_id from stop_consignments as goods
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as consignment_ids
     from stops where stops.depot_id = ? and stops.run_id = ?`,
    [depotId, runId],
  );
  return new Map((rows as StopRow[]).map((row) => [row.stop_id, row]));
}

/** Why a report cannot be taken; undefined when it can. */
function findFault(report: RunReport, stops: ReadonlyMap<string, StopRow>, receivedAt: Date): string | undefined {
  const { deviceAt } = report;
  // The latest report holds: one of days to come could not be corrected by any later one.
  if (deviceAt.getTime() > receivedAt.getTime() + dayMilliseconds || deviceAt < earliestClock) {
    return `The device's clock is wrong: it says ${deviceAt.toISOString()}.`;
  }
  if (report.stopId === undefined) {
    if (needsStop.has(report.kind)) return `${report.kind} needs a stopId.`;
    if (report.totesTakenBack !== undefined) return 'Empty totes are told of with the stop where they were taken.';
    return (report.consignments ?? []).length > 0
      ? 'Consignments are told of with the stop that they are for.'
      : undefined;
  }
  const stop = stops.get(report.stopId);
  if (stop === undefined) return `The run has no stop ${report.stopId}.`;
  const strange = report.consignments?.find(({ consignmentId }) => !stop.consignment_ids.includes(consignmentId));
  return strange && `The stop ${report.stopId} has no consignment ${strange.consignmentId}.`;
}
