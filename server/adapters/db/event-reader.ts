import type { Knex } from 'knex';

/** Facts in the order of their ids, as far as the reader may see them. */
export function makeEventReader(knex: Knex) {
  return {
    async lastEventId(): Promise<number> {
      const { rows } = await knex.raw('select coalesce(max(event_id), 0)::bigint as last from events');
      return rows[0].last;
    },
    async eventsAfter(eventId: number, scope: { depotId?: string; courierId?: string; stationId?: string }) {
      const where = ['event_id > ?'];
      const values: (string | number)[] = [eventId];
      const narrow = (column: string, value: string | undefined) => {
        if (value === undefined) return;
        where.push(`${column} = ?`);
        values.push(value);
      };
      narrow('depot_id', scope.depotId);
      narrow('courier_id', scope.courierId);
      narrow('station_id', scope.stationId);
      const { rows } = await knex.raw(
        `select event_id as "eventId", kind, wave_id as "waveId", run_id as "runId", stop_id as "stopId",
           station_id as "stationId", actor, device_at as "deviceAt", received_at as "receivedAt", data
         from events where ${where.join(' and ')} order by event_id limit 200`,
        values,
      );
      return rows as Record<string, unknown>[];
    },
  };
}
