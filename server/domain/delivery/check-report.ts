import { type RunReport, reportRules, takesReport } from './report.js';
import type { RunStatus } from './run.js';

export const reportFaultCodes = [
  'run-withdrawn',
  'run-cancelled',
  'stop-moved',
  'run-orders-cancelled',
  'stop-orders-cancelled',
  'clock-wrong',
  'report-incomplete',
  'told-twice',
  'unknown-stop',
  'unknown-consignment',
  'unknown-zone',
] as const;

/** Why a report cannot be taken: a stable code and a whole sentence. */
export interface ReportFault {
  readonly code: (typeof reportFaultCodes)[number];
  readonly detail: string;
}

type CheckedReport = Omit<RunReport, 'deviceEventId'>;

/** What a report is checked against. */
export interface ReportedOn {
  readonly runId: string;
  readonly status: RunStatus;
  /** By id, those of the run's stops that the reports name. */
  readonly stops: ReadonlyMap<string, { readonly consignmentIds: readonly string[] }>;
  readonly zoneIds: ReadonlySet<string>;
  /** Stops that were dropped because all orders for them were cancelled, and whether the run was for nothing else. */
  readonly cancelledStops: ReadonlySet<string>;
  readonly areAllCancelled: boolean;
}

const dayMilliseconds = 86_400_000;
/** A phone that lost its clock begins again at 1970 or 1980. */
const earliestClock = new Date('2000-01-01T00:00:00Z');

const withdrawn: ReportFault = {
  code: 'run-withdrawn',
  detail: 'The release of this run was taken back. If the vehicle has left already, call the dispatcher now.',
};
const cancelled: ReportFault = {
  code: 'run-cancelled',
  detail:
    'This run was cancelled: its goods were given to other vehicles. If you have left or handed anything over, call the dispatcher now.',
};
const moved: ReportFault = {
  code: 'stop-moved',
  detail:
    'This stop was taken off the run: its goods were given to another vehicle. If you have handed them over, call the dispatcher now.',
};
const runWithoutOrders: ReportFault = {
  code: 'run-orders-cancelled',
  detail:
    'All orders of this run were cancelled. If you have left, bring the goods back to the depot, and call the dispatcher now.',
};
const stopWithoutOrders: ReportFault = {
  code: 'stop-orders-cancelled',
  detail:
    'All orders for this stop were cancelled. Bring the goods back to the depot; if you have handed them over, call the dispatcher now.',
};
const againstPlan: ReadonlySet<ReportFault> = new Set([
  withdrawn,
  cancelled,
  moved,
  runWithoutOrders,
  stopWithoutOrders,
]);

/**
 * Whether a report that is not taken tells of something that a vehicle did though the plan has it otherwise: its courier did not
 * know. Nothing that is wrong with the report itself, and for a dispatcher to know at once.
 */
export function isAgainstPlan({ kind }: Pick<CheckedReport, 'kind'>, fault: ReportFault): boolean {
  return againstPlan.has(fault) && reportRules[kind].run !== undefined;
}

/** Why a report cannot be taken; undefined when it can. */
export function findReportFault(report: CheckedReport, run: ReportedOn, receivedAt: Date): ReportFault | undefined {
  // The courier has seen the run and may have left with no network: an answer, so that devices do not ask for ever.
  if (!takesReport(run.status, report.kind)) {
    if (run.status !== 'cancelled') return withdrawn;
    return run.areAllCancelled ? runWithoutOrders : cancelled;
  }
  const { deviceAt } = report;
  // The latest report holds: one of days to come could not be corrected by any later one.
  if (deviceAt.getTime() > receivedAt.getTime() + dayMilliseconds || deviceAt < earliestClock) {
    return { code: 'clock-wrong', detail: `The device's clock is wrong: it says ${deviceAt.toISOString()}.` };
  }
  return findMissing(report) ?? findTwice(report) ?? findUnknown(report, run);
}

/** What its kind, or something else that it tells, needs. */
function findMissing({ kind, stopId, ...report }: CheckedReport): ReportFault | undefined {
  const incomplete = (detail: string): ReportFault => ({ code: 'report-incomplete', detail });
  if (kind === 'temperature' && report.celsius === undefined) return incomplete('temperature needs celsius.');
  if (kind === 'note' && (report.note ?? '').trim() === '') return incomplete('note needs a note.');
  if (stopId !== undefined) return undefined;
  if (reportRules[kind].needsStop) return incomplete(`${kind} needs a stopId.`);
  if (report.totesTakenBack !== undefined) {
    return incomplete('Empty totes are told of with the stop where they were taken.');
  }
  if ((report.consignments ?? []).length === 0) return undefined;
  return incomplete('Consignments are told of with the stop that they are for.');
}

function findTwice({ consignments = [], totesTakenBack = [] }: CheckedReport): ReportFault | undefined {
  const twice =
    repeated(consignments.map(({ consignmentId }) => consignmentId)) ??
    repeated(totesTakenBack.map(({ zoneId }) => zoneId));
  return twice === undefined ? undefined : { code: 'told-twice', detail: `The report tells of ${twice} twice.` };
}

function repeated(ids: readonly string[]): string | undefined {
  return ids.find((id, at) => ids.indexOf(id) < at);
}

function findUnknown(
  report: CheckedReport,
  { runId, stops, zoneIds, cancelledStops }: ReportedOn,
): ReportFault | undefined {
  const { stopId, consignments = [], totesTakenBack = [], zoneId } = report;
  const unknownZone = (id: string): ReportFault => ({
    code: 'unknown-zone',
    detail: `There is no temperature zone ${id}.`,
  });
  if (zoneId !== undefined && !zoneIds.has(zoneId)) return unknownZone(zoneId);
  if (stopId === undefined) return undefined;
  const stop = stops.get(stopId);
  if (stop === undefined && cancelledStops.has(stopId)) return stopWithoutOrders;
  if (stop === undefined && isStopIdOf(runId, stopId)) return moved;
  if (stop === undefined) return { code: 'unknown-stop', detail: `The run has no stop ${stopId}.` };
  const strange = consignments.find(({ consignmentId }) => !stop.consignmentIds.includes(consignmentId));
  if (strange !== undefined) {
    const detail = `The stop ${stopId} has no consignment ${strange.consignmentId}.`;
    return { code: 'unknown-consignment', detail };
  }
  const zone = totesTakenBack.find(({ zoneId }) => !zoneIds.has(zoneId));
  return zone && unknownZone(zone.zoneId);
}

/** Whether a stop may have been of the run: their ids are its own, numbered. */
function isStopIdOf(runId: string, stopId: string): boolean {
  return stopId.startsWith(`${runId}-`) && /^\d+$/.test(stopId.slice(runId.length + 1));
}
