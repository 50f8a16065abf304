/** Which facts somebody may see or asks for; what is undefined does not narrow. */
export interface EventScope {
  readonly depotIds?: readonly string[];
  readonly courierId?: string;
  readonly stationId?: string;
  readonly waveId?: string;
  readonly runId?: string;
  readonly stopId?: string;
  readonly kind?: string;
  readonly eventId?: number;
}

/** A fact as it is told; ids of what it is not about are null. */
export interface ToldFact {
  readonly eventId: number;
  readonly kind: string;
  readonly depotId: string | null;
  readonly waveId: string | null;
  readonly runId: string | null;
  /** How the run is called; null also where there is none of this id any more. */
  readonly runCode: string | null;
  readonly stopId: string | null;
  readonly stationId: string | null;
  readonly actor: string;
  readonly deviceAt: Date | null;
  readonly receivedAt: Date;
  readonly data: object;
}
