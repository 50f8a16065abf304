import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { PhotoStore } from '../../../application/network/photo-store.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import type { PhotoType } from '../../../domain/network/photo.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { readRows } from '../statement.js';

interface PhotoRow {
  readonly media_type: PhotoType;
  readonly content: Uint8Array;
  readonly taken_at: Date;
}

/** A courier sees the station of a stop of today, or of a run that they are still out with. */
const hasStopThere = `exists (select from stops
    join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
    join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
  where stops.depot_id = photos.depot_id and stops.station_id = photos.station_id and runs.courier_id = :courier
    and (runs.status = 'departed' or (runs.status in ('released', 'finished')
      and waves.delivery_date = (:now::timestamptz at time zone waves.time_zone)::date)))`;

/** Keeps stations' photos; the audit tells of them by their hash. */
export function makePhotoStore({ knex, inTransaction }: Database): PhotoStore {
  return {
    async find(stationId, viewer, now) {
      const own =
        'courierId' in viewer
          ? hasStopThere
          : 'stationId' in viewer
            ? 'folded_id(photos.station_id) = folded_id(:station)'
            : '(:depots::text[] is null or photos.depot_id = any(:depots::text[]))';
      const [row] = await readRows<PhotoRow>(
        knex,
        `select photos.media_type, photos.content, photos.taken_at from station_photos as photos
         where folded_id(photos.station_id) = folded_id(:id) and ${own}`,
        { id: stationId, now, courier: undefined, station: undefined, depots: undefined, ...ownOf(viewer) },
      );
      if (row === undefined) return undefined;
      return { mediaType: row.media_type, content: Buffer.from(row.content), takenAt: row.taken_at };
    },

    save: (stationId, depotIds, { mediaType, content }, by, at) =>
      inTransaction(async (transaction) => {
        const station = await findStation(transaction, stationId, depotIds);
        const before = await hashOfKept(transaction, station);
        const hash = hashOf(content);
        if (before === hash) return;
        await transaction.raw(
          `insert into station_photos (depot_id, station_id, media_type, content, taken_at, taken_by)
           values (?, ?, ?, ?, ?, ?)
           on conflict (depot_id, station_id) do update set media_type = excluded.media_type,
             content = excluded.content, taken_at = excluded.taken_at, taken_by = excluded.taken_by`,
          [station.depot_id, station.station_id, mediaType, content, at, by] as unknown as string[],
        );
        const detail = { photo: { from: before ?? null, to: hash } };
        await note(transaction, station, detail, by, at);
      }),

    remove: (stationId, depotIds, by, at) =>
      inTransaction(async (transaction) => {
        const station = await findStation(transaction, stationId, depotIds);
        const before = await hashOfKept(transaction, station);
        if (before === undefined) throw new NotFoundError('photo of the station', stationId);
        await transaction.raw('delete from station_photos where depot_id = ? and station_id = ?', [
          station.depot_id,
          station.station_id,
        ]);
        await note(transaction, station, { photo: { from: before, to: null } }, by, at);
      }),
  };
}

function ownOf(viewer: Parameters<PhotoStore['find']>[1]) {
  if ('courierId' in viewer) return { courier: viewer.courierId };
  return 'stationId' in viewer ? { station: viewer.stationId } : { depots: viewer.depotIds };
}

interface StationKey {
  readonly depot_id: string;
  readonly station_id: string;
}

async function findStation(knex: Knex, stationId: string, depotIds: OwnDepots): Promise<StationKey> {
  const [found] = await readRows<StationKey>(
    knex,
    `select depot_id, station_id from stations
     where folded_id(station_id) = folded_id(?) and (?::text[] is null or depot_id = any(?::text[])) for update`,
    [stationId, depotIds, depotIds],
  );
  if (found === undefined) throw new NotFoundError('station', stationId);
  return found;
}

async function hashOfKept(knex: Knex, { depot_id, station_id }: StationKey): Promise<string | undefined> {
  const [row] = await readRows<{ content: Uint8Array }>(
    knex,
    'select content from station_photos where depot_id = ? and station_id = ?',
    [depot_id, station_id],
  );
  return row === undefined ? undefined : hashOf(Buffer.from(row.content));
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function note(
  knex: Knex,
  { depot_id, station_id }: StationKey,
  detail: object,
  by: string,
  at: Date,
): Promise<void> {
  const subject = { kind: 'station', id: station_id, depotId: depot_id };
  await insertAudit(knex, { by, action: 'station.changed', ...subject, at, detail: detail as Record<string, unknown> });
}
