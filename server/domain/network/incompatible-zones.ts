/** Two different zones, in the order of their ids. */
export type ZonePair = readonly [string, string];

/** Whether goods of two zones are together that one of the pairs keeps apart. */
export function areZonesMixed(pairs: readonly ZonePair[] | undefined, zoneIds: Iterable<string>): boolean {
  if (pairs === undefined) return false;
  const together = new Set(zoneIds);
  return pairs.some(([one, other]) => together.has(one) && together.has(other));
}
