import type { ReportFault } from '../../domain/delivery/check-report.js';
import type { RunReport } from '../../domain/delivery/report.js';
import type { ZoneTotes } from '../../domain/network/empty-totes.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { Pick } from '../../domain/warehouse/pick-list.js';
import type { ReportedRun } from './run-reader.js';

/** Taken, known already word for word, refused, or another report than the one that was taken under its id. */
export type ReportEffect = 'taken' | 'repeated' | 'refused' | 'conflict';

/** What became of one report. */
export interface ReportAnswer {
  readonly deviceEventId: string;
  readonly effect: ReportEffect;
  /** Why it was not taken: a stable code and a whole sentence. */
  readonly code?: ReportFault['code'] | 'event-id-reused';
  readonly detail?: string;
  /** Of a conflict: as an answer of its own would have it. */
  readonly status?: 409;
}

/** Who reports, and what they may report on. */
export interface Reporter {
  readonly name: string;
  readonly depotIds: OwnDepots;
  readonly courierId: string | undefined;
}

/** Reports on one run as they came in together. */
export interface ReportRequest {
  readonly runId: string;
  readonly reports: readonly RunReport[];
  readonly by: Reporter;
  readonly receivedAt: Date;
}

/** What became of the reports of a request, and what of the run is as it is by them. */
export interface TakenReports {
  readonly data: readonly ReportAnswer[];
  readonly run: ReportedRun;
}

/** Which station answers, and who for it. */
export interface StationScope {
  readonly depotId: string;
  readonly stationId: string;
  readonly actor: string;
}

/** Goods that are not as they should be. */
export interface Claim {
  readonly claimId: string;
  readonly stopId: string;
  readonly consignmentId: string;
  readonly skuId: string | undefined;
  readonly kind: 'short' | 'damaged' | 'wrong' | 'warm';
  readonly quantity: number;
  readonly note: string;
}

/** What happens outside of the warehouse: couriers' reports, stations' signatures and claims; and picks inside. */
export interface FieldStore {
  /** Empty totes that wait at a station at a moment. @throws NotFoundError also for a station of another depot. */
  listEmptyTotes(stationId: string, depotIds: OwnDepots, at: Date): Promise<readonly ZoneTotes[]>;
  /** Sets what was counted there; zones that are not named stay as they are. @throws NotFoundError, InvalidInputError */
  countEmptyTotes(
    stationId: string,
    depotIds: OwnDepots,
    totes: readonly ZoneTotes[],
    by: string,
    at: Date,
  ): Promise<void>;
  /** Takes reports in the order of their device times. @throws NotFoundError for somebody else's run. */
  report(runId: string, reports: readonly RunReport[], by: Reporter, receivedAt: Date): Promise<ReportAnswer[]>;
  /**
   * Takes the reports of several requests in one transaction.
   *
   * @param requests each of another run.
   * @returns as they are ordered; undefined for one of a run that is not there, or somebody else's.
   */
  reportTogether(requests: readonly ReportRequest[]): Promise<readonly (TakenReports | undefined)[]>;
  /**
   * A station signs for a stop; the first signature stays.
   *
   * @throws NotFoundError for somebody else's, ConflictError `already-signed` when another name has signed.
   */
  sign(station: StationScope, stopId: string, signedBy: string, at: Date): Promise<void>;
  /** @throws NotFoundError, InvalidInputError when there is no so much of the goods. */
  claim(station: StationScope, claim: Claim, at: Date): Promise<void>;
  /** Ticks off lines; a short pick goes to the orders of lowest priority. @throws NotFoundError, ConflictError `wave-left` */
  pick(pickListId: string, lines: readonly Pick[], at: Date, actor: string, depotIds: OwnDepots): Promise<void>;
  /** Says that pieces are at their place again. @throws NotFoundError, InvalidInputError where there are not so many */
  putBack(
    pickListId: string,
    lines: readonly { readonly lineNo: number; readonly quantity: number }[],
    at: Date,
    actor: string,
    depotIds: OwnDepots,
  ): Promise<void>;
}
