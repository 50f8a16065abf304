import type { CheckerRule } from './checker-rules.js';

/**
 * Rules that are agreements between people: somebody who asks them may break one. What holds by nature (weight, room,
 * height, roads, cold, goods that are not ready) is never among them.
 */
export const softRules = ['time-window', 'shift', 'depot-hours', 'driving', 'max-stops', 'max-trips'] as const;
export type SoftRule = (typeof softRules)[number];

/** A soft rule that a dispatcher lets one run break. */
export interface RuleOverride {
  readonly rule: SoftRule;
  readonly vehicleId: string;
  /** Whose window it is; left out where the rule is the vehicle's. */
  readonly stationId?: string;
  /** In the dispatcher's own words. */
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** What is let pass: a rule of a vehicle, or of a vehicle at a station. */
export type OverriddenRule = Pick<RuleOverride, 'rule' | 'vehicleId' | 'stationId'>;

export function isSoft(rule: CheckerRule): rule is SoftRule {
  return (softRules as readonly CheckerRule[]).includes(rule);
}

/** Whether somebody lets a fault pass. One that does not say whose it is, nobody can. */
export function isOverridden(
  { rule, facts }: { readonly rule: CheckerRule; readonly facts?: { vehicleId?: string; stationId?: string } },
  overrides: readonly OverriddenRule[],
): boolean {
  return (
    facts?.vehicleId !== undefined &&
    isSoft(rule) &&
    overrides.some(
      (each) => each.rule === rule && each.vehicleId === facts.vehicleId && each.stationId === facts.stationId,
    )
  );
}

/** Of what is let pass, what a plan needs: for each of its faults the first that speaks of it. */
export function overridesOf(
  faults: readonly { readonly rule: CheckerRule; readonly facts?: { vehicleId?: string; stationId?: string } }[],
  overrides: readonly RuleOverride[],
): RuleOverride[] {
  const needed = faults.flatMap((fault) => overrides.find((each) => isOverridden(fault, [each])) ?? []);
  return [...new Set(needed)];
}
