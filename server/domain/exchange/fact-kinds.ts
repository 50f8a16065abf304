/** Every kind of fact that the record keeps. */
export const factKinds = [
  'wave.closed',
  'wave.orders-added',
  'order.changed',
  'order.cancelled',
  'plan.made',
  'plan.replanned',
  'plan.chosen',
  'plan.released',
  'plan.withdrawn',
  'run.released',
  'run.changed',
  'run.courier-changed',
  'run.acknowledged',
  'run.departed',
  'run.arrived',
  'run.delivered',
  'run.refused',
  'run.failed',
  'run.broken-down',
  'run.resumed',
  'run.returned',
  'stop.signed',
  'stop.late',
  'pick-list.picked',
  'pick-list.short',
  'claim.raised',
  'claim.settled',
  'claim.opened',
  'case.opened',
  'case.taken',
  'case.noted',
  'case.escalated',
  'case.closed',
  'case.reopened',
  'case.received',
] as const;
export type FactKind = (typeof factKinds)[number];

/** What a webhook may ask for: a kind, or all kinds of one subject, e.g. `run.*`. */
export const wantableKinds: ReadonlySet<string> = new Set(
  factKinds.flatMap((kind) => [kind, `${kind.slice(0, kind.indexOf('.'))}.*`]),
);
