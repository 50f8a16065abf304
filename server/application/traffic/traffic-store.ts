import type { DrawnPlace } from '../../domain/network/drawn-place.js';
import type { ReportedSpeed } from '../travel/travel-speeds.js';

/** What somebody said about the traffic on some roads for some time. */
export interface TrafficReport {
  readonly reportId: string;
  readonly place: DrawnPlace;
  readonly speed: ReportedSpeed;
  readonly validFrom: Date;
  /** Not included. */
  readonly validUntil: Date;
  readonly note: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Account that reported; names may be shared. Absent where programs of our own report. */
  readonly createdByAccount?: string;
}

/** A report with the edges that it touches on one map. */
export interface ReportOnMap extends TrafficReport {
  /** Undefined while it was not matched to that map yet. */
  readonly edgeIds: readonly number[] | undefined;
}

/** Speeds seen by couriers on one edge: the middle of so many, in one hour of the day. */
export interface LearnedSpeed {
  readonly edgeId: number;
  readonly hour: number;
  readonly kph: number;
}

/** How fast one edge was driven, once. */
export interface SeenSpeed extends LearnedSpeed {
  readonly seenAt: Date;
}

/** Part of the free speed that is driven on a class of road in an hour of the day, at a depot. */
export interface ClassSpeed {
  readonly roadClass: number;
  readonly hour: number;
  readonly speedFactor: number;
}

/** What is known of speeds. */
export interface TrafficStore {
  addReport(report: TrafficReport, mapId: string, edgeIds: readonly number[]): Promise<void>;
  /** Keeps the edges of a report on another map than the one that it was made on. */
  putEdges(reportId: string, mapId: string, edgeIds: readonly number[]): Promise<void>;
  /** @throws NotFoundError when there is none, or it was withdrawn before. */
  withdrawReport(reportId: string, by: string, at: Date): Promise<void>;
  /** @throws NotFoundError when none of this id was withdrawn. */
  restoreReport(reportId: string, by: string, at: Date): Promise<void>;
  /**
   * The account that made a report, withdrawn or not; undefined where it was not kept.
   *
   * @throws NotFoundError
   */
  getReporter(reportId: string): Promise<string | undefined>;
  /** Reports that hold at some time of a span, oldest first. */
  listReports(mapId: string, from: Date, until: Date): Promise<ReportOnMap[]>;

  listClassSpeeds(depotId: string): Promise<ClassSpeed[]>;
  replaceClassSpeeds(depotId: string, speeds: readonly ClassSpeed[], by: string, at: Date): Promise<void>;

  /** @returns false when a track of this id was taken before. */
  addTrack(trackId: string, mapId: string, seen: readonly SeenSpeed[], by: string, at: Date): Promise<boolean>;
  /** What the last sightings before a moment have taught; older than some months they are forgotten. */
  listLearned(mapId: string, hours: readonly number[], at: Date): Promise<LearnedSpeed[]>;
}
