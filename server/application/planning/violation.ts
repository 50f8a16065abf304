import type { PlanFault } from '../../domain/planning/checker/check-context.js';
import type { CheckerRule } from '../../domain/planning/checker-rules.js';

/**
 * A rule that a hand-made change would break. Causes have the names that VROOM uses where the meaning is the same
 * (docs/API.md of that project, "violations").
 */
export interface Violation {
  readonly cause: string;
  /** The checker's own name of the rule. */
  readonly rule: string;
  readonly text: string;
}

const causes: Readonly<Partial<Record<CheckerRule, string>>> = {
  'time-window': 'delay',
  shift: 'delay',
  'depot-hours': 'delay',
  'load-begin': 'lead_time',
  payload: 'load',
  'compartment-zone': 'load',
  'compartment-known': 'load',
  'compartment-volume': 'load',
  partitions: 'load',
  'max-stops': 'max_tasks',
  'max-trips': 'max_trips',
  range: 'max_distance',
  'vehicle-height': 'skills',
  skills: 'skills',
  driving: 'max_travel_time',
  break: 'missing_break',
  release: 'lead_time',
  'vehicle-available': 'unavailable',
  unreachable: 'unreachable',
  docks: 'docks',
  'shared-vehicle': 'shared_vehicle',
  'allowed-vehicles': 'allowed_vehicles',
};

/** @param fault of a plan whose arithmetic is right: every other rule is kept by how edits are made. */
export function violationOf({ rule, text }: PlanFault): Violation {
  return { cause: causes[rule] ?? rule.replaceAll('-', '_'), rule, text };
}
