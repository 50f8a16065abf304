import { DispatchError } from '../dispatch-error.js';
import type { CaseKind } from './case-kinds.js';

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

export type CaseSubject = Pick<CaseFact, 'depotId' | 'kind' | 'subject'>;

/** A case as far as it decides what facts make of it. */
export interface KnownCase extends CaseSubject {
  readonly caseId: number;
  readonly status: CaseStatus;
  /** Whether it closed by itself the last time, because what it told of was no longer so. */
  readonly endedItself: boolean;
}

/** What facts make of cases. */
export interface SettledCases<Known extends KnownCase> {
  readonly opened: readonly CaseFact[];
  /** Known and open: what is known of them may have changed. */
  readonly kept: readonly { readonly known: Known; readonly fact: CaseFact }[];
  readonly reopened: readonly { readonly known: Known; readonly fact: CaseFact }[];
  readonly ended: readonly Known[];
}

/**
 * Facts against the cases that there are.
 *
 * A case that a person has closed stays closed while its state lasts: they have dealt with just that. It opens again when
 * something happens anew, or when it had closed by itself and is so again. What is looked at and no longer so ends by itself.
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
  const kept: { known: Known; fact: CaseFact }[] = [];
  const reopened: { known: Known; fact: CaseFact }[] = [];
  for (const [key, fact] of latest) {
    const before = knownBySubject.get(key);
    if (before === undefined) opened.push(fact);
    else if (before.status !== 'closed') kept.push({ known: before, fact });
    else if (before.endedItself || fact.happens) reopened.push({ known: before, fact });
  }
  const isOver = new Set(looked.map(subjectKey).filter((key) => !latest.has(key)));
  const ended = known.filter((each) => each.status !== 'closed' && isOver.has(subjectKey(each)));
  return { opened, kept, reopened, ended };
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
