/** Which database the record is kept in. */
export type Backend = 'embedded' | 'postgres';

/** What differs between the two databases. Everything not in this table is the same on both. */
export interface BackendTraits {
  /** What becomes of acknowledged writes in the worst case, for people. */
  readonly survives: string;
  /** Transactions of one process side by side; otherwise they queue up. */
  readonly parallelTransactions: boolean;
  /** Several server processes on one record. */
  readonly severalProcesses: boolean;
  /** The database itself ends statements that take too long; otherwise the watchdog ends the engine. */
  readonly endsLongStatements: boolean;
  /** `notify` reaches other clients. Nobody may rely on it for more than a shorter wait. */
  readonly notifies: boolean;
  /**
   * Advisory locks exclude others. Rows and unique keys do for most; on these rely the order in which some wait, and
   * deletions beside orders. Where transactions queue up, they need not.
   */
  readonly advisoryLocks: boolean;
  /** Autovacuum keeps statistics and room in order. */
  readonly vacuumsItself: boolean;
  /** `copy … from stdin`. */
  readonly copyIn: boolean;
  /** ST_AsMVT and ST_AsGeobuf. Tiles are made in TypeScript on both. */
  readonly vectorTiles: boolean;
}

/** What each backend lacks. */
export const backends: Readonly<Record<Backend, BackendTraits>> = {
  embedded: {
    survives: 'survives process crash, not power loss',
    parallelTransactions: false,
    severalProcesses: false,
    endsLongStatements: false,
    notifies: false,
    advisoryLocks: false,
    vacuumsItself: false,
    copyIn: false,
    vectorTiles: false,
  },
  postgres: {
    survives: 'survives process crash and power loss, as far as the server is set up to',
    parallelTransactions: true,
    severalProcesses: true,
    endsLongStatements: true,
    notifies: true,
    advisoryLocks: true,
    vacuumsItself: true,
    copyIn: true,
    vectorTiles: true,
  },
};
