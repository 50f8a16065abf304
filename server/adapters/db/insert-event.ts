import type { Knex } from 'knex';
import type { FactKind } from '../../domain/exchange/fact-kinds.js';

/** What an event is about; its depot is the first of its keys. */
export interface EventIds {
  readonly depotId: string;
  readonly waveId?: string;
  readonly runId?: string;
  readonly stopId?: string;
  readonly stationId?: string;
}

/** Appends a fact that did not come from a courier's device. */
export async function insertEvent(
  transaction: Knex.Transaction,
  kind: FactKind,
  ids: EventIds,
  actor: string,
  at: Date,
  data: object,
): Promise<void> {
  await transaction.raw(
    `insert into events (depot_id, kind, wave_id, run_id, stop_id, station_id, actor, received_at, data)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ids.depotId,
      kind,
      ids.waveId ?? null,
      ids.runId ?? null,
      ids.stopId ?? null,
      ids.stationId ?? null,
      actor,
      at,
      JSON.stringify(data),
    ] as string[],
  );
}
