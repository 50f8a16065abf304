import type { Migration } from './index.js';

/** Rules that a depot, a station or a vehicle may have beyond what all have, and how long a compartment keeps cold. */
export const dispatchRules: Migration = {
  name: '0019-dispatch-rules',
  statements: [
    ...['depots', 'stations', 'vehicles'].map(
      (table) => `alter table ${table} add column rules jsonb not null default '{}'
        constraint ${table}_rules_an_object check (jsonb_typeof(rules) = 'object')`,
    ),
    `alter table compartments add column keep_seconds integer
       constraint compartments_keep_seconds_not_negative check (keep_seconds >= 0)`,
  ],
};
