import type { Problem } from '../../../server/solver/problem.js';
import type { Solution } from '../../../server/solver/solution.js';
import { bothOnOneTrip, type SmallDayInput, smallDay } from './small-day.js';

/** One way to break a rule: a day on which a plan just keeps it, and one on which it just does not. */
export interface OracleCase {
  /** What is asked for. */
  readonly claim: string;
  readonly keeps: Problem;
  /** Allowed on the day that keeps the rule, and the cheapest there. */
  readonly plan: Solution;
  readonly breaks: Problem;
  /** What plain checking says to the plan, or to another one, on the day that breaks the rule. */
  readonly planThen: Solution;
  readonly says: readonly string[];
  /** What the cheapest plan costs then; undefined where trying everything does not look at the rule. */
  readonly leastThen: number | undefined;
}

/** A field that is no rule by itself, and why. */
export interface NoRule {
  readonly noRule: string;
}

export const noRule = (why: string): NoRule => ({ noRule: why });

export type OracleEntry = readonly [OracleCase, ...OracleCase[]] | NoRule;

/** An entry for every field of a part of the problem: a field without one does not compile. */
export type CasesOf<Part extends string, Fields> = Record<`${Part}.${keyof Fields & string}`, OracleEntry>;

/** What a case has that is not usual: another plan than both stations on one trip, and another one on the day that breaks. */
export interface OracleCaseInput {
  readonly keeps: SmallDayInput;
  readonly breaks: SmallDayInput;
  readonly says: string | readonly string[];
  readonly least: number | undefined;
  readonly plan?: Solution;
  readonly planThen?: Solution;
}

export function oracleCase(claim: string, input: OracleCaseInput): OracleCase {
  const plan = input.plan ?? bothOnOneTrip();
  return {
    claim,
    keeps: smallDay(input.keeps),
    plan,
    breaks: smallDay(input.breaks),
    planThen: input.planThen ?? plan,
    says: [input.says].flat(),
    leastThen: input.least,
  };
}
