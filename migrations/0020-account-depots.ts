import type { Migration } from './index.js';

/** An account, and what comes of one, is for a set of depots: null for all, never an empty one. */
export const accountDepots: Migration = {
  name: '0020-account-depots',
  statements: ['users', 'api_keys', 'imports', 'webhooks'].flatMap((table) => [
    `alter table ${table} add column depot_ids jsonb constraint ${table}_depots_some
       check (jsonb_typeof(depot_ids) = 'array' and depot_ids <> '[]')`,
    `update ${table} set depot_ids = jsonb_build_array(depot_id) where depot_id is not null`,
    `alter table ${table} drop column depot_id`,
  ]),
};
