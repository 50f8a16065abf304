import type { CaseFact } from '../../domain/cases/case.js';
import type { CaseKind, CaseKindSettings } from '../../domain/cases/case-kinds.js';
import type { CaseClosing, OwedLine } from '../../domain/cases/closing.js';
import type { OwnDepots } from '../../domain/own-depots.js';

/** Which case, and for whom: one of another depot is as if it did not exist. */
export interface CaseScope {
  readonly caseId: number;
  readonly depotIds: OwnDepots;
}

/** Who does something to a case, and when. */
export interface CaseActor {
  readonly by: string;
  readonly at: Date;
}

export interface CaseEntry {
  readonly entryNo: number;
  readonly at: Date;
  readonly actor: string;
  readonly kind: string;
  readonly note: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is kept of a case beside its row: what happened to it, and whose goods it is about. */
export interface CaseHistory {
  readonly entries: readonly CaseEntry[];
  readonly lines: readonly OwedLine[];
}

export type CaseKindRow = CaseKindSettings & { readonly kind: CaseKind };

/** What people do to cases. Each change is one transaction with its history, its fact and its row in the audit. */
export interface CaseStore {
  /** @throws NotFoundError */
  history(scope: CaseScope): Promise<CaseHistory>;
  /** Taken by who asks; again by the same changes nothing. @throws NotFoundError, DispatchError `wrong-state` */
  take(scope: CaseScope, who: CaseActor): Promise<void>;
  /** @throws NotFoundError, InvalidInputError where nobody of that login could work at it. */
  assign(scope: CaseScope, login: string, who: CaseActor): Promise<void>;
  note(scope: CaseScope, note: string, who: CaseActor): Promise<void>;
  /** @throws NotFoundError, InvalidInputError, ConflictError `wave-closed`, DispatchError `wrong-state` */
  close(scope: CaseScope, closing: CaseClosing, who: CaseActor): Promise<void>;
  reopen(scope: CaseScope, note: string, who: CaseActor): Promise<void>;
  /** Goods that were expected back are there. @throws DispatchError `wrong-state` where none are expected. */
  receive(scope: CaseScope, who: CaseActor): Promise<void>;
  /** What is set for every kind, in their order. @throws NotFoundError for another depot. */
  kindsOf(depotId: string, depotIds: OwnDepots): Promise<readonly CaseKindRow[]>;
  setKind(
    depot: { readonly depotId: string; readonly depotIds: OwnDepots },
    kind: CaseKind,
    change: Partial<CaseKindSettings>,
    who: CaseActor,
  ): Promise<void>;
}

/** What is known of runs that the watch looks at beside their progress. */
export interface HeardRun {
  readonly runId: string;
  readonly plannedReturnAt: Date;
  readonly heardAt: Date | null;
}

export interface WatchedWave {
  readonly depotId: string;
  readonly waveId: string;
}

/** What the watch reads and writes. */
export interface CaseWatchStore {
  /** Waves with runs that are released or on the road, of delivery dates from this one on. */
  listWaves(fromDate: string): Promise<readonly WatchedWave[]>;
  listHeard(wave: WatchedWave): Promise<readonly HeardRun[]>;
  settings(depotId: string): Promise<readonly CaseKindRow[]>;
  /** Goods that the current plan of a wave leaves out, as facts. */
  unassignedOf(wave: WatchedWave): Promise<readonly CaseFact[]>;
  /** What was looked at of a wave: cases of these kinds that have no fact end by themselves. */
  settle(wave: WatchedWave, kinds: readonly CaseKind[], facts: readonly CaseFact[], at: Date): Promise<void>;
  /** Escalates what is open beyond its time, each case once. @returns how many. */
  escalate(at: Date): Promise<number>;
}
