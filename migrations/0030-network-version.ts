import type { Migration } from './index.js';

const tables = ['depots', 'stations', 'skus', 'vehicles', 'compartments', 'priority_rules'];

/** A version of what orders refer to: who keeps it in memory sees by one row whether it still holds. */
export const networkVersion: Migration = {
  name: '0030-network-version',
  statements: [
    'alter table network_lock add column version uuid not null default gen_random_uuid()',
    `create function network_changed() returns trigger language plpgsql as $$
    begin
      update network_lock set version = gen_random_uuid();
      return null;
    end $$`,
    ...tables.map(
      (table) =>
        `create trigger ${table}_change_network after insert or update or delete or truncate on ${table}
         for each statement execute function network_changed()`,
    ),
  ],
};
