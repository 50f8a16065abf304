import type { LearnedSpeed, TrafficStore } from '../../../application/traffic/traffic-store.js';
import type { ReportedSpeed } from '../../../application/travel/travel-speeds.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { lockNetworkChanges } from '../network/lock-network-changes.js';
import { type Geometry, geometryOf, placeOf } from './drawn-geometry.js';

/** So often a road has to be seen in an hour of the day before its speed counts. */
const fewestSightings = 5;
/** Older sightings are forgotten: roads change. */
const memoryDays = 90;

interface ReportRow {
  readonly report_id: string;
  readonly kind: ReportedSpeed['kind'];
  readonly value: number | null;
  readonly geometry: Geometry;
  readonly both_ways: boolean;
  readonly valid_from: Date;
  readonly valid_until: Date;
  readonly note: string;
  readonly created_at: Date;
  readonly created_by: string;
  readonly edge_ids: number[] | null;
}

/** Reports, factors by class of road, and speeds learned from tracks. */
export function makeTrafficStore({ knex, inTransaction }: Database): TrafficStore {
  return {
    addReport: (report, mapId, edgeIds) =>
      inTransaction(async (transaction) => {
        const { reportId, place, speed, createdAt, createdBy } = report;
        await transaction.raw(
          `insert into traffic_reports
             (report_id, kind, value, geometry, both_ways, valid_from, valid_until, note, created_at, created_by,
              created_by_account)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            reportId,
            speed.kind,
            numberOf(speed),
            JSON.stringify(geometryOf(place)),
            place.kind === 'line' && place.bothWays,
            report.validFrom,
            report.validUntil,
            report.note,
            createdAt,
            createdBy,
            report.createdByAccount ?? null,
          ] as unknown as string[],
        );
        await transaction.raw('insert into traffic_report_edges (report_id, map_id, edge_ids) values (?, ?, ?)', [
          reportId,
          mapId,
          JSON.stringify(edgeIds),
        ]);
        const detail = { speed, edges: edgeIds.length };
        const trail = { by: createdBy, action: 'traffic.reported', kind: 'traffic', id: reportId, at: createdAt };
        await insertAudit(transaction, { ...trail, detail });
      }),

    async putEdges(reportId, mapId, edgeIds) {
      await knex.raw(
        `insert into traffic_report_edges (report_id, map_id, edge_ids) values (?, ?, ?)
         on conflict (report_id, map_id) do update set edge_ids = excluded.edge_ids`,
        [reportId, mapId, JSON.stringify(edgeIds)],
      );
    },

    withdrawReport: (reportId, by, at) =>
      inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `update traffic_reports set withdrawn_at = ?, withdrawn_by = ?
           where report_id = ? and withdrawn_at is null returning report_id`,
          [at, by, reportId] as unknown as string[],
        );
        if (rows.length === 0) throw new NotFoundError('traffic report', reportId);
        await insertAudit(transaction, { by, action: 'traffic.withdrawn', kind: 'traffic', id: reportId, at });
      }),

    restoreReport: (reportId, by, at) =>
      inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `update traffic_reports set withdrawn_at = null, withdrawn_by = null
           where report_id = ? and withdrawn_at is not null returning report_id`,
          [reportId],
        );
        if (rows.length === 0) throw new NotFoundError('withdrawn traffic report', reportId);
        await insertAudit(transaction, { by, action: 'traffic.restored', kind: 'traffic', id: reportId, at });
      }),

    async getReporter(reportId) {
      const { rows } = await knex.raw('select created_by_account from traffic_reports where report_id = ?', [reportId]);
      if (rows.length === 0) throw new NotFoundError('traffic report', reportId);
      return (rows as { created_by_account: string | null }[])[0].created_by_account ?? undefined;
    },

    async listReports(mapId, from, until) {
      const { rows } = await knex.raw(
        `select traffic_reports.*, traffic_report_edges.edge_ids
         from traffic_reports
           left join traffic_report_edges on traffic_report_edges.report_id = traffic_reports.report_id
             and traffic_report_edges.map_id = ?
         where withdrawn_at is null and valid_from < ? and valid_until > ?
         order by created_at, traffic_reports.report_id`,
        [mapId, until, from] as unknown as string[],
      );
      return (rows as ReportRow[]).map((row) => ({
        reportId: row.report_id,
        place: placeOf(row),
        speed: speedOf(row),
        validFrom: row.valid_from,
        validUntil: row.valid_until,
        note: row.note,
        createdAt: row.created_at,
        createdBy: row.created_by,
        edgeIds: row.edge_ids ?? undefined,
      }));
    },

    async listClassSpeeds(depotId) {
      const { rows } = await knex.raw(
        'select road_class, hour, speed_factor from class_speeds where depot_id = ? order by road_class, hour',
        [depotId],
      );
      return (rows as { road_class: number; hour: number; speed_factor: number }[]).map((row) => ({
        roadClass: row.road_class,
        hour: row.hour,
        speedFactor: row.speed_factor,
      }));
    },

    replaceClassSpeeds: (depotId, speeds, by, at) =>
      inTransaction(async (transaction) => {
        await lockNetworkChanges(transaction);
        await transaction.raw('delete from class_speeds where depot_id = ?', [depotId]);
        await transaction.raw(
          `insert into class_speeds (depot_id, road_class, hour, speed_factor)
           select ?, * from unnest(?::integer[], ?::integer[], ?::double precision[])`,
          [
            depotId,
            speeds.map(({ roadClass }) => roadClass),
            speeds.map(({ hour }) => hour),
            speeds.map(({ speedFactor }) => speedFactor),
          ] as unknown as string[],
        );
        const detail = { rows: speeds.length };
        const trail = { by, action: 'class-speeds.replaced', kind: 'class-speeds', id: depotId, at, depotId };
        await insertAudit(transaction, { ...trail, detail });
      }),

    addTrack: (trackId, mapId, seen, by, at) =>
      inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          `insert into tracks (track_id, map_id, timed_edges, taken_at, taken_by) values (?, ?, ?, ?, ?)
           on conflict (track_id) do nothing returning track_id`,
          [trackId, mapId, seen.length, at, by] as unknown as string[],
        );
        if (rows.length === 0) return false;
        // The median of a road is taken over all tracks: one after the other, so that each sees those before it.
        await transaction.raw('lock table learned_speeds in share row exclusive mode');
        const edgeIds = seen.map(({ edgeId }) => edgeId);
        const hours = seen.map(({ hour }) => hour);
        await transaction.raw(
          `insert into seen_speeds (map_id, edge_id, hour, seen_at, kph, track_id)
           select ?, *, ? from unnest(?::bigint[], ?::integer[], ?::timestamptz[], ?::real[])`,
          [
            mapId,
            trackId,
            edgeIds,
            hours,
            seen.map(({ seenAt }) => seenAt),
            seen.map(({ kph }) => kph),
          ] as unknown as string[],
        );
        const { rows: forgotten } = await transaction.raw(
          `delete from seen_speeds where map_id = ? and seen_at < ?::timestamptz - interval '1 day' * ?
           returning edge_id::double precision as edge_id, hour`,
          [mapId, at, memoryDays] as unknown as string[],
        );
        for (const { edge_id, hour } of forgotten as { edge_id: number; hour: number }[]) {
          edgeIds.push(edge_id);
          hours.push(hour);
        }
        await transaction.raw(
          `delete from learned_speeds
           where map_id = ? and (edge_id, hour) in (select * from unnest(?::bigint[], ?::integer[]))`,
          [mapId, edgeIds, hours] as unknown as string[],
        );
        await transaction.raw(
          `insert into learned_speeds (map_id, edge_id, hour, kph, seen)
           select map_id, edge_id, hour, percentile_cont(0.5) within group (order by kph), count(*)
           from seen_speeds
           where map_id = ? and (edge_id, hour) in (select * from unnest(?::bigint[], ?::integer[]))
           group by map_id, edge_id, hour
           having count(*) >= ?`,
          [mapId, edgeIds, hours, fewestSightings] as unknown as string[],
        );
        return true;
      }),

    async listLearned(mapId, hours, at) {
      // What was learned is computed anew with each track; where no courier comes any more it ends here.
      const { rows } = await knex.raw(
        `select edge_id::double precision as edge_id, hour, kph from learned_speeds
         where map_id = ? and hour = any(?::integer[])
           and (select count(*) from seen_speeds
                where seen_speeds.map_id = learned_speeds.map_id and seen_speeds.edge_id = learned_speeds.edge_id
                  and seen_speeds.hour = learned_speeds.hour
                  and seen_at >= ?::timestamptz - interval '1 day' * ?) >= ?
         order by hour, edge_id`,
        [mapId, hours, at, memoryDays, fewestSightings] as unknown as string[],
      );
      return (rows as { edge_id: number; hour: number; kph: number }[]).map(
        ({ edge_id, hour, kph }): LearnedSpeed => ({ edgeId: edge_id, hour, kph: Math.round(kph) }),
      );
    },
  };
}

function numberOf(speed: ReportedSpeed): number | null {
  if (speed.kind === 'closed') return null;
  return speed.kind === 'kph' ? speed.kph : speed.factor;
}

function speedOf({ kind, value }: ReportRow): ReportedSpeed {
  if (kind === 'closed') return { kind };
  return kind === 'kph' ? { kind, kph: value ?? 0 } : { kind, factor: value ?? 0 };
}
