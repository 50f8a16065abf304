import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../server/domain/planning/check-plan.js';
import { checkerRules } from '../../server/domain/planning/checker-rules.js';
import { loadCases } from './checker/load-cases.js';
import { partCases } from './checker/part-cases.js';
import { planCases } from './checker/plan-cases.js';
import { roomCases } from './checker/room-cases.js';
import { routeCases } from './checker/route-cases.js';
import { sharingCases } from './checker/sharing-cases.js';
import { smallPlan } from './checker/small-plan.js';
import { stopCases } from './checker/stop-cases.js';
import { fetchCases } from './checker/transfer-cases.js';
import { tripCases } from './checker/trip-cases.js';

const cases = [
  ...planCases,
  ...routeCases,
  ...tripCases,
  ...stopCases,
  ...loadCases,
  ...roomCases,
  ...partCases,
  ...fetchCases,
  ...sharingCases,
];
const named = cases.map((each) => [each.rule, each.claim, each] as const);

describe('the plan checker', () => {
  it('finds nothing wrong with the small plan', () => {
    const { plan, context } = smallPlan();
    const [{ loadBegins, departs, stops, returns, meters, seconds }] = plan.routes[0].trips;
    expect([loadBegins, departs, ...stops.flatMap(({ arrives, leaves }) => [arrives, leaves]), returns]).toEqual([
      0, 420, 1_020, 1_170, 1_470, 1_620, 2_220,
    ]);
    expect([meters, seconds, plan.kpis.costMinor]).toEqual([15_000, 1_500, 13_720]);
    expect(checkPlan(plan, context)).toEqual([]);
  });

  it('has cases of every rule', () => {
    expect([...new Set(cases.map(({ rule }) => rule))].sort()).toEqual([...checkerRules].sort());
  });

  it.each(named)('reports %s and nothing else: %s', (rule, _, { breaks, says }) => {
    expect(says).not.toEqual([]);
    const said = checkPlan(breaks.plan, breaks.context).map((fault) => ({ rule: fault.rule, text: fault.text }));
    expect(said).toEqual(says.map((text) => ({ rule, text })));
  });

  it.each(named)('reports nothing where %s is just kept: %s', (_, __, { keeps }) => {
    expect(checkPlan(keeps.plan, keeps.context)).toEqual([]);
  });
});
