import { stations } from '../console-state.js';
import { scaledOf } from './rule-values.js';

/** What the fields `tier NAME` hold, by tier; undefined when none has a value. */
export function byTier(form: FormData): Record<string, number> | undefined {
  const entries = [...form.keys()].flatMap((name) => {
    const value = name.startsWith(tierField('')) ? scaledOf(form, name, 6) : undefined;
    return value === undefined ? [] : [[name.slice(tierField('').length), value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export function tierField(tier: string): string {
  return `tier ${tier}`;
}

/** The tiers of the depot's stations, and those that have a value already. */
export function tiersOf(values: Readonly<Record<string, number>> | undefined): string[] {
  const named = [...stations.value.map(({ tier }) => tier), ...Object.keys(values ?? {})];
  return [...new Set(named)].filter((tier) => tier !== '').sort();
}
