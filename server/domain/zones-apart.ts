import type { ZonePair } from './dispatch-rules.js';

/** Whether goods of a zone would stand beside goods of one that a pair keeps apart from it. */
export function meetsApart(pairs: readonly ZonePair[] | undefined, zoneId: string, beside: Iterable<string>): boolean {
  if (pairs === undefined) return false;
  const others = new Set(beside);
  return pairs.some(([one, other]) => (one === zoneId && others.has(other)) || (other === zoneId && others.has(one)));
}
