import type { WaveRule } from '../network/cutoff.js';

/** What rules ask of an order. */
interface Ruled {
  readonly stationId: string;
  readonly area: string;
  readonly lines: readonly { readonly skuId: string; readonly zoneId: string }[];
}

/** The first rule that an order fits, of rules in their order: all that the rule says holds of it. */
export function ruleFor(rules: readonly WaveRule[], { stationId, area, lines }: Ruled): WaveRule | undefined {
  return rules.find(
    (rule) =>
      (rule.stationId === undefined || rule.stationId === stationId) &&
      (rule.area === undefined || rule.area === area) &&
      (rule.zoneId === undefined || lines.some(({ zoneId }) => zoneId === rule.zoneId)) &&
      (rule.skuId === undefined || lines.some(({ skuId }) => skuId === rule.skuId)),
  );
}

/** The order in which rules are asked. */
export function inRuleOrder(rules: Iterable<WaveRule>): WaveRule[] {
  return [...rules].sort((one, other) => one.rank - other.rank || (one.ruleId < other.ruleId ? -1 : 1));
}
