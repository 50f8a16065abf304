import { DispatchError } from '../dispatch-error.js';
import { type CaseKind, type CaseOutcome, correctedKinds } from './case-kinds.js';
import { gatherReadings } from './gather-readings.js';
import { gatherReports } from './gather-reports.js';

export const caseStatuses = ['open', 'taken', 'closed'] as const;
/** Nobody is at it yet; somebody is; it is over, by an outcome or by itself. */
export type CaseStatus = (typeof caseStatuses)[number];

/** Some goods that a case is about: a consignment, or a part of one. */
export interface CaseGoods {
  readonly consignmentId: string;
  /** The consignment that a part is of; its own id where it is whole. */
  readonly wholeId: string;
  readonly partNo: number | null;
  readonly zoneId: string;
}

/** Something that is wrong, as facts have it. There is one case for each kind and subject. */
export interface CaseFact {
  readonly depotId: string;
  readonly kind: CaseKind;
  /** What it is about, such as a stop's id. */
  readonly subject: string;
  readonly waveId?: string;
  readonly runId?: string;
  readonly stopId?: string;
  readonly stationId?: string;
  readonly claimId?: string;
  readonly goods: readonly CaseGoods[];
  /** What is known of it, for people and programs: a temperature, a reason, how late. */
  readonly detail: Readonly<Record<string, string | number | null>>;
  /** Something that happened, such as a reading, and not a state that lasts: the next one is another one. */
  readonly happens?: true;
}

/** What is known of a case: by its latest fact, or by all of its readings or reports. */
export type CaseKnowledge = Pick<CaseFact, 'goods' | 'detail'>;

export type CaseSubject = Pick<CaseFact, 'depotId' | 'kind' | 'subject'>;

/** A case as far as it decides what facts make of it. */
export interface KnownCase extends CaseSubject, CaseKnowledge {
  readonly caseId: number;
  readonly status: CaseStatus;
  /** Whether it closed by itself the last time, because what it told of was no longer so. */
  readonly endedItself: boolean;
  /** Whether what it tells of was so when it was last looked at. */
  readonly isSo: boolean;
  /** How a person closed it the last time; undefined where nobody ever did. */
  readonly closing?: { readonly outcome: CaseOutcome } | undefined;
}

/** A case and a fact about it, with what is known of it then. */
export interface FactOfCase<Known extends KnownCase> {
  readonly known: Known;
  readonly fact: CaseFact;
  readonly knowledge: CaseKnowledge;
}

/** What facts make of cases. */
export interface SettledCases<Known extends KnownCase> {
  readonly opened: readonly CaseFact[];
  /** Known and open: what is known of them may have changed. */
  readonly kept: readonly FactOfCase<Known>[];
  readonly reopened: readonly FactOfCase<Known>[];
  readonly ended: readonly Known[];
  /** Closed by a person, and no longer so since: they stay closed, and are open again when it is so again. */
  readonly passed: readonly Known[];
  /** No longer so, though a person has set something going because of it, which has to be stopped: open, or opened again. */
  readonly inVain: readonly Known[];
}

/**
 * Facts against the cases that there are.
 *
 * A case that a person has closed stays closed while its state lasts: they have dealt with just that. It opens again when
 * something happens anew, when more is wrong than they saw, or when it was no longer so in between. What is looked at and no
 * longer so ends by itself, but where a person has set something going because of it: that is theirs to stop.
 *
 * @param looked subjects that were looked at; those without a fact are no longer so.
 */
export function settleCases<Known extends KnownCase>(
  facts: readonly CaseFact[],
  looked: readonly CaseSubject[],
  known: readonly Known[],
): SettledCases<Known> {
  const knownBySubject = new Map(known.map((each) => [subjectKey(each), each]));
  const latest = new Map(facts.map((fact) => [subjectKey(fact), fact]));
  const opened: CaseFact[] = [];
  const kept: FactOfCase<Known>[] = [];
  const reopened: FactOfCase<Known>[] = [];
  for (const [key, fact] of latest) {
    const before = knownBySubject.get(key);
    if (before === undefined) {
      opened.push(fact);
      continue;
    }
    const found = { known: before, fact, knowledge: knowledgeOf(before, fact) };
    if (before.status !== 'closed') kept.push(found);
    else if (before.endedItself || !before.isSo || fact.happens || isMore(fact, before)) reopened.push(found);
  }
  const isOver = new Set(looked.map(subjectKey).filter((key) => !latest.has(key)));
  const over = known.filter((each) => isOver.has(subjectKey(each)));
  const plain = over.filter((each) => !isInVain(each));
  return {
    opened,
    kept,
    reopened,
    ended: plain.filter(({ status }) => status !== 'closed'),
    passed: plain.filter(({ status, isSo }) => status === 'closed' && isSo),
    inVain: over.filter((each) => isInVain(each) && each.isSo),
  };
}

/** Whether somebody has set something going that is for nothing once the case is no longer so. */
function isInVain({ kind, closing }: KnownCase): boolean {
  return correctedKinds.has(kind) && closing !== undefined && closing.outcome !== 'no-action';
}

/** Whether a fact tells of more than is known: of more pieces, or of other goods. */
function isMore(fact: CaseKnowledge, known: CaseKnowledge): boolean {
  const knownIds = new Set(known.goods.map(({ consignmentId }) => consignmentId));
  return extentOf(fact) > extentOf(known) || fact.goods.some(({ consignmentId }) => !knownIds.has(consignmentId));
}

/** How many pieces are missing, where that is known. */
function extentOf({ detail: { ordered, picked } }: CaseKnowledge): number {
  return typeof ordered === 'number' && typeof picked === 'number' ? ordered - picked : 0;
}

function knowledgeOf(known: KnownCase, fact: CaseFact): CaseKnowledge {
  if (fact.kind === 'temperature') return gatherReadings(known, fact);
  return fact.kind === 'report-against-plan' ? gatherReports(known, fact) : fact;
}

export function subjectKey({ depotId, kind, subject }: CaseSubject): string {
  return JSON.stringify([depotId, kind, subject]);
}

/** @throws DispatchError `wrong-state` */
export function assertNotClosed(status: CaseStatus): void {
  if (status === 'closed') throw new DispatchError('wrong-state', 'The case is closed already. Open it again first.');
}

/** @throws DispatchError `wrong-state` */
export function assertClosed(status: CaseStatus): void {
  if (status !== 'closed') throw new DispatchError('wrong-state', 'The case is not closed.');
}
