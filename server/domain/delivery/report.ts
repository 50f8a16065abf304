import type { ZoneTotes } from '../network/empty-totes.js';
import type { RunStatus } from './run.js';

/** What couriers report. Taken in batches, in any order, repeated at will. */
export const runEventKinds = [
  'departed',
  'arrived',
  'delivered',
  'refused',
  'failed',
  'returned',
  'temperature',
  'note',
  'acknowledged',
] as const;
export type RunEventKind = (typeof runEventKinds)[number];

/** What a courier says of the goods of a stop. */
export type ReportedOutcome = 'delivered' | 'partial' | 'refused' | 'failed';

/** One report from a courier's device. The device's own id makes a repeat harmless. */
export interface RunReport {
  readonly deviceEventId: string;
  readonly kind: RunEventKind;
  readonly deviceAt: Date;
  readonly stopId?: string;
  /** What became of each consignment; all of the stop's where none is named, and those not named go by the report's kind. */
  readonly consignments?: readonly {
    readonly consignmentId: string;
    readonly totesHandedOver?: number;
    readonly outcome?: ReportedOutcome;
  }[];
  /** Empty totes that were taken along, with the report of a stop that is done. */
  readonly totesTakenBack?: readonly ZoneTotes[];
  readonly celsius?: number;
  /** Of a temperature: whose goods were measured, and in which compartment. */
  readonly zoneId?: string;
  readonly compartmentNo?: number;
  readonly note?: string;
}

/** What a report of a kind needs, and what it may change. */
export interface ReportRule {
  readonly needsStop: boolean;
  /** What it makes of a run. */
  readonly run?: 'departed' | 'finished';
  /** What it makes of its stop: the vehicle is there, or is done there and the goods have an outcome. */
  readonly stop?: 'arrived' | 'done';
}

export const reportRules: Readonly<Record<RunEventKind, ReportRule>> = {
  departed: { needsStop: false, run: 'departed' },
  arrived: { needsStop: true, run: 'departed', stop: 'arrived' },
  delivered: { needsStop: true, run: 'departed', stop: 'done' },
  refused: { needsStop: true, run: 'departed', stop: 'done' },
  failed: { needsStop: true, run: 'departed', stop: 'done' },
  returned: { needsStop: false, run: 'finished' },
  temperature: { needsStop: false },
  note: { needsStop: false },
  acknowledged: { needsStop: false },
};

/** The kinds whose rule fits. */
export function kindsThat(fits: (rule: ReportRule) => boolean): readonly RunEventKind[] {
  return runEventKinds.filter((kind) => fits(reportRules[kind]));
}

/**
 * Which reports a run takes. Of one that is cancelled only those that say nothing of its vehicle, such as that the courier has seen
 * it: no plan has goods on it, so that it neither leaves nor delivers as far as the record goes.
 */
const takenOf: Readonly<Record<RunStatus, 'all' | 'words' | 'none'>> = {
  draft: 'none',
  released: 'all',
  departed: 'all',
  finished: 'all',
  cancelled: 'words',
};

export function takesReport(status: RunStatus, kind: RunEventKind): boolean {
  return takenOf[status] === 'all' || (takenOf[status] === 'words' && reportRules[kind].run === undefined);
}
