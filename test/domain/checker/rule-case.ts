import type { CheckerRule } from '../../../server/domain/planning/checker-rules.js';
import { type CheckedPlan, type SmallPlanInput, smallPlan } from './small-plan.js';

/** One way to break a rule: a plan that just does, and one that just does not. */
export interface RuleCase {
  readonly rule: CheckerRule;
  /** What is asked for. */
  readonly claim: string;
  readonly breaks: CheckedPlan;
  /** All that is reported; mostly one text. */
  readonly says: readonly string[];
  readonly keeps: CheckedPlan;
}

/** @param keeps the small plan as it is unless said otherwise. */
export function ruleCase(
  rule: CheckerRule,
  claim: string,
  breaks: SmallPlanInput,
  says: string | readonly string[],
  keeps: SmallPlanInput = {},
): RuleCase {
  return { rule, claim, breaks: smallPlan(breaks), says: [says].flat(), keeps: smallPlan(keeps) };
}
