/** What a change of a thing's state would touch: things that are open now, by what they are. */
export interface Affected {
  readonly what:
    | 'orders-waiting'
    | 'open-waves'
    | 'runs-unfinished'
    | 'accounts'
    | 'api-keys'
    | 'webhooks'
    | 'import-mappings'
    | 'couriers-assigned'
    | 'stations'
    | 'vehicles'
    | 'couriers'
    | 'products'
    | 'compartments'
    | 'rules';
  readonly count: number;
  /** The first few of them, as people call them. */
  readonly examples: readonly string[];
}

export interface Impact {
  readonly affected: readonly Affected[];
  /** Nothing refers to it, not even of the past: it may be deleted. */
  readonly mayDelete: boolean;
}
