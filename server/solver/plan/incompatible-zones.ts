/** By zone, the zones that pairs keep apart from it, as bits. */
export function incompatibilityMasks(zoneCount: number, pairs: readonly (readonly [number, number])[]): number[] {
  return Array.from({ length: zoneCount }, (_, zone) =>
    pairs.reduce((mask, [one, other]) => {
      if (one === zone) return mask | (1 << other);
      return other === zone ? mask | (1 << one) : mask;
    }, 0),
  );
}
