import { DispatchError } from '../../domain/dispatch-error.js';

/**
 * Where the demo is: not asked for, being loaded, there, there in part, being taken away, or taken away. `wanted` is what
 * somebody loads, or will.
 */
export type DemoState = 'none' | 'wanted' | 'loaded' | 'failed' | 'removing' | 'removed';

/** How the demo stands, as it is told. */
export const toldDemoState = {
  none: 'none',
  wanted: 'loading',
  loaded: 'loaded',
  failed: 'failed',
  removing: 'removing',
  removed: 'none',
} as const satisfies Record<DemoState, string>;

/** What is known of the demo. */
export interface DemoStatus {
  readonly state: DemoState;
  /** Whether a process is loading it at this moment. */
  readonly isBeingLoaded: boolean;
  /** Whether somebody said that they want to look at it, or to begin with their own. */
  readonly isChosen: boolean;
  /** Undefined while it has no map of its own. */
  readonly mapId: string | undefined;
}

/** In the order in which they are told. */
export const addedKinds = [
  'stations',
  'vehicles',
  'couriers',
  'orders',
  'cutoffs',
  'wave-rules',
  'places',
  'import-mappings',
  'accounts',
  'keys',
  'webhooks',
] as const;

/** What people have put beside the demo, or changed of it. */
export interface AddedToDemo {
  readonly what: (typeof addedKinds)[number];
  readonly count: number;
  /** The first few of them, as people call them. */
  readonly examples: readonly string[];
}

/** Who takes the demo away. */
export interface RemovalTrail {
  readonly by: string;
  readonly at: Date;
  /** Their own account stays, whatever it is. */
  readonly accountId: string | undefined;
}

/** How many rows went, by table; of accounts and keys by name as well. */
export interface RemovedDemo {
  readonly rows: Readonly<Record<string, number>>;
  readonly total: number;
  /** Logins of the accounts that went with it. */
  readonly logins: readonly string[];
}

/** The demo as the record knows it. */
export interface DemoStore {
  find(): Promise<DemoStatus>;
  /** What of people's own would go with it: to be said before it does. */
  listAdded(): Promise<AddedToDemo[]>;
  /** @throws DispatchError `place-not-empty` where the record holds anything; `demo-present` where the demo is there. */
  want(by: string, at: Date): Promise<void>;
  /** The answer to the one question of the first start. */
  choose(by: string, at: Date): Promise<void>;
  /**
   * Whether this process is to load it: it is wanted, and nobody else is at it.
   *
   * @param alone no other process can be at it: what a killed one left is taken over at once.
   */
  take(alone: boolean): Promise<boolean>;
  /** Says for as long as the work goes on that somebody is at it; aborts it when somebody takes the demo away. */
  whileHeld(
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<'loaded' | 'failed' | 'stopped'>,
  ): Promise<'loaded' | 'failed' | 'stopped'>;
  /** Publishes the demo's files and marks what came of them. @throws OwnDataFirstError */
  publish(work: () => Promise<void>): Promise<void>;
  markUser(userId: string): Promise<void>;
  keepMap(mapId: string): Promise<void>;
  /** From now on it goes. @throws DispatchError `no-demo` */
  beginRemoval(by: string, at: Date): Promise<void>;
  /** Asks the demo's jobs to end. @returns how many still run. */
  cancelJobs(at: Date): Promise<number>;
  /** Takes away all that is the demo's, and nothing else, in one transaction with its line in the audit. */
  remove(trail: RemovalTrail, onRows: (table: string, rows: number) => void): Promise<RemovedDemo>;
}

/** Somebody's own depots came into the record while the demo was being made ready: they stay, and the demo does not come. */
export class OwnDataFirstError extends DispatchError {
  constructor() {
    super('place-not-empty', 'There are depots of your own. The demo is loaded into an empty record only.');
  }
}

/** Refuses what would stand beside the demo. */
export class DemoPresentError extends DispatchError {
  constructor(options: ErrorOptions = {}) {
    super(
      'demo-present',
      'The demo city is in this record, and your own data are never mixed with it. Remove the demo first: with the button on the page, DELETE /api/v1/demo, or tuanda demo remove.',
      options,
    );
  }
}
