import type { Trip } from '../../../server/domain/planning/plan.js';
import { type RuleCase, ruleCase } from './rule-case.js';

/** Another wave of the date has a vehicle for these spans; it loads nothing, so the docks are free again at once. */
const beside = (vehicleId: string, ...spans: readonly (readonly [loadBegins: number, returns: number])[]) => {
  const trips = spans.map(
    ([loadBegins, returns]): Trip => ({ loadBegins, departs: loadBegins, stops: [], returns, meters: 0, seconds: 0 }),
  );
  return { context: { sharing: { vehicles: new Map(), beside: [{ waveId: 'W2', routes: [{ vehicleId, trips }] }] } } };
};

/** What plans of one date break together. V1 works from 0 to 2,220. */
export const sharingCases: readonly RuleCase[] = [
  ruleCase(
    'shared-vehicle',
    'a vehicle works for one wave after the other',
    beside('V1', [2_219, 3_000]),
    'Vehicle V1 works from 0 to 2220, and from 2219 to 3000 for wave W2.',
    beside('V1', [2_220, 3_000]),
  ),
  ruleCase(
    'shared-vehicle',
    'a vehicle does not work for a wave between two trips of another one',
    beside('V1', [-500, -100], [2_300, 3_000]),
    'Vehicle V1 works from 0 to 2220, and from -500 to 3000 for wave W2.',
    beside('V2', [-500, -100], [2_300, 3_000]),
  ),
];
