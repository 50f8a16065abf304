import type { Knex } from 'knex';
import type { NetworkChanges } from '../../../application/orders/intake-store.js';
import type { NetworkEntities, NetworkKind } from '../../../domain/network/attributes/things.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { expectRows } from '../engine/database.js';
import { followCutoffs, followDepots } from '../waves/follow-cutoffs.js';
import { insertCompartments, upsertOf } from './attribute-columns.js';
import { compartmentRows, toRow } from './network-rows.js';

const rowsPerStatement = 2000;

/**
 * Writes depots, stations and the rest, adding or replacing by id. Rows travel as one JSON value per statement, so that
 * no statement binds more than a few values.
 */
export async function writeNetwork(transaction: Knex.Transaction, changes: NetworkChanges): Promise<void> {
  await writeThings(transaction, 'depots', changes.depots);
  if (changes.speedProfile !== undefined)
    await writeSpeeds(transaction, changes.speedProfile, changes.speedProfileDepotIds);
  await writeThings(transaction, 'stations', changes.stations);
  await writeThings(transaction, 'skus', changes.skus);
  await writeThings(transaction, 'vehicles', changes.vehicles);
  const vehicleIds = changes.vehicles.map(({ depotId, vehicleId }) => ({ depotId, vehicleId }));
  await transaction.raw(
    `delete from compartments using jsonb_to_recordset(?::jsonb) as gone("depotId" text, "vehicleId" text)
     where compartments.depot_id = gone."depotId" and compartments.vehicle_id = gone."vehicleId"`,
    [JSON.stringify(vehicleIds)],
  );
  await write(transaction, 'compartments', insertCompartments(), changes.vehicles.flatMap(compartmentRows));
  await writeThings(transaction, 'couriers', changes.couriers);
  await writeThings(transaction, 'cutoffs', changes.cutoffs);
  await writeThings(transaction, 'wave_rules', changes.wave_rules);
  await followDepots(transaction, changes.depots);
  await followCutoffs(transaction, changes.cutoffs);
}

/** Adds or replaces things of one kind. */
export async function writeThings<Kind extends NetworkKind>(
  transaction: Knex.Transaction,
  kind: Kind,
  entities: readonly NetworkEntities[Kind][],
): Promise<void> {
  const rows = entities.map((entity) => toRow(kind, entity));
  await write(transaction, kind, upsertOf(kind), rows);
}

async function write(transaction: Knex.Transaction, what: string, sql: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const chunk = rows.slice(from, from + rowsPerStatement);
    const result = await transaction.raw(sql, [JSON.stringify(chunk)]);
    expectRows(result, chunk.length, what);
  }
}

async function writeSpeeds(
  transaction: Knex.Transaction,
  profile: readonly (number | undefined)[],
  depotIds: OwnDepots,
): Promise<void> {
  const values = [profile.map((factor) => factor ?? null), depotIds ?? null, depotIds ?? null] as unknown as string[];
  const given = 'unnest(?::double precision[]) with ordinality as speeds(factor, hour)';
  await transaction.raw(
    `insert into speed_profiles (depot_id, hour, speed_factor)
     select depots.depot_id, speeds.hour - 1, coalesce(speeds.factor, 1)
     from depots, ${given}
     where ?::text[] is null or depots.depot_id = any(?::text[])
     on conflict (depot_id, hour) do nothing`,
    values,
  );
  // An hour of which nothing is said keeps what the record holds.
  await transaction.raw(
    `update speed_profiles set speed_factor = speeds.factor
     from ${given}
     where speed_profiles.hour = speeds.hour - 1 and speeds.factor is not null
       and (?::text[] is null or speed_profiles.depot_id = any(?::text[]))`,
    values,
  );
}
