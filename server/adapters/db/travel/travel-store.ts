import { gunzipSync, gzipSync } from 'node:zlib';
import type { Knex } from 'knex';
import type { TravelSpeeds } from '../../../application/travel/travel-speeds.js';
import {
  blockSize,
  type KeptLeg,
  type TravelBlock,
  type TravelStore,
} from '../../../application/travel/travel-times.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { Database } from '../engine/database.js';

/** Times at speeds that no plan names are forgotten after so many days, all others after more. */
const [unusedDays, usedDays] = [2, 60];
const cellsPerBlock = blockSize * blockSize;

/** Kept travel times: places numbered per map and profile, the matrix between them in packed squares. */
export function makeTravelStore(database: Database): TravelStore {
  const { knex } = database;
  return {
    async findPlaces(mapId, profile, places) {
      const { rows } = await knex.raw(
        `select given.at, travel_places.place_no, travel_places.road_meters
         from unnest(?::double precision[], ?::double precision[]) with ordinality as given(lon, lat, at)
           join travel_places on travel_places.map_id = ? and travel_places.profile = ?
             and travel_places.lon = given.lon and travel_places.lat = given.lat`,
        [places.map((place) => place.lon), places.map((place) => place.lat), mapId, profile] as string[],
      );
      const found: Awaited<ReturnType<TravelStore['findPlaces']>> = new Array(places.length).fill(undefined);
      for (const row of rows as { at: number; place_no: number; road_meters: number | null }[]) {
        found[row.at - 1] = { placeNo: row.place_no, roadMeters: row.road_meters ?? undefined };
      }
      return found;
    },

    addPlaces: (mapId, profile, places) =>
      database.inTransaction(async (transaction) => {
        await transaction.raw('lock table travel_places in share row exclusive mode');
        await transaction.raw(
          `insert into travel_places (map_id, profile, place_no, lon, lat, road_meters)
           select ?, ?, given.at - 1 + coalesce((select max(place_no) + 1 from travel_places
               where map_id = ? and profile = ?), 0), given.lon, given.lat, given.road_meters
           from unnest(?::double precision[], ?::double precision[], ?::int[]) with ordinality
             as given(lon, lat, road_meters, at)
           on conflict (map_id, profile, lon, lat) do nothing`,
          [
            mapId,
            profile,
            mapId,
            profile,
            places.map((place) => place.position.lon),
            places.map((place) => place.position.lat),
            places.map((place) => (place.roadMeters === undefined ? null : Math.round(place.roadMeters))),
          ] as string[],
        );
      }),

    async readBlocks({ mapId, travelClass, speedsKey }, blocks) {
      const { rows } = await knex.raw(
        `select row_block, column_block, seconds, meters from travel_blocks
         where map_id = ? and travel_class = ? and speeds_key = ? and row_block = any(?::int[]) and column_block = any(?::int[])`,
        [mapId, travelClass, speedsKey, blocks, blocks] as unknown as string[],
      );
      return (rows as { row_block: number; column_block: number; seconds: Buffer; meters: Buffer }[]).map((row) => ({
        rowBlock: row.row_block,
        columnBlock: row.column_block,
        seconds: unpack(row.seconds),
        meters: unpack(row.meters),
      }));
    },

    async writeBlocks({ mapId, travelClass, speedsKey }, blocks) {
      for (const block of blocks) {
        await knex.raw(
          `insert into travel_blocks (map_id, travel_class, speeds_key, row_block, column_block, seconds, meters)
           values (?, ?, ?, ?, ?, ?, ?)
           on conflict (map_id, travel_class, speeds_key, row_block, column_block)
             do update set seconds = excluded.seconds, meters = excluded.meters`,
          [mapId, travelClass, speedsKey, block.rowBlock, block.columnBlock, pack(block.seconds), pack(block.meters)],
        );
      }
    },

    async findLegs({ mapId, travelClass, speedsKey }, places) {
      const from = places.slice(0, -1);
      const to = places.slice(1);
      const { rows } = await knex.raw(
        `select given.at, travel_legs.seconds, travel_legs.meters, travel_legs.line
         from unnest(?::double precision[], ?::double precision[], ?::double precision[], ?::double precision[])
             with ordinality as given(from_lon, from_lat, to_lon, to_lat, at)
           join travel_legs on travel_legs.map_id = ? and travel_legs.travel_class = ? and travel_legs.speeds_key = ?
             and travel_legs.from_lon = given.from_lon and travel_legs.from_lat = given.from_lat
             and travel_legs.to_lon = given.to_lon and travel_legs.to_lat = given.to_lat`,
        [
          from.map(({ lon }) => lon),
          from.map(({ lat }) => lat),
          to.map(({ lon }) => lon),
          to.map(({ lat }) => lat),
          mapId,
          travelClass,
          speedsKey,
        ] as string[],
      );
      const found: (KeptLeg | undefined)[] = from.map(() => undefined);
      for (const row of rows as { at: number; seconds: number; meters: number; line: string | null }[]) {
        const { seconds, meters, line } = row;
        found[row.at - 1] = { leg: line === null ? undefined : { seconds, meters, line: readLine(line) } };
      }
      return found;
    },

    async addLegs({ mapId, travelClass, speedsKey }, legs) {
      await knex.raw(
        `insert into travel_legs
           (map_id, travel_class, speeds_key, from_lon, from_lat, to_lon, to_lat, seconds, meters, line)
         select ?, ?, ?, * from unnest(?::double precision[], ?::double precision[], ?::double precision[],
           ?::double precision[], ?::integer[], ?::integer[], ?::text[])
         on conflict do nothing`,
        [
          mapId,
          travelClass,
          speedsKey,
          legs.map(({ from }) => from.lon),
          legs.map(({ from }) => from.lat),
          legs.map(({ to }) => to.lon),
          legs.map(({ to }) => to.lat),
          legs.map(({ leg }) => Math.round(leg?.seconds ?? 0)),
          legs.map(({ leg }) => Math.round(leg?.meters ?? 0)),
          legs.map(({ leg }) => (leg === undefined ? null : writeLine(leg.line))),
        ] as unknown as string[],
      );
    },

    keepSpeeds: (mapId, speeds, at) =>
      database.inTransaction(async (transaction) => {
        if (speeds.key !== '') {
          await transaction.raw(
            `insert into travel_states (map_id, speeds_key, speeds, used_at) values (?, ?, ?, ?)
             on conflict (map_id, speeds_key) do update set used_at = excluded.used_at`,
            [mapId, speeds.key, gzipSync(JSON.stringify(speeds)), at] as unknown as string[],
          );
        }
        await forgetOldStates(transaction, at);
      }),

    async findSpeeds(mapId, key) {
      const { rows } = await knex.raw('select speeds from travel_states where map_id = ? and speeds_key = ?', [
        mapId,
        key,
      ]);
      const [row] = rows as { speeds: Buffer }[];
      return row === undefined ? undefined : (JSON.parse(gunzipSync(row.speeds).toString('utf8')) as TravelSpeeds);
    },
  };
}

/** Forgets times at speeds that are long over: every new state of the roads leaves a few megabytes. */
async function forgetOldStates(transaction: Knex.Transaction, at: Date): Promise<void> {
  const { rows } = await transaction.raw(
    `delete from travel_states
     where used_at < ?::timestamptz - interval '1 day' * case
       when exists (select from plans where plans.provenance -> 'speeds' ->> 'key' = travel_states.speeds_key
         or plans.provenance -> 'speeds' -> 'keptUnder' @> to_jsonb(travel_states.speeds_key)
         or plans.provenance -> 'timeSlices' @> jsonb_build_array(jsonb_build_object('speedsKey', travel_states.speeds_key))) then ?::integer
       else ?::integer end
     returning map_id, speeds_key`,
    [at, usedDays, unusedDays] as unknown as string[],
  );
  for (const { map_id, speeds_key } of rows as { map_id: string; speeds_key: string }[]) {
    for (const table of ['travel_blocks', 'travel_legs']) {
      await transaction.raw(`delete from ${table} where map_id = ? and speeds_key = ?`, [map_id, speeds_key]);
    }
  }
}

/** A line as text: degrees × 1e6, longitude and latitude in turn, each less the one before. */
function writeLine(line: readonly LonLat[]): string {
  let [x, y] = [0, 0];
  return line
    .map(({ lon, lat }) => {
      const [east, north] = [Math.round(lon * 1e6) - x, Math.round(lat * 1e6) - y];
      x += east;
      y += north;
      return `${east} ${north}`;
    })
    .join(' ');
}

function readLine(text: string): LonLat[] {
  const numbers = text.split(' ').map(Number);
  const line: LonLat[] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    x += numbers[at];
    y += numbers[at + 1];
    line.push({ lon: x / 1e6, lat: y / 1e6 });
  }
  return line;
}

function pack(cells: TravelBlock['seconds']): Buffer {
  return Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength);
}

function unpack(bytes: Buffer): Int32Array {
  const cells = new Int32Array(cellsPerBlock);
  Buffer.from(cells.buffer).set(bytes.subarray(0, cellsPerBlock * 4));
  return cells;
}
