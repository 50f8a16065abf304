import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { makeRunReader } from '../../server/adapters/db/delivery/run-reader.js';
import type { Database } from '../../server/adapters/db/engine/database.js';
import { recordOver } from './record.js';
import { smallDay, writeFiles } from './small-day.js';

const wave = 'D1-20240614-1';
const now = new Date('2024-06-14T10:00:00Z');

/** Text that a careless writer would break: quotes, escapes, line ends, half of a format, other planes. */
export const oddText = '"冷\\藏" \'x\'\n\r\t{},[] \\N null \u2028 👩🏽‍🌾 \\u0041 %s $1 ??';

/** A day that was planned, released, driven and complained about, and a row in every table that the day leaves empty. */
export async function fillRecord(database: Database): Promise<void> {
  const record = recordOver(database);
  await record.importFrom(writeFiles(smallDay));
  const { planId } = await record.plan(wave);
  await record.plans.release(planId, now, oddText);
  const [run] = await makeRunReader(database.knex).listOfCourier('C1', ['D1']);
  const field = makeFieldStore(database);
  const [{ stopId, consignments }] = run.stops;
  const at = (minute: number) => new Date(Date.UTC(2024, 5, 14, 1, minute, 0, 123));
  const reports = [
    { deviceEventId: '1', kind: 'departed' as const, deviceAt: at(0) },
    { deviceEventId: '2', kind: 'arrived' as const, deviceAt: at(10), stopId },
    { deviceEventId: '3', kind: 'delivered' as const, deviceAt: at(11), stopId, note: oddText },
  ];
  await field.report(run.runId, reports, { name: 'zhang', depotIds: ['D1'], courierId: 'C1' }, now);
  const { knex } = database;
  for (const [sql, ...values] of oddRows(stopId, consignments[0].consignmentId)) {
    await knex.raw(sql as string, values as string[]);
  }
  // Numbers that were given out and not kept: a restored record does not give them out again.
  await knex.raw("select setval(pg_get_serial_sequence('events', 'event_id'), 9007199000000000)");
}

function oddRows(stopId: string, consignmentId: string): unknown[][] {
  const allBytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
  return [
    [
      `insert into users (user_id, login, login_key, name, role, password_hash, created_at)
       values ('user-1', 'Admin', 'admin', ?, 'admin', 'hash', '2024-01-01T00:00:00.123456Z'),
         ('user-2', '', '', '', 'picker', null, '0044-03-15 BC')`,
      oddText,
    ],
    [
      `insert into sessions (session_id, session_hash, user_id, created_at, last_used_at, expires_at, opened_by)
       values ('session-1', 'session', 'user-1', now(), now(), now(), 'password')`,
    ],
    ["insert into login_links (token_hash, user_id, expires_at) values ('link', 'user-1', now())"],
    ["insert into second_factors values ('user-1', 'sealed', now(), 'pending', now(), 9223372036854775807)"],
    ["insert into recovery_codes values ('user-1', 'hash', now()), ('user-1', 'other', null)"],
    ["insert into removed_users values ('user-3', 'gone', 'https://id.example 7', now())"],
    ["insert into removed_things values ('stations', 'S7', 'D1', now(), '[]')"],
    [
      `insert into api_keys (key_id, name, key_hash, role, created_by, created_at)
       values ('key-1', ?, 'hash', 'integration', 'test', now())`,
      oddText,
    ],
    [
      `insert into audit (at, actor, action, subject_kind, subject_id, detail) values (now(), ?, 'x', 'y', 'z', ?)`,
      oddText,
      JSON.stringify({ deep: [[{ text: oddText, large: 1e300, small: 5e-324, whole: 9007199254740991 }]], none: null }),
    ],
    ["insert into import_findings select import_id, 7, 'warned', 'f', 1, 'c', ?, 'x', 'y' from imports", oddText],
    [
      `insert into staged_orders values ('imp', 'D1', 'O', 'K', 'vip', 'S1', now(), '2024-06-14', 'w', 'c', 'a', 1, 1, 1, 1, '')`,
    ],
    [
      `insert into order_changes (depot_id, order_id, change_no, kind, is_late, before, after, reason, actor, at)
       select depot_id, order_id, 1, 'changed', true, '{"lines":[]}', '{}', ?, 'test', now() from orders limit 1`,
      oddText,
    ],
    ["insert into staged_order_lines values ('imp', 'D1', 'O', 1, 'MILK', 'chilled', 1, 1, 1)"],
    [
      'insert into unassigned (depot_id, plan_id, consignment_id, reason_code, part) ' +
        'select depot_id, plan_id, \'c\', ?, \'{"of":"whole"}\' from plans limit 1',
      oddText,
    ],
    [
      `insert into claims values ('D1', 'claim-1', ?, 'S1', ?, null, 'warm', 1, ?, 'open', 'test', now())`,
      stopId,
      consignmentId,
      oddText,
    ],
    [
      `insert into jobs (job_id, kind, status, subject_id, payload, created_by, created_at)
       values ('job-1', 'plan', 'done', 'w', '{}', 'test', now())`,
    ],
    ["insert into schedule_slots values ('cutoff', '2024-06-14', now(), 'test')"],
    [
      `insert into webhooks (webhook_id, name, url, kinds, secret, status, last_event_id, next_attempt_at, created_by, created_at)
       values ('hook-1', ?, 'https://example.test', '["delivered"]', 'secret', 'stopped', 3, 'infinity', 'test', now())`,
      oddText,
    ],
    [
      `insert into webhook_deliveries (webhook_id, event_id, kind, attempt, at, milliseconds, error)
       values ('hook-1', 1, 'delivered', 1, now(), 3, ?)`,
      oddText,
    ],
    ["insert into class_speeds values ('D1', 3, 8, 0.1)"],
    [
      `insert into traffic_reports (report_id, kind, geometry, both_ways, valid_from, valid_until, created_at, created_by)
       values ('r-1', 'closed', '{"type":"LineString"}', true, '-infinity', 'infinity', now(), 'test')`,
    ],
    ["insert into traffic_report_edges values ('r-1', 'map-1', '[1,2]')"],
    [
      `insert into vehicle_restrictions (restriction_id, depot_id, name, geometry, both_ways, hours, over, allows_destinations,
         valid_from, is_on, created_at, created_by)
       values ('x-1', 'D1', ?, '{"type":"LineString"}', true, '[]', '{"weight":4500}', true, '2024-06-14', true, now(), 'test')`,
      oddText,
    ],
    ["insert into vehicle_restriction_edges values ('x-1', 'map-1', '[1,2]')"],
    ["insert into tracks values ('t-1', 'map-1', 3, now(), 'test')"],
    [
      "insert into seen_speeds select 'map-1', 9223372036854775807, 8, now(), 0.1::real, 't-1' from generate_series(1, 2)",
    ],
    ["insert into learned_speeds values ('map-1', 1, 8, 1.1754944e-38, 2)"],
    ["insert into travel_states values ('map-1', '', ?, now())", allBytes],
    ["insert into travel_blocks values ('map-1', 'auto', 'k', 0, 0, ?, ?)", allBytes, Buffer.alloc(0)],
    ["insert into travel_legs values ('map-1', 'auto', '', 120.1, 30.250000000000004, 1e-300, -0.0, 1, 2, null)"],
    ["insert into tote_counts values ('D1', 'S1', 'chilled', 3, now(), 'test')"],
    ["insert into station_photos values ('D1', 'S1', 'image/png', '\\x89504e47', now(), 'test')"],
    ["insert into import_mappings values ('D1', ?, 'stations', 'k', '{}', 'test', now())", oddText],
    [
      "insert into remembered_places values ('D1', 'k', ?, 120.10000000000001, 30.2, 'geocoder', 'offline', 'house', 0.95, 'test', now())",
      oddText,
    ],
    ["insert into import_drafts values ('draft-1', null, 'user-1', 'test', now(), now(), 3, '{}')"],
    ["insert into sign_in_attempts values ('login x', 3, true, null, now())"],
    ["insert into job_turns values ('D1', false, now())"],
    ["insert into job_bounds values ('depot', 'D1')"],
    ["insert into replan_previews values ('p-1', 'D1', 'plan', '{}', '{}', now())"],
    ["insert into idempotency_records values ('user-1', 'hash', 'hash', 200, '{}', null, now())"],
    ["insert into first_start (begun_by, begun_at, demo) values ('test', now(), 'loaded')"],
    ["insert into map_in_use (map_id, name, since) values ('map-1', ?, now())", oddText],
    ["insert into cutoffs values ('D1', 'AM', ?, 1, 79200, 1, '[1,7]', true)", oddText],
    [
      `insert into cases (depot_id, kind, subject, severity, status, stop_id, goods, detail, opened_at, due_at, outcome)
       values ('D1', 'refused', ?, 'high', 'closed', ?, '[{"wholeId":"c"}]', ?, now(), now(), 'no-action')`,
      stopId,
      stopId,
      JSON.stringify({ note: oddText }),
    ],
    [
      `insert into case_entries (depot_id, case_id, at, actor, kind, note)
       select depot_id, case_id, now(), 'test', 'noted', ? from cases`,
      oddText,
    ],
    [
      "insert into case_kinds values ('D1', 'late', true, 'urgent', 5, 20, ?)",
      JSON.stringify({ zh: [oddText], en: [] }),
    ],
    ["insert into wave_rules values ('D1', 'R1', 1, 'chilled', null, 'S1', ?, 'AM')", oddText],
    // Many rows and long ones: several fetches and several statements.
    [
      `insert into audit (at, actor, action, subject_kind, subject_id)
       select now(), 'test', repeat(md5(number::text), 1 + number % 7), 'many', number::text from generate_series(1, 6000) number`,
    ],
    [
      "insert into audit (at, actor, action, subject_kind, subject_id) values (now(), 'test', repeat('长', 3000000), 'long', '')",
    ],
  ];
}

/** Tables that say how the schema came about, and those that belong to PostGIS. */
const bookkeeping = ['knex_migrations', 'knex_migrations_lock', 'schema_lease', 'spatial_ref_sys'];

export async function tableNames(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> all(?::text[]) order by 1`,
    [bookkeeping],
  );
  return (rows as { name: string }[]).map(({ name }) => name);
}

/** Every row of every table as the database itself writes it, in one order whatever the database's is. */
export async function dumpRows(knex: Knex, leftOut: readonly string[] = []): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const name of (await tableNames(knex)).filter((each) => !leftOut.includes(each))) {
    const { rows } = await knex.raw('select rows::text as line from ?? as rows', [name]);
    dump[name] = (rows as { line: string }[]).map(({ line }) => line).sort();
  }
  return dump;
}

/** Columns, constraints, indexes and triggers, as the database describes them. */
export async function dumpSchema(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw(
    `select format('%s.%s %s %s %s %s', table_name, column_name, data_type, is_nullable, column_default, is_generated) as line
       from information_schema.columns where table_schema = 'public' and table_name <> all(?::text[])
     union all select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
       where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text <> all(?::text[])
     union all select indexdef from pg_indexes where schemaname = 'public' and tablename <> all(?::text[])
     union all select format('%s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
     union all select 'step ' || name from knex_migrations`,
    [bookkeeping, bookkeeping, bookkeeping],
  );
  return (rows as { line: string }[]).map(({ line }) => line).sort();
}

/** Puts photos and a map into a data folder, some with names and content that are odd. */
export function fillDataFolder(dataFolder: string): void {
  const write = (file: string, content: string | Buffer) => {
    mkdirSync(path.dirname(path.join(dataFolder, file)), { recursive: true });
    writeFileSync(path.join(dataFolder, file), content);
  };
  write('photos/2024/06/照片 1.jpg', Buffer.alloc(700_000, 0xd8));
  write('photos/empty.jpg', '');
  write('photos/.unfinished.part', 'not yet a photo');
  write('secret.key', 'a key');
  write('maps/current', 'city\n');
  write('maps/city/map.json', '{}');
  write('maps/city/tiles/2/000/1.gph', Buffer.alloc(300_000, 7));
  write('maps/older/map.json', '{}');
}

/** Every file of a folder by its path, with its content. */
export function readFolder(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, file)] = readFileSync(file).toString('base64');
  }
  return files;
}
