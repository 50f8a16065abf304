import type { Knex } from 'knex';
import type { ReportAnswer, ReportRequest } from '../../../application/delivery/field-store.js';
import {
  findReportFault,
  isAgainstPlan,
  type ReportedOn,
  type ReportFault,
} from '../../../domain/delivery/check-report.js';
import { type RunReport, reportRules } from '../../../domain/delivery/report.js';
import type { RunStatus } from '../../../domain/delivery/run.js';
import { raiseLeftBefore } from '../cases/left-before-change.js';
import { type CancelledStop, raisePlanConflicts, type UntakenReport } from '../cases/plan-conflict-cases.js';
import { type Reading, raiseTemperatureCases } from '../cases/temperature-cases.js';
import { column } from '../column.js';
import { readRows } from '../statement.js';
import { projectEvents } from './project-events.js';

interface RunRow {
  readonly depot_id: string;
  readonly run_id: string;
  readonly wave_id: string;
  readonly courier_id: string | null;
  readonly status: RunStatus;
}

interface StopRow {
  readonly stop_id: string;
  readonly station_id: string;
  readonly consignmentIds: string[];
}

/** A report that can be taken, with what else is kept of it. */
interface Fact {
  readonly request: ReportRequest;
  readonly report: RunReport;
  readonly run: RunRow;
  readonly stationId: string | undefined;
  readonly data: string;
}

export interface AnsweredReports {
  /** Of the run that they are of. */
  readonly depotId: string;
  readonly answers: ReportAnswer[];
}

/**
 * Appends couriers' reports and works out their runs anew. Each report is taken, known already, or refused by itself. Those that
 * are refused because the plan has it otherwise than the vehicle did are for a dispatcher, as a case.
 *
 * @param requests each of another run.
 * @returns as they are ordered; undefined for one of a run that is not there, or not the reporter's.
 */
export async function takeReports(
  transaction: Knex.Transaction,
  requests: readonly ReportRequest[],
): Promise<(AnsweredReports | undefined)[]> {
  const runs = await holdRuns(transaction, requests);
  const stops = await readStops(transaction, requests, runs);
  const zoneIds = await readZoneIds(transaction, requests);
  const cancelled = await readCancelled(transaction, requests, runs, stops);
  const facts: Fact[] = [];
  const untaken: UntakenReport[] = [];
  /** A refusal, or the place of the fact. */
  const read = requests.map((request) => {
    const run = runs.get(request);
    return (
      run &&
      request.reports.map((report) =>
        readReport(
          request,
          report,
          run,
          { stops: stops.get(run), zoneIds, ...cancelled.get(run.run_id) },
          facts,
          untaken,
        ),
      )
    );
  });
  const effects = await insertReports(transaction, facts);
  const taken = facts.filter((_, at) => effects[at] === 'taken');
  const followed = requests.flatMap((request) => {
    const told = taken.filter((fact) => fact.request === request).map(({ report }) => report);
    const run = runs.get(request);
    if (run === undefined || told.length === 0) return [];
    const { depot_id: depotId, run_id: runId, wave_id: waveId, status } = run;
    return [{ depotId, runId, waveId, seenAt: request.receivedAt, told, status }];
  });
  await projectEvents(transaction, followed);
  await raiseLeftBefore(
    transaction,
    followed.flatMap(({ told, ...run }) => {
      const moves = told.filter(({ kind }) => reportRules[kind].run !== undefined);
      const since = new Date(Math.min(...moves.map(({ deviceAt }) => deviceAt.getTime())));
      return moves.length === 0 ? [] : [{ ...run, since }];
    }),
  );
  await raiseTemperatureCases(transaction, taken.flatMap(readingOf));
  await raisePlanConflicts(transaction, untaken);
  return requests.map((request, at) => {
    const run = runs.get(request);
    const answers = read[at]?.map((answer) =>
      typeof answer === 'number' ? answerOf(facts[answer].report, effects[answer]) : answer,
    );
    return run && { depotId: run.depot_id, answers: answers! };
  });
}

function readReport(
  request: ReportRequest,
  report: RunReport,
  run: RunRow,
  {
    stops = new Map(),
    zoneIds,
    cancelled = [],
    areAllCancelled = false,
  }: { readonly stops?: ReadonlyMap<string, StopRow> } & Pick<ReportedOn, 'zoneIds'> & Partial<CancelledOfRun>,
  facts: Fact[],
  untaken: UntakenReport[],
): ReportAnswer | number {
  const { deviceEventId } = report;
  const { run_id: runId, status } = run;
  const cancelledStops = new Set(cancelled.map(({ stopId }) => stopId));
  const known = { runId, status, stops, zoneIds, cancelledStops, areAllCancelled };
  const fault = findReportFault(report, known, request.receivedAt);
  if (fault !== undefined) {
    if (isAgainstPlan(report, fault)) untaken.push(untakenOf(request, report, run, fault, cancelled));
    return { deviceEventId, effect: 'refused', ...fault };
  }
  const { consignments, totesTakenBack, celsius, zoneId, compartmentNo, note, stopId } = report;
  const data = JSON.stringify({ consignments, totesTakenBack, celsius, zoneId, compartmentNo, note });
  const stationId = stopId === undefined ? undefined : stops.get(stopId)!.station_id;
  return facts.push({ request, report, run, stationId, data }) - 1;
}

function untakenOf(
  { receivedAt }: ReportRequest,
  { stopId, kind, deviceEventId, deviceAt, consignments = [], note }: RunReport,
  { depot_id: depotId, wave_id: waveId, run_id: runId }: RunRow,
  { code }: ReportFault,
  cancelled: readonly CancelledStop[],
): UntakenReport {
  const consignmentIds = consignments.map(({ consignmentId }) => consignmentId);
  const isMeant = code === 'run-orders-cancelled' || code === 'stop-orders-cancelled';
  const own = cancelled.filter((stop) => isMeant && (stopId === undefined || stop.stopId === stopId));
  const named = { consignmentIds, cancelled: own, note };
  return { depotId, waveId, runId, stopId, kind, code, deviceEventId, deviceAt, receivedAt, ...named };
}

function readingOf({ request: { receivedAt }, report, run, stationId }: Fact): Reading[] {
  const { celsius, stopId, zoneId, compartmentNo, deviceAt: readAt } = report;
  if (celsius === undefined) return [];
  const { depot_id: depotId, wave_id: waveId, run_id: runId } = run;
  return [{ depotId, waveId, runId, stopId, stationId, celsius, zoneId, compartmentNo, readAt, receivedAt }];
}

function answerOf({ deviceEventId }: RunReport, effect: 'taken' | 'repeated' | 'conflict'): ReportAnswer {
  if (effect !== 'conflict') return { deviceEventId, effect };
  return {
    deviceEventId,
    effect,
    status: 409,
    code: 'event-id-reused',
    detail: `The run has another report with the id ${deviceEventId}; this one was not taken. Send it with an id of its own.`,
  };
}

/** The runs that these reporters may report on; all who hold several of them do so in the order of their ids. */
async function holdRuns(
  transaction: Knex.Transaction,
  requests: readonly ReportRequest[],
): Promise<Map<ReportRequest, RunRow>> {
  const rows = await readRows<RunRow & { place: number }>(
    transaction,
    `select runs.depot_id, runs.run_id, runs.wave_id, runs.courier_id, runs.status, asked.place::integer
     from unnest(?::text[], ?::text[], ?::text[]) with ordinality as asked(run_id, depot_ids, courier_id, place)
       join runs on runs.run_id = asked.run_id
     where (asked.depot_ids is null or asked.depot_ids::jsonb @> to_jsonb(runs.depot_id))
       and (asked.courier_id is null or runs.courier_id = asked.courier_id)
       and (runs.status <> 'draft' or exists (
         select 1 from events where events.run_id = runs.run_id and events.kind = 'run.released'))
     order by runs.run_id, runs.depot_id for update of runs`,
    [
      column(requests, ({ runId }) => runId),
      column(requests, ({ by }) => by.depotIds && JSON.stringify(by.depotIds)),
      column(requests, ({ by }) => by.courierId),
    ],
  );
  const runs = new Map<ReportRequest, RunRow>();
  for (const row of rows) {
    const request = requests[row.place - 1];
    if (!runs.has(request)) runs.set(request, row);
  }
  return runs;
}

/** The temperature zones that there are; none where no report names one. */
async function readZoneIds(transaction: Knex.Transaction, requests: readonly ReportRequest[]): Promise<Set<string>> {
  const areNamed = requests.some(({ reports }) =>
    reports.some(({ totesTakenBack, zoneId }) => totesTakenBack !== undefined || zoneId !== undefined),
  );
  if (!areNamed) return new Set();
  const { rows } = await transaction.raw('select zone_id from zones');
  return new Set((rows as { zone_id: string }[]).map(({ zone_id }) => zone_id));
}

/** The stops that the reports name, by run. */
async function readStops(
  transaction: Knex.Transaction,
  requests: readonly ReportRequest[],
  runs: ReadonlyMap<ReportRequest, RunRow>,
): Promise<Map<RunRow, Map<string, StopRow>>> {
  const named = requests.flatMap((request) => {
    const run = runs.get(request);
    const stopIds = new Set(request.reports.flatMap(({ stopId }) => stopId ?? []));
    return run === undefined || run.status === 'draft' ? [] : [...stopIds].map((stopId) => ({ run, stopId }));
  });
  const stops = new Map<RunRow, Map<string, StopRow>>();
  if (named.length === 0) return stops;
  const rows = await readRows<StopRow & { place: number }>(
    transaction,
    `select named.place::integer, stops.stop_id, stops.station_id, array(select consignment_id from stop_consignments as goods
         where goods.depot_id = stops.depot_id and goods.stop_id = stops.stop_id) as "consignmentIds"
     from unnest(?::text[], ?::text[], ?::text[]) with ordinality as named(depot_id, run_id, stop_id, place)
       join stops on stops.depot_id = named.depot_id and stops.stop_id = named.stop_id and stops.run_id = named.run_id`,
    [
      column(named, ({ run }) => run.depot_id),
      column(named, ({ run }) => run.run_id),
      column(named, ({ stopId }) => stopId),
    ],
  );
  for (const row of rows) {
    const { run } = named[row.place - 1];
    const ofRun = stops.get(run) ?? new Map<string, StopRow>();
    stops.set(run, ofRun.set(row.stop_id, row));
  }
  return stops;
}

interface CancelledOfRun {
  /** With all that was taken off the run because orders were cancelled. */
  readonly cancelled: readonly CancelledStop[];
  /** Whether the last of its stops were dropped for that alone. */
  readonly areAllCancelled: boolean;
}

/** By run, of those that are cancelled or of which stops are named that are not there any more. */
async function readCancelled(
  transaction: Knex.Transaction,
  requests: readonly ReportRequest[],
  runs: ReadonlyMap<ReportRequest, RunRow>,
  stops: ReadonlyMap<RunRow, ReadonlyMap<string, StopRow>>,
): Promise<Map<string, CancelledOfRun>> {
  const meant = requests.flatMap((request) => {
    const run = runs.get(request);
    if (run === undefined) return [];
    const isMissing = ({ stopId }: RunReport) => stopId !== undefined && stops.get(run)?.has(stopId) !== true;
    return run.status === 'cancelled' || request.reports.some(isMissing) ? [run.run_id] : [];
  });
  if (meant.length === 0) return new Map();
  const rows = await readRows<{ run_id: string; removed: string[] | null; cancelled: CancelledStop[] | null }>(
    transaction,
    `select run_id, data->'removed' as removed, data->'cancelled' as cancelled from events
     where run_id = any(?::text[]) and kind = 'run.changed' order by event_id`,
    [meant],
  );
  const found = new Map<string, CancelledOfRun>();
  for (const { run_id, removed, cancelled } of rows) {
    const before = found.get(run_id)?.cancelled ?? [];
    const now = cancelled ?? [];
    const isAll = now.length > 0 && (removed ?? []).every((id) => now.some(({ stationId }) => stationId === id));
    found.set(run_id, { cancelled: [...before, ...now], areAllCancelled: isAll });
  }
  return found;
}

/** Appends those that are not there yet. @returns what became of each; the first of one id is taken. */
async function insertReports(
  transaction: Knex.Transaction,
  facts: readonly Fact[],
): Promise<('taken' | 'repeated' | 'conflict')[]> {
  if (facts.length === 0) return [];
  const keyOf = (runId: string, deviceEventId: string) => JSON.stringify([runId, deviceEventId]);
  const first = new Map<string, Fact>();
  for (const fact of facts) {
    const key = keyOf(fact.run.run_id, fact.report.deviceEventId);
    if (!first.has(key)) first.set(key, fact);
  }
  const given = [...first.values()];
  const inserted = await readRows<{ run_id: string; device_event_id: string }>(
    transaction,
    `insert into events (depot_id, kind, wave_id, run_id, stop_id, station_id, courier_id, device_event_id, actor,
       device_at, received_at, data)
     select depot_id, kind, wave_id, run_id, stop_id, station_id, courier_id, device_event_id, actor, device_at,
       received_at, data
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
       ?::timestamptz[], ?::timestamptz[], ?::jsonb[]) with ordinality as given(depot_id, kind, wave_id, run_id, stop_id,
         station_id, courier_id, device_event_id, actor, device_at, received_at, data, place)
     order by place
     on conflict (run_id, device_event_id) where device_event_id is not null do nothing
     returning run_id, device_event_id`,
    [
      column(given, ({ run }) => run.depot_id),
      column(given, ({ report }) => `run.${report.kind}`),
      column(given, ({ run }) => run.wave_id),
      column(given, ({ run }) => run.run_id),
      column(given, ({ report }) => report.stopId),
      column(given, ({ stationId }) => stationId),
      column(given, ({ run }) => run.courier_id),
      column(given, ({ report }) => report.deviceEventId),
      column(given, ({ request }) => request.by.name),
      column(given, ({ report }) => report.deviceAt.toISOString()),
      column(given, ({ request }) => request.receivedAt.toISOString()),
      column(given, ({ data }) => data),
    ],
  );
  const taken = new Set<Fact>();
  for (const row of inserted) {
    taken.add(first.get(keyOf(row.run_id, row.device_event_id))!);
  }
  const others = facts.filter((fact) => !taken.has(fact));
  const known = await findKnown(transaction, others);
  return facts.map((fact) => (taken.has(fact) ? 'taken' : known.has(fact) ? 'repeated' : 'conflict'));
}

/** Of reports whose id is used already: those that say the same as the one that has it. */
async function findKnown(transaction: Knex.Transaction, facts: readonly Fact[]): Promise<Set<Fact>> {
  if (facts.length === 0) return new Set();
  const rows = await readRows<{ place: number }>(
    transaction,
    `select given.place::integer
     from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::jsonb[]) with ordinality
         as given(run_id, device_event_id, kind, device_at, stop_id, data, place)
       join events on events.run_id = given.run_id and events.device_event_id = given.device_event_id
     where events.kind = given.kind and events.device_at = given.device_at
       and events.stop_id is not distinct from given.stop_id and events.data = given.data`,
    [
      column(facts, ({ run }) => run.run_id),
      column(facts, ({ report }) => report.deviceEventId),
      column(facts, ({ report }) => `run.${report.kind}`),
      column(facts, ({ report }) => report.deviceAt.toISOString()),
      column(facts, ({ report }) => report.stopId),
      column(facts, ({ data }) => data),
    ],
  );
  return new Set(rows.map(({ place }) => facts[place - 1]));
}
