/** A row of the audit as it is handed on. */
export interface AuditRow {
  readonly auditId: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly depotId: string | null;
  readonly reason: string | null;
  readonly detail: Record<string, unknown>;
  readonly previousHash: string;
  readonly hash: string;
}

/** What looking through the chain found. */
export type AuditVerdict =
  | {
      readonly isWhole: true;
      readonly rows: number;
      readonly headHash: string;
      /** Whether a hash that was noted earlier stands in the chain. */
      readonly hasNoted: boolean;
    }
  | { readonly isWhole: false; readonly rows: number; readonly brokenAt: number; readonly why: string };

export interface AuditReader {
  /**
   * Works out every hash again, from the first row on, beside whoever writes.
   *
   * @param noted a head hash that was written down elsewhere before.
   */
  verify(noted?: string): Promise<AuditVerdict>;
  /** Rows from an instant (included) until another (not included), the oldest first, in pages. */
  read(span: { readonly from?: Date; readonly to?: Date }): AsyncGenerator<AuditRow>;
}
